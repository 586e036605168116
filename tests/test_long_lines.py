"""What runs for each request takes a line of any length and of any characters.

A pattern that looks at a line over and over costs the square of its length: minutes here, where all the rest
takes a moment. `tests/benchmarks/bench_long_lines.py` has the figures.
"""

from difflib import SequenceMatcher

import pytest

from pt_lsp.context.nearby import nearby, nearby_region, nearby_text
from pt_lsp.context.type_guesses import TypeGuesses
from pt_lsp.context.windows.completion_window import completion_window
from pt_lsp.context.windows.region_window import region_window
from pt_lsp.documents.encoding import column_to_units, units_to_column
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text, split_lines
from pt_lsp.edits.line_diff import hunks_of
from pt_lsp.edits.review import Review
from pt_lsp.edits.streaming_diff import MOST_COMPARED, StreamingDiff
from pt_lsp.features.inline_completion.gates.debounce import word_start
from pt_lsp.features.inline_completion.postprocess.chain import refine
from pt_lsp.privacy.secrets import Redactor
from pt_lsp.replies.asides.reasoning import ReasoningFilter
from pt_lsp.replies.brackets import open_ends
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.reader import ReplyReader
from pt_lsp.replies.repetition import cut_loop
from pt_lsp.replies.sentences import announces_output, is_announcement, is_sentence, is_unfinished_sentence
from pt_lsp.replies.tags import without_end_mark
from pt_lsp.replies.wrapping import unwrap
from pt_lsp.settings.options import Settings
from pt_lsp.syntax.file_head import head_statements
from tests.support.long_lines import KINDS

pytestmark = pytest.mark.repeats

N = 200_000
LINES = {name: make(N) for name, make in KINDS.items()}

each_kind = pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())


@each_kind
def test_names_near_a_cursor_beside_or_in_a_long_line_are_found_at_once(line: str) -> None:
    text = Text.of(f"first = 1\n{line}\nsecond = \n")
    for offset in (0, 10, 10 + len(line) // 2, 10 + len(line), len(text) - 1):
        nearby(text, offset)
        nearby_text(text, Span(offset, offset))
    nearby_region(text, Span(0, len(text)))
    typed = nearby_text(text, Span(10, 10 + len(line))).typed_text
    TypeGuesses(f"for {typed}", bool, lambda _: (), lambda _: ())
    word_start(line, len(line))


@each_kind
def test_a_window_beside_a_long_line_is_cut_at_once(line: str) -> None:
    body = "    x = f(\n        1,\n    )\n" * 600
    text = Text.of(f"import a\n{line[:9_000]}\nclass A:\n  {line}\n{body}  {line}\n{body}")
    known, unknown = (
        Snapshot("file:///a", name, 1, text, Settings()) for name in ("python", "something-new")
    )
    for offset in (int(len(text) * share) for share in (0.1, 0.3, 0.5, 0.7, 1)):
        completion_window(known, offset, 12_000)
        completion_window(unknown, offset, 12_000)
        region_window(unknown, Span(offset, offset), 12_000)  # parsing is bounded by itself
    head_statements(f"{line}\nimport a\n", "elixir")
    unwrap(f"{line}\n# ... lines left out ...{line}", InsertionPoint("", "", "python"))


@each_kind
def test_a_long_line_is_counted_in_the_units_of_editors_at_once(line: str) -> None:
    units = column_to_units(line, len(line), "utf-16")
    assert units_to_column(line, units, "utf-16") == len(line)
    assert units_to_column(line, column_to_units(line, N // 2, "utf-8"), "utf-8") == N // 2


@each_kind
def test_a_long_line_that_changes_is_compared_at_once(line: str) -> None:
    new = f"{line[: N // 3]}new{line[N // 3 :]}"
    for head, tail in (("", ""), ("a\r\n", ""), ("", "\r\nb"), ("a\n", "\nb\n")):
        assert len(hunks_of(head + line + tail, head + new + tail)) == 1
        review = Review.of(head + line + tail, head + new + tail)
        assert review.restored == head + line + tail
    assert split_lines(f"a\r{line}") == ["a\r", line]


@each_kind
def test_secrets_are_looked_for_in_a_long_line_at_once(line: str) -> None:
    redactor = Redactor()
    redactor.redact(f"first = 1\n{line}\nlast = 2\n")


@each_kind
def test_a_reply_of_one_long_line_is_read_at_once(line: str) -> None:
    for read in (is_sentence, is_announcement, is_unfinished_sentence, announces_output):
        for before, after in (("", ""), ("The first ", "."), ("Here is the updated ", " x")):
            read(before + line + after)
    without_end_mark(line, ())
    reader, reasoning = ReplyReader(line, "json"), ReasoningFilter()
    for start in range(0, len(line), 20):
        reader.push(reasoning.push(line[start : start + 20]))
    reader.push(reasoning.finish() + "\n")
    assert reader.text == f"{line}\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_completion_of_one_long_line_is_read_at_once(kind: str) -> None:
    line = KINDS[kind](4_000)
    place = InsertionPoint(f"first = 1\n{line}", f"{line}\n{line}\n", "python")
    unwrap(line, place)
    unwrap(line, place, is_final=False)
    cut_loop(line)
    open_ends([line])
    refine(line, InsertionPoint("first = 1\n", "\nlast = 2\n", "python"), "block")


def test_of_two_long_lines_only_the_ends_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    n_compared = 0

    class Counting(SequenceMatcher[str]):
        def __init__(self, _: None, old: str, new: str, *, autojunk: bool) -> None:
            nonlocal n_compared
            n_compared += len(old) * len(new)
            super().__init__(None, old, new, autojunk=autojunk)

    monkeypatch.setattr("pt_lsp.edits.streaming_diff.SequenceMatcher", Counting)
    line = LINES["json"]
    changed = line.replace("item 1", "piece 1", 1)
    diff = StreamingDiff(f"{line}\nvalue = 1\nlast")
    assert diff.view(f"{changed}\n") == f"{changed}\nvalue = 1\nlast"
    assert diff.view(f"{changed}\nvalue = 2\n") == f"{changed}\nvalue = 2\nlast"
    assert 0 < n_compared <= MOST_COMPARED**2
