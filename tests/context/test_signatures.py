import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.file_facts import Symbol, analyse
from pt_lsp.context.signatures import is_called, is_closed, types_given
from pt_lsp.context.words import IDENTIFIER
from pt_lsp.syntax.grammars import GRAMMARS


def symbol_called(name: str, language_id: str, text: str) -> Symbol:
    todo = list(analyse("/p/a", language_id, text).symbols)
    while todo:
        symbol = todo.pop(0)
        if symbol.name == name:
            return symbol
        todo.extend(symbol.members)
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("language_id", "text", "types"),
    [
        ("go", "func (c *Cart) x(a Item) (*Sum, error) { }", ("Sum",)),
        ("go", "func x[T any](a Item) []shop.Sum { }", ("shop", "Sum")),
        ("go", "func x(a Item) { }", ()),
        ("java", "class A { Sum fox(Item a) { } Sum x() { } }", ("Sum",)),
        ("go", 'type A struct {\n\tx, y *lexer `json:"Tag"`\n}', ("lexer",)),
        ("go", "type A interface {\n\tx(a Item) Sum\n}", ("Sum",)),
        ("go", "var x, y Sum = Make()", ("Sum",)),
        ("rust", "impl A { pub(crate) fn x(a: Item) -> Option<Sum> { } }", ("Option", "Sum")),
        ("rust", "impl Cart { pub fn x() -> Result<Self, E> { } }", ("Cart", "Result", "E")),
        ("rust", "struct A { pub(crate) x: &'a Sum<'a> }", ("Sum",)),
        ("java", "class A { private final Sum x = new Other(); }", ("Sum",)),
        ("java", "class A { @Nullable public static Sum x(Item a) throws E { } }", ("Sum",)),
        ("java", "class A { @Size(max = 3) List<Sum> x; }", ("List", "Sum")),
        ("php", "<?php class A { private static Sum $x; }", ("Sum",)),
        ("csharp", "class A { public Sum x { get; set; } = new Other(); }", ("Sum",)),
        ("csharp", "class A { [Key] internal Task<Sum> x(Item a) => Other.Do(a); }", ("Task", "Sum")),
        ("kotlin", "fun x(a: Item): Sum = Other(a)", ("Sum",)),
        ("kotlin", "class A(private val x: Sum)", ("Sum",)),
        ("php", "<?php class A { private ?Sum $x = null; }", ("Sum",)),
        ("php", "<?php class A { public function x(Item $a): ?Sum { } }", ("Sum",)),
        ("php", "<?php class A { function __construct(private readonly Sum $x) { } }", ("Sum",)),
        ("php", "<?php class A { public function x(): static { } }", ("A",)),
        ("php", "<?php class A {\n  /** @var Sum|null */\n  private $x;\n}", ("Sum",)),
        ("ruby", "class A\n  # Adds.\n  # @return [Array<Sum>] all\n  def x(a); end\nend", ("Array", "Sum")),
        ("c", "struct sum *x(struct item *a) { }", ("sum",)),
        ("c", "struct a { sum_t *x; };", ("sum_t",)),
        ("cpp", "std::vector<Sum> x(const Item& a) { }", ("std", "vector", "Sum")),
        ("cpp", "auto x(Item a) -> Sum { }", ("Sum",)),
        ("lua", "local M = {}\n---@return Sum\nfunction M.x() end", ("Sum",)),
        ("javascript", "/** @returns {Promise<Sum>} all */\nfunction x(a) { }", ("Promise", "Sum")),
        ("typescript", "class A { x(a: Item): Sum { } }", ("Sum",)),
        ("typescript", "class A { x: Sum = new Other() }", ("Sum",)),
        ("python", "class A:\n    def x(self, a: Item) -> Self: ...", ("A",)),
    ],
)
def test_what_is_given_or_held_is_told_in_each_languages_form(
    language_id: str, text: str, types: tuple[str, ...]
) -> None:
    assert symbol_called("x", language_id, text).types == types


@pytest.mark.parametrize(
    ("language_id", "text", "is_private"),
    [
        ("java", "class A { static private int x; }", True),
        ("java", "class A { int x(Private private_) { } }", False),
        ("kotlin", "class A { override protected fun x() = 1 }", True),
        ("php", "<?php class A { final protected function x() { } }", True),
        ("php", "<?php class A { function x() { } }", False),
        ("csharp", "class A { int x() { } }", True),
        ("csharp", "class A { internal int x() { } }", False),
        ("csharp", "interface A { int x(); }", False),
        ("cpp", "class A {\n  int x;\n public:\n  int y;\n};", True),
        ("cpp", "class A {\n  int y;\n public:\n  int x;\n};", False),
        ("cpp", "struct A {\n  int x;\n protected:\n  int y;\n};", False),
        ("ruby", "class A\n  def y; end\n  private\n  def x; end\nend", True),
        ("ruby", "class A\n  private\n  def y; end\n  public\n  def x; end\nend", False),
        ("ruby", "class A\n  private attr_reader :x\n  def y; end\nend", True),
        ("rust", "impl A { fn x() { } }", True),
        ("rust", "impl A { pub(crate) fn x() { } }", False),
        ("rust", "impl Shape for A { fn x() { } }", False),
        ("rust", "pub trait A { fn x(); }", False),
        ("rust", "pub enum A { x }", False),
        ("go", "package p\nfunc x() { }", False),
        ("lua", "local function x() end", True),
        ("typescript", "class A { private x = 1 }", True),
        ("typescript", "class A { #x = 1 }", True),
    ],
)
def test_what_is_closed_to_others_is_private(language_id: str, text: str, is_private: bool) -> None:
    assert symbol_called("x", language_id, text).is_private is is_private


@pytest.mark.parametrize(
    ("language_id", "text", "is_callable"),
    [
        ("ruby", "class A\n  def x\n    1\n  end\nend", True),
        ("ruby", "class A\n  attr_reader :x\nend", False),
        ("rust", "struct A { pub(crate) x: B }", False),
        ("java", "class A { @Size(max = 3) int x; }", False),
        ("go", "package p\ntype A interface { x() int }", True),
        ("go", "package p\nfunc (a *A) x() { }", True),
        ("typescript", "interface A { x(): B }", True),
        ("lua", "local M = {}\nM.x = function() end", True),
    ],
)
def test_what_can_be_called_is_callable(language_id: str, text: str, is_callable: bool) -> None:
    assert symbol_called("x", language_id, text).is_callable is is_callable


WORDS = st.lists(
    st.sampled_from(
        [
            "x",
            "(",
            ")",
            "[",
            "]",
            "<",
            ">",
            ":",
            "->",
            "=",
            "func ",
            "pub(",
            "@A(",
            "Sum",
            " ",
            ",",
            "Self",
            "{",
        ]
    ),
    max_size=40,
)


@given(st.sampled_from(sorted(GRAMMARS)), WORDS, st.sampled_from(["x", "Sum", "("]))
def test_no_signature_however_broken_fails_and_types_are_names_in_it(
    language_id: str, words: list[str], name: str
) -> None:
    signature = "".join(words)
    assert set(types_given(name, signature, language_id)) <= set(IDENTIFIER.findall(signature))
    is_called(name, signature)
    is_closed(name, signature)


def test_a_name_is_looked_for_as_a_whole_word() -> None:
    assert types_given("f", "func f(a Item) Sum", "go") == ("Sum",)
    assert types_given("um", "Sum um(Item a)", "java") == ("Sum",)
