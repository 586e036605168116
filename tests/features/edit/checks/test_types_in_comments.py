import pytest

from tests.features.edit.checking import check, drafts_of, request_of

JS = "export function add(a, b) {\n  return a + b;\n}"
TYPES = "/**\n * @param {number} a\n * @param {number} b\n * @returns {number}\n */"
LUA = "local function add(a, b)\n  return a + b\nend"
LUA_TYPES = "---@param a number\n---@param b number\n---@return number"


@pytest.mark.parametrize(
    ("language_id", "code", "answer", "types"),
    [
        ("javascript", JS, f"{TYPES}\n{JS}", TYPES),
        ("javascript", JS, TYPES, TYPES),
        ("javascriptreact", JS, f"{TYPES}\n{JS.replace('(a, b)', '(a, b = 0)')}", TYPES),
        ("javascript", JS, f"{TYPES}\nexport function add(a, b) {{\n  // ...\n}}", TYPES),
        ("lua", LUA, LUA_TYPES, LUA_TYPES),
    ],
)
def test_where_types_are_comments_the_code_stays(
    language_id: str, code: str, answer: str, types: str
) -> None:
    check(f"<|>{code}<|>\n", answer, f"{types}\n{code}\n", "addTypes", language_id=language_id)


def test_an_answer_without_such_comments_stands_as_it_is_with_what_is_wrong_with_it() -> None:
    request = request_of(f"<|>{JS}<|>\n", "addTypes", language_id="javascript")
    assert drafts_of(request, JS.replace("add", "sum"))[-1].warning is not None


def test_elsewhere_types_go_into_the_code() -> None:
    typed = JS.replace("(a, b)", "(a: number, b: number): number")
    check(f"<|>{JS}<|>\n", typed, f"{typed}\n", "addTypes", language_id="typescript")
