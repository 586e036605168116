import pytest

from pt_lsp.context.nearby import nearby, nearby_region, nearby_text
from pt_lsp.context.type_guesses import TypeGuesses
from pt_lsp.documents.text import Text
from tests.support.notation import parse


@pytest.mark.parametrize(
    ("code", "receiver", "is_own"),
    [
        ("stock.<|>", "stock", False),
        ("a.b.stock.re<|>", "stock", False),
        ("find(x).<|>", "find", False),
        ("items[0]?.<|>", "items", False),
        ("this.<|>", "this", True),
        ("super().<|>", "super", True),
        ("ptr->fi<|>", "ptr", False),
        ("Kind::<|>", "Kind", False),
        ("stock <|>", None, False),
        ("<|>", None, False),
    ],
)
def test_the_receiver_is_what_the_member_would_belong_to(
    code: str, receiver: str | None, is_own: bool
) -> None:
    place = parse(code)
    near = nearby(Text.of(place.text), place.cursor)
    assert (near.receiver, near.is_own_receiver) == (receiver, is_own)


def test_a_name_weighs_more_the_nearer_it_stands_and_the_begun_word_nothing() -> None:
    place = parse("far = 1\nnear = 2\nuse(own, beg<|>un)\nbelow()\n")
    weights = nearby(Text.of(place.text), place.cursor).weights
    assert weights["own"] == 1 > weights["near"] > weights["far"] > 0
    assert 0 < weights["below"] < 1
    assert not {"beg", "un", "begun"} & set(weights)


def test_a_begun_word_changes_nothing_and_the_next_name_does() -> None:
    first, begun, complete = (parse(code) for code in ("x = <|>", "x = val<|>", "x = value <|>"))
    near = [nearby(Text.of(place.text), place.cursor) for place in (first, begun, complete)]
    assert near[0] == near[1] != near[2]


def test_a_regions_names_are_used_not_merely_seen() -> None:
    place = parse("before = 1\n<|>call(thing)<|>\nafter = 2\n")
    text = Text.of(place.text)
    assert nearby_region(text, place.selection).used == {"call", "thing"}
    assert nearby_text(text, place.selection).seen == {"before", "after"}


@pytest.mark.parametrize(
    ("code", "name", "types"),
    [
        ("def f(stock: Stock | None): ...", "stock", {"Stock"}),
        ("let reader?: Reader<Page>;", "reader", {"Reader", "Page"}),
        ("page = new Page(1)", "page", {"Page"}),
        ("page = open_page(1)", "page", {"Made"}),
        ("for item in items: List[Item]", "items", {"Item"}),
        ("Map<String, Page> pages = load();", "pages", {"Map"}),
        ("Map<String, List<Page>> pages = load();", "pages", {"Map"}),
        ("for (Page page : all) {", "page", {"Page"}),
        ("void f(Page... pages) {", "pages", {"Page"}),
        ("void f(const Page &page) {", "page", {"Page"}),
        ("Page[] pages;", "pages", {"Page"}),
        ("function f(?Page $page) {", "$page", {"Page"}),
        ("private Page $page;", "page", {"Page"}),
        ("$page = new Page();", "$page", {"Page"}),
        ("$this->page = new Page();", "page", {"Page"}),
        ("@page = Page.new(1)", "page", {"Page"}),
        ("func f(page *Page, n int) {", "page", {"Page"}),
        ("func f(pages []web.Page) {", "pages", {"Page"}),
        ("type book struct {\n\tfirst *page\n}", "first", {"page"}),
        ("page := NewPage()", "page", {"NewPage"}),
        ("let mut page: &Page = x;", "page", {"Page"}),
        ("/** @var Page|null $page */", "$page", {"Page"}),
        ("# @param [Page] page the page", "page", {"Page"}),
        ("---@param page Page", "page", set()),
        ("return page;", "page", set()),
        ("order = 1", "line_items", {"LineItem"}),
    ],
)
def test_types_are_guessed_from_annotations_assignments_and_names(
    code: str, name: str, types: set[str]
) -> None:
    results = {"open_page": ["Made"]}
    made_of: dict[tuple[str, ...], list[str]] = {("line", "item"): ["LineItem"]}
    guesses = TypeGuesses(
        code,
        lambda each: each[:1].isupper(),
        lambda each: results.get(each, []),
        lambda w: made_of.get(w, []),
    )
    assert {found for found, _ in guesses.of(name)} == types
