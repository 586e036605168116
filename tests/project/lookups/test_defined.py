"""Where a name is defined, with its code, as a model reads it."""

from pathlib import Path

import pytest

from tests.support.looked_up import look_up

SHOP = """\
-- app/main.py --
from shop.cart import Cart


def pay(cart: Cart) -> None:
    cart.total()
-- aaa/cart.py --
class Cart:
    def total(self):
        return "another"
-- shop/cart.py --
import os


# Bought together.
@final
class Cart:
    '''What is bought.'''

    def total(self):
        return sum(self.prices)

    def clear(self):
        self.prices = []
"""
CART = """\
shop/cart.py (lines 4 to 13):
# Bought together.
@final
class Cart:
    '''What is bought.'''

    def total(self):
        return sum(self.prices)

    def clear(self):
        self.prices = []"""
OTHER_CART = """\
aaa/cart.py (lines 1 to 3):
class Cart:
    def total(self):
        return "another\""""
TOTAL = """\
shop/cart.py (lines 9 to 10):
    def total(self):
        return sum(self.prices)"""


def definition(root: Path, files: str, name: str) -> str:
    return look_up(root, files, "find_definition", name=name)


def test_what_the_document_imports_comes_first(tmp_path: Path) -> None:
    assert definition(tmp_path, SHOP, "Cart") == f"{CART}\n\n{OTHER_CART}"


@pytest.mark.parametrize(
    "name", ["cart.Cart.total", "shop.cart.total()", "`shop::Cart::total`", "shop/total"]
)
def test_what_stands_before_a_name_tells_which_is_meant(tmp_path: Path, name: str) -> None:
    files = f"{SHOP}-- shop/basket.py --\nclass Basket:\n    def totals(self): ...\n"
    meant = definition(tmp_path, files, name)
    assert meant.startswith(TOTAL)
    assert ("another" in meant) is name.startswith("cart.")


@pytest.mark.parametrize("name", ["self.total", "Wrong.total", "cart.total()"])
def test_what_is_not_known_by_its_whole_name_is_found_by_its_last(tmp_path: Path, name: str) -> None:
    found = definition(tmp_path, SHOP, name)
    assert TOTAL in found
    note = "There is no `Wrong.total` here, but other definitions of `total`.\n\n"
    assert found.startswith(note) is (name == "Wrong.total")


@pytest.mark.parametrize(
    ("files", "name", "expected"),
    [
        (
            "a.ts --\nexport class A {\n  go(): void {\n    run();\n  }\n}\n",
            "A.go",
            "  go(): void {\n    run();",
        ),
        (
            "a.go --\npackage a\n\n// Go runs.\nfunc (a *A) Go() {\n\trun()\n}\n",
            "A.Go",
            "// Go runs.\nfunc (a",
        ),
        ("a.rs --\nimpl A {\n    fn go(&self) {\n        run()\n    }\n}\n", "A::go", "    fn go(&self) {"),
        ("A.java --\nclass A {\n  @X\n  void go() {}\n}\n", "A.go", "  @X\n  void go() {}"),
        ("B.java --\nclass B {\n  B() {}\n}\n", "B", "(lines 1 to 3):\nclass B {\n  B() {}\n}"),
        ("a.rb --\nclass A\n  def go?\n    1\n  end\nend\n", "go?", "  def go?\n    1\n  end"),
        ("a.c --\n#define N 3\nint go(void)\n{\n  return N;\n}\n", "go", "int go(void)\n{\n  return N;\n}"),
        ("a.lua --\nlocal function go()\n  return 1\nend\n", "go", "local function go()\n  return 1\nend"),
        ("a.css --\n.big-button {\n  color: red;\n}\n", ".big-button", ".big-button {\n  color: red;\n}"),
        ("a.php --\n<?php\nclass A {\n  function go() {}\n}\n", "A->go", "  function go() {}"),
        ("a.py --\nLIMIT = 3\r\n\r\ndef go():\r\n    pass\r\n", "go", "def go():\n    pass"),
    ],
)
def test_the_code_is_shown_in_many_languages(tmp_path: Path, files: str, name: str, expected: str) -> None:
    found = definition(tmp_path, f"-- main.py --\n-- src/{files}", name)
    assert found.startswith("src/")
    assert expected in found
    assert found.count("(lines ") == 1


def test_of_a_long_class_the_rest_is_told_by_its_members(tmp_path: Path) -> None:
    methods = "".join(f"    def method_{n}(self):\n        return {n}\n\n" for n in range(100))
    found = definition(tmp_path, f"-- a.py --\n-- long.py --\nclass Long:\n{methods}", "Long")
    assert "def method_39(self):" in found
    assert "def method_40(self):" not in found
    assert "(Lines 121 to 300 were left out. They hold method_40 (line 122), method_41 (line 125)" in found
    assert found.endswith("method_79 (line 239) and 20 more.)")
    assert len(found) < 10_000


def test_of_many_definitions_five_are_shown_and_ten_told(tmp_path: Path) -> None:
    files = "".join(f"-- part{n:02}.py --\ndef go():\n    return {n}\n" for n in range(18))
    found = definition(tmp_path, f"-- a.py --\n{files}", "go")
    assert found.count("def go():") == 5
    assert found.endswith("part14.py line 1 and 3 more")


def test_what_no_outline_has_is_told_by_its_line(tmp_path: Path) -> None:
    files = (
        "-- a.py --\ndef outer():\n    def inner(x):\n        return inner(x)\n"
        "-- b.swift --\npublic func inner() {\n  inner()\n}\n-- c.ex --\n  defp inner(x), do: x\n"
        "-- d.py --\ndef make(a) -> inner: ...\nclass Other(inner): ...\n"
    )
    assert definition(tmp_path, files, "inner") == (
        "a.py:2: def inner(x):\nb.swift:1: public func inner() {\nc.ex:1: defp inner(x), do: x"
    )


@pytest.mark.parametrize("name", ["missing", "Cart.missing", "import"])
def test_what_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    assert definition(tmp_path, SHOP, name).startswith("No line with a definition of `")


@pytest.mark.parametrize("name", ["", " ", "...", "?", "self"])
def test_what_is_no_name_is_told(tmp_path: Path, name: str) -> None:
    assert "name" in definition(tmp_path, SHOP, name)


def test_the_open_text_counts_as_it_is_now(tmp_path: Path) -> None:
    files = "-- a.py --\ndef new():\n    pass\n"
    assert definition(tmp_path, files, "new") == "a.py (lines 1 to 2):\ndef new():\n    pass"
