"""Documentation stands above signatures and attributes in languages without a grammar, too."""

import pytest

from tests.features.edit.checking import check

HASKELL = "g = 1\n\nf :: Int -> Int\nf 0 = 1\nf<|> x = x\n\nh = 2\n"


@pytest.mark.parametrize(
    ("language_id", "before", "answer", "comment"),
    [
        ("haskell", HASKELL, "-- | New.\nf :: Int -> Int\nf 0 = 1\nf x = x", "-- | New.\nf ::"),
        (
            "elm",
            "f : Int -> Int\nf x =<|>\n    x\n",
            "{-| New. -}\nf : Int -> Int\nf x =\n    x",
            "{-| New. -}\nf :",
        ),
        (
            "swift",
            "class A {\n  @objc\n  func f() {<|>\n    g()\n  }\n}\n",
            "  /// New.\n  @objc\n  func f() {\n    g()\n  }",
            "  /// New.\n  @objc",
        ),
        (
            "dart",
            "class A {\n  @override\n  int f() {<|>\n    return 1;\n  }\n}\n",
            "/// New.\n@override\nint f() {\n  return 1;\n}",
            "  /// New.\n  @override",
        ),
    ],
)
def test_it_goes_to_the_first_line_of_what_is_documented(
    language_id: str, before: str, answer: str, comment: str
) -> None:
    first = comment.rpartition("\n")[2]
    expected = before.replace("<|>", "").replace(first, comment, 1)
    check(before, answer, expected, "document", language_id=language_id)


def test_no_attribute_comes_twice() -> None:
    before = "defmodule A do\n  @impl true\n  def f(x) do<|>\n    x\n  end\nend\n"
    answer = '  @doc "New."\n  @impl true\n  def f(x) do\n    x\n  end'
    expected = before.replace("<|>", "").replace("  @impl", '  @doc "New."\n  @impl')
    check(before, answer, expected, "document", language_id="elixir")


def test_an_old_comment_is_written_anew() -> None:
    before = "class A {\n  // Old.\n  def f(x: Int): Int = {<|>\n    x\n  }\n}\n"
    answer = "  /** New. */\n  def f(x: Int): Int = {\n    x\n  }"
    expected = before.replace("<|>", "").replace("// Old.", "/** New. */")
    check(before, answer, expected, "document", language_id="scala")
