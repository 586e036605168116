import pytest

from pt_lsp.features.inline_completion.cache import CompletionCache, Spot, typed_since
from tests.features.inline_completion.checking import snapshot_of
from tests.support.notation import parse


def spot(marked: str) -> Spot:
    place = parse(marked)
    return Spot.at(snapshot_of(place.text), place.cursor)


@pytest.mark.parametrize(
    ("origin", "later", "typed"),
    [
        ("x = <|>\n", "x = fo<|>\n", "fo"),
        ("x = <|>\n", "x = <|>\n", ""),
        ("f<|>\n", "f(<|>)\n", "("),
        ("f<|>\n", 'f("<|>")\n', '("'),
        ("a:<|>\nb", "a:\n    <|>\nb", "\n    "),
        ("a:<|>\r\nb", "a:\r\n    <|>\r\nb", "\n    "),
        ("x = <|>\n", "y = f<|>\n", None),
        ("x = fo<|>\n", "x = <|>\n", None),
        ("x = <|>\n", "x = f<|>oo\n", None),
        ("f(<|>\n", "f(<|>)\n", None),
        ("x<|>" + "\n" * 400, "xy<|>" + "\n" * 400, "y"),
    ],
)
def test_what_was_typed_since_counts_only_in_the_same_surroundings(
    origin: str, later: str, typed: str | None
) -> None:
    assert next(typed_since(spot(origin), spot(later)), None) == typed


LINES = "".join(f"line {n} = {n * n}\n" for n in range(300))


@pytest.mark.parametrize(
    ("origin", "later", "typed"),
    [
        (LINES + "x = <|>\n", "new\n" + LINES + "x = fo<|>\n", "fo"),
        (LINES + "x = <|>\n" + LINES, LINES + "x = fo<|>\n" + LINES + "new", "fo"),
        (LINES + "x = <|>\n", LINES[:-40] + LINES[-39:] + "x = fo<|>\n", None),
        (LINES + "x = <|>\ny\n" + LINES, LINES + "x = fo<|>\nz\n" + LINES, None),
    ],
)
def test_edits_elsewhere_make_no_difference_and_edits_nearby_do(
    origin: str, later: str, typed: str | None
) -> None:
    assert next(typed_since(spot(origin), spot(later)), None) == typed


def test_where_the_text_repeats_itself_all_that_may_have_been_typed_is_told() -> None:
    repeated = "a = 1\n" * 40
    assert list(typed_since(spot(repeated + "<|>"), spot(repeated + "a = 1\n<|>"))) == ["", "a = 1\n"]


def test_documents_do_not_mix() -> None:
    other = Spot("file:///other.py", "x = ", "\n")
    assert not list(typed_since(other, spot("x = <|>\n")))


def test_a_text_is_found_as_far_as_it_was_typed() -> None:
    cache = CompletionCache()
    cache.add(spot("x = <|>\n"), "foo(bar)")
    assert cache.find(spot("x = fo<|>\n")) == "o(bar)"
    assert cache.find(spot("x = fa<|>\n")) is None
    assert cache.find(spot("x = foo(bar)<|>\n")) is None


def test_the_newest_text_wins() -> None:
    cache = CompletionCache()
    cache.add(spot("x = <|>\n"), "foo")
    cache.add(spot("x = <|>\n"), "fab")
    assert cache.find(spot("x = f<|>\n")) == "ab"
    assert cache.find(spot("x = fo<|>\n")) == "o"


def test_nothing_to_say_is_remembered_for_that_very_place() -> None:
    cache = CompletionCache()
    cache.add(spot("x = <|>\n"), "")
    assert cache.find(spot("x = <|>\n")) == ""
    assert cache.find(spot("x = f<|>\n")) is None


def test_a_forgotten_document_has_no_texts() -> None:
    cache = CompletionCache()
    cache.add(spot("x = <|>\n"), "foo")
    cache.forget(spot("<|>").uri)
    assert cache.find(spot("x = <|>\n")) is None


def test_texts_are_bounded_in_number() -> None:
    cache = CompletionCache()
    for number in range(40):
        cache.add(spot(f"x{number} = <|>\n"), "foo")
    assert cache.find(spot("x0 = <|>\n")) is None
    assert cache.find(spot("x39 = <|>\n")) == "foo"
