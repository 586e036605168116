import json

import pytest

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.draft import Draft
from tests.features.edit.checking import check, drafts_of, exchange, request_of

OLD = "def tax(x, rate):\n    return x * rate"
NEW = "def tax(price, rate):\n    return price * rate"
PAGE = "<!DOCTYPE html>\n<html>\n<head><title>502 Bad Gateway</title></head>\n<body></body>\n</html>"
CALL = {"name": "read_file", "arguments": {"path": "shop/tax.py"}}
NO_CODE = [
    "I cannot do that, as it would be wrong.",
    "I'm sorry, but I can't assist with that request",
    "I\u2019m unable to help with this",
    "Sorry, no.",
    "Unfortunately that is not possible",
    "Done.",
    "OK",
    "None",
    "```\nnull\n```",
    "...",
    "No changes needed",
    "\u62b1\u6b49\uff0c\u6211\u65e0\u6cd5\u5b8c\u6210\u8fd9\u4e2a\u8bf7\u6c42\u3002",
    json.dumps({"code": NEW}),
    json.dumps({"region": NEW, "explanation": "Longer name."}, indent=2),
    f"```json\n{json.dumps([CALL], indent=2)}\n```",
    json.dumps(CALL),
    f"{json.dumps(CALL)}\n{json.dumps(CALL)}",
    f"I read the file first.\n\n{json.dumps(CALL)}",
    "[]",
    PAGE,
    f"```html\n{PAGE}\n```",
    "<HTML><body>Login</body></HTML>",
    "--- a/shop/tax.py\n+++ b/shop/tax.py",
    "--- a/shop/tax.py\n+++ b/shop/tax.py\n@@ -1,2 +1,2 @@",
    "```diff\n--- a/shop/tax.py\n+++ b/shop/tax.py\n```",
    "diff --git a/shop/tax.py b/shop/tax.py\nindex 1234567..89abcde 100644",
]


@pytest.mark.parametrize("answer", NO_CODE)
def test_an_answer_without_code_is_asked_for_once_more_and_then_refused(answer: str) -> None:
    request = request_of(f"<|>{OLD}\n<|>")
    drafts = drafts_of(request, answer, NEW)
    assert drafts[-1] == Draft(NEW)
    assert not any(draft.text.strip() not in (NEW + OLD) for draft in drafts)
    with pytest.raises(UnusableReply, match="without any code"):
        drafts_of(request, answer, answer)


def test_an_answer_that_is_nothing_but_neighbours_of_the_region_is_asked_for_once_more() -> None:
    request = request_of("x = 1\n<|>y = 2\n<|>class A:\n    pass\n")
    assert drafts_of(request, "x = 1\nclass A:", "y = 3")[-1] == Draft("y = 3")


@pytest.mark.parametrize("answer", ["done++", "ok();", "yes[0]", "done = x"])
def test_one_line_of_code_is_code_though_it_begins_with_such_a_word(answer: str) -> None:
    assert drafts_of(request_of("<|>done = 0;\ndone += 1;\n<|>", language_id="javascript"), answer)[
        -1
    ] == Draft(answer)


@pytest.mark.parametrize("answer", ["Done!", "**Done**", "Done \u2705", "ok...", "Yes:"])
def test_one_word_is_no_code_however_it_ends(answer: str) -> None:
    assert drafts_of(request_of(f"<|>{OLD}\n<|>"), answer, NEW)[-1] == Draft(NEW)


def test_what_the_model_said_goes_along_when_it_is_asked_once_more() -> None:
    request = request_of(f"<|>{OLD}\n<|>")
    first, second = exchange(request, "I cannot do that, as it would be wrong.", NEW)
    said, asked = second["messages"][len(first["messages"]) :]
    assert said == {"role": "assistant", "content": "I cannot do that, as it would be wrong."}
    assert "That is not the new text." in asked["content"]


@pytest.mark.parametrize(
    ("marked", "answer", "language_id"),
    [
        ('<|>{"a": 1}<|>\n', '{"a": 2}', "json"),
        ('<|>{"a": 1}<|>\n', '{"a": 2}', "jsonc"),
        ("<|>a: 1<|>\n", '{"a": 2}', "yaml"),
        ("<|>Set it.<|>\n", '{"a": 2}', "markdown"),
        ('x = [\n<|>    {"a": 1}<|>\n]\n', '    {"a": 2}', "python"),
        ("<|>[a, b] = c<|>\n", "[b, a] = c", "python"),
        ("<|>a = b[0]<|>\n", '["x", "y"][0]', "python"),
        ("<|>a<|>\n", '{"a": f}[x]()', "python"),
        ("<|><p></p><|>\n", PAGE, "html"),
        ("<|><p/><|>\n", "<html>\n</html>", "typescriptreact"),
        ('PAGE = """\n<html>\n<|></html><|>\n"""\n', "<html>\n</html>", "python"),
    ],
)
def test_a_text_of_such_a_form_takes_such_an_answer(marked: str, answer: str, language_id: str) -> None:
    before, _, after = marked.split("<|>")
    check(marked, answer, before + answer + after, language_id=language_id)


def test_a_value_may_be_generated_where_one_is_missing() -> None:
    check("x = [\n    <|>\n]\n", '{"a": 1}', 'x = [\n    {"a": 1}\n]\n', "generate")
    check("x = <|>\n", '{"a": 1}', 'x = {"a": 1}\n', "generate")
