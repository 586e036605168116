import pytest

from pt_lsp.features.edit.checks.names_stay import lost_names
from pt_lsp.features.edit.checks.parameters import parameters
from tests.features.edit.checking import drafts_of, request_of

LOOK = "look at it before you accept it."


def told(old: str, new: str, language_id: str, around: str = "{}") -> str | None:
    request = request_of(around.format(f"<|>{old}<|>"), "simplify", language_id=language_id)
    return lost_names(request, new)


@pytest.mark.parametrize(
    ("language_id", "old", "new", "warning"),
    [
        ("python", "def f(a):\n    return a", "def g(a):\n    return a", "`f` is gone from the new code"),
        ("python", "def f(a, b):\n    return a", "def f(a):\n    return a", "`f` takes other parameters"),
        (
            "python",
            "class A:\n    def total(self): ...\n    def clear(self): ...",
            "class A:\n    def sum(self): ...",
            "`total` and `clear` are gone from the new code",
        ),
        ("go", "func F(a int, b string) {}", "func F(a int) {}", "`F` takes other parameters"),
        ("rust", "pub fn f(a: u8) {}", "pub fn g(a: u8) {}", "`f` is gone"),
        ("typescript", "export function f(a: X) {}", "export function f({ a }: X) {}", "`f` takes other"),
        ("java", "class A {\n  public int f(int a) { return a; }\n}", "class A {\n}", "`f` is gone"),
        ("typescript", "class A {\n  f(a: X) {}\n}", "class A {\n  f() {}\n}", "`f` takes other"),
        ("ruby", "def f(a)\nend", "def f(a, b)\nend", "`f` takes other parameters"),
        ("php", "function f($a) {}", "function f($b) {}", "`f` takes other parameters"),
        ("javascript", "export const f = (a) => a", "export const f = (a, b) => a", "`f` takes other"),
        ("python", "def f(a, b=1): ...", "def f(a, b): ...", "`f` takes other parameters"),
        ("typescript", "export function f(a?: X) {}", "export function f(a: X) {}", "`f` takes other"),
        ("typescript", "export function f(a) {}", "function f(a) {}", "`f` is closed to other files"),
        ("rust", "pub fn f(a: u8) {}", "fn f(a: u8) {}", "`f` is closed to other files in the new code"),
        (
            "java",
            "class A {\n  public int f(int a) { return a; }\n}",
            "class A {\n  private int f(int a) { return a; }\n}",
            "`f` is closed to other files",
        ),
        ("python", "async def f(a): ...", "def f(a): ...", "`f` is called in another way in the new code"),
        (
            "python",
            "class A:\n    @property\n    def f(self): ...",
            "class A:\n    def f(self): ...",
            "`f` is called in another way",
        ),
        (
            "java",
            "class A {\n  static int f(int a) { return a; }\n}",
            "class A {\n  int f(int a) { return a; }\n}",
            "`f` is called in another way",
        ),
        ("c", "int f(int a) { return a; }", "long f(long a) { return a; }", "`f` takes other parameters"),
    ],
)
def test_a_public_name_that_is_gone_or_takes_something_else_is_told(
    language_id: str, old: str, new: str, warning: str
) -> None:
    around = "<?php\n{}\n" if language_id == "php" else "{}"
    said = told(old, new, language_id, around)
    assert said is not None
    assert said.startswith(warning)
    assert said.endswith(LOOK)


