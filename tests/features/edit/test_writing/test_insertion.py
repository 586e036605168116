"""Where new tests go, in many languages: `<|>` is the place, and what stands there stays."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.test_writing.insertion import insertion_into
from tests.support import notation


def check(before: str, new: str, after: str, *names: str, language_id: str = "python") -> None:
    insertion = insertion_into(Text.of(before), language_id, names)
    indented = "\n".join(insertion.indentation + line if line else "" for line in new.split("\n"))
    assert str(insertion.text_with(indented)) == after


FLAT = "import pytest\n\nfrom shop import Cart\n\n\ndef test_a():\n    assert Cart()\n"
NEW = "def test_b():\n    assert 1"


def test_they_go_below_the_last_test() -> None:
    check(FLAT, NEW, FLAT + "\n\n" + NEW + "\n")


def test_they_go_above_what_runs_the_file() -> None:
    main = '\n\nif __name__ == "__main__":\n    pytest.main()\n'
    check(FLAT + main, NEW, FLAT + "\n\n" + NEW + "\n" + main)


def test_imports_that_the_file_lacks_go_to_its_own() -> None:
    new = "import pytest\nfrom shop import Item\nfrom shop import (\n    Money,\n)\n\n\n" + NEW
    added = "from shop import Item\nfrom shop import (\n    Money,\n)\n"
    after = FLAT.replace("import Cart\n", "import Cart\n" + added) + "\n\n" + NEW + "\n"
    check(FLAT, new, after)


def test_imports_alone_add_no_blank_lines_below() -> None:
    check(FLAT, "from shop import Item\n", FLAT.replace("Cart\n\n", "Cart\nfrom shop import Item\n\n"))


def test_an_empty_file_reads_as_what_is_new() -> None:
    for empty in ("", "\n", "  \n\n"):
        check(empty, f"import a\n\n\n{NEW}\n\n", f"import a\n\n\n{NEW}\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_the_last_line_end_of_an_empty_file_stays_as_it_is(end: str) -> None:
    insertion = insertion_into(Text.of(end), "python")
    assert insertion.region == Span(0, 0)
    assert str(insertion.text_with(NEW)) == NEW + (end or "\n")
    assert insertion_into(Text.of("\ufeff" + end), "python").region == Span(1, 1)


def test_nothing_new_changes_nothing() -> None:
    check(FLAT, "", FLAT)


def test_line_ends_are_the_files() -> None:
    check(
        FLAT.replace("\n", "\r\n"),
        "import os\n" + NEW,
        (FLAT.replace("Cart\n\n", "Cart\nimport os\n\n") + "\n\n" + NEW + "\n").replace("\n", "\r\n"),
    )


CASES = [
    ("python", ["Cart"], """\
class TestCart:
    def test_a(self):
        pass
<|>

class TestItem:
    def test_c(self):
        pass
""", """\
def test_b(self):
    pass"""),
    ("python", ["total"], """\
import unittest


class Tests(unittest.TestCase):
    def test_a(self):
        pass
<|>

if __name__ == "__main__":
    unittest.main()
""", """\
def test_b(self):
    pass"""),
    ("typescript", ["total", "Cart"], """\
import { Cart } from './cart';

describe('Cart', () => {
  it('a', () => {});
<|>});

describe('Item', () => {
  it('c', () => {});
});
""", """\
it('b', () => {});"""),
    ("javascript", ["total"], """\
describe('Cart', function () {
  describe('total', function () {
    it('a', function () {});
<|>  });
  describe('clear', function () {
    it('c', function () {});
  });
});
""", """\
it('b', function () {});"""),
    ("javascript", ["x"], """\
test('a', () => {
  ok();
});
<|>""", """\
test('b', () => {
  ok();
});"""),
    ("java", ["total"], """\
package shop;

import org.junit.Test;

public class CartTest {
    @Test
    public void a() {
    }
<|>}
""", """\
@Test
public void b() {
}"""),
    ("csharp", ["Total"], """\
using Xunit;

namespace Shop.Tests
{
    public class CartTests
    {
        [Fact]
        public void A() { }
<|>    }
}
""", """\
[Fact]
public void B() { }"""),
    ("rust", ["total"], """\
fn total() -> i32 { 1 }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a() {}
<|>}
""", """\
#[test]
fn b() {}"""),
    ("ruby", ["total"], """\
require 'spec_helper'

