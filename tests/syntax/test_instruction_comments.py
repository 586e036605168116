"""Which comments are instructions, in every language's form; `<|>` is where the cursor is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.text import Text
from pt_lsp.syntax.comment_forms import USUAL_FORMS, comment_forms
from pt_lsp.syntax.instruction_comments import InstructionComment, first_instruction_comment
from tests.support.notation import parse


def found(marked: str, language_id: str, marker: str = "pt:") -> InstructionComment | None:
    place = parse(marked)
    text = Text.of(place.text)
    line = text.line_at(place.cursor)
    return first_instruction_comment(text, language_id, (line, line), marker)


def shown(marked: str, language_id: str) -> str:
    """The whole comment between `[` and `]` by its lines, and what it says."""
    comment = found(marked, language_id)
    return "none" if comment is None else f"{comment.first}-{comment.last}: {comment.instruction}"


@pytest.mark.parametrize("language_id", USUAL_FORMS)
def test_each_languages_comment_is_an_instruction_alone_on_its_line(language_id: str) -> None:
    form = USUAL_FORMS[language_id]
    line = " ".join(filter(None, (form.opening, "pt: sort them", form.closing)))
    comment = found(f"{line}<|>\nx\n", language_id)
    assert comment == InstructionComment(0, 0, "sort them", True, (line,), form.closing != "")


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        ("python", "x = 1  # pt: make it <|>configurable\n", "0-0: make it configurable"),
        ("python", "<|>x = 1  # pt: a\n       # b\ny = 2\n", "0-1: a\nb"),
        ("python", "x = 1  # pt: a\n       # b<|>\ny = 2\n", "0-1: a\nb"),
        ("python", "x = 1#pt: a<|>\n", "0-0: a"),
        ("c", "int f(/* pt: rename<|> */ int a);\n", "0-0: rename"),
        ("c", "int x; /* pt: why<|> */\n", "0-0: why"),
        ("c", "/* pt: a<|>\n   b */\nint x;\n", "0-1: a\nb"),
        ("c", "/* pt: a\n *   b\n *<|>\n * c\n */\nint x;\n", "0-4: a\n  b\n\nc"),
        ("c", "/**<|>\n * pt: a\n **/\nint x;\n", "0-2: a"),
        ("java", "/** pt: a **/<|>\nint x;\n", "0-0: a"),
        ("rust", "//! pt: a<|>\n//! b\n", "0-1: a\nb"),
        ("haskell", "{- pt: a\n   b -}<|>\nx = 1\n", "0-1: a\nb"),
        ("lua", "--[[ pt: a\nb ]]<|>\nx = 1\n", "0-1: a\nb"),
        ("ruby", "=begin\npt: a<|>\nb\n=end\nx = 1\n", "0-3: a\nb"),
        ("powershell", "<# pt: a #><|>\n$x = 1\n", "0-0: a"),
        ("ocaml", "(* pt: a\n * b *)<|>\nlet x = 1\n", "0-1: a\nb"),
        ("sql", "select 1 -- pt: a<|>\n", "0-0: a"),
        ("yaml", "a: b # pt: c<|>\n", "0-0: c"),
        ("bat", "REM pt: a<|>\n", "0-0: a"),
        ("clojure", ";; pt: a<|>\n(def x 1)\n", "0-0: a"),
        ("typescriptreact", "const a = <p>\n  {/* pt: a<|> */}\n  <b/>\n</p>;\n", "1-1: a"),
        ("javascriptreact", "const a = <p>\n  {/*\n    pt: a<|>\n  */}\n</p>;\n", "1-3: a"),
        ("html", "<script>\n  // pt: a<|>\n  f();\n</script>\n", "1-1: a"),
        ("vue", "<template>\n  <!-- pt: a<|> -->\n</template>\n", "1-1: a"),
        ("php", "<h1>\n<!-- pt: a<|> -->\n</h1>\n", "1-1: a"),
        ("json", '{\n  // pt: a<|>\n  "b": 1\n}\n', "1-1: a"),
        ("markdown", "<!-- pt: a<|> -->\n\nText.\n", "0-0: a"),
        ("plaintext", "pt: a<|>\nText.\n", "0-0: a"),
        ("something-new", "// pt: a<|>\n// b\nx\n", "0-1: a\nb"),
        ("something-new", "  pt: a<|>\nx\n", "0-0: a"),
    ],
)
def test_a_comment_is_found_from_each_of_its_lines_in_its_languages_forms(
    language_id: str, marked: str, expected: str
) -> None:
    assert shown(marked, language_id) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("# pt: a<|>\n# b\n#\n# c\nf()\n", "0-3: a\nb\n\nc"),
        ("# x\n# pt: a<|>\n# b\nf()\n", "1-2: a\nb"),
        ("# x<|>\n# pt: a\nf()\n", "none"),
        ("# pt: a<|>\n# pt: b\nf()\n", "0-0: a"),
        ("# pt: a\n# pt: b<|>\nf()\n", "1-1: b"),
        ("# pt: a<|>\n\n# b\nf()\n", "0-0: a"),
        ("# pt: a<|>\n  # b\nf()\n", "0-0: a"),
        ("# pt: a<|>\n## b\nf()\n", "0-0: a"),
        ("# pt: a<|>\n#: b\nf()\n", "0-0: a"),
        ("# pt: a<|>\n# type: ignore\nf()\n", "0-0: a"),
        ("# pt:<|>\n# a\nf()\n", "0-1: a"),
        ("# pt:<|>\nf()\n", "none"),
        ("# - pt: a<|>\n", "none"),
        ("# script: a<|>\n", "none"),
        ("# PT: a<|>\n", "0-0: a"),
        ("# pt: a\nf()<|>\n", "none"),
        ("# pt: - one\n#     - two<|>\n", "0-1: - one\n- two"),
    ],
)
def test_a_run_of_comments_of_one_form_is_one_instruction(marked: str, expected: str) -> None:
    assert shown(marked, "python") == expected


@pytest.mark.parametrize(
    ("language_id", "marked"),
    [
        ("go", "//pt: a<|>\n//go:build b\n"),
        ("rust", "// pt: a<|>\n/// b\nfn c() {}\n"),
        ("php", "<?php\n# pt: a<|>\n#[B]\nfunction c() {}\n"),
        ("typescript", "// pt: a<|>\n// eslint-disable-next-line b\nc();\n"),
        ("lua", "-- pt: a<|>\n--[[ b ]]\nc = 1\n"),
        ("r", "# pt: a<|>\n#' @param b c\nd <- 1\n"),
    ],
)
def test_what_is_for_programs_or_readers_of_documentation_is_no_part_of_it(
    language_id: str, marked: str
) -> None:
    comment = found(marked, language_id)
    assert comment is not None
    assert comment.first == comment.last
    assert comment.instruction == "a"


@pytest.mark.parametrize(
    "below",
    [
        *(
            "TODO: later",
            "TODO(ann): later",
            "FIXME later",
            "NOTE: sorted",
            "Note: sorted",
            "HACK",
            "XXX why",
        ),
        *("Copyright 2024 A. Nobody", "SPDX-License-Identifier: MIT", "Licensed under the MIT license"),
        *("noqa: E501", "fmt: off", "shellcheck disable=SC2086", "clang-format off", "-*- coding: utf-8 -*-"),
        *(
            "total = sum(prices)",
            "self.total += 1",
            "print(total)",
            "x.y(z);",
            "import os",
            "from a import b",
        ),
        *("def total(prices):", "if total > 1:", "for x in (1, 2):", "const x = 1;", "}", "return f(x);"),
        *("@param a of it", ":param a: of it", ":returns: it"),
    ],
)
def test_a_comment_that_is_there_for_the_code_ends_the_instruction(below: str) -> None:
    assert shown(f"# pt: a<|>\n# b\n# {below}\n# c\nf()\n", "python") == "0-1: a\nb"
    assert shown(f"# pt: a\n# b\n# {below}<|>\n# c\nf()\n", "python") == "none"


@pytest.mark.parametrize(
    "below",
    [
        *(
            "return the sum of all",
            "if it is empty: raise",
            "import what is needed",
            "for each of them",
            "else",
        ),
        *("- total = 0 at first", "note the order", "todo items come first", "use f(x) for it", "1. sort"),
        *("raise where it is none.", "licensed files too", "class by class", "(and so on)", "with care:"),
        *("define a constant;", "let it be", "e.g. `total = 1`", "see a.b.c", "x: the first"),
    ],
)
def test_what_may_go_on_with_the_sentence_is_a_part_of_the_instruction(below: str) -> None:
    assert shown(f"# pt: a<|>\n# {below}\nf()\n", "python") == f"0-1: a\n{below}"


def test_go_documentation_begins_with_the_name_that_is_declared_below() -> None:
    doc = "// Total adds what is in it.\n// And more.\nfunc (b *Basket) Total() int {\n}\n"
    assert shown(f"// pt: add a tax<|>\n// to it\n{doc}", "go") == "0-1: add a tax\nto it"
    assert shown("// pt: add<|>\n// Totals too\nfunc Total() {\n}\n", "go") == "0-1: add\nTotals too"


@pytest.mark.parametrize(
    ("language_id", "marked"),
    [
        ("python", "x = 's # pt: a<|>'\n"),
        ("python", 'x = """\n# pt: a<|>\n"""\n'),
        ("python", 'def f():\n    """\n    pt: a<|>\n    """\n'),
        ("javascript", "x = `\n// pt: a<|>\n`;\n"),
        ("swift", 'let x = """\n// pt: a<|>\n"""\n'),
        ("elixir", 'def f, do: 1\n@doc """\n# pt: a<|>\n"""\ndef f, do: 1\n'),
        ("dart", "var x = '''\n// pt: a<|>\n''';\n"),
        ("shellscript", "echo ${x#pt: a<|>}\n"),
        ("yaml", "a: 'b # pt: c<|>'\n"),
        ("yaml", "a: b#pt: c<|>\n"),
        ("toml", 'a = "b # pt: c<|>"\n'),
        ("typescriptreact", "const a = <p>\n  // pt: a<|>\n</p>;\n"),
        ("markdown", "pt: a<|>\n"),
        ("c", "/* pt: a<|> with no end\n"),
        ("c", "/* pt: a<|>\n*/ int x;\n"),
    ],
)
def test_strings_text_and_halves_of_comments_are_no_instructions(language_id: str, marked: str) -> None:
    assert found(marked, language_id) is None


