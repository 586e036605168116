"""What the model is asked for tests, and what its answers make of a test file."""

from contextlib import aclosing
from pathlib import Path

import pytest

from pt_lsp.context.background import NO_BACKGROUND, Background, Snippet
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.prompt import build_prompt
from pt_lsp.features.edit.request import EditRequest, asked_again
from pt_lsp.features.edit.test_writing.tested import CodeToTest, code_to_test
from pt_lsp.features.edit.test_writing.writing import inner_request, request_for_tests, write_tests
from tests.features.golden import check_prompt
from tests.support import notation
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, Step, reply, settings

PROMPTS = Path(__file__).parent / "prompts"
SOURCE = """\
import math

from shop.money import rounded


class Cart:
    def __init__(self, prices: list[float]) -> None:
        self.prices = prices

    def total(self, discount: float = 0.0) -> float:
        if not 0 <= discount <= 1:
            raise ValueError("no share")
        return rounded(<|>math.fsum(self.prices) * (1 - discount))

    def clear(self) -> None:
        self.prices.clear()
"""
OTHER = """\
import pytest

from shop.money import rounded


@pytest.mark.parametrize(("amount", "cents"), [(1.005, 1.01), (2, 2)])
def test_amounts_are_rounded_to_cents(amount: float, cents: float) -> None:
    assert rounded(amount) == cents
"""
EXISTING = """\
from shop.cart import Cart


def test_a_cart_is_cleared() -> None:
    cart = Cart([1.0])
    cart.clear()
    assert cart.prices == []
"""
NEW = "import pytest\n\n\ndef test_b() -> None:\n    assert Cart([1.0]).total() == pytest.approx(1.0)"
WITH_NEW = (
    EXISTING.replace("import Cart\n", "import Cart\nimport pytest\n") + "\n\n" + NEW[15:].lstrip() + "\n"
)
IN_FOLDER = Background(path="tests/test_cart.py")


def snapshot(name: str, text: str, language_id: str = "python") -> Snapshot:
    return Snapshot(f"file:///shop/{name}", language_id, 1, Text.of(text), settings())


def asked(document: str) -> EditRequest:
    place = notation.parse(SOURCE)
    found = code_to_test(snapshot("src/shop/cart.py", place.text), place.selection)
    known = CodeToTest(
        found.source,
        found.span,
        found.names,
        "src/shop/cart.py",
        "pytest",
        "from shop.cart import",
        None if document else Snippet("tests/test_money.py", "python", "neighbours", OTHER),
    )
    return request_for_tests(snapshot("tests/test_cart.py", document), known)


def drafts_of(request: EditRequest, *steps: Step | str) -> list[Draft]:
    async def gather(_snapshot: Snapshot, _region: Span) -> Background:
        return NO_BACKGROUND

    async def play() -> list[Draft]:
        with ScriptedChat(*steps) as chat:
            gateway = chat.gateway()
            assert request.tested is not None
            async with aclosing(write_tests(gateway, request, request.tested, gather)) as drafts:
                yielded = [draft async for draft in drafts]
            await gateway.aclose()
            return yielded

    return run(play())


def check(document: str, answer: Step | str, expected: str) -> None:
    request = asked(document)
    new = drafts_of(request, answer)[-1].text
    assert str(request.snapshot.text.replace(request.region, new)) == expected


@pytest.mark.parametrize(("name", "document"), [("new", ""), ("existing", EXISTING)])
def test_the_prompt_reads_as_reviewed(name: str, document: str) -> None:
    request = asked(document)
    assert request.tested is not None
    _, inner = inner_request(request, request.tested)
    check_prompt(PROMPTS / f"{name}.txt", build_prompt(inner, IN_FOLDER))


def test_a_place_asks_for_tests_of_its_definition_and_one_in_none_for_the_file() -> None:
    place = notation.parse(SOURCE)
    source = snapshot("a.py", place.text)
    assert code_to_test(source, place.selection).title == "Cart.total"
    assert code_to_test(source, Span(source.text.line_start(5), source.text.line_start(5))).title == "Cart"
    assert code_to_test(source, Span(0, 0)).span == Span(0, len(place.text))
    assert code_to_test(source, Span(0, 0)).title == ""


@pytest.mark.parametrize(
    ("language_id", "code", "title"),
    [
        ("typescript", "export class Cart {\n  total(a: number) {\n    return <|>a;\n  }\n}\n", "Cart.total"),
        ("javascript", "const total = (a) => {\n  return <|>a;\n};\n", "total"),
        ("go", "func (c *Cart) Total() int {\n\treturn <|>1\n}\n", "Total"),
        ("rust", "impl Cart {\n    fn total(&self) -> i32 {\n        <|>1\n    }\n}\n", "Cart.total"),
        ("java", "class Cart {\n    int total() {\n        return <|>1;\n    }\n}\n", "Cart.total"),
        ("ruby", "class Cart\n  def total\n    <|>1\n  end\nend\n", "Cart.total"),
    ],
)
def test_code_is_called_by_its_name_and_what_it_is_in(language_id: str, code: str, title: str) -> None:
    place = notation.parse(code)
    assert code_to_test(snapshot("a", place.text, language_id), place.selection).title == title


