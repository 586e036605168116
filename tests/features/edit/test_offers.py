"""Which actions a place has, language by language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.table import RECIPES
from pt_lsp.features.edit.offers import OFFERS, OfferPlace, is_offered, offered
from pt_lsp.settings.options import Settings
from pt_lsp.settings.own_actions import OwnAction
from pt_lsp.syntax.grammars import GRAMMARS
from tests.support import notation

WORDS = {"D": "document", "I": "implement", "S": "simplify", "T": "addTypes", "E": "explain"}


def place_of(marked: str, language_id: str = "python", uri: str = "file:///project/src/app") -> OfferPlace:
    place = notation.parse(marked)
    return OfferPlace(Snapshot(uri, language_id, 1, Text.of(place.text), Settings()), place.selection)


def offers(marked: str, language_id: str = "python", uri: str = "file:///project/src/app") -> str:
    """The first letters of what is offered, in the order of menus."""
    found = {recipe.id for recipe in offered(place_of(marked, language_id, uri), RECIPES)}
    assert found <= set(WORDS.values())
    return "".join(letter for letter, action in WORDS.items() if action in found)


TYPED = {
    "python": "def add(a: int, b: int) -> int:\n    return <|>a + b\n",
    "typescript": "export function add(a: number, b = 1) {\n  return <|>a + b;\n}\n",
    "javascript": "/** @param {number} a */\nexport const add = (a) => {\n  return <|>a + 1;\n};\n",
    "go": "package a\n\nfunc add(a, b int) int {\n\treturn <|>a + b\n}\n",
    "rust": "fn add(a: i32, b: i32) -> i32 {\n    <|>a + b\n}\n",
    "java": "class A {\n    int add(int a, int b) {\n        return <|>a + b;\n    }\n}\n",
    "ruby": "def add(a, b)\n  <|>a + b\nend\n",
    "php": "<?php\nfunction add(int $a, int $b): int {\n    return <|>$a + $b;\n}\n",
    "csharp": "class A {\n    int Add(int a, int b) {\n        return <|>a + b;\n    }\n}\n",
    "kotlin": "fun add(a: Int, b: Int): Int {\n    return <|>a + b\n}\n",
    "lua": "local function add(a, b)\n  return <|>a + b\nend\n",
    "cpp": "int add(int a, int b) {\n    return <|>a + b;\n}\n",
    "swift": "func add(_ a: Int, _ b: Int) -> Int {\n    return <|>a + b\n}\n",
    "perl": "sub add {\n    my ($a, $b) = @_;\n    return <|>$a + $b;\n}\n",
}
UNTYPED = {
    "python": [
        "def add(a, b: int) -> int:\n    return <|>a + b\n",
        "def add(a: int, b: int):\n    return <|>a + b\n",
        "def add(a: int, b=1) -> int:\n    return <|>a + b\n",
        "def add(*a, **b) -> int:\n    return <|>a + b\n",
        "class A:<|>\n    def __init__(self, a) -> None:\n        self.a = a\n",
    ],
    "typescript": [
        "function add(a, b: number) {\n  return <|>a + b;\n}\n",
        "const add = a => {\n  return <|>a + 1;\n};\n",
        "class A {\n  add(a?) {\n    return <|>a;\n  }\n}\n",
    ],
    "javascript": [
        "function add(a, b) {\n  return <|>a + b;\n}\n",
        "// Adds.\nconst add = async (a) => {\n  return <|>a + 1;\n};\n",
    ],
    "php": [
        "<?php\nfunction add($a, int $b): int {\n    return <|>$a + $b;\n}\n",
        "<?php\nclass A {\n    public function add(int $b) {\n        return <|>$b;\n    }\n}\n",
    ],
}
OPEN = {
    "python": [
        "def f(a: int) -> int:\n    <|>pass\n",
        'def f(a: int) -> int:\n    """Doc."""\n    <|>...\n',
        'def f(a: int) -> int:\n    """Doc<|>."""\n',
        "def f(a: int) -> int:<|>\n",
        "def f(a: int) -> int:\n    <|>raise NotImplementedError\n",
        "def f(a: int) -> int:\n    x = a  # TODO: the rest\n    <|>return x\n",
        "class A:\n    def f(self) -> int:\n        raise NotImplementedErr<|>or()\n",
    ],
    "typescript": [
        "function f(a: number): void {<|>\n}\n",
        "function f(a: number): number {\n  throw new Error('Method not implemented.');<|>\n}\n",
        "export const f = (a: number) => {\n  throw new Error('Remove this and implement it');<|>\n};\n",
    ],
    "javascript": ["/** @param {number} a */\nconst f = (a) => {<|>\n  // later\n};\n"],
    "go": [
        'package a\n\nfunc f() int {\n\tpanic("Please implement the function")<|>\n}\n',
        "package a\n\nfunc f(a int) int {<|>\n}\n",
        "package a\n\nfunc f(a int) int<|>\n",
    ],
    "rust": [
        "fn f(a: i32) -> i32 {\n    <|>todo!()\n}\n",
        'fn f(a: i32) -> i32 {\n    <|>unimplemented!("soon")\n}\n',
        "impl A {\n    fn f(&self) {<|>}\n}\n",
    ],
    "java": [
        "class A {\n    int f() {\n        throw new Unsupported(Please.IMPLEMENT);<|>\n    }\n}\n",
        "class A {\n    void f() {<|>\n    }\n}\n",
    ],
    "ruby": ["def f(a)<|>\nend\n", "def f(a)\n  raise NotImplementedError, 'f'<|>\nend\n"],
    "php": ["<?php\nfunction f(int $a): int {\n    // FIXME<|>\n}\n", "<?php\nfunction f(): void {<|>}\n"],
    "csharp": ["class A {\n    int F() {\n        throw new NotImplementedException();<|>\n    }\n}\n"],
    "kotlin": ["fun f(a: Int): Int {\n    TODO()<|>\n}\n", "fun f() {<|>\n}\n"],
    "lua": ["local function f(a)<|>\nend\n"],
    "cpp": ["int f(int a) {<|>\n}\n"],
    "swift": ['func f(_ a: Int) -> Int {\n    fatalError("not implemented")<|>\n}\n'],
}


@pytest.mark.parametrize(("language_id", "marked"), TYPED.items(), ids=list(TYPED))
def test_in_a_whole_function_with_types_neither_implement_nor_add_types_is_offered(
    language_id: str, marked: str
) -> None:
    assert offers(marked, language_id) == "DSE"


@pytest.mark.parametrize(
    ("language_id", "marked"), [(name, marked) for name, texts in UNTYPED.items() for marked in texts]
)
def test_add_types_is_offered_where_a_language_has_them_and_one_is_missing(
    language_id: str, marked: str
) -> None:
    assert offers(marked, language_id) == "DSTE"


@pytest.mark.parametrize(
    ("language_id", "marked"), [(name, marked) for name, texts in OPEN.items() for marked in texts]
)
def test_implement_is_offered_where_something_is_left_open(language_id: str, marked: str) -> None:
    assert offers(marked, language_id) == "DISE"


@pytest.mark.parametrize(
    ("language_id", "marked"),
    [
        ("python", "from typing import Protocol\n\nclass A(Protocol):\n    def f(self) -> int: .<|>..\n"),
        ("python", "class A:\n    @abstractmethod\n    def f(self) -> int:\n        .<|>..\n"),
        ("python", "@overload\ndef f(a: int) -> int: .<|>..\n"),
        ("python", "class E(Exception):\n    pa<|>ss\n"),
        ("python", "def f(a: A) -> bool:\n    return NotImpl<|>emented\n"),
        ("typescript", "abstract class A {\n  abstract f(a: number): void;<|>\n}\n"),
        ("typescript", "interface A {\n  f(a: number): void;<|>\n}\n"),
        ("typescript", "class A {\n  constructor(private readonly a: string) {<|>}\n}\n"),
        ("java", "interface A {\n    int f();<|>\n}\n"),
        ("php", "<?php\nclass A {\n    public function __construct(private int $a) {<|>}\n}\n"),
        ("rust", "trait A {\n    fn f(&self) -> i32;<|>\n}\n"),
        ("cpp", "struct A {\n    A() {<|>}\n};\n"),
        (
            "go",
            "package a\n\nfunc f() int {\n\t// How it is implemented is a detail.\n\treturn 1<|>\n}\n",
        ),
    ],
)
def test_what_is_meant_to_be_empty_is_not_to_be_implemented(language_id: str, marked: str) -> None:
    assert offers(marked, language_id) == "DSE"


def test_a_stub_file_has_nothing_to_be_implemented() -> None:
    assert offers("def f(a: int) -> int: .<|>..\n", uri="file:///project/app.pyi") == "DSE"


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        ("python", "x = <|>1\n", "E"),
        ("python", "<|>", ""),
        ("python", "\n<|>\n", ""),
        ("python", "# TODO: parse arg<|>uments\nx = 1\n", "IE"),
        ("python", "# Adds<|>.\ndef add(a: int) -> int:\n    return a\n", "DSE"),
        ("python", "def add(a: int) -> int:\n    b = a\n<|>\n    return b\n", "DSE"),
        ("markdown", "# Title\n\nSome TO<|>DO words.\n", ""),
        ("plaintext", "func of words\n    <|>indented\n", ""),
        ("json", '{\n  "a": {\n    "b":<|> 1\n  }\n}\n', "E"),
        ("yaml", "a:\n  b: <|>1\n", "E"),
        ("html", "<ul>\n  <li>a<|></li>\n</ul>\n", "E"),
        ("swift", "let x = <|>1\n", "E"),
    ],
)
def test_outside_of_definitions_and_of_code_menus_are_short(
    language_id: str, marked: str, expected: str
) -> None:
    assert offers(marked, language_id) == expected


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        ("python", "<|>x = 1\ny = 2\n<|>", "DSE"),
        ("python", "<|>  \n<|>x = 1\n", ""),
        ("python", "<|>def f(a):\n    pass\n<|>", "DISTE"),
        (
            "python",
            "<|>x = 1\n\n\ndef f(a: int) -> int:\n    return a\n\n\ndef g(a):\n    return a\n<|>",
            "DSTE",
        ),
        ("go", "package a\n\n<|>func f() {\n}\n<|>", "DISE"),
        ("yaml", "<|>a: 1\nb: 2\n<|>", "DSE"),
        ("markdown", "<|>Some TODO words.\n<|>", "E"),
        ("json", '<|>{"a": 1}<|>\n', "E"),
    ],
)
def test_for_a_selection_is_offered_what_may_make_sense(language_id: str, marked: str, expected: str) -> None:
    assert offers(marked, language_id) == expected


@pytest.mark.parametrize("language_id", ["python", "typescript", "php", "java", "go", "ruby", "lua"])
def test_in_the_middle_of_a_long_file_it_is_as_in_a_short_one(language_id: str) -> None:
    whole = TYPED[language_id].replace("<|>", "")
    n_head = len("<?php\n") if language_id == "php" else len("package a\n") if language_id == "go" else 0
    head, body = whole[:n_head], whole[n_head:]
    marked = head + body * 500 + TYPED[language_id][n_head:] + body * 500
    assert offers(marked, language_id) == "DSE"


def test_in_the_middle_of_a_class_without_end_it_is_as_in_a_short_one() -> None:
    method = "    def f(self, a: int) -> int:\n        return a\n\n"
    marked = "class A:\n" + method * 2000 + "    def g(self, a):\n        <|>pass\n\n" + method * 2000
    assert offers(marked) == "DISTE"


def test_one_of_the_users_own_is_offered_in_its_languages_and_where_it_finds_what_it_is_about() -> None:
    own = OwnAction("a", "A", "Do.", region="definition", languages=("python", "go"))
    assert is_offered(place_of(TYPED["python"]), own)
    assert not is_offered(place_of("x = <|>1\n"), own)
    assert not is_offered(place_of(TYPED["rust"], "rust"), own)
    assert is_offered(place_of("<|>", "markdown"), OwnAction("a", "A", "Do."))


def test_each_word_for_where_an_action_is_offered_has_a_meaning() -> None:
    assert {recipe.offer for recipe in RECIPES} <= set(OFFERS)


@pytest.mark.parametrize(
    ("path", "language_id", "is_to_be"),
    [
        ("src/app.py", "python", True),
        ("tests/test_app.py", "python", False),
        ("src/app.test.ts", "typescript", False),
        ("src/app.ts", "typescript", True),
        ("README", "python", False),
    ],
)
def test_tests_are_offered_in_sources_that_are_none(path: str, language_id: str, is_to_be: bool) -> None:
    place = place_of(TYPED[language_id], language_id, f"file:///project/{path}")
    assert ("writeTests" in {recipe.id for recipe in offered(place, RECIPES)}) == is_to_be


PIECES = st.sampled_from(
    [
        "def f(a):",
        "func f() {",
        "class A:",
        "  ",
        "    pass",
        "}",
        "end",
        "# TODO",
        "/*",
        '"""',
        "\r",
        "\n",
        "\t",
        "é",
        "x",
    ]
)


@given(
    st.lists(PIECES | st.text(max_size=3), max_size=40).map("\n".join),
    st.sampled_from([*GRAMMARS, "markdown", "swift", "yaml", ""]),
    st.integers(0, 300),
    st.integers(0, 300),
)
def test_whatever_a_text_holds_a_place_in_it_has_its_offers(
    text: str, language_id: str, start: int, length: int
) -> None:
    start = min(start, len(text))
    span = Span(start, min(start + length, len(text)))
    place = OfferPlace(Snapshot("file:///a", language_id, 1, Text.of(text), Settings()), span)
    found = [recipe.id for recipe in offered(place, RECIPES)]
    assert found == [recipe.id for recipe in RECIPES if recipe.id in found]
    if place.is_selection:
        assert "explain" in found
    elif not text.strip():
        assert not found
