import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.cursor.results import gives_nothing
from pt_lsp.context.cursor.role import role_at
from pt_lsp.documents.text import Text
from tests.support.notation import parse


@pytest.mark.parametrize(
    ("code", "callee"),
    [
        ("send(<|>", "send"),
        ("x = mail.send(text, to=<|>", "send"),
        ("new Mailer<Host>({ host: <|>", "Mailer"),
        ("send(text, [first, <|>", "send"),
        ("send(other(1), <|>", "send"),
        ("send(text) <|>", None),
        ("if (<|>", None),
        ("def send(text, <|>", None),
        ("public void send(String text, <|>", None),
        ("run(() => { <|>", None),
        ("a[<|>", None),
        ("<|>", None),
    ],
)
def test_the_call_is_that_of_the_innermost_open_parenthesis(code: str, callee: str | None) -> None:
    place = parse(code)
    assert role_at(Text.of(place.text), place.cursor).callee == callee


@pytest.mark.parametrize(
    ("code", "is_value"),
    [
        ("x = stock.<|>", True),
        ("return stock.get(1).na<|>", True),
        ("send(<|>", True),
        ("let page = await reader.<|>", True),
        ("stock.<|>", False),
        ("await reader.<|>", False),
        ("<|>", False),
    ],
)
def test_a_value_is_wanted_where_something_takes_it(code: str, is_value: bool) -> None:
    place = parse(code)
    assert role_at(Text.of(place.text), place.cursor).is_value is is_value


@pytest.mark.parametrize(
    ("code", "defined"),
    [
        ("def reserve(<|>", "reserve"),
        ("func (s *Stock) Reserve(<|>", "Reserve"),
        ("class A:\n    def reserve(self):\n        x = 1\n        <|>", "reserve"),
        ("class A {\n  reserve(name: string): void {\n    <|>", "reserve"),
        ("  public int total() {\n    <|>", "total"),
        ("def f():\n    pass\n\nx = <|>", None),
        ("if (ready) {\n  <|>", None),
    ],
)
def test_what_is_being_written_is_the_function_whose_head_or_first_lines_the_cursor_is_in(
    code: str, defined: str | None
) -> None:
    place = parse(code)
    assert role_at(Text.of(place.text), place.cursor).defined == defined


@given(st.text("()[]{}<>=,.\n ab\u2028if", max_size=80), st.integers(0, 80))
def test_any_text_has_a_role(text: str, offset: int) -> None:
    role_at(Text.of(text), min(offset, len(text)))


@pytest.mark.parametrize(
    ("name", "signature", "is_nothing"),
    [
        ("close", "def close(self) -> None:", True),
        ("size", "def size(self) -> int:", False),
        ("close", "def close(self):", False),
        ("close", "close(): void", True),
        ("load", "load(): Promise<Page>", False),
        ("close", "public void close()", True),
        ("SetOut", "func (c *Command) SetOut(w io.Writer)", True),
        ("Find", "func (c *Command) Find(a []string) (*Command, error)", False),
        ("push", "pub fn push(&mut self, value: u32)", True),
        ("take", "pub fn take(&mut self) -> Option<u32>", False),
        ("setName", "public function setName(string $name): self", False),
        ("name=", "def name=(value)", True),
    ],
)
def test_a_signature_tells_whether_anything_is_given(name: str, signature: str, is_nothing: bool) -> None:
    assert gives_nothing(name, signature) is is_nothing
