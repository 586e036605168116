import gzip
import json
import re
from collections.abc import Iterable, Iterator
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.syntax.code_lines.literals import is_balanced
from pt_lsp.syntax.outline import Definition, outline
from pt_lsp.syntax.outlining.reading import MOST_SIGNATURE
from tests.support.shared_data import shared_data
from tests.syntax.test_outline import SOURCES

REMARKS = {"python": r"(?:^|\s)#", "ruby": r"(?:^|\s)# ", "shellscript": r"(?:^|\s)# ", "css": r"/\*"}
REMARKS |= {"lua": "--", "html": "<!--"}
LITERAL = re.compile(r"""'[^']*'|"[^"]*"|`[^`]*`""")
ENDINGS = {"py": "python", "ts": "typescript", "tsx": "typescriptreact", "go": "go", "rs": "rust"}
ENDINGS |= {"java": "java", "php": "php", "rb": "ruby", "js": "javascript"}


def all_of(definitions: Iterable[Definition]) -> Iterator[Definition]:
    for each in definitions:
        yield each
        yield from all_of(each.members)


def check(source: str, language_id: str) -> int:
    """Every signature of a file is a piece of code; returns how many there are."""
    n = 0
    for definition in all_of(outline(source, language_id).definitions):
        for line in definition.signature.split("\n"):
            n += 1
            assert is_balanced(line), line
            assert not any(line.count(quote) % 2 for quote in '"`'), line
            assert not re.search(REMARKS.get(language_id, r"//|/\*"), LITERAL.sub("''", line)), line
            assert len(line) <= MOST_SIGNATURE + len("typedef  ") + len(definition.name)
            assert line.isprintable() or not line.isascii()
    return n


def test_a_tag_whose_attribute_is_not_closed_ends_before_it() -> None:
    source = SOURCES["html"]
    check(source[:240] + source[244:844], "html")


@given(st.sampled_from(sorted(SOURCES)), st.data())
def test_a_signature_is_whole_wherever_the_code_is_broken(language_id: str, data: st.DataObject) -> None:
    source = SOURCES[language_id]
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 400)))
    put = data.draw(st.text(alphabet="()[]{}<>\"'`:;=,.#@\n\t aé", max_size=8))
    check(source[max(0, start - 600) : start] + put + source[end : end + 600], language_id)


@pytest.mark.shared_data
@pytest.mark.parametrize("split", ["dev", "more_dev"])
def test_each_signature_of_real_code_is_whole(split: str) -> None:
    n = 0
    with gzip.open(shared_data() / "context_cases" / split / "repos.jsonl.gz", "rt") as lines:
        for line in lines:
            for path, text in json.loads(line)["files"].items():
                if language_id := ENDINGS.get(path.rpartition(".")[2]):
                    n += check(text, language_id)
    assert n > 5_000


def signatures(language_id: str, source: str) -> list[str]:
    return [each.signature for each in all_of(outline(source, language_id).definitions)]


def test_members_that_only_a_lines_end_parted_are_parted() -> None:
    source = "type Make = Readonly<{\n  is(a: A): a is B\n  make(\n    b: B,\n  ): C\n}>\n"
    assert signatures("typescript", source)[0] == "type Make = Readonly<{ is(a: A): a is B; make(b: B): C }>"


def test_a_long_type_whose_members_are_told_of_leaves_them_out() -> None:
    members = "\n".join(f"  make{n}(node: OperationNode): AlterTableNode" for n in range(9))
    found = signatures("typescript", f"type Make = Readonly<{{\n{members}\n}}>\n")
    assert found[0] == "type Make = Readonly<{...}>"
    assert found[1] == "make0(node: OperationNode): AlterTableNode"