@pytest.mark.parametrize("n_lines", [0, 3_000])
def test_between_long_strings_a_comment_is_one(n_lines: int) -> None:
    doc = '@doc """\nA.\n"""\n'
    assert found(f"{doc}{'x' * 9 + chr(10)}{doc * n_lines}# pt: a<|>\n{doc}", "elixir") is not None


def test_of_several_lines_the_first_comment_is_taken() -> None:
    text = Text.of("a\n# pt: b\n# pt: c\nd\n# pt: e\n")
    assert [
        comment and comment.instruction
        for lines in ((0, 4), (2, 4), (3, 4), (0, 0), (3, 3))
        for comment in [first_instruction_comment(text, "python", lines, "pt:")]
    ] == ["b", "c", "e", None, None]


def test_the_marker_is_the_users() -> None:
    assert found("# AI do it<|>\n", "python", "AI") is not None
    assert found("# AID it<|>\n", "python", "ai") is None
    assert found("#@do it<|>\n", "python", "@") is not None
    assert found("# pt: do it<|>\n", "python", "") is None


def test_the_signs_of_each_language_are_told_apart_by_trying_longer_ones_first() -> None:
    for language_id in ("lua", "typescriptreact", "handlebars", "julia"):
        sizes = [len(form.opening) for form in comment_forms(language_id)]
        assert sizes == sorted(sizes, reverse=True)


