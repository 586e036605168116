"""Worked examples for the `hole` way: first in the prompt and always the same, so a cache can serve them.

Each shows another kind of what is missing, in a turn that is shaped as real ones are. What they ask for is
what the analysis says of their places, and their answers are what is kept of them: a test compares.
"""

from dataclasses import dataclass

from pt_lsp.context.background import NO_BACKGROUND, Background, Snippet
from pt_lsp.syntax.cut_marks import cut_mark


@dataclass(frozen=True, slots=True)
class Example:
    """A file around a cursor, what is asked for there, and the answer that we want."""

    path: str
    language_id: str
    prefix: str
    suffix: str
    asked: str
    answer: str
    background: Background = NO_BACKGROUND


EXAMPLES = (
    Example(
        "cart.py",
        "python",
        f"class Cart:\n{cut_mark('python', '    ')}\n    def total(self):\n        return sum(",
        f")\n\n{cut_mark('python', '    ')}\n",
        "what is missing on the line before `)`",
        "item.subtotal() for item in self.items",
        Background((Snippet("item.py", "python", "imports", "class Item:\n    def subtotal(self): ..."),)),
    ),
    Example(
        "users.ts",
        "typescript",
        f"{cut_mark('typescript', '  ')}\n  load(id: string) {{\n    return this.cache.",
        "\n      id,\n    )\n  }\n",
        "only the rest of the line: what it opens is there already, beginning with `id,`",
        "remember(",
    ),
    Example(
        "get.go",
        "go",
        "func (s *Store) Get(key string) int {\n\t",
        "\n\treturn value\n}\n",
        "the missing line before `return value`",
        "value := s.values[key]",
    ),
    Example(
        "A.java",
        "java",
        "  int sum(int[] all) {\n    ",
        "\n  }\n",
        "the body of `int sum(int[] all) {`",
        "int sum = 0;\n    for (int each : all) sum += each;\n    return sum;",
    ),
    Example(
        "send.py",
        "python",
        "    answer = client.post(",
        "\n    answer.check()\n",
        "the rest of the statement, with its closing brackets",
        '\n        "/reports",\n        report,\n    )',
    ),
    Example(
        "names.rb",
        "ruby",
        "items.each do |item|\n  if ",
        "\nend\n",
        "the rest of the line and the block that it opens",
        "item.open?\n    names << item\n  end",
    ),
    Example(
        "name.rs",
        "rust",
        "    let name = self.na",
        "\n    Some(name)\n",
        "the rest of the line",
        "me.trim();",
    ),
)
