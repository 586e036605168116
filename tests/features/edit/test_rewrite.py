import asyncio

import pytest

from pt_lsp.errors import EditRefused, EmptyReply, PtLspError, UnusableReply
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.llm.gateway import Gateway, Ledger
from tests.features.edit.checking import check, drafts_of, request_of
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, hang, no_key, settings

CLASS = "class A:\n<|>    def f(self):\n        return 1\n<|>\n    def g(self):\n        return 2\n"
EDITED = "class A:\n    def f(self):\n        return 10\n\n    def g(self):\n        return 2\n"


def language_of(marked: str) -> str:
    return "go" if "{" in marked else "python"


@pytest.mark.parametrize(
    "answer",
    [
        "    def f(self):\n        return 10\n",
        "```python\n    def f(self):\n        return 10\n```",
        "def f(self):\n    return 10",
        "def f(self):\n        return 10",
        "        def f(self):\n            return 10",
        "Here is the new code:\n\n```python\ndef f(self):\n    return 10\n```\nIt returns ten now.",
        "<region>\n    def f(self):\n        return 10\n</region>",
        "    def f(self):\r\n        return 10\r\n",
        "    def f(self):\n        return 10\n\n    def g(self):\n        return 2\n",
        "class A:\n    def f(self):\n        return 10\n\n    def g(self):\n        return 2\n",
    ],
)
def test_a_region_is_replaced_whatever_the_reply_is_wrapped_in(answer: str) -> None:
    check(CLASS, answer, EDITED)


@pytest.mark.parametrize(
    ("marked", "answer", "expected"),
    [
        ("<|>a = 1\r\nb = 2\r\n<|>c = 3\r\n", "a = 2\nb = 3\n", "a = 2\r\nb = 3\r\nc = 3\r\n"),
        ("<|>a = 1<|>", "a = 2\n", "a = 2"),
        ("<|>a = 1\n\n<|>b", "a = 2\n", "a = 2\n\nb"),
        ("if a {\n<|>\tb()\n<|>}\n", "if c {\n    b()\n}", "if a {\n\tif c {\n\t\tb()\n\t}\n}\n"),
        ("if a {\n  <|>b()<|>\n}\n", "if c {\n\tb()\n}", "if a {\n  if c {\n    b()\n  }\n}\n"),
        ("x = <|>1<|>\n", "x = 2", "x = 2\n"),
    ],
)
def test_line_ends_and_indentation_stay_those_of_the_document(
    marked: str, answer: str, expected: str
) -> None:
    check(marked, answer, expected, language_id=language_of(marked))


@pytest.mark.parametrize(
    ("marked", "answer", "expected"),
    [
        (
            "def f():\n    <|>\n    return 1\n",
            "if a:\n    b()",
            "def f():\n    if a:\n        b()\n    return 1\n",
        ),
        ("def f():\n    <|>\n", "if a:\n        b()", "def f():\n    if a:\n        b()\n"),
        ("def f():\n    <|>\n", "a()\n    b()", "def f():\n    a()\n    b()\n"),
        ("def f():\n    <|>\n", "    a()\n    b()", "def f():\n    a()\n    b()\n"),
        ("a()\n<|>\nb()\n", "def f():\n    c()", "a()\ndef f():\n    c()\nb()\n"),
        (
            "func f() {\n\t<|>\n\tb()\n}\n",
            "if a {\n    c()\n}",
            "func f() {\n\tif a {\n\t\tc()\n\t}\n\tb()\n}\n",
        ),
        ("a()\n<|>    b()\n", "x()\ny()\n", "a()\n    x()\n    y()\n    b()\n"),
        ("x = <|> + 1\n", "len(y)", "x = len(y) + 1\n"),
        ("<|>", "a\n", "a"),
    ],
)
def test_generated_text_replaces_a_blank_line_stands_before_a_line_or_in_it(
    marked: str, answer: str, expected: str
) -> None:
    check(marked, answer, expected, "generate", language_id=language_of(marked))


def test_complete_lines_are_yielded_while_they_come_and_the_whole_at_the_end() -> None:
    drafts = drafts_of(request_of("<|>a\n<|>"), "a = 1\nb = 2\nc = 3")
    assert drafts == [Draft("a = 1\nb = 2\n", is_beginning=True), Draft("a = 1\nb = 2\nc = 3")]


def test_what_was_yielded_stays_the_beginning_of_what_follows() -> None:
    answer = (
        "```python\ndef f(self):\n    a = [\n        1,\n    ]\n\n    return a\n```\nThat is all there is."
    )
    texts = [draft.text for draft in drafts_of(request_of(CLASS), answer)]
    assert len(texts) > 4
    assert all(texts[-1].startswith(text) or texts[-1] + "\n" == text for text in texts)


def test_an_unchanged_reply_yields_the_region_as_it_is() -> None:
    request = request_of(CLASS)
    text = "    def f(self):\n        return 1"
    assert drafts_of(request, text)[-1].text == str(request.snapshot.text.slice(request.region))


@pytest.mark.parametrize(
    ("answers", "kind"),
    [(["    def f(self):\n        # ... existing code ...\n"] * 2, UnusableReply), ([""], EmptyReply)],
)
def test_a_reply_that_cannot_be_used_is_an_error(answers: list[str], kind: type[PtLspError]) -> None:
    with pytest.raises(kind):
        drafts_of(request_of(CLASS), *answers)


def test_a_region_beyond_the_budget_is_refused_before_anything_is_sent() -> None:
    async def ask() -> None:
        with ScriptedChat() as chat:
            await anext(rewrite(chat.gateway(), request_of("<|>" + "x = 1\n" * 9000 + "<|>")))

    with pytest.raises(EditRefused, match="budgetTokens"):
        run(ask())


def test_closing_the_generator_closes_the_stream() -> None:
    async def ask() -> None:
        chat = ScriptedChat(hang(after="a\nb\nc\n"))
        async with chat.serve() as url:
            request = request_of("<|>x\n<|>")
            object.__setattr__(request.snapshot, "settings", settings(url))
            gateway = Gateway(Ledger(), no_key)
            drafts = rewrite(gateway, request)
            assert await anext(drafts) == Draft("a\nb\n", is_beginning=True)
            await drafts.aclose()
            await chat.disconnected()
            await gateway.aclose()

    run(ask())


def test_cancelling_closes_the_stream() -> None:
    async def ask() -> None:
        chat = ScriptedChat(hang())
        async with chat.serve() as url:
            request = request_of("<|>x\n<|>")
            object.__setattr__(request.snapshot, "settings", settings(url))
            gateway = Gateway(Ledger(), no_key)
            waiting = asyncio.ensure_future(anext(rewrite(gateway, request)))
            await chat.received()
            waiting.cancel()
            await chat.disconnected()
            await gateway.aclose()

    run(ask())