@pytest.mark.parametrize(
    ("language_id", "source", "signature"),
    [
        ("typescript", "const a: B = freeze<B>({\n  c() {},\n})\n", "const a: B = freeze<B>(...)"),
        ("typescript", "let f = (a: A): void => {\n  b()\n}\n", "let f = (a: A): void => ..."),
        ("typescript", "class A<\n  // why\n  B extends C, // so\n  D,\n> {}\n", "class A<B extends C, D>"),
        ("python", "x = cache(maxsize=None)(\n    load\n)\n", "x = cache(maxsize=None)(...)"),
        ("python", 'a = """x\n(y\n"""\n', 'a = """..."""'),
        ("python", "def f(a,  # first\n      b): ...\n", "def f(a, b)"),
        ("ruby", "LEVELS = [\n  1,\n]\n", "LEVELS = [...]"),
        ("ruby", "A = Hash.new do |a, b|\n  a[b] = 1\nend\n", "A = Hash.new do...end"),
        ("ruby", "A = /(a|\n b)/x\n", "A = /.../x"),
        ("c", "#define A (1 << 3) /* three */\n", "#define A (1 << 3)"),
        ("lua", "t =\n{\n  a = 1,\n}\n", "t = {...}"),
        ("css", "a { --b: 1px; }", "--b: 1px"),
        (
            "typescript",
            "const A: Readonly<\n  Record<B, true>\n> = f({\n  a: true,\n})\n",
            "const A: Readonly<Record<B, true>> = f(...)",
        ),
        ("typescript", "interface A<out B> extends C {\n  d(): B\n}\n", "interface A"),
    ],
)
def test_a_value_is_closed_where_it_is_cut(language_id: str, source: str, signature: str) -> None:
    assert signatures(language_id, source)[0] == signature


def test_parameters_are_left_out_before_what_is_given_and_between_two_of_them() -> None:
    source = f"def find({', '.join(f'parameter_{n}: int' for n in range(40))}) -> Found: ...\n"
    (signature,) = signatures("python", source)
    assert len(signature) <= MOST_SIGNATURE
    assert re.fullmatch(r"def find\((?:parameter_\d+: int, )+\.\.\.\) -> Found", signature)


def test_what_a_method_sets_is_told_as_it_stands_there() -> None:
    python = "class A:\n  def __init__(self, a: B, c, d: int = 1):\n"
    python += (
        "    self.a = a\n    self.c = c\n    self.d = d\n    self.e = F(\n      1)\n    self.g, self.h = c\n"
    )
    found = signatures("python", python)[2:]
    assert found == ["self.a = a", "self.c = c", "self.d = d", "self.e = F(...)", *["self.g, self.h = c"] * 2]
    script = (
        "class A {\n  constructor(a: B, c) {\n    this.a = a\n    this.c = c\n    this.#e = F(1)\n  }\n}\n"
    )
    assert signatures("typescript", script)[2:] == ["this.a = a", "this.c = c", "this.#e = F(1)"]


def test_what_stands_at_a_cursor_is_no_part_of_a_signature() -> None:
    source = "impl A {\n    pub fn load(&self) ->\n        match self {\n"
    source += "            A::B(c) => Ok(d(c, E)),\n        }\n    }\n}\n"
    assert "pub fn load(&self)" in signatures("rust", source)
    assert "match" not in " ".join(signatures("rust", source))


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("a.", "")])
def test_a_value_of_any_depth_has_a_line(opening: str, closing: str) -> None:
    (line,) = signatures("python", f"x = {opening * 3_000}a{closing * 3_000}")
    assert line.startswith("x")
    assert len(line) <= MOST_SIGNATURE


def test_statements_that_a_broken_class_seems_to_hold_are_no_members() -> None:
    source = "class A {\n  f = (a?: B): C => {\n    const d = e(\n      a && this.#g\n    )\n"
    source += "    if (this.h) {\n    }\n  }\n"
    names = {each.name for each in outline(source, "typescript").definitions}
    assert not names & {"const", "if"}


@pytest.mark.parametrize(
    "piece", ["function f(a) {\n", "a = {b = function(\n", "f(", "class A { void f(\n", "x = [\n", "x: {\n"]
)
@pytest.mark.parametrize("language_id", ["csharp", "lua", "python", "ruby", "typescript"])
def test_an_outline_of_broken_code_takes_no_longer_for_each_line_where_there_are_many(
    language_id: str, piece: str
) -> None:
    taken_s = []
    for n in (1_000, 10_000):
        started_s = thread_time()
        outline(piece * (n // len(piece)), language_id)
        taken_s.append(thread_time() - started_s)
    assert taken_s[1] < 0.35 + 20 * taken_s[0]
