from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.lines import end_of_line, lines_of
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.table import BY_ID
from pt_lsp.features.edit.region import chosen_region, joint_region
from pt_lsp.features.edit.request import Shape, region_of
from pt_lsp.settings.options import Settings
from tests.support.notation import mark, parse


def shown(marked: str, action: str, language_id: str = "python") -> tuple[str, Shape]:
    place = parse(marked)
    snapshot = Snapshot("file:///a.py", language_id, 1, Text.of(place.text), Settings())
    region, shape = region_of(snapshot, BY_ID[action], place.selection)
    return mark(place.text, region), shape


IN_F = "class A:\n    @cached\n    def f(self):\n        ret<|>urn 1\n\nx = 2\n"
F = "class A:\n<|>    @cached\n    def f(self):\n        return 1<|>\n\nx = 2\n"


@pytest.mark.parametrize("action", ["edit", "fix", "document", "implement"])
def test_a_cursor_means_the_definition_around_it(action: str) -> None:
    assert shown(IN_F, action) == (F, "lines")


@pytest.mark.parametrize("action", ["fix", "document", "implement"])
def test_a_selection_means_the_definition_around_it_for_commands_on_definitions(action: str) -> None:
    assert shown(IN_F.replace("ret<|>urn", "<|>ret<|>urn"), action) == (F, "lines")


TWO_OF_A_CLASS = {
    "typescript": "class A {\n  // a\n@  a() {\n    one()\n  }\n\n  b() {\n    two()\n  }@\n\n  c() {}\n}\n",
    "python": "class A:\n@    def a(self):\n        one()\n\n    def b(self):\n        two()@\n\n    c = 1\n",
    "swift": "class A {\n@  func a() {\n    one()\n  }\n\n  func b() {\n    two()\n  }@\n\n  var c = 1\n}\n",
}
TWO_OF_A_FILE = {
    "go": "package a\n\n// A.\n@func A() {\n\tone()\n}\n\nfunc B() {\n\ttwo()\n}@\n\nvar c = 1\n"
}


@pytest.mark.parametrize(("language_id", "text"), [*TWO_OF_A_CLASS.items(), *TWO_OF_A_FILE.items()])
def test_a_selection_from_one_definition_to_another_means_them_and_not_what_they_are_in(
    language_id: str, text: str
) -> None:
    whole = text.replace("@", "<|>")
    parts = text.replace("@", "").replace("one", "o<|>ne").replace("two()", "two<|>()")
    assert shown(whole, "simplify", language_id)[0] == whole
    assert shown(parts, "simplify", language_id)[0] == whole


@pytest.mark.parametrize(("language_id", "text"), TWO_OF_A_CLASS.items())
def test_a_selection_from_a_class_to_what_is_in_it_means_the_class(language_id: str, text: str) -> None:
    text = text.replace("@", "")
    marked = "<|>" + text.replace("two()", "two<|>()")
    assert shown(marked, "simplify", language_id)[0] == f"<|>{text.rstrip()}<|>\n"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("a = 1\nb <|>= 2\nc =<|> 3\nd\n", "a = 1\n<|>b = 2\nc = 3<|>\nd\n"),
        ("<|>a = 1\nb = 2\n<|>c = 3\n", "<|>a = 1\nb = 2<|>\nc = 3\n"),
        ("a = <|>1\n", "<|>a = 1<|>\n"),
    ],
)
def test_else_the_lines_of_the_selection(marked: str, expected: str) -> None:
    assert shown(marked, "edit") == (expected, "lines")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("<|>\na = 1\n\nb = 2\n\n  \n<|>c\n", "\n<|>a = 1\n\nb = 2<|>\n\n  \nc\n"),
        ("\n<|>\na = 1<|>\n", "\n\n<|>a = 1<|>\n"),
        ("x(\n<|>\n    a,\n\n<|>)\n", "x(\n\n<|>    a,<|>\n\n)\n"),
        ("a\n<|>\n\n<|>b\n", "a\n<|>\n<|>\nb\n"),
        ("\x0c<|>\r\na = 1\r\n\r\n<|>", "\x0c\r\n<|>a = 1<|>\r\n\r\n"),
    ],
)
@pytest.mark.parametrize("language_id", ["python", "markdown", "cobol"])
def test_blank_lines_at_the_edges_of_a_selection_are_no_part_of_it(
    marked: str, expected: str, language_id: str
) -> None:
    assert shown(marked, "edit", language_id) == (expected, "lines")


