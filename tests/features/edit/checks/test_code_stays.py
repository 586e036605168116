import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.checks.code_stays import changed_code, read, with_code_kept
from tests.features.edit.checking import check, drafts_of, request_of

PY = "def f(a, b):\n    x = a+b  # sum\n    return x"
CLASS = (
    "class A:\n\n    def f(self): return 1\n\n    # old\n    def g(self):\n        # TODO\n        return 2"
)
CLASS_ANSWER = '''class A:
    """A."""

    def f(self):
        """F."""
        return 1

    # new
    def g(self):
        """G."""
        # Two.
        return 2'''
CLASS_EXPECTED = '''class A:
    """A."""

    def f(self): return 1

    # new
    def g(self):
        """G."""
        # Two.
        # TODO
        return 2'''
GO_ANSWER = """// F does.
func F(a int) int {
\t// Negative.
\tif a < 0 {
\t\t// none
\t\treturn 0
\t}
\treturn max(a)
}"""
GO = "func F(a int) int {\n\tif a < 0 { return 0 }\n\treturn a\n}"
JS = "/** old */\n// eslint-disable-next-line x\nfunction f(a) {\n  return a\n}"


def kept(old: str, new: str, language_id: str, around: str = "{}") -> str:
    request = request_of(around.format(f"<|>{old}<|>"), "document", language_id=language_id)
    return with_code_kept(request, new)


@pytest.mark.parametrize(
    ("language_id", "old", "new", "expected"),
    [
        (
            "python",
            PY,
            'def f(a: int, b: int) -> int:\n    """Adds.\n\n    More.\n    """\n    y = a + b\n    return y',
            'def f(a, b):\n    """Adds.\n\n    More.\n    """\n    x = a+b  # sum\n    return x',
        ),
        (
            "python",
            CLASS,
            CLASS_ANSWER,
            CLASS_EXPECTED,
        ),
        (
            "python",
            '@cached\ndef f():\n    """Old."""\n    return 1',
            '@cached\nasync def f():\n    """New."""\n    await 1',
            '@cached\ndef f():\n    """New."""\n    return 1',
        ),
        (
            "go",
            GO,
            GO_ANSWER,
            "// F does.\nfunc F(a int) int {\n\t// Negative.\n\tif a < 0 { return 0 }\n\treturn a\n}",
        ),
        (
            "javascript",
            JS,
            "/**\n * New.\n */\nexport function f(a) {\n  return a;\n}",
            "/**\n * New.\n */\n// eslint-disable-next-line x\nfunction f(a) {\n  return a\n}",
        ),
        (
            "shellscript",
            "#!/bin/sh\n# old\nf() {\n  echo a  # c\n}",
            "# New.\nf() {\n  echo a  # better\n}",
            "#!/bin/sh\n# New.\nf() {\n  echo a  # better\n}",
        ),
        (
            "rust",
            "#[inline]\npub fn f() -> u8 {\n    1\n}",
            "/// One.\n///\n/// # Errors\n#[inline]\npub fn f() -> Result<u8> {\n    Ok(1)\n}",
            "/// One.\n///\n/// # Errors\n#[inline]\npub fn f() -> u8 {\n    1\n}",
        ),
        (
            "swift",
            "func f(a: Int) -> Int { a }",
            "/// One.\nfunc f(a: Int) -> Int {\n    return a\n}",
            "/// One.\nfunc f(a: Int) -> Int { a }",
        ),
        (
            "java",
            "int f(int a) {\n    return a; // same\n}",
            "/**\n * F.\n */\nint f(final int a) {\n    return a;\n}",
            "/**\n * F.\n */\nint f(int a) {\n    return a; // same\n}",
        ),
        (
            "python",
            "def f(a):\n    return g(a,\n             1)",
            'def f(a):\n    """F."""\n    return g(a, 1)',
            'def f(a):\n    """F."""\n    return g(a,\n             1)',
        ),
    ],
)
def test_the_code_stays_and_the_comments_are_taken(
    language_id: str, old: str, new: str, expected: str
) -> None:
    assert kept(old, new, language_id) == expected


@pytest.mark.parametrize(
    ("language_id", "old", "new", "expected"),
    [
        ("go", "// (c) me\n\n// old\nfunc F() {}", "// F.\nfunc F() {}", "// (c) me\n\n// F.\nfunc F() {}"),
        ("go", "// Kept.\n\n// old\nfunc F() {}", "// F.\nfunc F() {}", "// Kept.\n\n// F.\nfunc F() {}"),
        (
            "go",
            "// old\nfunc F() {\n\t// why\n\ta()\n}",
            "// F.\nfunc F() {\n\ta()\n}",
            "// F.\nfunc F() {\n\t// why\n\ta()\n}",
        ),
        (
            "python",
            "def f():  # noqa: A1\n    a()",
            'def f():  # F\n    """F."""\n    a()',
            'def f():  # noqa: A1\n    """F."""\n    a()',
        ),
        (
            "python",
            "def f():\n    # why\n    a()",
            'def f():\n    """F."""\n    a()',
            'def f():\n    """F."""\n    # why\n    a()',
        ),
    ],
)
def test_comments_that_are_no_documentation_stay(language_id: str, old: str, new: str, expected: str) -> None:
    assert kept(old, new, language_id) == expected


