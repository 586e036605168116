from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.file_facts import analyse


@given(st.text(alphabet="ab \n\r\x0c\u2028", max_size=4000))
def test_chunks_hold_all_that_is_not_blank_once_and_in_order(text: str) -> None:
    chunks = analyse("/p/a.txt", "plaintext", text).chunks
    assert "".join("".join(text[p.start : p.end].split()) for p in chunks) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(chunks))


def test_chunks_end_at_blank_lines_where_there_are_any() -> None:
    text = "".join(f"def f{n}():\n" + "    pass\n" * 12 + "\n" for n in range(4))
    chunks = analyse("/p/a.py", "python", text).chunks
    assert [text[p.start : p.end].count("def") for p in chunks] == [1, 1, 1, 1]


def test_a_long_signature_is_one_line_and_tells_its_types() -> None:
    text = "@cache\ndef find(\n    name: Name,\n    most: int = 3,\n) -> list[Found]:\n    return []\n"
    (symbol,) = analyse("/p/a.py", "python", text).symbols
    assert symbol.signature == "@cache\ndef find(name: Name, most: int = 3) -> list[Found]:"
    assert (symbol.types, symbol.mentions) == (("Found",), ("Name", "Found"))
    assert symbol.is_callable


def test_a_class_mentions_its_bases_and_what_its_members_name() -> None:
    text = "class A(base.Base):\n    item: Item\n    def make(self) -> Made: ...\n"
    (symbol,) = analyse("/p/a.py", "python", text).symbols
    assert symbol.bases == ("Base",)
    assert set(symbol.mentions) >= {"Base", "Item", "Made"}
    assert [member.types for member in symbol.members] == [("Item",), ("Made",)]


def test_equal_shapes_are_those_that_define_and_import_the_same() -> None:
    one, moved, other = (
        analyse("/p/a.py", "python", text).interface_hash
        for text in ("def f(): ...\n", "\n\ndef f():\n    return 1\n", "def g(): ...\n")
    )
    assert one == moved != other
