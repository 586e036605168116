from hypothesis import given, settings
from hypothesis import strategies as st

from pt_lsp.context.file_facts import analyse
from pt_lsp.context.related import RelatedCode
from pt_lsp.context.selection import AROUND_PATH
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings

CHUNKS = (
    "from b import Stock, reserve\n",
    "import {Reader} from './r'\n",
    "class Stock(Base):\n    def reserve(self, name: str) -> Item:\n        return self.items[name]\n",
    "export interface Reader { readNext(n: number): Promise<Page> }\n",
    "interface Reader { close(): void }\n",
    "stock = Stock()\nstock.reserve(",
    "  this.reader.",
    "def f(",
    "\n\n",
    "x = '\u2028\U0001f600'\r\n",
    "}}})",
)
TEXTS = st.lists(st.sampled_from(CHUNKS), max_size=8).map("".join)
PATHS = st.sampled_from(["/p/a.py", "/p/b.py", "/p/q/c.py", "/p/r.ts", "/p/s.ts", "untitled:One"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "remove", "type", "region"]), PATHS, TEXTS, st.floats(0, 1)),
    max_size=20,
)


@settings(max_examples=150)
@given(STEPS, st.integers(0, 3000))
def test_whatever_comes_and_goes_the_budget_holds_and_nothing_fails(
    steps: list[tuple[str, str, str, float]], budget: int
) -> None:
    related = RelatedCode(["/p"])
    for action, path, text, share in steps:
        language_id = "typescript" if path.endswith(".ts") else "python"
        uri = path if ":" in path else f"file://{path}"
        snapshot = Snapshot(uri, language_id, 1, Text.of(text), Settings())
        if action == "put":
            related.index.put(analyse(path, language_id, text))
        elif action == "remove":
            related.index.remove(path)
            related.closed(uri)
        else:
            offset = round(share * len(text))
            if action == "type":
                snippets = related.for_cursor(snapshot, offset, budget)
            else:
                snippets = related.for_region(snapshot, Span(offset, len(text)), budget, with_callers=True)
            assert sum(len(each.path) + len(each.text) + AROUND_PATH for each in snippets) <= budget
            assert not any(each.path == related.label(uri) for each in snippets)