CALL = "x = call(\n    <|>a<|>,\n\n    b,\n)\n\n\ny = 2\n"
WHOLE_CALL = "<|>x = call(\n    a,\n\n    b,\n)<|>\n\n\ny = 2\n"


@pytest.mark.parametrize("action", ["fix", "document", "implement"])
def test_where_no_definition_is_around_whole_statements_are_chosen(action: str) -> None:
    assert shown(CALL, action) == (WHOLE_CALL, "lines")
    assert shown("b\n<|>\n<|>a\n", action) == ("b\n<|>\na\n", "lines")


def test_what_is_selected_for_an_edit_stays_inside_a_statement() -> None:
    assert shown(CALL, "edit") == (CALL.replace("<|>a<|>,", "a,").replace("    a,", "<|>    a,<|>"), "lines")


GO = "package a\n\n// F does.\n// More.\nfunc F() {\n\tre<|>turn\n}\n"
COMMENTED = "package a\n\n<|>// F does.\n// More.\nfunc F() {\n\treturn\n}<|>\n"


@pytest.mark.parametrize("action", ["edit", "document"])
def test_the_comments_of_a_definition_belong_to_it_where_they_may_change(action: str) -> None:
    assert shown(GO, action, "go") == (COMMENTED, "lines")
    assert shown(GO.replace("re<|>turn", "return").replace("More", "Mo<|>re"), action, "go")[0] == COMMENTED


@pytest.mark.parametrize("action", ["fix", "implement"])
def test_the_comments_of_a_definition_stay_outside_where_they_stay(action: str) -> None:
    expected = COMMENTED.replace("<|>//", "//").replace("func", "<|>func")
    assert shown(GO, action, "go") == (expected, "lines")
    inside = GO.replace("re<|>turn", "return").replace("More", "Mo<|>re")
    assert shown(inside, action, "go") == (COMMENTED, "lines")


METHODS = "".join(f"    def f_{n}(self):\n        return {n}\n\n" for n in range(2000))


@pytest.mark.parametrize("action", ["edit", "fix", "document", "implement"])
def test_of_a_class_beyond_every_budget_the_statement_is_taken(action: str) -> None:
    marked = f"class A:\n    x = [\n        1<|>,\n    ]\n\n{METHODS}"
    expected = f"class A:\n<|>    x = [\n        1,\n    ]<|>\n\n{METHODS}"
    assert shown(marked, action) == (expected, "lines")


@pytest.mark.parametrize("language_id", ["python", "json", "markdown"])
def test_of_a_statement_beyond_every_budget_the_line_is_taken(language_id: str) -> None:
    marked = "x = [\n" + "    12345,\n" * 2000 + "    67<|>890,\n]\n"
    expected = marked.replace("<|>", "").replace("    67890,", "<|>    67890,<|>")
    assert shown(marked, "fix", language_id) == (expected, "lines")


def test_in_prose_a_paragraph_is_a_statement() -> None:
    text = "# Title\n\nOne line\nand an<|>other\nof it.\n\nThe next.\n"
    expected = "# Title\n\n<|>One line\nand another\nof it.<|>\n\nThe next.\n"
    for action in ("edit", "fix"):
        assert shown(text, action, "markdown") == (expected, "lines")
    assert shown("a\n<|>\nb\n", "fix", "markdown") == ("a\n<|>\nb\n", "lines")


@pytest.mark.parametrize(
    ("marked", "expected", "shape"),
    [
        ("def f():\n  <|>  \n    a\n", "def f():\n<|>    <|>\n    a\n", "lines"),
        ("a\n<|>b\n", "a\n<|>b\n", "lines before"),
        ("a = <|>\n", "a = <|>\n", "inline"),
        ("", "<|>", "lines"),
    ],
)
def test_generated_text_has_its_place_by_what_is_on_the_line(
    marked: str, expected: str, shape: Shape
) -> None:
    assert shown(marked or "<|>", "generate") == (expected, shape)


