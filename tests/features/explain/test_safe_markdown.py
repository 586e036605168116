"""What is made of a model's Markdown; markdown-it, which VS Code's preview uses, says what it renders to."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pt_lsp.features.explain.safe_markdown import SafeMarkdown
from pt_lsp.privacy.placeholders import Placeholders

ONE = "REDACTED_SECRET_1"
SECRET = "s3cret-VALUE"
PLACEHOLDERS = Placeholders({ONE: SECRET, "REDACTED_SECRET_2": "`[x](q", "REDACTED_SECRET_3": "a\n```\nb"})
RENDERERS = [
    MarkdownIt("commonmark", {"html": True}),
    MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]),
]


def made(text: str, *sizes: int) -> str:
    """With sizes, it comes in deltas of these, again and again."""
    markdown = SafeMarkdown(PLACEHOLDERS)
    given_, start = "", 0
    while sizes and start < len(text):
        for size in sizes:
            given_ += markdown.push(text[start : start + size])
            start += size
    return given_ + markdown.push(text[start:]) + markdown.finish()


def rendered(markdown: str) -> Iterator[Token]:
    for renderer in RENDERERS:
        for token in renderer.parse(markdown):
            yield token
            yield from token.children or ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![x](https://e.org/p?k=1)", "x (an image at e.org)"),
        ("![](<https://u:p@e.org:8/a b> 'c')!", "(an image at e.org)!"),
        ("![x](//e.org/p) ![x](img/p.png) ![x](data:image/png;base64,AA)", None),
        ("[![b](https://e.org/b.svg)](https://e.org)", "[b (an image at e.org)](https://e.org)"),
        ("![a [b](c)](https://e.org/p)", "!\\[a [b](c)](https://e.org/p)"),
        ("![x][r]\n\n[r]: https://e.org/p", "x (an image: [r])\n\n[r]: https://e.org/p"),
        ("![x][] and ![r]", "x (an image: [x]) and !\\[r]"),
        ("a<IMG alt='b [c]' src = https://e.org/p>", "ab  c (an image at e.org)"),
        ("<img src=\"//e.org/p\" onerror='x'/>", "(an image at e.org)"),
        ("<imgs src='https://e.org'> <i", "&lt;imgs src='https://e.org'> &lt;i"),
        ("\\\\![x](https&#58;//e.org/p)", "\\\\x (an image at e.org)"),
        ("<img\nsrc='https://e.org/p'>", "&lt;img\nsrc='https://e.org/p'>"),
        ("<https://e.org> a<b \\<style> 1 < 2", "&lt;https://e.org> a&lt;b &lt;style> 1 < 2"),
        ("---\n```\n---\n", "\n---\n```\n---\n"),
        ("- a\n- b\n\n1. c\r\n", "- a\n- b\n\n1. c\n"),
    ],
)
def test_what_a_renderer_would_load_becomes_text(text: str, expected: str | None) -> None:
    if expected is None:
        expected = "x (an image at e.org) x (an image) x (an image)"
    assert made(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "```md\n![x](https://e.org)\n<img>\n```\n",
        "~~~\n![x](u)\n```\n![x](u)\n~~~~\n",
        "`![x](u)` and ``a ` ![x](u)`` and `List<int>`",
        "1. a\n   ```\n   ![x](u)\n\n   <b>\n   ```\n2. b",
        "```\n![x](u)\n    ```\n<b>\n",
        "See [docs](https://e.org) for `Vec<u8>`, then `a|b`.",
        "A | b\n-|-\n`x` | y",
    ],
)
def test_code_stays_as_it_is(text: str) -> None:
    assert made(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "```\n![x](u)\n``` x\n",
        "- ```\n  ![x](u)\n  ```\n![x](u)",
        "1. a\n   ```\n   b\n![x](u)\n   ```\n",
        "    ```\n![x](u)\n    ```\n![x](u)",
        "> ```\n![x](u)\n",
        "a `\nb ` ![x](u) `",
        "[a](`) ![x](u) `",
        "](![)](u)",
        "<https://e.org/`> ![x](u) `",
        "| ` | b ` c ` ![x](u) ` |\n|-|-|\n| ` | b ` c ` ![x](u) ` |",
        "```|\n-|-\n![x](u)",
        "$`$ ![x](u) `",
        "<div>\n```\n\n![x](u)",
        "```" + "x" * 400 + "\n![x](u)",
        "```\n```" + " " * 400 + "\n![x](u)",
        "`" + "a" * 3000 + "` ![x](u) `",
    ],
)
def test_what_only_looks_like_code_hides_no_image(text: str) -> None:
    assert all(token.type != "image" for token in rendered(made(text)))
    assert made(text, 1) == made(text)


@pytest.mark.parametrize(
    "text",
    [
        f"The key is {ONE}.",
        f"It holds `{ONE}` and `d['k'] = {ONE}`.",
        f"```py\nget('https://e.org/?k={ONE}')\n```\n",
        f"- key: {ONE}\n",
        f"[docs](https://e.org)\n\n{ONE} is the key.",
    ],
)
def test_secrets_are_restored_in_words_and_code(text: str) -> None:
    assert made(text) == text.replace(ONE, SECRET)


@pytest.mark.parametrize(
    "text",
    [
        f"![x](https://e.org/p?k={ONE})",
        f"![{ONE}](https://e.org/p)",
        f"[a](https://e.org/{ONE})",
        f"[a](\n{ONE})",
        f"[{ONE}\n](https://e.org)",
        f"[a](u '{ONE}')",
        f"[r]: https://e.org/?{ONE}",
        f"[r]: u\n'{ONE}'",
        f"<https://e.org/{ONE}>",
        f"https://e.org/?k={ONE}",
        f"www.e.org/{ONE}",
        f"e.org/{ONE} and {ONE}.org",
        f"a@{ONE}",
        f"<img src='https://e.org/{ONE}'>",
        f"<a\nhref='{ONE}'>",
        f"<style>a {{ background: url({ONE}) }}</style>",
        f"&#82;EDACTED_SECRET_1 &lt;{ONE}",
        f"[`{ONE}`](https://e.org)",
        f"MY_{ONE} {ONE}7 REDACTED_SECRET_4 redacted_secret_1 REDACTED_ SECRET_1",
        "The key is REDACTED_SECRET_2, `REDACTED_SECRET_2` or\n```\nREDACTED_SECRET_3\n```",
        f"{'a' * 10} {ONE} {'b' * 3000}",
    ],
)
def test_where_a_link_may_be_the_placeholder_stays(text: str) -> None:
    assert SECRET not in made(text)
    assert "[x](q" not in made(text)
    assert "a\n```\nb" not in made(text)
    assert made(text, 1) == made(text)


PIECES = [
    *("`", "``", "```", "~~~", "![x](https://e/p)", f"![x](https://e/?{ONE})", "[a](", "[a](u)", "[r]: u"),
    *("![a][r]", "<img src='u'>", "<a href='", "'>", "<div>", "-->", "\\", "|", "|---|\n", "$", "\n", "\n\n"),
    *("> ", "- ", "1. ", "  ", "   ", "    ", "\t", ONE, f" {ONE} ", "REDACTED_SECRET_2", "REDACTED_"),
    *("https://e/?k=", "www.", "(", ")", "[", "]", "!", "<", ">", '"', "a", "---", "\r", "\u2028", "\x0c"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


@given(TEXTS, st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_whatever_comes_nothing_is_loaded_no_link_holds_a_secret_and_deltas_make_no_difference(
    text: str, sizes: list[int]
) -> None:
    markdown = made(text)
    assert made(text, *sizes) == markdown
    for token in rendered(markdown):
        assert token.type not in {"image", "html_inline", "html_block"}
        assert not any(SECRET in str(value) for value in token.attrs.values())
        assert token.type != "text" or not re.search(rf"(://|www\.)\S*{SECRET}", token.content)


def test_what_is_not_decided_is_held_back_and_no_more() -> None:
    markdown = SafeMarkdown(PLACEHOLDERS)
    said = {
        "It `ad": "It ",
        "ds` all. ![": "`adds` all. ",
        "x](https://e/": "",
        "p)\n\nThe ": "x (an image at e)\n\nThe ",
        f"key {ONE}": "key ",
        " is ": "",
        "it.\nNe": f"{SECRET} is it.\nNe",
        "xt": "xt",
    }
    assert [markdown.push(piece) for piece in said] == list(said.values())


@pytest.mark.parametrize("unit", ["`", "![", "](", f"{ONE} ", "\\", "- ", " ", "~", "a` b | ", "<img "])
def test_of_a_hostile_line_little_is_held(unit: str) -> None:
    markdown = SafeMarkdown(PLACEHOLDERS)
    n_given = sum(len(markdown.push(unit * 10)) for _ in range(400))
    assert n_given > 4_000 * len(unit) - 3_000