RSpec.describe Cart do
  it 'a' do
    ok
  end
<|>end
""", """\
it 'b' do
  ok
end"""),
    ("php", ["total"], """\
<?php

namespace Tests;

use Shop\\Cart;

class CartTest extends TestCase
{
    public function testA(): void
    {
    }
<|>}
""", """\
public function testB(): void
{
}"""),
    ("kotlin", ["total"], """\
package shop

import kotlin.test.Test

class CartTest {
    @Test
    fun a() {
    }
<|>}
""", """\
@Test
fun b() {
}"""),
    ("go", ["Total"], """\
package shop

import "testing"

func TestA(t *testing.T) {
}
<|>""", """\
func TestB(t *testing.T) {
}"""),
    ("lua", ["total"], """\
describe('cart', function()
  it('a', function()
  end)
<|>end)
""", """\
it('b', function()
end)"""),
    ("dart", ["total"], """\
import 'package:test/test.dart';

void main() {
  test('a', () {});
<|>}
""", """\
test('b', () {});"""),
    ("swift", ["total"], """\
import XCTest

final class CartTests: XCTestCase {
    func testA() {
    }
<|>}
""", """\
func testB() {
}"""),
]  # fmt: skip


@pytest.mark.parametrize(("language_id", "names", "marked", "new"), CASES)
def test_they_go_where_tests_of_the_code_are(
    language_id: str, names: list[str], marked: str, new: str
) -> None:
    place = notation.parse(marked)
    offset = place.selection.start
    insertion = insertion_into(Text.of(place.text), language_id, names)
    indented = "\n".join(insertion.indentation + line if line else "" for line in new.split("\n"))
    after = str(insertion.text_with(indented))
    n_blank = 2 if language_id == "python" and not insertion.indentation else 1
    expected = place.text[:offset] + "\n" * n_blank + indented + "\n" + place.text[offset:]
    assert after == expected


def test_a_bracket_that_ends_the_last_test_is_a_part_of_it() -> None:
    old = "class TestCart:\n    def test_a(self):\n        check(\n            1,\n        )\n"
    check(old, NEW, old + "\n" + textwrap.indent(NEW, "    ") + "\n")


def test_what_only_begins_like_an_old_test_is_new() -> None:
    old = "@a\n@b\n@c\ndef test_a():\n    pass\n"
    new = old.replace("test_a", "test_b").rstrip()
    check(old, new, f"{old}\n\n{new}\n")


def test_old_tests_are_not_repeated() -> None:
    old = FLAT + "\n\ndef test_c():\n    pass\n"
    check(old, f"{old}\n\n{NEW}", f"{old}\n\n{NEW}\n")


def test_imports_of_a_class_go_above_it() -> None:
    before = "package shop;\n\nimport a.B;\n\nclass CartTest {\n    void a() {}\n}\n"
    after = before.replace("a.B;\n", "a.B;\nimport a.C;\n").replace("a() {}\n", "a() {}\n\n    void b() {}\n")
    check(before, "import a.C;\n\nvoid b() {}", after, language_id="java")


LINES = st.lists(
    st.sampled_from([
        "import os", "from a import (", "    b,", ")", "", "def test_a():", "    pass", "class TestA:",
        "    def test_b(self):", "        pass", "describe('a', () => {", "});", "package a", "<?php", "end",
        "RSpec.describe A do", "  it 'a' do", "  end", "\ufeff", "if __name__ == '__main__':", "é = '𐐀'",
    ]),
    max_size=20,
)  # fmt: skip
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@given(LINES, LINES, ENDS, st.sampled_from(["python", "javascript", "ruby", "php", "go", "swift"]))
def test_what_stands_there_stays_and_nothing_new_is_lost(
    old: list[str], new: list[str], end: str, language_id: str
) -> None:
    text = Text.of(end.join(old))
    insertion = insertion_into(text, language_id, ["a"])
    region = insertion.region
    after = insertion.region_with("\n".join(new)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    before = text.slice(region).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rest = iter(after)
    assert insertion.is_alone or all(line in rest for line in before)
    if not set(map(str.strip, new)) & set(map(str.strip, old)):
        added = [line.rstrip() for line in new if line.strip() and not line.startswith(("package", "<?php"))]
        assert {line.rstrip() for line in after} >= set(added)
    opened, gap = insertion.opened
    assert opened.slice(gap) == insertion.indentation
