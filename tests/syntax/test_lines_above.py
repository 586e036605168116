"""What stands right above a definition and belongs to it, in languages without a grammar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.text import Text
from pt_lsp.syntax.lines_above import first_line_with_remarks


@pytest.mark.parametrize(
    ("language_id", "above"),
    [
        ("swift", "  @objc\n  @available(iOS 13, *)\n"),
        ("swift", "  /// Old.\n  /// - Returns: it\n  @discardableResult\n"),
        ("dart", "  /**\n   * Old.\n   */\n  @override\n"),
        ("dart", "  @Deprecated(\n    'no more',\n  )\n"),
        ("scala", "  // why\n  @tailrec\n"),
        ("elixir", '  @doc """\n  Old.\n\n  More.\n  """\n  @spec f(integer) :: integer\n  @impl true\n'),
        ("fsharp", "  [<CompiledName>]\n"),
        ("nim", "  #[ old ]#\n"),
        ("haskell", "  -- | Old.\n  f :: Int -> Int\n  f 0 = 1\n"),
        ("haskell", "  {-| Old.\n  -}\n  f\n"),
        ("elm", "  f : Int -> Int\n"),
        ("yaml", "  # old\n"),
    ],
)
def test_what_belongs_to_a_definition_is_found(language_id: str, above: str) -> None:
    for before in ("", "  other = 1\n", "  // further\n\n"):
        text = Text.of(f"{before}{above}  f x\n    y\n")
        first = first_line_with_remarks(text, language_id, text.n_lines - 3)
        assert first == before.count("\n")


@pytest.mark.parametrize(
    ("language_id", "text"),
    [
        ("fish", "#!/usr/bin/env fish\nf x\n"),
        ("swift", "    // deeper\n  f x\n"),
        ("swift", "g(\n)\nf x\n"),
        ("dart", '  text = """\n  """\n  f x\n'),
        ("scala", "  f x\n  f x\n"),
        ("haskell", "  g :: Int\n  f x\n"),
        ("haskell", "  -- old\n\n  f x\n"),
        ("markdown", "# Heading\nf x\n"),
    ],
)
def test_what_is_of_its_own_is_left_out(language_id: str, text: str) -> None:
    document = Text.of(text)
    row = document.n_lines - 2
    assert first_line_with_remarks(document, language_id, row) == row


@given(
    st.lists(
        st.sampled_from(["  @a", "  // b", "  /* c", "  */", '  """', "  )", "", "f", "    d", "#!x"]),
        min_size=1,
    ),
    st.sampled_from(["swift", "elixir", "haskell", "plaintext"]),
)
def test_it_goes_up_and_never_across_a_blank_line_alone(lines: list[str], language_id: str) -> None:
    text = Text.of("\n".join(lines))
    first = first_line_with_remarks(text, language_id, len(lines) - 1)
    assert 0 <= first < len(lines)
    assert first == len(lines) - 1 or lines[-2].strip()