PIECES = st.sampled_from(
    ["# pt: a", "#", "# b", "x = 1  # pt: c", "/* pt: d", " * e", "*/", "// pt: f", "'", '"""', "pt: g", ""]
)


@given(
    st.lists(PIECES, max_size=12),
    st.sampled_from(["python", "c", "ruby", "typescriptreact", "lua", "plaintext", "markdown", "vue", "new"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_the_text_a_comment_holds_the_line_and_its_parts_stand_on_its_lines(
    lines: list[str], language_id: str, line_end: str
) -> None:
    text = Text.of(line_end.join(lines))
    for line in range(text.n_lines):
        comment = first_instruction_comment(text, language_id, (line, line), "pt:")
        if comment is None:
            continue
        assert comment.holds(line)
        assert comment.instruction
        assert len(comment.parts) == comment.last - comment.first + 1
        for at, part in enumerate(comment.parts):
            assert part in text.line_content(comment.first + at)
        again = first_instruction_comment(text, language_id, (comment.first, comment.first), "pt:")
        assert again == comment


@pytest.mark.parametrize(
    "source",
    [
        "# pt: " + "a" * 200_000,
        "/*" * 100_000,
        "# pt: a\n" * 20_000,
        "/* pt: a\n" * 20_000,
        "pt:" * 60_000,
        ("/* pt: " * 140 + "\n") * 200,
        ("x = '" * 100 + "\n") * 2_000,
    ],
    ids=lambda source: source[:8],
)
@pytest.mark.parametrize("language_id", ["python", "c", "plaintext", "vue"])
def test_a_look_takes_a_bounded_time_whatever_the_text(source: str, language_id: str) -> None:
    text = Text.of(source)
    line = text.n_lines // 2
    began_s = time.thread_time()
    for _ in range(10):
        first_instruction_comment(text, language_id, (line, line), "pt:")
        first_instruction_comment(text, language_id, (0, text.n_lines - 1), "pt:")
    assert (time.thread_time() - began_s) / 10 < 0.05