def test_a_rust_source_without_tests_gets_a_module_for_them() -> None:
    document = snapshot("src/lib.rs", "pub fn one() -> i32 {\n    1\n}\n", "rust")
    known = CodeToTest(document, Span(0, 10), ("one",), "src/lib.rs", import_hint="use super::*;")
    request = request_for_tests(document, known)
    _, inner = inner_request(request, known)
    assert "a module `tests` below `#[cfg(test)]`, with `use super::*;`." in inner.instruction
    assert inner.beside == ""


def instruction_in(path: str, document: str, language_id: str) -> str:
    source = snapshot("shop/cart", "x", language_id)
    known = CodeToTest(source, Span(0, 1), ("total", "Cart"), "shop/cart")
    request = request_for_tests(snapshot(path, document, language_id), known)
    return inner_request(request, known)[1].instruction


@pytest.mark.parametrize(
    ("language_id", "document", "is_inside"),
    [
        ("java", "class CartTest {\n    @Test\n    void a() {}\n}\n", True),
        ("typescript", "describe('Cart', () => {\n  it('a', () => {});\n});\n", True),
        ("ruby", 'RSpec.describe Cart do\n  it "a" do\n  end\nend\n', True),
        ("python", "def test_a():\n    pass\n", False),
        ("go", "package shop\n\nfunc TestA(t *testing.T) {\n}\n", False),
        ("java", "", False),
    ],
)
def test_the_model_is_told_when_the_class_or_group_of_the_tests_is_open(
    language_id: str, document: str, is_inside: bool
) -> None:
    said = instruction_in("tests/cart", document, language_id)
    assert said.endswith("do not open that again.") == is_inside


@pytest.mark.parametrize(
    ("language_id", "has_package"), [("go", True), ("php", True), ("python", False), ("typescript", False)]
)
def test_a_new_file_is_asked_for_from_its_first_line(language_id: str, has_package: bool) -> None:
    said = instruction_in("tests/cart", "", language_id)
    assert ("first its package or namespace, then what it imports." in said) == has_package
    assert ("write all of it, first what it imports." in said) == (not has_package)


EIGHT_SHAPES = {
    "good": NEW,
    "fenced": f"```python\n{NEW}\n```",
    "prose around": f"Here are the tests:\n\n```python\n{NEW}\n```\n\nThey check the total.",
    "wrong indentation": NEW,
    "whole file": WITH_NEW,
    "unchanged ends": f"\n\n{NEW}\n\n\n",
}


@pytest.mark.parametrize("shape", EIGHT_SHAPES)
def test_an_answer_in_any_shape_goes_to_its_place(shape: str) -> None:
    check(EXISTING, EIGHT_SHAPES[shape], WITH_NEW)


@pytest.mark.parametrize("answer", ["I cannot do that.", ""])
def test_an_answer_without_code_is_refused_after_a_second_one(answer: str) -> None:
    with pytest.raises(UnusableReply):
        drafts_of(asked(EXISTING), answer or "Sorry.", answer or "Sorry.")


def test_what_has_come_stands_below_the_old_tests_at_any_moment() -> None:
    for draft in drafts_of(asked(EXISTING), NEW):
        assert draft.text.startswith("from shop.cart import Cart\n")
        assert "assert cart.prices == []" in draft.text


def test_a_cut_answer_comes_with_a_warning() -> None:
    steps = [reply(f"def test_{n}():\n    pass\n", finish_reason="length") for n in range(4)]
    assert "may be missing" in (drafts_of(asked(""), *steps)[-1].warning or "")


def test_tests_that_break_the_syntax_are_asked_for_once_more() -> None:
    assert drafts_of(asked(""), "def test_b(:\n    pass", NEW)[-1] == Draft(NEW + "\n")


def test_cases_made_of_macros_are_no_errors() -> None:
    document = snapshot(
        "cart_test.cpp", '#include "catch.hpp"\n\nTEST_CASE("a") {\n    REQUIRE(1);\n}\n', "cpp"
    )
    request = request_for_tests(document, CodeToTest(document, Span(0, 0), path="cart.cpp"))
    new = 'TEST_CASE("it adds, too") {\n    SECTION("b") {\n        REQUIRE(1);\n    }\n}'
    assert drafts_of(request, new)[-1] == Draft(f"{str(document.text).rstrip()}\n\n{new}")


def test_asked_again_they_go_where_the_file_ends_now() -> None:
    request = asked(EXISTING)
    later = snapshot("tests/test_cart.py", f"# mine\n{EXISTING}\n\ndef test_c():\n    pass\n")
    again = asked_again(request, later, Span(0, 0), "fewer")
    assert str(later.text.slice(again.region)) == str(later.text)[7:-1]
