import os
from dataclasses import replace
from pathlib import Path

import pytest

from pt_lsp.llm.gateway import Image, Message, Prompt, Redaction, Sent, Tool, Usage
from pt_lsp.llm.tools.call import ToolCall
from pt_lsp.protocol.handlers.commands.show_prompt import render
from tests.features.golden import VARIABLE

GOLDEN = Path(__file__).with_name("golden")
PROMPT = Prompt(
    messages=(
        Message("system", "You complete code in an editor."),
        Message(
            "user",
            'import os\n\nkey = "REDACTED_SECRET_2"\npassword = "REDACTED_SECRET_7"\n# REDACTED_SECRET_2\n',
        ),
    ),
    purpose="inline completion",
    max_tokens=96,
    temperature=0.1,
    stop=("</file>",),
    shares=(("rules", 31), ("imports", 0), ("prefix", 90), ("suffix", 4)),
)
SENT = Sent(
    PROMPT,
    "qwen3-coder-plus",
    "api.powertokens.ai",
    1_764_000_000.0,
    (
        Redaction("REDACTED_SECRET_2", "AWS access key", 2),
        Redaction("REDACTED_SECRET_7", "value of DB_PASSWORD in api|web/.env", 1),
    ),
    Usage(1234, 56, 1024),
)


def check(name: str, sent: Sent) -> None:
    file = GOLDEN / f"{name}.md"
    page = render(sent)
    if os.environ.get(VARIABLE):
        file.parent.mkdir(exist_ok=True)
        file.write_text(page, encoding="utf-8", newline="\n")
    assert page == file.read_text(encoding="utf-8")


def test_a_page_tells_where_the_text_comes_from_what_stayed_here_and_what_went_out() -> None:
    check("sent_with_secrets", SENT)


def test_a_page_of_a_prompt_without_shares_and_secrets_is_short() -> None:
    check("sent_plain", replace(SENT, prompt=replace(PROMPT, shares=(), stop=()), redactions=(), usage=None))


def test_of_an_image_the_page_tells_name_kind_and_size() -> None:
    image = Image("![x](y`.png", "image/png", 1_920, 1_080, 123_456, "", b"")
    page = render(
        replace(SENT, usage=None, prompt=replace(PROMPT, messages=(Message("user", "hi", (image,)),)))
    )
    told = "`` ![x](y`.png ``: image/png, 1,920 x 1,080 pixels, 123 kB, about 1,280 tokens."
    assert f"```\nhi\n```\n\nWith the image {told}\n" in page
    assert "Tokens: about 1,281 in (estimated; the answer is not over)." in page


def test_messages_stand_on_the_page_as_they_were_sent() -> None:
    tricky = "````\n# no heading\n```` |`| REDACTED_SECRET_9\n"
    page = render(replace(SENT, prompt=replace(PROMPT, messages=(Message("user", tricky),))))
    assert f"\n`````\n{tricky}\n`````\n" in page


def test_a_page_shows_the_tools_and_what_was_called_and_found() -> None:
    tool = Tool(
        "find_definition", "Shows it.", {"type": "object", "properties": {"name": {"type": "string"}}}
    )
    call = ToolCall("c1", "find_definition", '{"name": "Cart`"}')
    turns = (Message("assistant", "", calls=(call,)), Message("tool", "# no heading\n", call_id="c1"))
    prompt = replace(PROMPT.offering((tool,)), messages=(*PROMPT.messages, *turns), calls_are_over=True)
    page = render(replace(SENT, prompt=prompt))
    assert "`tool_choice=none`" in page
    assert "## Tools that the model may call\n\n```\nfind_definition(name): Shows it.\n```\n" in page
    assert '## assistant\n\n```\nfind_definition({"name": "Cart`"})\n```\n' in page
    assert "## tool\n\n```\n# no heading\n\n```\n" in page


def test_nothing_of_what_others_named_is_more_than_code() -> None:
    image = "![x](https://host/`y`\n\n# z\x1b]52;c;x\x07\u202e)"
    page = render(replace(SENT, model=image, redactions=(Redaction("REDACTED_SECRET_1", image, 1),)))
    shown = r"``` ![x](https://host/`y`\n\n# z\x1b]52;c;x\x07\u202e) ```".replace("```", "``")
    assert page.count(shown) == 2
    assert page.count("![x]") == 2


def test_a_control_that_was_sent_is_shown_as_what_it_is() -> None:
    page = render(
        replace(SENT, prompt=replace(PROMPT, messages=(Message("user", "a\x1b]52;c;x\x07\u202e\n"),)))
    )
    assert "```\na\\x1b]52;c;x\\x07\\u202e\n\n```" in page


@pytest.mark.parametrize(
    ("usage", "words"),
    [
        (None, "about 34 in (estimated; the answer is not over)"),
        (Usage(1000, 5, is_estimated=True), "about 1,000 in, 5 out (estimated)"),
        (Usage(1000, 5), "1,000 in, 5 out (as the endpoint says)"),
        (Usage(1000, 5, 768), "1,000 in (768 of them cached), 5 out (as the endpoint says)"),
        (
            Usage(1000, 5, 700, created_tokens=200),
            "1,000 in (700 of them cached, 200 of them put in the cache), 5 out (as the endpoint says)",
        ),
    ],
)
def test_tokens_are_told_as_far_as_they_are_known(usage: Usage | None, words: str) -> None:
    assert f"Tokens: {words}." in render(replace(SENT, usage=usage))


def test_a_page_says_when_redaction_is_off() -> None:
    assert "`privacy.redactSecrets` is off" in render(replace(SENT, redactions=None))


def test_a_stop_string_of_backticks_breaks_no_page() -> None:
    page = render(replace(SENT, prompt=replace(PROMPT, stop=("```",))))
    assert "```` stop=['```'] ````" in page
