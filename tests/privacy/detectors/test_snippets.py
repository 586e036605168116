"""Secrets as they stand in real code, commands, messages and prose: the classes that detectors miss."""

import re
from pathlib import Path

import pytest

from pt_lsp.privacy.secrets import Redactor
from tests.support.snippets import Snippet, snippets

SNIPPETS = tuple(snippets(Path(__file__).with_name("snippets.txt")))


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.name)
def test_the_secret_of_a_snippet_is_replaced_and_nothing_else(snippet: Snippet) -> None:
    redacted = Redactor().redact_all(snippet.texts)
    assert [re.sub("REDACTED_SECRET_[0-9]+", "@", text) for text in redacted] == snippet.with_each_secret_as(
        "@"
    )


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.name)
def test_each_secret_has_one_placeholder_in_all_texts(snippet: Snippet) -> None:
    redactor = Redactor()
    redactor.redact_all(snippet.texts)
    assert sorted(redactor.placeholders.values()) == sorted(snippet.secrets)
