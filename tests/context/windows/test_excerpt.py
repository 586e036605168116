import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.windows.excerpt import excerpt_after, excerpt_before
from pt_lsp.documents.lines import plain
from pt_lsp.documents.text import Text

FUNCTIONS = Text.of("".join(f"def f{n}(x):\n    y = x + {n}\n    return y\n\n\n" for n in range(300)))


def test_all_of_a_short_text_is_shown() -> None:
    text = Text.of("a\nb\nc\n")
    assert text.slice(excerpt_before(text, 3, 100)) == "a\nb"
    assert text.slice(excerpt_after(text, 3, 100)) == "\nc\n"


def test_a_long_excerpt_starts_at_a_definition() -> None:
    shown = FUNCTIONS.slice(excerpt_before(FUNCTIONS, len(FUNCTIONS), 5000))
    assert shown.startswith("def f")
    assert 2500 < len(shown) <= 5000


def test_typing_moves_the_start_in_big_steps_only() -> None:
    starts = set()
    text = FUNCTIONS
    for _ in range(60):
        starts.add(excerpt_before(text, len(text), 5000).start)
        text = Text.of(str(text) + "x = 1\n")
    assert len(starts) <= 2


def test_a_text_without_definitions_starts_at_a_block_of_lines() -> None:
    text = Text.of("    x\n" * 1000)
    span = excerpt_before(text, len(text), 3000)
    assert text.line_at(span.start) % 16 == 0
    assert len(span) > 2000


def test_few_long_lines_are_counted_one_by_one() -> None:
    text = Text.of(("x" * 99 + "\n") * 50)
    assert len(excerpt_before(text, len(text), 1050)) in {800, 900, 1000}


@given(
    st.text(alphabet="ab \n\r", max_size=400),
    st.integers(min_value=0, max_value=400),
    st.integers(min_value=0, max_value=200),
)
def test_only_the_own_line_is_cut_and_nothing_exceeds_the_limit(string: str, at: int, limit: int) -> None:
    text = Text.of(string)
    offset = min(at, len(text))
    before, after = excerpt_before(text, offset, limit), excerpt_after(text, offset, limit)
    assert before.end == after.start == offset
    assert before.start in {text.line_start(text.line_at(before.start)), offset - limit}
    last = text.line_at(after.end)
    assert after.end in {text.line_start(last) + len(text.line_content(last)), offset + limit}
    assert max(len(before), len(after)) <= limit


def test_prompts_have_plain_line_ends() -> None:
    assert plain("a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_long_excerpt_of_one_class_starts_at_a_member_with_all_of_its_remarks() -> None:
    member = (
        "    // What it does,\n    // and why.\n    int part() {\n        return\n            1;\n    }\n\n"
    )
    text = Text.of("class A {\n" + member * 300 + "}\n")
    assert text.slice(excerpt_before(text, len(text) - 3, 5000)).startswith("    // What it does,\n")


def test_without_blank_lines_it_starts_where_the_fewest_blocks_are_open() -> None:
    text = Text.of("class A:\n" + "    def f(self):\n        return g(\n            1,\n        )\n" * 300)
    assert text.slice(excerpt_before(text, len(text), 5000)).startswith("    def f(self):\n")


@pytest.mark.parametrize(
    ("opening", "line", "closing"),
    [
        ("/**", " * words of it", " */"),
        ('NOTES = """', "words of it", 'the end."""'),
        ('def f():\n    """', "    words", '    """'),
    ],
)
def test_no_excerpt_begins_inside_of_a_comment_or_a_long_string(
    opening: str, line: str, closing: str
) -> None:
    words = f"{opening}\n" + f"{line}\n" * 60 + f"{closing}\n"
    text = Text.of("    x()\n" * 100 + words + "    y()\n" * 100)
    behind = str(text).index(words) + len(words)
    for n_characters in range(900, 2_200, 40):
        start = excerpt_before(text, len(text), n_characters).start
        assert start >= behind or start <= behind - len(words)


def test_a_cursor_in_a_comment_sees_the_comment() -> None:
    text = Text.of("x()\n" * 100 + "/**\n" + " * words of it\n" * 200)
    shown = text.slice(excerpt_before(text, len(text), 1_000))
    assert len(shown) > 500
