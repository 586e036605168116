"""Settings that are tables: what fits, what does not, and that values of headers are shown nowhere."""

import pickle
from typing import Any

import pytest

from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.resolution import Resolution, SettingsSource, resolve
from pt_lsp.settings.tables import ExtraBody, Header, Headers, JobModels, OwnPrice, is_model_id

NESTED: dict[str, Any] = {}
for _ in range(3000):
    NESTED = {"a": NESTED}


def said(key: str, value: object) -> Resolution:
    return resolve([SettingsSource("user file", {"endpoint": {key: value}}, "config.toml")])


@pytest.mark.parametrize(
    ("key", "written", "held"),
    [
        ("models", {}, JobModels()),
        ("models", [], JobModels()),
        ("models", {"edit": " a/b:c ", "explain": None}, JobModels(edit="a/b:c")),
        ("headers", {}, Headers()),
        (
            "headers",
            {"X-Team": " a b\t", "api-key": ""},
            Headers((Header("X-Team", "a b"), Header("api-key", ""))),
        ),
        ("extra_body", {"top_k": 20, "no": None}, ExtraBody((("top_k", "20"),))),
        ("extraBody", {"a": {"b": [1, "é", None]}}, ExtraBody((("a", '{"b": [1, "\\u00e9", null]}'),))),
        ("price", {"currency": "usd", "input": 1, "output": 5.5}, OwnPrice("USD", 1, 5.5)),
        (
            "price",
            {"currency": "CNY", "input": 0, "output": 0, "cached": 0.1},
            OwnPrice("CNY", 0, 0, 0.1),
        ),
    ],
)
def test_a_table_that_fits_is_held_as_a_value_that_cannot_change(
    key: str, written: object, held: object
) -> None:
    resolution = said(key, written)
    settings = resolution.settings
    assert resolution.warnings == ()
    assert held in (
        settings.endpoint.models,
        settings.endpoint.headers,
        settings.endpoint.extra_body,
        settings.endpoint.price,
    )
    assert hash(settings) == hash(pickle.loads(pickle.dumps(settings)))


@pytest.mark.parametrize(
    ("key", "written"),
    [
        *(
            ("models", value)
            for value in (
                "gpt",
                ["a"],
                {"edits": "a"},
                {"edit": ""},
                {"edit": 3},
                {"edit": "a\nb"},
                {"edit": "${X}"},
            )
        ),
        *(
            ("headers", {name: "MARKED"})
            for name in (
                *(
                    "Authorization",
                    "authorization",
                    "HOST",
                    "Content-length",
                    "Transfer-Encoding",
                    "Connection",
                ),
                *("", " X", "X Y", "X:", "Ü", "X\r\nEvil", "X\0", "a" * 201),
            )
        ),
        *(
            ("headers", {"X-A": f"MARKED{value}"})
            for value in ("\n", "\r\nX-Evil: 1", "\0", "${env:X}", "é", "\x7f", "x" * 9000)
        ),
        *(("headers", {"X-A": value}) for value in (3, True, ["MARKED"], {"MARKED": 1})),
        ("headers", {"X-A": "MARKED", "x-a": "MARKED"}),
        ("headers", {f"X-{n}": "MARKED" for n in range(51)}),
        ("headers", "X-A: MARKED"),
        *(
            ("extraBody", {name: 1})
            for name in (
                *("messages", "model", "stream", "max_tokens", "temperature", "stop", "stream_options"),
                *("max_completion_tokens", "n", "tools", ""),
            )
        ),
        *(
            ("extraBody", {"a": value})
            for value in (float("nan"), float("inf"), object(), {1, 2}, NESTED, "x" * 20_000)
        ),
        ("extraBody", [1]),
        *(
            ("price", value)
            for value in (
                *({}, 3, {"input": 1, "output": 1}, {"currency": "USD", "input": 1}),
                *({"currency": "USD", "input": 1, "output": n} for n in (-1, True, "1", float("nan"), 1e10)),
                *({"currency": text, "input": 1, "output": 1} for text in ("", "$", "EURO", 3)),
                {"currency": "USD", "input": 1, "output": 1, "per": 1000},
            )
        ),
    ],
)
def test_a_table_of_which_a_part_does_not_fit_is_refused_as_a_whole_without_a_word_of_it(
    key: str, written: object
) -> None:
    resolution = said(key, written)
    (refusal,) = resolution.refusals
    assert f"`endpoint.{key}` in config.toml" in refusal
    assert "a table" in refusal
    assert "MARKED" not in str(resolution)


def test_a_table_may_be_written_key_by_key() -> None:
    written = {
        "endpoint.models.edit": "a",
        "endpoint": {"models": {"explain": "b"}, "headers.X-A": "MARKED.1"},
        "endpoint.price.currency": "EUR",
        "endpoint.price.input": 1,
        "endpoint.price.output": 2,
        "endpoint.extraBody.top_k": 20,
    }
    resolution = resolve([SettingsSource("editor", written, "the editor's settings")])
    endpoint = resolution.settings.endpoint
    assert (resolution.warnings, resolution.refusals) == ((), ())
    assert endpoint.models == JobModels(edit="a", explain="b")
    assert endpoint.headers == Headers((Header("X-A", "MARKED.1"),))
    assert endpoint.price == OwnPrice("EUR", 1, 2)
    assert endpoint.extra_body == ExtraBody((("top_k", "20"),))


@pytest.mark.parametrize(
    "written", [{"endpoint.headers.Host": "MARKED"}, {"project.endpoint.models.edit": "MARKED"}]
)
def test_a_table_written_key_by_key_is_judged_as_a_whole(written: dict[str, Any]) -> None:
    resolution = resolve([SettingsSource("editor", written, "the editor's settings")])
    assert resolution.settings.endpoint == EndpointSettings()
    assert len(resolution.refusals + resolution.warnings) == 1
    assert "MARKED" not in str(resolution)


def test_values_of_headers_stand_in_no_repr() -> None:
    resolution = said("headers", {"X-Key": "MARKED"})
    assert resolution.settings.endpoint.headers == Headers((Header("X-Key", "MARKED"),))
    assert "X-Key" in repr(resolution)
    assert "MARKED" not in repr(resolution)


def test_a_job_is_done_by_its_own_model_for_which_the_price_does_not_hold() -> None:
    price = OwnPrice("USD", 1, 2)
    endpoint = EndpointSettings(model="a", models=JobModels(edit="b", explain="a"), price=price)
    asked = {job: endpoint.for_job(job) for job in ("completion", "edit", "explain")}
    assert {job: each.model for job, each in asked.items()} == {
        "completion": "a",
        "edit": "b",
        "explain": "a",
    }
    assert {job: each.price for job, each in asked.items()} == {
        "completion": price,
        "edit": None,
        "explain": price,
    }
    assert asked["edit"].for_job("completion") == asked["edit"]


@pytest.mark.parametrize("text", ["qwen3-coder-plus", "Qwen/Qwen3:30b@q4", "/models/my model.gguf", "模型"])
def test_visible_text_on_one_line_can_be_a_model(text: str) -> None:
    assert is_model_id(text)


@pytest.mark.parametrize(
    "text", ["", " ", " a", "a\n", "a\0b", "a\u2028b", "a\u202eb", "\ud800", "x" * 201, "x" * 10_000, None, 3]
)
def test_blanks_control_characters_and_pages_cannot_be_a_model(text: object) -> None:
    assert not is_model_id(text)
