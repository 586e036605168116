from itertools import pairwise

import pytest
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


def owners(path: str, language_id: str, text: str) -> dict[str, list[str]]:
    symbols = analyse(path, language_id, text).symbols
    return {symbol.name: [member.name for member in symbol.members] for symbol in symbols}


@pytest.mark.parametrize(
    "receiver", ["Cart", "*Cart", "c Cart", "c *Cart", "*Cart[T]", "c *Cart[K, V]", "_ Cart"]
)
def test_a_go_method_is_a_member_of_its_receivers_type_whether_that_has_a_name_or_not(receiver: str) -> None:
    method = f"func ({receiver}) Add() {{}}\n"
    assert owners("/p/a.go", "go", f"package p\n{method}type Cart struct {{ n int }}\n") == {
        "Cart": ["n", "Add"]
    }
    assert owners("/p/b.go", "go", f"package p\n{method}") == {"Cart": ["Add"]}


def test_what_is_set_in_a_table_of_lua_is_a_member_of_it() -> None:
    text = "local M = {}\nfunction M.go() end\nfunction M:stop() end\nM.n = 1\nfunction other.x() end\n"
    assert owners("/p/a.lua", "lua", text) == {"M": ["go", "stop", "n"], "x": []}


def test_what_is_in_a_namespace_of_ruby_stands_at_the_top_and_a_bare_namespace_nowhere() -> None:
    text = "module Shop\nmodule Tools\ndef help; end\nclass Cart < Base\ndef add; end\nend\nend\nend\n"
    assert owners("/p/a.rb", "ruby", text) == {"Tools": ["help"], "Cart": ["add"]}


def test_equal_shapes_are_those_that_define_and_import_the_same() -> None:
    one, moved, other = (
        analyse("/p/a.py", "python", text).interface_hash
        for text in ("def f(): ...\n", "\n\ndef f():\n    return 1\n", "def g(): ...\n")
    )
    assert one == moved != other
