"""Real commits as a person would select them, with a line more on both sides, and as models answer."""

from collections import Counter
from collections.abc import Iterator

import pytest

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.closing import put_right
from pt_lsp.features.edit.drafting import Drafting
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.features.edit.request import edit_request
from tests.support.real_edits import RealHunk, real_hunks

pytestmark = pytest.mark.shared_data

CLOSING = frozenset(")]};, \t")


def test_real_edits_are_read_right_whatever_the_answer_does_at_its_ends() -> None:
    right, of, wrong = Counter[str](), Counter[str](), Counter[str]()
    for hunk in real_hunks(1):
        for name, answer in answers(hunk):
            of[name] += 1
            got = file_after(hunk, answer)
            right[name] += got == hunk.expected
            # A commit that puts a blank line at an edge is read without it.
            wrong[name] += got is not None and solid(got) != solid(hunk.expected)
    # Another one does nothing but indent a line: its place in the file decides how it is indented.
    assert +wrong == Counter({"clean": 1, "fenced, blank edges": 1})
    assert {name: (right[name], of[name]) for name in of} == {
        "clean": (203, 206),
        "fenced, blank edges": (203, 206),
        "opens above": (30, 31),
        "closes below": (22, 22),
        "closes all below": (22, 22),
        "closes below without commas": (22, 22),
    }


def answers(hunk: RealHunk) -> Iterator[tuple[str, str]]:
    new, closing = "\n".join(hunk.new), []
    for line in hunk.below:
        if not line.strip() or not CLOSING.issuperset(line):
            break
        closing.append(line)
    yield "clean", new
    yield "fenced, blank edges", f"```\n\n{new}\n\n```"
    if closing:
        yield "closes below", f"{new}\n{closing[0]}"
        yield "closes all below", "\n".join([new, *closing])
        yield "closes below without commas", f"{new}\n{closing[0].rstrip(';, ')}"
    if hunk.above and hunk.above[-1].rstrip().endswith(("(", "[", "{", ":")):
        yield "opens above", f"{hunk.above[-1]}\n{new}"


def file_after(hunk: RealHunk, answer: str) -> str | None:
    """None where the answer is refused."""
    request = edit_request(hunk.snapshot, REWRITE, hunk.span, words="Change it.")
    place = RegionFormat(request)
    drafting = Drafting(place)
    try:
        list(drafting.push(answer))
        text, _ = put_right(request, place, drafting.finish().text)
    except UnusableReply:
        return None
    return str(hunk.snapshot.text.replace(request.region, text))


def solid(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
