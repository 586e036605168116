import pytest

from pt_lsp.documents.tokens import estimate_tokens


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("a", 1), ("x" * 35, 10), ("x" * 36, 11), ("漢字", 2)])
def test_tokens_are_estimated_from_characters(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens
