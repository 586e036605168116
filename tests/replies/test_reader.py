import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.reader import ReplyReader

ORIGINAL = "def tax(x, rate):\n    return x * rate"
NEW = "def tax(price, rate):\n    return price * rate"


def final_lines(reply: str, original: str, language_id: str) -> list[str]:
    reader = ReplyReader(original, language_id)
    reader.push(reply)
    return reader.finish().lines


def known_lines(reply: str, original: str, language_id: str) -> list[str]:
    reading = ReplyReader(original, language_id).push(reply)
    return reading.lines if reading is not None else []


def code(reply: str, original: str = ORIGINAL, language_id: str = "python") -> str:
    return "\n".join(final_lines(reply, original, language_id))


@pytest.mark.parametrize(
    ("language_id", "original", "new"),
    [
        ("html", "<code>a</code>", "<code>b</code>"),
        ("html", "<p>a</p>", '<p>a</p>\n<output id="b">\n  c\n</output>\n<p>d</p>'),
        ("html", "<code>a</code>", "<code>b</code> or <code>c</code>"),
        ("xml", "<output>1</output>\n<output>2</output>", "<output>3</output>"),
        ("javascriptreact", "  <code>{a}</code>", "<code>{b}</code>"),
        ("html", "<p>a</p>", "<p>a</p>\n<code (>\n  b\n</code (>"),
    ],
)
def test_tags_of_the_code_itself_stay(language_id: str, original: str, new: str) -> None:
    assert code(new, original, language_id) == new


@pytest.mark.parametrize(
    "reply",
    [
        NEW,
        f"\n\n{NEW}\n\n",
        f"\ufeff{NEW}",
        f"```python\n{NEW}\n```",
        f"````\n{NEW}\n````",
        f"~~~ python\n{NEW}\n~~~",
        f'```python title="app.py"\n{NEW}\n```',
        f"```python\n{NEW}",
        f"{NEW}\n```",
        f"{NEW}\n```\n\nThis version renames the parameter to price.",
        f"{NEW}\n\nThis version renames the parameter to price.",
        f"{NEW}\n\nThe changes are as follows:\n\n- The parameter has a clear name now.",
        f"The code is correct already. However, here is one more:\n\n```python\n{NEW}\n```\n\nIt is clear.",
        f"The code is already good, but I can improve it:\n\n{NEW}\n\nThis version is more readable now.",
        f"```python\n{NEW}\n```\n\nUse it like this:\n\n```python\ntax(1, 2)\n```",
        f"app.py\n```python\n{NEW}\n```",
        f"### Updated code\n\n```python\n{NEW}\n```\n\n### Changes\n\n- A clear name",
        f"## Solution\n\n**Updated code**\n\n```python\n{NEW}\n```",
        f"1. Rename the parameter\n\n   ```python\n{NEW}\n   ```",
        f"Sure! Here it is.\n\n**app.py:**\n\n```python\n{NEW}\n```",
        f"The code is now:\n\n```python\n{ORIGINAL}\n```\n\nThe new code:\n\n```python\n{NEW}\n```",
        f"Check it first:\n\n```bash\npytest\n```\n\nThen write this:\n\n```python\n{NEW}\n```",
        f"```python\n{NEW}\n```\n\nWhat has changed:\n\n```diff\n-def tax(x):\n+def tax(price):\n```",
        f"<region>\n{NEW}\n</region>",
        f"<region>{NEW}</region>",
        f"{NEW}\n</region>\n\nThat is all.",
        f'<file path="a.py" language="python">\n<region>\n{NEW}\n</region>\n</file>',
        f"<code>\n```python\n{NEW}\n```\n</code>",
        NEW.replace("\n", "\r\n"),
        f"Sure!\n\n{NEW}",
        f"Here\u2019s `tax`:\n\n{NEW}",
        f"I have given the parameter a name that says\nwhat it is.\n\n{NEW}",
        f"{NEW}<|im_end|>",
        f"```python\n{NEW}\n```<|im_end|><|endoftext|>",
        f"<completion>\n{NEW}\n</completion>",
    ],
)
def test_the_code_is_found_in_what_a_model_wraps_it_in(reply: str) -> None:
    assert code(reply) == NEW


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        ("", "without any code"),
        ("The function looks fine to me, there is nothing to do.", "without any code"),
        ("Sure, I will do that for you now.\n\nFirst of all, rename it.", "without any code"),
        ("```python\n```", "without any code"),
        ("def tax(price, rate):\n    # ... existing code ...", "left parts"),
        ("def tax(price, rate):\n    # ... rest of the function ...\n    return 1", "left parts"),
        ("{\n  // … unchanged", "left parts"),
        ("# ... lines left out ...\ndef tax(price, rate):\n    return 1", "left parts"),
        ("def tax(price, rate):\n    // ... lines left out ...", "left parts"),
        ("*** Begin Patch\n*** Update File: a.py\n*** End Patch", "without any code"),
        (f"{NEW}\n@@ -1 +1 @@\n-a\n+b", "a patch"),
        ("Run this first:\n\n```bash\npip install tax\n```", "without any code"),
        (f"One way:\n```python\n{NEW}\n```\nAnother way:\n```python\n{NEW} * 2\n```", "several versions"),
        ("Do this first:\n```sh\nls\n```\nThen here it is:\n```\n1. Open it\n```", "several versions"),
        ('```python\n"""\n```\nx\n```\n"""\n```\nand so on', "cannot be told"),
    ],
)
def test_what_is_no_whole_region_is_refused(reply: str, sentence: str) -> None:
    with pytest.raises(UnusableReply, match=sentence):
        code(reply)


