from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.protocol.client import Client, client_of

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("capabilities", "general", "positionEncodings", "workspace", "applyEdit", "window"),
                    *("initializationOptions", "ptLsp", "extensions", "processId", "clientInfo", "name"),
                    *("textDocument", "codeAction", "resolveSupport", "properties", "showDocument"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def with_capabilities(**capabilities: Any) -> Client:
    return client_of({"capabilities": capabilities})


@given(json_values)
def test_no_parameters_are_too_strange(params: Any) -> None:
    assert client_of(params).position_encoding in {"utf-8", "utf-16", "utf-32"}


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (None, "utf-16"),
        ([], "utf-16"),
        (["utf-8", "utf-16", "utf-32"], "utf-8"),
        (["utf-32", "utf-8"], "utf-32"),
        (["utf-7", "utf-16"], "utf-16"),
        (["utf-7"], "utf-16"),
        ("utf-8", "utf-16"),
    ],
)
def test_the_position_encoding_is_the_first_offered_that_we_know(offered: Any, chosen: str) -> None:
    assert with_capabilities(general={"positionEncodings": offered}).position_encoding == chosen


def test_an_empty_client_can_nothing() -> None:
    assert client_of({"capabilities": {}}) == Client()


def test_extensions_are_found_with_and_without_the_wrapper() -> None:
    section = {"extensions": ["groupedUndo", 7]}
    for options in (section, {"ptLsp": section}):
        assert client_of({"initializationOptions": options}).extensions == {"groupedUndo"}


def test_a_claim_counts_only_when_it_is_true() -> None:
    assert with_capabilities(workspace={"applyEdit": True}).applies_edits
    assert not with_capabilities(workspace={"applyEdit": "yes"}).applies_edits
    assert not with_capabilities(workspace={"applyEdit": None}).applies_edits


@pytest.mark.parametrize(
    ("code_action", "resolves"),
    [
        ({"dataSupport": True, "resolveSupport": {"properties": ["edit", "command"]}}, True),
        ({"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}, False),
        ({"resolveSupport": {"properties": ["command"]}}, False),
        ({}, False),
    ],
)
def test_actions_are_resolved_where_data_and_commands_can_be(
    code_action: dict[str, Any], resolves: bool
) -> None:
    assert with_capabilities(textDocument={"codeAction": code_action}).resolves_actions is resolves


def test_the_parent_is_a_number_or_nobody() -> None:
    assert client_of({"processId": 12}).parent_pid == 12
    assert client_of({"processId": "12"}).parent_pid is None


def test_lenses_are_refreshed_where_that_is_supported() -> None:
    assert with_capabilities(workspace={"codeLens": {"refreshSupport": True}}).refreshes_lenses
    assert not with_capabilities(workspace={"codeLens": {}}).refreshes_lenses