@pytest.mark.parametrize(
    ("language_id", "old", "new"),
    [
        (
            "python",
            "def f(a, *b, **c):\n    x = a\n    return x",
            "def f(a: int, *b: X, **c) -> int:\n    return a",
        ),
        ("python", "def _f(a):\n    return a\n\ndef g(): ...", "def g(): ..."),
        ("python", "def f(a, b): ...", "def f(a, b=None): ..."),
        (
            "python",
            "class A:\n    @functools.cached_property\n    def f(self): ...",
            "class A:\n    @cached_property\n    @traced\n    def f(self): ...",
        ),
        ("typescript", "export async function f(a) {}", "export function f(a?: X): Promise<void> {}"),
        ("typescript", "export function f(a: () => void) {}", "export function f(a: X) {}"),
        ("python", "class A:\n    def _f(self): ...", "class A: ..."),
        ("go", "func f(a int) {}", ""),
        ("go", "func F(a int, b int) {}", "func F(number, other int) {}"),
        ("rust", "pub struct F(u8);", "pub struct F { a: u8 }"),
        ("go", "func F(a int,\n\tb string,\n) {}", "func F(a int, b string) {}"),
        ("rust", "fn f(a: u8) {}", ""),
        ("rust", "pub fn f(a: Fn(u8) -> u8, b: u8) {}", "pub fn f(a: Fn(u8) -> u8, b: u8) { g() }"),
        ("typescript", "function f(a) {}", ""),
        ("typescript", "export function f(a) {}", "export const f = (a: number): void => {}"),
        ("javascript", "export class A {\n  #f() {}\n}", "export class A {}"),
        ("java", "class A {\n  private int f(int a) { return a; }\n}", "class A {\n}"),
        ("c", "static int f(int a) { return a; }", ""),
        ("php", "function f($a, $b = 1) {}", "function f(int $a, ?string $b = 1): void {}"),
    ],
)
def test_what_nobody_else_may_use_may_change_and_types_may_come(language_id: str, old: str, new: str) -> None:
    around = "<?php\n{}\n" if language_id == "php" else "{}"
    assert told(old, new, language_id, around) is None


def test_a_closed_name_that_is_said_elsewhere_in_the_file_is_told() -> None:
    around = "package a\n{}\nfunc H() {{ f() }}\n"
    assert told("func f() {}", "", "go", around) == f"`f` is gone from the new code; {LOOK}"


def test_of_many_names_some_are_told() -> None:
    old = "\n".join(f"def f{n}(): ..." for n in range(9))
    assert told(old, "", "python") == f"`f0`, `f1`, `f2` and others are gone from the new code; {LOOK}"


@pytest.mark.parametrize("action", ["simplify", "addTypes", "implement"])
def test_such_an_answer_waits_for_a_verdict(action: str) -> None:
    last = drafts_of(request_of("<|>def f(a):\n    return a\n<|>", action), "def f():\n    return 1")[-1]
    assert last.needs_verdict
    assert last.warning == f"`f` takes other parameters in the new code; {LOOK}"


@pytest.mark.parametrize(
    ("language_id", "signature", "expected"),
    [
        ("python", "def f(self, a: dict[str, int] = {}, *, b=(1, 2), **c)", ("self", "a", "*", "b", "**c")),
        ("python", "def f", None),
        ("typescript", "f(a?: Map<string, () => void>, { b, c }: X, ...d: X[])", ("", "{b,c", "...")),
        ("typescript", "export const f = async (a: X, b = 1): Promise<X> =>", ("", "")),
        ("go", "func (s *S) F(a, b int, c ...string) error", ("int", "int", "...string")),
        ("rust", "pub fn f<T: Into<X>>(&mut self, mut a: T, _b: &str) -> u8", ("&mutself", "T", "&str")),
        ("kotlin", "fun f(vararg a: Int, b: (Int) -> Int)", ("a", "b")),
        ("php", "public function f(?int $a, ...$b): int", ("$a", "...$b")),
        ("ruby", "def f(a, *b, c: 1, &d)", ("", "*", "c:", "&")),
        ("java", "int f(List<A> a, final Map<B, C> b)", ("List<A>", "Map<B,C>")),
        ("c", "int f(const char *a, int b[], int)", ("constchar*", "int", "int")),
        ("cpp", "int f(const A& a, B b = B())", ("constA&", "B")),
    ],
)
def test_parameters_are_read_from_signatures(
    language_id: str, signature: str, expected: tuple[str, ...] | None
) -> None:
    assert parameters("F" if language_id == "go" else "f", signature, language_id) == expected