def test_a_fence_inside_the_code_does_not_end_it() -> None:
    text = 'DOC = """\n```\ntax(1, 2)\n```\n"""'
    assert code(f"```python\n{text}\n```\nIt has an example now.", "DOC = 1") == text


def test_a_fence_in_a_text_below_a_comment_opens_no_block() -> None:
    text = f'# Writes it.\n{NEW}\n\nHELP = """\n```sh\ntax 1 2\n```\n"""'
    assert code(text) == text


def test_tags_of_the_rewritten_text_are_no_echo() -> None:
    text = "<code>\n  b\n</code>\n<p>c</p>"
    assert code(text, "<code>\n  a\n</code>", "html") == text


@pytest.mark.parametrize("text", ['STOP = "<|im_end|>"', "a\n<|im_end|>"])
def test_marks_that_may_be_text_stay(text: str) -> None:
    assert code(text, "a\n<|im_end|>") == text


def test_gaps_that_the_code_had_before_may_stay() -> None:
    original = "def f():\n    # ... existing code ...\n    pass"
    assert code(original, original) == original


@pytest.mark.parametrize(
    "text",
    [
        '"""Adds numbers.\n\nThis module adds numbers for people.\n"""\nx = 1',
        "x = 1\n\nclass A:\n    pass",
        'DOC = """\n```\ncode\n```\n"""',
        "# Compute the tax of a price.\ndef tax():\n    pass",
    ],
)
def test_bare_code_with_words_in_it_stays_whole(text: str) -> None:
    assert code(text) == text


MARKDOWN = "# Use\n\nRun it like this:\n\n```sh\nmake\n```\n\nIt takes a while."


@pytest.mark.parametrize(
    "reply",
    [
        MARKDOWN,
        f"```markdown\n{MARKDOWN}\n```",
        f"````md\n{MARKDOWN}\n````",
        f"```\n{MARKDOWN}\n```",
        f"Sure!\n\n{MARKDOWN}",
        f"Certainly! Here is the updated section:\n\n{MARKDOWN}",
        f"Here's the revised text:\n\n```markdown\n{MARKDOWN}\n```",
        f"I have made it shorter and clearer.\n\n{MARKDOWN}",
    ],
)
def test_fences_inside_markdown_survive(reply: str) -> None:
    assert code(reply, "# Use", "markdown") == MARKDOWN


@pytest.mark.parametrize(
    "first", ["Run it like this:", "Here is how it works:", "Sure things are rare.", "New:"]
)
def test_prose_that_may_be_the_text_itself_stays(first: str) -> None:
    assert code(f"{first}\n\nand so on", "Old words.", "markdown") == f"{first}\n\nand so on"


def test_a_fence_in_an_answer_for_plain_text_is_a_wrapping() -> None:
    assert code("Here is the new text:\n\n```\nnew\n```", "old", "plaintext") == "new"
    assert code("new:\n\n```\nb\n```", "old:\n\n```\na\n```", "plaintext") == "new:\n\n```\nb\n```"


def test_bare_fences_inside_a_fenced_markdown_reply_survive() -> None:
    inner = "# Use\n\n```\nmake\n```\n\nDone."
    assert code(f"```markdown\n{inner}\n```", "# Use", "markdown") == inner
    assert code(f"```markdown\n{inner}", "# Use", "markdown") == inner


def test_a_region_that_begins_with_a_fence_is_not_taken_for_a_wrapping() -> None:
    block = "```\nmake all\n```"
    assert code(block, "```\nmake\n```", "markdown") == block


@pytest.mark.parametrize(
    "reply",
    [
        f"```python\n{NEW}\n```\nIt is clear now, I think.",
        f"{NEW}\n```\n\nThis version renames the parameter.",
        f"<region>\n{NEW}\n</region>",
        f"{NEW}\n\nThis version renames the parameter.\n",
        f"```markdown\n{MARKDOWN}\n```",
    ],
)
def test_lines_known_while_it_streams_are_the_beginning_of_the_code(reply: str) -> None:
    language_id = "markdown" if reply.startswith("```markdown") else "python"
    final = final_lines(reply, ORIGINAL, language_id)
    for end in range(len(reply)):
        known = known_lines(reply[:end], ORIGINAL, language_id)
        solid = [line for line in known if line.strip()]
        assert [line for line in final if line.strip()][: len(solid)] == solid


PIECES = [
    "```",
    "~~~~",
    "python",
    "\n",
    "\n\n",
    "def f():",
    "    x = 1",
    "<region>",
    "</region>",
    "Here it is:",
    "\r",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from(["python", "markdown"]))
def test_any_reply_is_code_or_refused(reply: str, language_id: str) -> None:
    for end in range(len(reply)):
        known_lines(reply[:end], ORIGINAL, language_id)
    try:
        lines = final_lines(reply, ORIGINAL, language_id)
    except UnusableReply:
        return
    assert lines[0].strip()
    assert lines[-1].strip()


@pytest.mark.repeats
@pytest.mark.parametrize("line", ["x = 1\n", "\n", "# word\n", "```\n"])
def test_twice_the_lines_take_about_twice_the_time(line: str) -> None:
    def taken_s(n_lines: int) -> float:
        reader, start_s = ReplyReader(ORIGINAL, "python"), time.process_time()
        for _ in range(n_lines):
            reader.push(line)
        return time.process_time() - start_s

    few_s, many_s = (min(taken_s(n_lines) for _ in range(2)) for n_lines in (1_000, 8_000))
    assert many_s < 24 * few_s  # the square would be 64
