"""Places that an explanation names become links where they exist; markdown-it says what it renders to."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pt_lsp.features.explain.references import References
from pt_lsp.features.explain.safe_markdown import SafeMarkdown
from tests.features.explain.test_safe_markdown import ONE, PIECES, PLACEHOLDERS, SECRET, rendered

FILES = {"src/app.py": 9, "README.md": 3, "a b.py": 2, "src/__init__.py": 1, "app.py": 5}
REFERENCES = References(FILES.get, "src/app.py", tuple(FILES))


def made(text: str, *sizes: int, references: References = REFERENCES) -> str:
    markdown = SafeMarkdown(PLACEHOLDERS, references)
    given_, start = "", 0
    while sizes and start < len(text):
        for size in sizes:
            given_ += markdown.push(text[start : start + size])
            start += size
    return given_ + markdown.push(text[start:]) + markdown.finish()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See `src/app.py:6`.", "See [`src/app.py:6`](src/app.py#L6)."),
        ("See src/app.py:6.", "See [`src/app.py:6`](src/app.py#L6)."),
        ("(`./src/app.py#L6`)", "([`src/app.py:6`](src/app.py#L6))"),
        ("(app.py:5)", "([`app.py:5`](app.py#L5))"),
        ("**README.md:1-3**, why", "**[`README.md:1-3`](README.md#L1-L3)**, why"),
        ("README.md:3\n\nREADME.md#L2", "[`README.md:3`](README.md#L3)\n\n[`README.md:2`](README.md#L2)"),
        ("- `a b.py:1`\n- ``a b.py:2``", "- [`a b.py:1`](a%20b.py#L1)\n- [`a b.py:2`](a%20b.py#L2)"),
        ("A list[int] at src/__init__.py:1", "A list[int] at [`src/__init__.py:1`](src/__init__.py#L1)"),
        ("| `README.md:1` | x |\n|-|-|", "| [`README.md:1`](README.md#L1) | x |\n|-|-|"),
    ],
)
def test_a_place_that_exists_becomes_a_link(text: str, expected: str) -> None:
    assert made(text) == expected
    assert made(text, 1) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`src/app.py:10` src/app.py:0 `src/app.py:6-2` src/app.py:6-11",
        "`lib/app.py:1` ../src/app.py:1 `/etc/passwd:1` ~/app.py:1 C:/src/app.py:1",
        "https://e.org/src/app.py:6 x/src/app.py:6 src/app.py:6:a src/app.py:6/b",
        "[see src/app.py:6](https://e.org) [`src/app.py:6`](src/app.py#L6)",
        "```\nsrc/app.py:6\n```\n",
        f"`{ONE}/app.py:1` and src/app.py",
        "`a` b ` src/app.py:6",
        "12:30 and a:1, `d[1:2]`",
    ],
)
def test_anything_else_stays_as_the_model_wrote_it(text: str) -> None:
    plain = SafeMarkdown(PLACEHOLDERS)
    assert made(text) == plain.push(text) + plain.finish()
    assert made(text, 1) == made(text)


def test_the_file_that_is_explained_may_go_by_its_name() -> None:
    files = {"src/app.py": 9}
    assert made("`app.py:2`", references=References(files.get, "src/app.py")) == (
        "[`src/app.py:2`](src/app.py#L2)"
    )
    assert made("`app.py:2`") == "[`app.py:2`](app.py#L2)"


def test_lines_that_have_moved_since_are_named_where_they_are_now() -> None:
    moved = replace(REFERENCES, moved=range(3, 6), n_moved=2)
    assert made("`src/app.py:4` `src/app.py:6` `README.md:3`", references=moved) == (
        "[`src/app.py:6`](src/app.py#L6) [`src/app.py:6`](src/app.py#L6) [`README.md:3`](README.md#L3)"
    )
    gone = replace(REFERENCES, moved=range(3, 6), n_moved=-5)
    assert made("`src/app.py:4`", references=gone) == "`src/app.py:4`"


NAMED = st.sampled_from(
    [*("src/app.py:6", "`src/app.py:6`", "README.md:1-2", "src/app.py#L3", "`a b.py:1`", " ", "(", "*"), ONE]
)
TEXTS = st.lists(NAMED | st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


@example("say \"src/app.py:6\" or 'src/app.py:6'", [1])
@example("<a href='src/app.py:6", [1])
@given(TEXTS, st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_whatever_comes_no_link_holds_a_secret_and_deltas_make_no_difference(
    text: str, sizes: list[int]
) -> None:
    markdown = made(text)
    assert made(text, *sizes) == markdown
    for token in rendered(markdown):
        assert token.type not in {"image", "html_inline", "html_block"}
        assert not any(SECRET in str(value) for value in token.attrs.values())
        assert token.type != "text" or not re.search(rf"(://|www\.)\S*{SECRET}", token.content)


@given(st.lists(NAMED | st.text(max_size=4), max_size=12).map("".join))
def test_every_link_that_the_model_did_not_write_leads_to_a_line_of_a_known_file(text: str) -> None:
    if "](" in text or "<" in text or ":" in text.replace("py:", "").replace("md:", ""):
        return
    for token in rendered(made(text)):
        if token.type == "link_open":
            target = re.fullmatch(r"(.+)#L(\d+)(?:-L(\d+))?", str(token.attrs["href"]))
            assert target is not None
            assert int(target[3] or target[2]) <= FILES[target[1].replace("%20", " ")]


@pytest.mark.parametrize("unit", ["a/", "src/app.py:6-", "x", "`src/app.py:6", "src/app.py:6 ", "[", "1:"])
def test_of_a_hostile_line_little_is_held(unit: str) -> None:
    markdown = SafeMarkdown(PLACEHOLDERS, REFERENCES)
    n_given = sum(len(markdown.push(unit * 10)) for _ in range(400))
    assert n_given > 4_000 * len(unit) - 3_000


def test_outside_of_code_spans_a_word_is_held_only_while_it_may_name_a_file_that_was_shown() -> None:
    markdown = SafeMarkdown(PLACEHOLDERS, References(FILES.get, "src/app.py", ("README.md",)))
    said = {
        "It adds": "It adds",
        ". More": ". More",
        " in s": " in ",
        "rc/app.py": "",
        ":6": "",
        "; `a b.py:1` a": "[`src/app.py:6`](src/app.py#L6); [`a b.py:1`](a%20b.py#L1) ",
        "nd": "and",
    }
    assert [markdown.push(piece) for piece in said] == list(said.values())
    unseen = References({"lib/b.py": 2}.get, "src/app.py")
    assert made("lib/b.py:1 `lib/b.py:1`", references=unseen) == "lib/b.py:1 [`lib/b.py:1`](lib/b.py#L1)"
