"""Prompts that a content filter refuses, at the gateway."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import pytest

from pt_lsp.context.background import Background, Snippet
from pt_lsp.errors import ContentFiltered
from pt_lsp.llm.asking_again.filtered import left_out_note
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt
from tests.support.running import run
from tests.support.scripted_chat import (
    Request,
    ScriptedChat,
    Step,
    garbage,
    reply,
    respond,
    settings,
    status,
)

REFUSAL = {"error": {"code": "data_inspection_failed", "message": "Input may contain inappropriate content."}}
IN_STREAM = garbage(b'data: {"error": {"code": "data_inspection_failed", "message": "inappropriate"}}\n\n')
CUT_AT_ONCE = reply("", finish_reason="content_filter")
PATHS = [f"src/m{number}.py" for number in range(6)]


def background(paths: Collection[str] = PATHS, rules: str = "Be brief.") -> Background:
    snippets = tuple(Snippet(path, "python", "imports", f"def {path[4:6]}(): ...") for path in paths)
    return Background(snippets[:-1], snippets[-1:], rules)


def prompt(shown: Background | None = None, *, own: str = "x = 1", is_completion: bool = False) -> Prompt:
    shown = shown or background()
    content = f"{shown.text}File: {own}"
    shares = (("rules", len(content) - sum(dict(shown.shares()).values())), *shown.shares())
    asked = Prompt((Message("user", content),), "edit", 50, 0.2, shares=shares, excerpts=shown)
    return replace(asked, purpose="inline completion", is_automatic=True) if is_completion else asked


def filtering(*words: str, refusal: Step | None = None) -> Step:
    """An endpoint whose filter objects to words."""

    def choose(request: Request) -> Step:
        if any(word in request.text for word in words):
            return refusal or status(400, REFUSAL)
        return reply("fine")

    return respond(choose)


@dataclass
class Asked:
    text: str
    left_out: tuple[str, ...]


async def ask(gateway: Gateway, asked: Prompt) -> Asked:
    async with gateway.open(asked, settings()) as answer:
        return Asked("".join([delta async for delta in answer]), answer.left_out)


@pytest.mark.parametrize(
    "refusal", [status(400, REFUSAL), IN_STREAM, CUT_AT_ONCE], ids=["400", "event", "end"]
)
@pytest.mark.parametrize("number", range(6))
def test_asked_work_finds_the_refused_excerpt_and_shows_all_others(number: int, refusal: Step) -> None:
    with ScriptedChat(forever=filtering(f"def m{number}", refusal=refusal)) as chat:
        gateway = chat.gateway()
        assert run(ask(gateway, prompt())) == Asked("fine", (f"src/m{number}.py",))
        assert len(chat.requests) <= 6
        sent = chat.requests[-1].text
        assert [path in sent for path in PATHS] == [path != f"src/m{number}.py" for path in PATHS]
        assert "Be brief." in sent
        n_before = len(chat.requests)
        assert run(ask(gateway, prompt())) == Asked("fine", ())
        assert len(chat.requests) == n_before + 1


def test_rules_of_the_project_can_be_what_is_refused() -> None:
    with ScriptedChat(forever=filtering("Be brief.")) as chat:
        gateway = chat.gateway()
        assert run(ask(gateway, prompt())).left_out == ("the project's rules",)
        assert run(ask(gateway, prompt(background(rules="Be long.")))).left_out == ()
        assert "Be long." in chat.requests[-1].text


def test_many_that_are_refused_are_all_left_out() -> None:
    with ScriptedChat(forever=filtering("def m0", "def m3", "def m5")) as chat:
        assert run(ask(chat.gateway(), prompt())).text == "fine"
        assert len(chat.requests) <= 6


def test_a_completion_is_asked_once_more_without_excerpts_and_the_next_does_without_at_once() -> None:
    with ScriptedChat(forever=filtering("def m2")) as chat:
        gateway = chat.gateway()
        assert run(ask(gateway, prompt(is_completion=True))).text == "fine"
        assert [any(path in request.text for path in PATHS) for request in chat.requests] == [True, False]
        assert run(ask(gateway, prompt(is_completion=True, own="x = 2"))).text == "fine"
        assert len(chat.requests) == 3


def test_what_asked_work_has_cleared_is_shown_to_completions_again() -> None:
    with ScriptedChat(forever=filtering("def m2")) as chat:
        gateway = chat.gateway()
        run(ask(gateway, prompt(is_completion=True)))
        run(ask(gateway, prompt()))
        run(ask(gateway, prompt(is_completion=True)))
        sent = chat.requests[-1].text
        assert [path in sent for path in PATHS] == [path != "src/m2.py" for path in PATHS]


def test_a_file_that_was_changed_and_reads_otherwise_has_another_chance() -> None:
    changed = replace(background(), related=(Snippet("src/m2.py", "python", "imports", "def new(): ..."),))
    with ScriptedChat(forever=filtering("def m2")) as chat:
        gateway = chat.gateway()
        run(ask(gateway, prompt()))
        run(ask(gateway, prompt(changed)))
        assert "src/m2.py" not in chat.requests[-1].text
        gateway.refused_excerpts.note_change("src/m2.py")
        n_before = len(chat.requests)
        assert run(ask(gateway, prompt())).left_out == ()
        assert len(chat.requests) == n_before + 1
        run(ask(gateway, prompt(changed)))
        assert "def new" in chat.requests[-1].text


@pytest.mark.parametrize("is_completion", [True, False])
def test_the_file_itself_is_refused_with_one_sentence_and_nothing_of_it_is_held_against_others(
    *, is_completion: bool
) -> None:
    with ScriptedChat(forever=filtering("x = 1")) as chat:
        gateway = chat.gateway()
        with pytest.raises(ContentFiltered):
            run(ask(gateway, prompt(is_completion=is_completion)))
        assert len(chat.requests) == (2 if is_completion else 6)
        run(ask(gateway, prompt(own="y = 1", is_completion=is_completion)))
        assert all(path in chat.requests[-1].text for path in PATHS)


def test_a_prompt_without_excerpts_is_asked_once() -> None:
    with ScriptedChat(filtering("x")) as chat, pytest.raises(ContentFiltered):
        run(ask(chat.gateway(), replace(prompt(), excerpts=None)))


def test_every_request_is_accounted_that_was_answered() -> None:
    ledger = Ledger()
    with ScriptedChat(forever=filtering("def m0")) as chat:
        run(ask(chat.gateway(ledger), prompt()))
    n_answered = sum("def m0" not in request.text for request in chat.requests)
    assert ledger.total().prompt_tokens >= n_answered * 20


def test_shares_tell_what_is_left() -> None:
    asked = prompt()
    less = asked.without({"src/m1.py", "src/m5.py"})
    shares: Mapping[str, int] = dict(less.shares)
    assert sum(shares.values()) == len(less.messages[0].content)
    assert shares["imports"] == sum(len(f"{path}:\ndef m0(): ...") for path in PATHS[:4])


def test_the_note_names_three_at_most() -> None:
    assert left_out_note([]) is None
    assert "of a.py, so it" in str(left_out_note(["a.py"]))
    assert "of a.py and b.py," in str(left_out_note(["a.py", "b.py"]))
    assert "of a, b, c and 2 more," in str(left_out_note(["a", "b", "c", "d", "e"]))
