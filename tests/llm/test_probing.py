import pytest

from pt_lsp.errors import Unauthorized
from pt_lsp.llm.probing import ProbeResult, probe
from pt_lsp.settings.options import Settings
from pt_lsp.settings.tables import JobModels
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
from tests.support.tool_streams import ToolStream, call, piece

EXTRAS = {
    *("partial", "stream_options", "enable_thinking", "chat_template_kwargs"),
    *("continue_final_message", "add_generation_prompt"),
}


class Model:
    """A model that can do what it is told to be able to."""

    def __init__(self, *abilities: str) -> None:
        self.abilities = abilities

    def __call__(self, request: Request) -> Step:
        if "tools" in request.body:
            return self.called()
        if len(request.body.get("stop", ())) > 4:
            return reply("yes") if "stops" in self.abilities else status(400)
        if "Count" in request.text:
            return reply("one two three four five six")
        for way, mark in (("fim", "<|fim_middle|>"), ("hole", "<gap/>")):
            if mark in request.text:
                return reply("```python\n2\n```" if way in self.abilities else "def double(number):")
        return reply("2\n" if "partial" in self.abilities else "")

    def called(self) -> Step:
        if "written tools" in self.abilities:
            return reply("<function=weather><parameter=place>Oslo")
        if "tools" in self.abilities:
            return garbage(ToolStream([piece(call(0, "weather", '{"place": "Oslo"}'))], ()).data)
        return reply("It is raining.")


def found(model: Model, wanted: Settings) -> ProbeResult:
    chat = ScriptedChat(forever=respond(model), extras=EXTRAS)
    ticks = iter(range(100))
    return run(probe(chat.gateway(), wanted, clock=lambda: float(next(ticks))))


def test_every_way_that_gives_the_right_answer_is_found() -> None:
    model = Model("fim", "hole", "partial")
    assert found(model, settings(profile="dashscope")) == ProbeResult(
        ("partial", "fim", "hole"),
        is_streaming=True,
        first_token_s=1.0,
        stop_limit=4,
        tools={"qwen3-coder-plus": False},
    )


@pytest.mark.parametrize(("ability", "takes"), [("tools", True), ("written tools", True), ("hole", False)])
def test_a_model_takes_tools_that_calls_one(ability: str, takes: bool) -> None:
    assert found(Model(ability), settings(profile="vllm")).takes_tools == takes


@pytest.mark.parametrize("code", [400, 500])
def test_an_endpoint_that_refuses_tools_takes_none(code: int) -> None:
    def choose(request: Request) -> Step:
        refused = status(code, {"error": {"message": "tools param requires --jinja flag"}})
        return refused if "tools" in request.body else Model("hole")(request)

    with ScriptedChat(forever=respond(choose), extras={"stop"}) as chat:
        assert run(probe(chat.gateway(), settings())).tools == {"qwen3-coder-plus": False}


def test_each_model_that_may_be_offered_tools_is_asked() -> None:
    def choose(request: Request) -> Step:
        return Model("tools")(request) if request["model"] == "good" else Model("hole")(request)

    models = JobModels(edit="good", explain="bad")
    with ScriptedChat(forever=respond(choose), extras={"stop"}) as chat:
        result = run(probe(chat.gateway(), settings(models=models)))
    assert result.tools == {"good": True, "bad": False}
    assert not result.takes_tools


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

    chat = ScriptedChat(forever=respond(choose), extras=EXTRAS)
    assert run(probe(chat.gateway(), settings(profile="dashscope"))).fill_ways == ("fim", "hole")
