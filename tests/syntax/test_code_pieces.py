import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.span import Span
from pt_lsp.syntax.code_pieces import pieces_of
from pt_lsp.syntax.cut_marks import cut_mark
from pt_lsp.syntax.grammars import GRAMMARS

WITHOUT_GRAMMAR = ("swift", "dart", "perl", "sql", "haskell", "ocaml", "powershell", "r", "vb", "erlang")
LANGUAGES = (*GRAMMARS, *WITHOUT_GRAMMAR)


def told(source: str, language_id: str) -> list[str]:
    pieces = pieces_of(source, language_id, Span(0, len(source))) or []
    return [piece.text for piece in pieces if piece.kind in {"comment", "docstring"}]


@pytest.mark.parametrize(
    ("language_id", "source", "comments"),
    [
        ("python", 'def f():  # a\n    "Doc"\n    return "# b"\n', ["# a", '"Doc"']),
        ("python", 'class A:\n    x = 1\n    """é\n    more"""\n', ['"""é\n    more"""']),
        ("python", 'f"{a()}"\nb"x"\n"a" "b"\n', []),
        ("python", 'x = """no\n# no\n"""\n', []),
        ("rust", "/// é\n//! b\nfn f() {} /* c */\n", ["/// é", "//! b", "/* c */"]),
        ("javascript", "/** a */\nf(`// ${b /* c */}`, /[/*]/)\n", ["/** a */", "/* c */"]),
        ("kotlin", "/** a */\nfun f() = 1 // b\n", ["/** a */", "// b"]),
        ("ruby", "# a\n=begin\nb\n=end\nx = <<~X\n  # no\nX\n", ["# a", "=begin\nb\n=end"]),
        ("lua", "--- a\nlocal x = [[-- no]] --[[ b\n]]\n", ["--- a", "--[[ b\n]]"]),
        ("shellscript", "#!/bin/sh\necho '# no' # a\n", ["#!/bin/sh", "# a"]),
        ("swift", '/// a\nlet s = "// no" /* b\n*/\n', ["/// a", "/* b\n*/"]),
        ("perl", "my $n = $#list; # a\n", ["# a"]),
        ("sql", "-- a\nSELECT '--no' /* b */;\n", ["-- a", "/* b */"]),
        ("powershell", "<# a\n#>\n$x = 1 # b\n", ["<# a\n#>", "# b"]),
        ("perl", "=head2 a\n\nb\n\n=cut\n\nsub f { 1 }\n", ["=head2 a\n\nb\n\n=cut"]),
        ("terraform", '// a\nx = "https://b" /* c */\n', ["// a", "/* c */"]),
        ("terraform", "x = <<EOF\nhttps://b\nEOF\n", []),
        ("nix", "/** a */\nf = ''\n  rm $out/*\n  ls */\n'';\n", ["/** a */"]),
        ("d", "/++ a +/\nint f; // b\n", ["/++ a +/", "// b"]),
        ("lean", "/-- a -/\ndef f := 1 - 2 -- b\n", ["/-- a -/", "-- b"]),
        ("idris", "||| a\nf : Bool -> Bool\n", ["||| a"]),
        ("scheme", "#| a\nb |#\n(f) ; c\n", ["#| a\nb |#", "; c"]),
        ("nim", "#[ a ]#\nx # b\n", ["#[ a ]#", "# b"]),
        ("coffeescript", "###\na\n###\nf() # b\n", ["###\na\n###", "# b"]),
        ("cmake", "#[=[ a ]] b ]=]\nf() # c\n", ["#[=[ a ]] b ]=]", "# c"]),
        ("matlab", "%{\na\n%}\nx = 1; % b\n", ["%{\na\n%}", "% b"]),
        ("pascal", "/// a\n{$R+} { b }\n", ["/// a", "{ b }"]),
        ("prolog", "/** a */\nf(X). % b\n", ["/** a */", "% b"]),
        ("haskell", "-- | a\nf x = x {- b -}\n", ["-- | a", "{- b -}"]),
    ],
)
def test_comments_and_docstrings_are_told_from_code(
    language_id: str, source: str, comments: list[str]
) -> None:
    assert told(source, language_id) == comments


@pytest.mark.parametrize(
    ("language_id", "beginning"),
    [
        *((language_id, " /* a") for language_id in ("hcl", "nix", "prolog", "terraform")),
        *(("perl", "=a\n"), ("matlab", "%{\na"), ("cmake", "#[=[ a")),
        *(("d", "/+ a"), ("lean", "/- a"), ("nim", "#[ a"), ("pascal", "{ a"), ("scheme", "#| a")),
    ],
)
def test_comments_that_begin_again_and_again_and_never_end_are_read_in_linear_time(
    language_id: str, beginning: str
) -> None:
    comments = told(beginning * 50_000, language_id)
    assert len(comments) <= 1
    assert bool(comments) == (not beginning.startswith(" /*"))


@pytest.mark.parametrize(
    "language_id",
    ["elixir", "julia", "vue", "graphql", "cython", "emacs-lisp", "markdown", "plaintext", "cobol"],
)
def test_where_documentation_is_no_comment_nothing_is_told(language_id: str) -> None:
    assert pieces_of("x = 1 # a\n", language_id, Span(0, 5)) is None


@given(
    st.lists(
        st.sampled_from(
            [
                "def f():",
                "    x = (",
                "/* a",
                "*/",
                "# é",
                "// b",
                '"""',
                "'",
                "{",
                "}",
                "\t",
                "",
                "<<~X",
                "`",
                "\ud800",
            ]
        ),
        max_size=12,
    ),
    st.sampled_from(LANGUAGES),
    st.data(),
)
def test_no_character_is_lost_whatever_the_text(
    lines: list[str], language_id: str, data: st.DataObject
) -> None:
    source = "\n".join(lines)
    places = st.integers(0, len(source))
    span = Span(*sorted((data.draw(places), data.draw(places))))
    pieces = pieces_of(source, language_id, span)
    assert pieces is not None
    assert "".join(piece.text for piece in pieces) == source[span.start : span.end]
    assert all(piece.text.strip() == "" for piece in pieces if piece.kind == "blank")
    assert all(piece.text.strip() for piece in pieces if piece.kind == "comment")


@pytest.mark.parametrize("language_id", WITHOUT_GRAMMAR)
def test_without_a_grammar_the_languages_own_comments_are_told(language_id: str) -> None:
    mark = cut_mark(language_id)
    assert told(f"x\n{mark}\ny\n", language_id) == [mark]


@pytest.mark.parametrize("language_id", LANGUAGES)
def test_half_a_character_stays_in_one_piece(language_id: str) -> None:
    source = "a = 1 # b\n\ud800\n\udfff{\ud800"
    pieces = pieces_of(source, language_id, Span(0, len(source)))
    assert pieces is not None
    assert "".join(piece.text for piece in pieces) == source
