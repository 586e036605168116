from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.reader import ReplyReader

CODE = """\
class Basket:
    def add(self, item):
        self.items.append(item)

    def total(self):
        return sum(item.price for item in self.items)

    def clear(self):
        self.items = []"""

OLD = "    def clear(self):\n        self.items = []"
NEW = "    def clear(self):\n        self.items.clear()"
CLEARED = CODE.replace(OLD, NEW)
HUNK = "     def clear(self):\n-        self.items = []\n+        self.items.clear()\n"


def search(old: str, new: str) -> str:
    return f"<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE\n"


def patched(reply: str, original: str = CODE, language_id: str = "python") -> str:
    reader = ReplyReader(original, language_id)
    reader.push(reply)
    reading = reader.finish()
    assert reading.is_patched
    return "\n".join(reading.lines)


@pytest.mark.parametrize(
    "reply",
    [
        search(OLD, NEW),
        search(OLD, NEW).rstrip("\n"),
        search(OLD, NEW).replace("\n", "\r\n"),
        f"Here you are:\n\nshop.py\n```python\n{search(OLD, NEW)}```\n\nThat is all.",
        search(OLD + "  ", NEW),
        search(f"\n{OLD}\n\n", f"\n{NEW}\n\n"),
        search(OLD.replace(":\n", ":\n\n"), NEW),
        search("def clear(self):\n    self.items = []", "def clear(self):\n    self.items.clear()"),
        search("\tdef clear(self):\n\t\tself.items = []", "\tdef clear(self):\n\t\tself.items.clear()"),
        search("            self.items = []", "            self.items.clear()"),
        search(OLD, NEW) * 2,
        search(OLD, NEW + "\n======="),
        f"------- SEARCH\n{OLD}\n=======\n{NEW}\n+++++++ REPLACE",
        f"```diff\n@@ -400,9 +1,2 @@\n{HUNK}```",
        f"--- a/x.py\n+++ b/x.py\n@@ ... @@\n{HUNK}",
        "```diff\n-        self.items = []\n+        self.items.clear()\n```\nIt is shorter now.",
        f"*** Begin Patch\n*** Update File: x.py\n@@ class Basket:\n{HUNK}*** End Patch",
        f"@@ @@\n\n{HUNK}\\ No newline at end of file\nThat is all there is.",
    ],
)
def test_a_change_is_applied_where_its_lines_are(reply: str) -> None:
    assert patched(reply) == CLEARED


def test_all_blocks_are_applied_in_any_order() -> None:
    first, second = search("class Basket:", "class Cart:"), search(OLD, NEW)
    assert patched(first + second) == patched(second + first) == CLEARED.replace("Basket", "Cart")


def test_a_block_may_go_on_from_what_one_before_it_has_written() -> None:
    reply = search("class Basket:", "class Cart:") + search("class Cart:", "class Bag:")
    assert patched(reply) == CODE.replace("Basket", "Bag")


def test_what_a_block_has_written_does_not_hide_where_another_belongs() -> None:
    assert patched(search("a", "b\na2") + search("b", "c"), "a\nb") == "b\na2\nc"


def test_lines_that_a_block_only_repeats_stay_as_they_are() -> None:
    original = "a:  \n\tb\n\tc"
    assert patched(search("a:\n\tb\n\tc", "a:\n\tb\n\td"), original) == "a:  \n\tb\n\td"


def test_an_empty_part_deletes() -> None:
    deleted = "        self.items.append(item)\n"
    assert patched(f"<<<<<<< SEARCH\n{deleted}=======\n>>>>>>> REPLACE") == CODE.replace(deleted, "")


def test_a_block_that_changes_nothing_leaves_the_text_as_it_is() -> None:
    assert patched(search(OLD, OLD)) == CODE


def test_underlines_of_headings_are_no_dividers() -> None:
    old, new = "Heading\n=======", "Caption\n======="
    assert patched(search(old, new), f"{old}\n\ntext", "restructuredtext") == f"{new}\n\ntext"


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (search("        self.things = []", "        pass"), "not in the code"),
        (search("self.items", "self.things"), "not in the code"),
        (search("", "import os"), "where its new lines belong"),
        (search("x", "y"), "several places"),
        (
            search("        class Basket:\n            x = 1", "        class A:\n    x = 2"),
            "not in the code",
        ),
        (search("class Basket:", "class Basket:\n    # ... existing code ..."), "left parts"),
        ("<<<<<<< SEARCH\nclass Basket:\n=======\nclass Cart:\n", "breaks off"),
        ("<<<<<<< SEARCH\nclass Basket:\n>>>>>>> REPLACE", "cannot be read"),
        ("<<<<<<< SEARCH\na\n<<<<<<< SEARCH\n", "cannot be read"),
        (search("class Basket:", "Caption\n======="), "cannot be read"),
        ("```diff\n-class Basket:\nclass Cart:\n```", "cannot be read"),
        ("*** Begin Patch\n*** Add File: y.py\n+a\n*** End Patch", "other files"),
        (
            "--- a/x\n+++ b/x\n@@ @@\n-class Basket:\n+class A:\n@@ @@\n--- a/y\n+++ b/y\n@@ @@\n-a\n+b",
            "other files",
        ),
    ],
)
def test_a_change_without_one_place_is_refused(reply: str, sentence: str) -> None:
    with pytest.raises(UnusableReply, match=sentence):
        patched(reply, CODE + "\nx\n\nx")


def test_blocks_are_no_changes_in_a_text_that_holds_them_itself() -> None:
    text = search("a", "b").rstrip("\n")
    reader = ReplyReader(text, "markdown")
    reader.push(text.replace("b", "c"))
    assert reader.finish().lines == text.replace("b", "c").split("\n")


def test_each_block_is_applied_as_it_completes() -> None:
    reader = ReplyReader(CODE, "python")
    reply = search("class Basket:", "class Cart:") + search(OLD, NEW)
    readings = [reading for line in reply.splitlines(keepends=True) if (reading := reader.push(line))]
    assert ["\n".join(reading.lines) for reading in readings] == [
        CODE.replace("Basket", "Cart"),
        CLEARED.replace("Basket", "Cart"),
    ]


REPLIES = [
    f"I see.\n\n{search(OLD, NEW)}\n{search('class Basket:', 'class Cart:')}",
    f"I see.\r\n\r\n```python\r\n{CLEARED}\r\n```\r\nIt is done now.",
    "```diff\n@@ @@\n-class Basket:\n+class Cart:\n```",
    f"{CLEARED}\n```\n",
    f"\ufeff<region>\n{CLEARED}\n</region>",
]


@given(st.sampled_from(REPLIES), st.lists(st.integers(0, 400), max_size=12))
def test_a_reply_reads_the_same_however_it_is_cut(reply: str, cuts: list[int]) -> None:
    def lines_of(pieces: list[str]) -> list[str]:
        reader = ReplyReader(CODE, "python")
        known: list[str] = []
        for piece in pieces:
            reading = reader.push(piece)
            if reading is not None and not reading.is_patched:
                assert reading.lines[: len(known)] == known
                known = reading.lines
        return reader.finish().lines

    places = sorted({0, *(cut for cut in cuts if cut < len(reply)), len(reply)})
    pieces = [reply[start:end] for start, end in pairwise(places)]
    assert lines_of(pieces) == lines_of([reply])
