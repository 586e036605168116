"""An answer that is indented otherwise than its region changes no text in strings."""

import pytest

from pt_lsp.documents.lines import plain
from tests.features.edit.checking import drafts_of, request_of

PYTHON = '''\
class Orders:
    def paid(self):<|>
        return self.ask("""
select id
  from orders
 where paid
""")
'''
PYTHON_ANSWER = '''\
def paid(self):
    self.check()
    return self.ask("""
select id
  from orders
 where paid
""")'''
CODE_IN_CODE = 'class A:\n    def f(self):<|>\n        run("""\ndef g():\n    pass\n""")\n'
SHELL = "f() {\n<|>  if a; then\n    cat <<EOF\nx\nEOF\n  fi<|>\n}\n"


def indented(text: str, blanks: str, steady: tuple[str, ...]) -> str:
    lines = text.split("\n")
    return "\n".join(line if line.strip() in steady else blanks + line for line in lines)


@pytest.mark.parametrize("blanks", ["", "    ", "        "])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_string_reads_as_before(blanks: str, line_end: str) -> None:
    request = request_of(PYTHON.replace("\n", line_end))
    answer = indented(PYTHON_ANSWER, blanks, ("select id", "from orders", "where paid", '""")'))
    new = str(request.text_with(drafts_of(request, answer)[-1].text))
    added = "    def paid(self):\n        self.check()\n"
    assert plain(new) == PYTHON.replace("<|>", "").replace("    def paid(self):\n", added)


@pytest.mark.parametrize(
    ("language_id", "marked", "answer", "added"),
    [
        (
            "python",
            CODE_IN_CODE,
            'def f(self):\n    a()\n    run("""\ndef g():\n    pass\n""")',
            " " * 8 + "a()",
        ),
        (
            "javascript",
            "class A {\n  f() {<|>\n    return `\na ${b}\n  c\n`\n  }\n}\n",
            "f() {\n  a()\n  return `\na ${b}\n  c\n`\n}",
            "    a()",
        ),
        ("shellscript", SHELL, "if a; then\n  b\n  cat <<EOF\nx\nEOF\nfi", "    b"),
        (
            "c",
            "void f(void) {\n<|>  a();\n#ifdef B\n  b();\n#endif\n  c();<|>\n}\n",
            "a();\n#ifdef B\nb();\n#endif\nd();\nc();",
            "  d();",
        ),
    ],
)
def test_what_stands_left_of_the_code_stays_there(
    language_id: str, marked: str, answer: str, added: str
) -> None:
    request = request_of(marked, language_id=language_id)
    new = str(request.text_with(drafts_of(request, answer)[-1].text)).split("\n")
    new.remove(added)
    assert "\n".join(new) == marked.replace("<|>", "")


def test_what_reads_like_a_line_of_both_kinds_is_indented() -> None:
    request = request_of("class A {\n<|>  f() {\n  }\n}<|>\n", language_id="javascript")
    assert drafts_of(request, "f() {\n}\ng() {\n}\n}")[-1].text == "  f() {\n  }\n  g() {\n  }\n  }"
