import pytest

from pt_lsp.errors import Unauthorized
from pt_lsp.llm.probing import ProbeResult, probe
from pt_lsp.settings.options import Settings
from tests.support.running import run
from tests.support.scripted_chat import Request, ScriptedChat, Step, reply, respond, settings, status


class Model:
    """A model that can do what it is told to be able to."""

    def __init__(self, *abilities: str) -> None:
        self.abilities = abilities

    def __call__(self, request: Request) -> Step:
        if len(request.body.get("stop", ())) > 4:
            return reply("yes") if "stops" in self.abilities else status(400)
        if "Count" in request.text:
            return reply("one two three four five six")
        for way, mark in (("fim", "<|fim_middle|>"), ("hole", "<gap/>")):
            if mark in request.text:
                return reply("```python\n2\n```" if way in self.abilities else "def double(number):")
        return reply("2\n" if "partial" in self.abilities else "")


def found(model: Model, wanted: Settings) -> ProbeResult:
    chat = ScriptedChat(forever=respond(model), extras={"partial", "stream_options", "enable_thinking"})
    ticks = iter(range(100))
    return run(probe(chat.gateway(), wanted, clock=lambda: float(next(ticks))))


def test_every_way_that_gives_the_right_answer_is_found() -> None:
    model = Model("fim", "hole", "partial")
    assert found(model, settings(profile="dashscope")) == ProbeResult(
        ("partial", "fim", "hole"), is_streaming=True, first_token_s=1.0, stop_limit=4
    )


def test_a_way_that_the_profile_does_not_allow_is_not_asked_for() -> None:
    assert found(Model("fim", "hole", "partial"), settings()).fill_ways == ("fim", "hole")


def test_wrong_and_empty_answers_mean_that_a_way_does_not_work() -> None:
    assert found(Model("hole"), settings(profile="dashscope")).fill_ways == ("hole",)
    assert found(Model(), settings()).fill_ways == ()


@pytest.mark.parametrize("answer", ["yes", ""])
def test_no_stop_limit_is_found_where_five_are_taken(answer: str) -> None:
    def choose(request: Request) -> Step:
        return reply(answer) if "stop" in request.body else Model("hole")(request)

    chat = ScriptedChat(forever=respond(choose), extras={"stop"})
    assert run(probe(chat.gateway(), settings())).stop_limit is None


def test_an_answer_in_one_piece_is_no_stream() -> None:
    chat = ScriptedChat(forever=reply("one two", is_whole=True))
    assert not run(probe(chat.gateway(), settings())).is_streaming


def test_an_endpoint_that_refuses_is_said() -> None:
    with ScriptedChat(status(401)) as chat, pytest.raises(Unauthorized):
        run(probe(chat.gateway(), settings()))


@pytest.mark.parametrize("words", ["the model is not supported in partial mode", "No.", "access denied"])
def test_a_way_that_is_refused_in_whatever_words_is_not_one(words: str) -> None:
    def choose(request: Request) -> Step:
        is_partial = any("partial" in message for message in request["messages"])
        return status(400, {"error": {"message": words}}) if is_partial else Model("fim", "hole")(request)

    chat = ScriptedChat(forever=respond(choose), extras={"partial", "stream_options", "enable_thinking"})
    assert run(probe(chat.gateway(), settings(profile="dashscope"))).fill_ways == ("fim", "hole")
