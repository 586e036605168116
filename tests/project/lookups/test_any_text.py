"""Whatever a document holds, a call says something of bounded size, and read in pieces it is what it is."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.project.index_rules import rules_in_force
from pt_lsp.project.lookups.answering import answer_to
from pt_lsp.project.lookups.questions import OfLines, OfName, OfText
from pt_lsp.project.lookups.view import View
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.ignoring import IgnoreTree

TREE = IgnoreTree()
LINES = st.sampled_from(
    (
        *(
            "class A:",
            "    def go(self):",
            "        return 1",
            "def go(",
            "go = '''",
            "'''",
            "",
            "}",
            "{",
            "# go",
        ),
        *(
            "func (a *A) go() {",
            "impl A { fn go() {} }",
            "\f",
            "\u2028go",
            "\0",
            "é go ü",
            "go " * 80,
            "go" * 600,
        ),
    )
)
ENDS = st.sampled_from(("\n", "\r\n", "\r", ""))
TEXTS = st.lists(st.tuples(LINES, ENDS), max_size=300).map(lambda parts: "".join(map("".join, parts)))
LANGUAGES = st.sampled_from(("python", "go", "rust", "typescript", "ruby", "c", "swift", "plaintext"))
PLACE = re.compile(r"new \(lines (\d+) to (\d+) of (\d+)\):\n")


def view_of(text: str, language_id: str = "python") -> View:
    settings = Settings()
    own = Snapshot("untitled:new", language_id, 1, Text.of(text), settings)
    return View(own, settings, {}, {}, (), rules_in_force([], lambda _folder: settings))


@given(TEXTS, LANGUAGES)
@example("class A:\r    def go(self):\r        pass", "python")
def test_every_call_says_something_bounded(text: str, language_id: str) -> None:
    view = view_of(text, language_id)
    by_name = OfName(("A", "go"), "")
    for tool, question in (
        ("find_definition", by_name),
        ("find_references", by_name),
        ("search_text", OfText("go", "", "")),
        ("read_lines", OfLines("new", 1, 200, "")),
    ):
        said = answer_to(tool, question, view, TREE)
        assert 0 < len(said) < 5_500


@given(TEXTS)
def test_read_in_pieces_a_file_is_what_it_is(text: str) -> None:
    view, first, n_lines, pieces = view_of(text), 1, 1, []
    while first <= n_lines:
        said = answer_to("read_lines", OfLines("new", first, first + 199, ""), view, TREE)
        place = PLACE.match(said)
        assert place is not None
        assert int(place[1]) == first
        first, n_lines = int(place[2]) + 1, int(place[3])
        pieces += (
            said[place.end() :].split("\n\nLines ")[0].split("\n")
            if first <= n_lines
            else said[place.end() :].split("\n")
        )
    wanted = [
        line if len(line) <= 1_000 else f"(a line of {len(line):,} characters)"
        for line in plain(text).removesuffix("\n").split("\n")
    ]
    assert pieces == wanted