@pytest.mark.parametrize(
    ("language_id", "old", "new"),
    [
        ("python", PY, "def f(a, b):\n    return a + b"),
        ("python", "def f(): return 1", 'def f():\n    """F."""\n    return 1'),
        ("go", GO, "func F(a int) int { /* open"),
        ("javascript", "const a = 1 + 2", "const a = 1 + // one\n  2"),
        ("python", "x = 1", "I cannot do that."),
    ],
)
def test_an_answer_whose_comments_fit_nowhere_is_refused(language_id: str, old: str, new: str) -> None:
    with pytest.raises(UnusableReply, match=r"only documentation.*ask again\.$"):
        kept(old, new, language_id)


@pytest.mark.parametrize(
    ("language_id", "old", "answer", "expected"),
    [
        ("python", "@a\ndef f(a):\n    return a", '"""F."""', '@a\ndef f(a):\n    """F."""\n    return a'),
        (
            "python",
            "def f(a):\n    return a",
            'def f(a):\n    """F."""',
            'def f(a):\n    """F."""\n    return a',
        ),
        ("go", "func F() {\n}", "// F does.\n// More.", "// F does.\n// More.\nfunc F() {\n}"),
        (
            "go",
            "func F() {\n\ta()\n}",
            "// F does.\nfunc F() {\n\t...\n}",
            "// F does.\nfunc F() {\n\ta()\n}",
        ),
    ],
)
def test_an_answer_that_left_code_out_gives_its_documentation(
    language_id: str, old: str, answer: str, expected: str
) -> None:
    assert kept(old, answer, language_id) == expected


def test_methods_are_read_in_their_class() -> None:
    old = "    int f(int a) {\n        return a;\n    }"
    new = "    /** F. */\n    int f(int a) {\n        return a + 0;\n    }"
    assert kept(old, new, "java", "class A {{\n{}\n}}\n") == f"    /** F. */\n{old}"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_documents_line_ends_stay(line_end: str) -> None:
    old, new = "def f():\n    return 1", 'def f():\n    """F."""\n    return 2'
    expected = 'def f():\n    """F."""\n    return 1'
    assert kept(old.replace("\n", line_end), new, "python", "{}" + line_end) == expected.replace(
        "\n", line_end
    )


def test_a_language_that_cannot_be_judged_comes_with_a_warning() -> None:
    request = request_of("<|>def f, do: 1<|>\n", "document", language_id="elixir")
    last = drafts_of(request, '@doc "One."\ndef f, do: 1')[-1]
    assert last.needs_verdict
    assert "cannot be told in this language" in (last.warning or "")
    assert changed_code(request, "def f, do: 1") is None


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("x = 1", None),
        ("x = 1  # one", None),
        ("x = 2", "The new text changes code where only documentation may"),
    ],
)
def test_code_that_changed_all_the_same_is_told(new: str, told: str | None) -> None:
    said = changed_code(request_of("<|>x = 1<|>\n", "document"), new)
    assert said is None if told is None else (said or "").startswith(told)


def test_an_answer_that_changed_code_is_put_right_before_its_syntax_is_judged() -> None:
    check(
        "def f(a):\n    ret<|>urn a\n",
        'def f(a):\n    """F."""\n    return (a\n',
        'def f(a):\n    """F."""\n    return a\n',
        "document",
    )


def test_changed_code_is_never_seen() -> None:
    request = request_of("<|>def f(a):\n    x = a\n    return x<|>\n", "document")
    answer = 'def f(a):\n    """F."""\n    x = a\n    # Back.\n    return x + 1\n'
    drafts = drafts_of(request, answer)
    assert [draft.text for draft in drafts] == [
        "def f(a):\n",
        'def f(a):\n    """F."""\n    x = a\n',
        'def f(a):\n    """F."""\n    x = a\n    # Back.\n    return x',
    ]


