"""One setting is changed in a settings file; all else in it stays, to the byte where it can."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.errors import SettingsError
from pt_lsp.settings.resolution import SettingsSource, resolve
from pt_lsp.store.settings_writing import with_setting


def chosen(text: str, model: str = "new") -> str:
    return with_setting(text, "endpoint", "model", model)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", '[endpoint]\nmodel = "new"\n'),
        ("# mine\n", '# mine\n\n[endpoint]\nmodel = "new"\n'),
        ("[endpoint]\nmodel = 'a'  # why\n# end", '[endpoint]\nmodel = "new"  # why\n# end'),
        (
            "[endpoint] # e\nbase_url = 'x'\n\n# about completion\n[completion]\n",
            "[endpoint] # e\nmodel = \"new\"\nbase_url = 'x'\n\n# about completion\n[completion]\n",
        ),
        ("endpoint.model='a'\n[privacy]\n", 'endpoint.model="new"\n[privacy]\n'),
        ("endpoint.proxy = 'x'\n[privacy]\n", "endpoint.proxy = 'x'\nendpoint.model = \"new\"\n[privacy]\n"),
        ("endpoint = { model = 'a' } # c\n", 'endpoint = { model = "new" } # c\n'),
        ("[ptLsp.endpoint]\nmodel = 'a'\n", '[ptLsp.endpoint]\nmodel = "new"\n'),
        ("'endpoint.model' = 'a'\n", "'endpoint.model' = \"new\"\n"),
        ("[endpoint]\r\nmodel = 'a'\r\n", '[endpoint]\r\nmodel = "new"\r\n'),
        ("[endpoint]\r\nproxy = 'x'\r\n", "[endpoint]\r\nmodel = \"new\"\r\nproxy = 'x'\r\n"),
        ("[endpoint.headers]\nX = '1'\n", "[endpoint]\nmodel = \"new\"\n\n[endpoint.headers]\nX = '1'\n"),
    ],
)
def test_a_model_is_written_where_a_person_would_write_it(text: str, expected: str) -> None:
    assert chosen(text) == expected


@pytest.mark.parametrize("text", ["endpoint = 'text'\n", "[[endpoint]]\n"])
def test_what_no_setting_fits_into_is_left_to_be_mended_by_hand(text: str) -> None:
    with pytest.raises(SettingsError, match=r"set endpoint\.model there by hand"):
        chosen(text)


LINES = st.sampled_from(
    [
        *(
            "# a comment",
            "",
            "  # [endpoint]",
            "[endpoint]",
            "[ endpoint ] # e",
            "[completion]",
            "[ptLsp.endpoint]",
        ),
        *(
            "[endpoint.headers]",
            "[endpoint.models]",
            "model = 'old'",
            "model = 3",
            "base_url = 'x'",
            "edit = 'e'",
        ),
        *('text = """', '"""', "endpoint.model = 'old'", "endpoint.proxy = 'p'", "'endpoint.model' = 'old'"),
        *("endpoint = { proxy = 'p' }", "endpoint = 'text'", "[[endpoint]]", "list = [", "]", "\t[endpoint]"),
    ]
)


@given(st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["new", "q\"\\'é"]))
def test_whatever_the_layout_all_else_stays_or_nothing_is_written(
    lines: list[str], line_end: str, model: str
) -> None:
    text = line_end.join(lines)
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    try:
        written = chosen(text, model)
    except SettingsError:
        return
    after = tomllib.loads(written)
    source = SettingsSource("user file", after, "config.toml")
    assert resolve([source]).settings.endpoint.model == model
    assert without_models(after) == without_models(before)
    for line in lines:
        if line.startswith("#"):
            assert line in written
    if line_end == "\r\n" and len(lines) > 1:
        assert "\n" not in written.replace("\r\n", "")


def without_models(values: object) -> object:
    """All but what stands for a model, and the tables that hold nothing else."""
    if not isinstance(values, dict):
        return values
    inner = {key: without_models(value) for key, value in values.items() if not key.endswith("model")}
    return {key: value for key, value in inner.items() if value != {}}
