import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.replies.json_values.reading import read_json
from pt_lsp.replies.json_values.values import Json, JsonArray, JsonObject, inside

TEXTS = st.text(max_size=12) | st.text(st.sampled_from("ab /`'\"\\{}[]:,\n\u201c"), max_size=12)
NAMES = st.text("abc_ \u4e2d", min_size=1, max_size=8)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    max_leaves=8,
).filter(lambda value: not isinstance(value, str))


def objects_in(value: Json) -> Iterator[JsonObject]:
    if isinstance(value, JsonObject):
        yield value
    for each in inside(value):
        yield from objects_in(each)


def plain(value: Json) -> Any:
    if isinstance(value, JsonArray):
        return [plain(each) for each in value.items]
    if isinstance(value, JsonObject):
        return {name: plain(each) for name, each in value.members}
    return value


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_sound_json_is_read_as_it_is(value: object, indent: int | None, is_ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
    assert plain(read_json(f"It is:\n```json\n{text}\n```\nThat's it.")) == [value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("no values here, it's prose", []),
        ('{"a": 1, "b": true, "c": null, "d": -2.5}', [{"a": "1", "b": "true", "c": None, "d": "-2.5"}]),
        ("{'a': 'it\\'s', b: two words, }", [{"a": "it's", "b": "two words"}]),
        ('{"a": """one\n"two" three"""}', [{"a": 'one\n"two" three'}]),
        ('{"a": "b" "c": "d"}', [{"a": "b", "c": "d"}]),
        ('[{"a": "1"}, {"b": "2"]', [[{"a": "1"}, {"b": "2"}]]),
        ('{"a": ["x", "y"', [{"a": ["x", "y"]}]),
        ('{"a": "\\ud83d\\ude00 \\u00e9 \\ud83d \\d"}', [{"a": "\U0001f600 \xe9 ? \\d"}]),
        ("}]{}", [{}]),
    ],
)
def test_faults_are_borne(text: str, expected: list[object]) -> None:
    assert plain(read_json(text)) == expected


def test_what_is_cut_is_not_whole() -> None:
    cut = list(objects_in(read_json('{"a": [{"b": "1"}, {"b": "2')))
    assert [each.is_whole for each in cut] == [False, True, False]


def test_what_is_too_deep_is_dropped_and_what_follows_is_read() -> None:
    deep = "[" * 500 + '{"a": "1"}' + "]" * 500
    assert plain(read_json(f'{deep} {{"b": "2"}}'))[-1] == {"b": "2"}