CODE = {
    "python": [
        "def f(a):",
        "    x = g(a,",
        "          1)",
        "    if x:",
        "        y = [",
        "            2,",
        "        ]",
        "    return x + 1",
    ],
    "go": ["func F(a int) {", "\tx := g(a,", "\t\t1)", "\tif x {", "\t\th()", "\t}", "\treturn", "}"],
    "ruby": ["def f(a)", "  x = g(a,", "        1)", "  if x", "    h", "  end", "  x + 1", "end"],
    "rust": [
        "#[inline]",
        "fn f(a: u8) -> u8 {",
        "    let x = g(a,",
        "        1);",
        "    if x > 1 {",
        "        h();",
        "    }",
        "    x",
        "}",
    ],
    "typescript": [
        "export function f(a: string) {",
        "  const x = g(a,",
        "    1)",
        "  if (x) {",
        "    h()",
        "  }",
        "  return x",
        "}",
    ],
    "lua": [
        "local function f(a)",
        "  local x = g(a,",
        "    1)",
        "  if x then",
        "    h()",
        "  end",
        "  return x",
        "end",
    ],
    "swift": [
        "func f(a: Int) -> Int {",
        "    let x = g(a,",
        "        1)",
        "    if x > 1 {",
        "        h()",
        "    }",
        "    return x",
        "}",
    ],
    "php": [
        "function f($a) {",
        "    $x = g($a,",
        "        1);",
        "    if ($x) {",
        "        h();",
        "    }",
        "    return $x;",
        "}",
    ],
}
SIGNS = {"python": "#", "ruby": "#", "lua": "--"}
WORDS = ["Why.", "é: 1", "TODO: x", "f(a)", "}", "end"]


@st.composite
def commented(draw: st.DrawFn, language_id: str) -> tuple[list[str], list[str]]:
    """The language's code with comments, and these comments."""
    sign = SIGNS.get(language_id, "//")
    lines: list[str] = []
    comments: list[str] = []
    for number, code in enumerate(CODE[language_id]):
        for at in range(draw(st.integers(0, 2))):
            comments.append(f"{sign} {draw(st.sampled_from(WORDS))} {number}.{at}")
            lines.append(code[: len(code) - len(code.lstrip())] + comments[-1])
        line = code
        if draw(st.integers(0, 3)) == 0:
            # One for programs, or work to do, that is there keeps its place.
            comments.append(f"{sign} {draw(st.sampled_from(WORDS[:2]))} {number}")
            line += f"  {comments[-1]}"
        lines.append(line)
    if draw(st.booleans()):
        is_inside, block = _block(language_id, draw(st.integers(0, 9)))
        comments.append(block)
        head = next(at for at, line in enumerate(lines) if line.startswith(CODE[language_id][0]))
        lines.insert(head + 1 if is_inside else head, block)
    return lines, comments


def _block(language_id: str, number: int) -> tuple[bool, str]:
    """Documentation of several lines, and whether it stands inside."""
    if language_id == "python":
        return True, f'    """Does.\n\n      It: {number}\n    """'
    if language_id in {"ruby", "lua"}:
        sign = SIGNS[language_id]
        return False, f"{sign} Does.\n{sign}\n{sign}   It: {number}"
    return False, f"/**\n * Does.\n *\n *   @it {number} x\n */"


EACH = st.sampled_from(sorted(CODE))
AROUND = {"php": "<?php\n{}\n"}


@given(EACH, st.data())
def test_where_no_code_changed_all_new_comments_arrive(language_id: str, data: st.DataObject) -> None:
    old, _ = data.draw(commented(language_id))
    new, comments = data.draw(commented(language_id))
    text = kept("\n".join(old), "\n".join(new), language_id, AROUND.get(language_id, "{}"))
    assert all(comment in text for comment in comments)
    if old == CODE[language_id]:
        assert text == "\n".join(new)


@given(EACH, st.data())
def test_old_code_lines_stay_to_the_byte_whatever_the_answer(language_id: str, data: st.DataObject) -> None:
    old, _ = data.draw(commented(language_id))
    new, _ = data.draw(commented(language_id))
    changed = st.lists(
        st.tuples(st.integers(0, len(new)), st.sampled_from(["x = 2", "}", "", "  y", "{", '"""', "/*"]))
    )
    for at, line in data.draw(changed):
        if data.draw(st.booleans()):
            new.insert(at, line)
        else:
            new[at : at + 1] = []
    around = AROUND.get(language_id, "{}")
    request = request_of(around.format("<|>" + "\n".join(old) + "<|>"), "document", language_id=language_id)
    try:
        text = with_code_kept(request, "\n".join(new))
    except UnusableReply:
        return
    before, after = read(request, "\n".join(old)), read(request, text)
    assert before is not None
    assert after is not None
    assert before.tokens == after.tokens
    kept_lines = iter(text.split("\n"))
    assert all(any(line.startswith(code) for line in kept_lines) for code in CODE[language_id])
