"""What Neovim's companion takes a buffer to have read before its edits, for any hunks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pt_lsp.documents.encoding import PositionEncoding
from pt_lsp.documents.text import Text
from pt_lsp.edits.review import Review, ReviewHunk
from pt_lsp.protocol.convert import range_of
from tests.support.editors import Neovim, neovim
from tests.support.neovim_companion import INIT, PLUGIN

pytestmark = pytest.mark.editor

LINES = st.lists(st.sampled_from(["a", "b", "", "\tü", "\U0001d11e = 1"]), min_size=1, max_size=6)
PARTS = st.lists(st.tuples(LINES, LINES, LINES), min_size=1, max_size=3)
"""Lines of the file, and a region after them as it was and as it is."""

ORIGINAL = """
local lines, hunks, encoding = ...
return require('pt_lsp.review.original').lines(lines, hunks, encoding) or false
"""


@pytest.fixture(scope="module")
def nvim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neovim]:
    folder: Path = tmp_path_factory.mktemp("bare")
    with neovim(folder, ["true"], {}, {"PT_LSP_TEST_PLUGIN": str(PLUGIN)}, init=INIT) as bare:
        yield bare


def told(parts: list[tuple[list[str], list[str], list[str]]], end: str, encoding: PositionEncoding) -> Any:
    """The lines now, the hunks as the server tells them, and the lines before."""
    now: list[str] = []
    before: list[str] = []
    found: list[ReviewHunk] = []
    for number, (above, old, new) in enumerate(parts):
        now += above
        before += above
        start = sum(len(line) + len(end) for line in now)
        found += Review.of(end.join(old), end.join(new)).hunks(str(number), start)
        now += new
        before += old
    text = Text.of(end.join(now))
    hunks = []
    for hunk in found:
        span = range_of(text, hunk.span, encoding)
        edges = {
            "start": {"line": span.start.line, "character": span.start.character},
            "end": {"line": span.end.line, "character": span.end.character},
        }
        hunks.append({"range": edges, "oldText": hunk.old_text, "newText": hunk.new_text})
    return now, hunks, before


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=PARTS,
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(get_args(PositionEncoding)),
    order=st.randoms(use_true_random=False),
)
@example(parts=[(["a"], ["b", "a"], [""])], end="\n", encoding="utf-16", order=None)
def test_the_old_text_of_all_hunks_is_put_back(
    nvim: Neovim, parts: Any, end: str, encoding: PositionEncoding, order: Any
) -> None:
    now, hunks, before = told(parts, end, encoding)
    if order:
        order.shuffle(hunks)
    assert nvim.lua(ORIGINAL, now, hunks, encoding) == before


def test_lines_of_which_no_hunk_was_told_are_not_guessed_at(nvim: Neovim) -> None:
    now, hunks, _ = told([(["a"], ["old"], ["new"])], "\n", "utf-8")
    assert nvim.lua(ORIGINAL, ["typed", *now], hunks, "utf-8") is False
    assert nvim.lua(ORIGINAL, ["a"], hunks, "utf-8") is False