@given(
    st.lists(
        st.sampled_from(["def f():", "    x = (", "    )", "", "# c", "if a {", "}", "end", "\t", "é"]),
        max_size=12,
    ),
    st.sampled_from(["python", "go", "ruby", "markdown", "cobol", "json", "vue", "shellscript"]),
    st.sampled_from(["edit", "fix", "document", "implement"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.data(),
)
def test_whatever_the_text_a_region_is_whole_lines_with_the_place_and_without_blank_edges(
    lines: list[str], language_id: str, action: str, line_end: str, data: st.DataObject
) -> None:
    start = data.draw(st.sampled_from(["", "\ufeff"]))
    text = Text.of(start + line_end.join(lines))
    places = st.integers(0, len(text))
    span = Span(*sorted((data.draw(places), data.draw(places))))
    snapshot = Snapshot("file:///a", language_id, 1, text, Settings())
    region, shape = region_of(snapshot, BY_ID[action], span)
    written = text.slice(region)
    first, last = lines_of(text, region)
    assert shape == "lines"
    assert region == Span(max(text.line_start(first), len(start)), end_of_line(text, last))
    at = lines_of(text, span)
    solid = [line for line in range(at[0], at[1] + 1) if text.line_content(line).strip("\ufeff \t")]
    assert all(first <= line <= last for line in solid)
    if solid:
        content = [text.line_content(line).strip("\ufeff \t") for line in (first, last)]
        assert all(content), written


def parts(n: int) -> str:
    return "".join(f"def part_{k}(a):\n    return a + {k}\n\n\n" for k in range(n))


def joint(text: str, words: list[str], chosen: int, budget_tokens: int = 8_000) -> tuple[str, range]:
    settings = Settings(context=replace(Settings().context, budget_tokens=budget_tokens))
    snapshot = Snapshot("file:///a.py", "python", 1, Text.of(text), settings)
    spans = [Span(text.index(word), text.index(word) + len(word)) for word in words]
    region, held = joint_region(snapshot, "definition", spans, chosen)
    return text[region.start : region.end], held


def test_the_region_of_several_places_goes_from_the_first_definition_to_the_last() -> None:
    region, held = joint(parts(6), ["a + 1", "a + 3"], 0)
    assert region == parts(6)[len(parts(1)) : len(parts(4))].rstrip()
    assert held == range(2)


def test_of_places_that_do_not_fit_the_nearest_to_the_chosen_one_are_held() -> None:
    text = parts(400)
    words = [f"a + {n}\n" for n in range(0, 400, 5)]
    region, held = joint(text, words, 40, budget_tokens=1_500)
    assert held.start < 40 < held.stop - 1
    assert held != range(len(words))
    assert all((word in f"{region}\n") == (number in held) for number, word in enumerate(words))
    assert region.startswith("def part_")


@given(st.integers(0, 59), st.integers(700, 6_000), st.sets(st.integers(0, 59), min_size=1))
def test_the_chosen_place_is_always_held_and_all_that_is_held_is_in_the_region(
    chosen: int, budget_tokens: int, others: set[int]
) -> None:
    numbers = sorted({chosen, *others})
    words = [f"a + {n}\n" for n in numbers]
    region, held = joint(parts(60), words, numbers.index(chosen), budget_tokens)
    assert numbers.index(chosen) in held
    assert all(words[number].strip() in region for number in held)


def test_around_a_selection_that_no_prompt_can_hold_nothing_is_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the whole document was parsed")

    monkeypatch.setattr("pt_lsp.features.edit.region.parse", refuse)
    lines = "def f(a):\n    return a\n\n\n" * 30_000
    snapshot = Snapshot("file:///big.py", "python", 1, Text.of(f"\n{lines}"), Settings())
    chosen = chosen_region(snapshot, "definition", Span(0, len(snapshot.text)))
    assert snapshot.text.slice(chosen) == lines.rstrip("\n")
