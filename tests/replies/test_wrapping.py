import pytest

from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.wrapping import unwrap
from tests.features.inline_completion.checking import refined

BODY = "def add(a, b):\n    <|>\n"


@pytest.mark.parametrize(
    "reply",
    [
        "return a + b",
        "```python\nreturn a + b\n```",
        "```\nreturn a + b\n```\n",
        "~~~\nreturn a + b\n~~~",
        "````py\nreturn a + b\n````",
        "```python\nreturn a + b",
        "return a + b\n```\n\nThis returns the sum of both numbers.",
        "Here's the completion:\n\n```python\nreturn a + b\n```\n\nThis adds both of the numbers.",
        "The code is already good, but it needs a body:\n\n```python\nreturn a + b\n```",
        "Sure! Here is the code:\nreturn a + b",
        "Sure! Here is the code:\nreturn a + b\n```",
        "Here is the code that you need\n```python\nreturn a + b\n```",
        "return a + b\nSure, that is what you need.\n```python\nadd(1, 2)\n```",
        "<completion>return a + b</completion>",
        "<code>\nreturn a + b\n</code>",
        "return a + b\n</file>",
        "return a + b<|im_end|>",
        "<|fim_middle|>return a + b<|endoftext|>",
        "return a + b\r\n",
        "return a + b\n\nThis function returns the sum of its arguments.",
    ],
)
def test_wrapping_of_chat_models_is_taken_off(reply: str) -> None:
    assert refined(BODY, reply) == "return a + b"


def test_a_closing_tag_that_the_code_opens_stays() -> None:
    place = InsertionPoint("const a = <code>", "", "typescriptreact")
    assert unwrap("x</code>", place) == "x</code>"


def test_fences_inside_a_markdown_document_stay() -> None:
    reply = "Run it:\n\n```sh\nmake\n```\n"
    assert refined("# Use\n\n<|>", reply, "block", "markdown") == reply.rstrip()


def test_a_fence_around_a_markdown_reply_goes() -> None:
    assert refined("# Use\n\n<|>", "```markdown\nRun it.\n```", "block", "markdown") == "Run it."


def test_a_fence_that_a_markdown_reply_begins_with_stays() -> None:
    reply = "```sh\nmake\n```"
    assert refined("# Use\n\n<|>", reply, "block", "markdown") == reply


@pytest.mark.parametrize("beginning", ["`", "```py", "<comp", "Here", "Sure, here is", "The missing", "  "])
def test_an_undecided_beginning_says_nothing_yet(beginning: str) -> None:
    assert unwrap(beginning, InsertionPoint("x = ", ""), is_final=False) == ""


def test_fences_in_the_fenced_text_stay() -> None:
    reply = "```md\na\n```sh\nb\n```\nc\n```\nThe rest."
    assert unwrap(reply, InsertionPoint("", "", "swift")) == "a\n```sh\nb\n```\nc\n"


def test_a_fence_with_a_file_name_goes_too() -> None:
    assert unwrap("```markdown README.md\n# A\n```", InsertionPoint("", "", "markdown")) == "# A"


def test_a_fence_goes_from_plain_text() -> None:
    assert refined("<|>", "```text\nRun it.\n```", "block", "plaintext") == "Run it."


@pytest.mark.parametrize("language", ["python", "lua", "ruby", "shellscript"])
@pytest.mark.parametrize(
    "reply",
    [
        "I'm sorry, but I can't assist with that request",
        "Sorry, no.",
        '{"name": "read_file", "arguments": {"path": "a.py"}}',
        '{\n  "completion": "return a + b"\n}',
        '```json\n{"code": "return a + b"}\n```',
        "<!DOCTYPE html>\n<html>\n<body>502</body>\n</html>",
    ],
)
def test_what_is_no_code_is_no_completion(reply: str, language: str) -> None:
    assert refined("x = 1\n<|>\ny = 2\n", reply, "block", language) == ""


@pytest.mark.parametrize(
    ("marked", "reply", "language"),
    [
        ("void f()\n<|>\n", "{\n    return;\n}", "c"),
        ("x = [\n    <|>\n]\n", '{"a": 1}', "python"),
        ("x = <|>\n", '{"a": 1}', "python"),
        ("<|>\n", '{"a": 1}', "json"),
        ("<|>\n", "[a, b] = [b, a]", "javascript"),
    ],
)
def test_brackets_that_belong_there_stay(marked: str, reply: str, language: str) -> None:
    assert refined(marked, reply, "block", language) == reply


MARK = "# ... lines left out ..."


@pytest.mark.parametrize(
    "reply",
    [
        f"return a + b\n{MARK}\n",
        f"return a + b\n\n{MARK}\n    return c",
        f"{MARK}\n    return a + b",
        f"{MARK}\n    return a + b\n    // \u2026 lines left out\nx = 1",
    ],
)
def test_a_mark_for_left_out_lines_is_no_part_of_an_answer(reply: str) -> None:
    assert refined(BODY, reply) == "return a + b"
    place = InsertionPoint("def add(a, b):\n    ", "\n", "python")
    for end in range(len(reply)):
        assert "..." not in unwrap(reply[:end], place, is_final=False)


def test_nothing_is_left_of_an_answer_that_is_only_a_mark() -> None:
    assert unwrap(MARK, InsertionPoint("def add(a, b):\n    ", "\n", "python")).strip() == ""


def test_in_a_file_that_holds_the_mark_it_is_a_line_like_others() -> None:
    place = InsertionPoint(f"{MARK}\nCUTS = [\n    ", "\n]\n", "python")
    assert unwrap(f"1,\n    {MARK}\n    2,", place) == f"1,\n    {MARK}\n    2,"
