import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tree_sitter import Node

from pt_lsp.features.inline_completion.postprocess.syntax_gate import sound_part
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.syntax import parsing
from pt_lsp.syntax.grammars import GRAMMARS, Grammar
from pt_lsp.syntax.parsing import MAX_CHARS, MAX_PARSE_S, QUICK_PARSE_S, count_errors, find_problems, parse
from pt_lsp.syntax.scope import scope_at
from pt_lsp.syntax.trees import Trees

VALID = {
    "python": "def f(a):\n    return a\n",
    "typescript": "const f = (a: number): number => <number>a;\n",
    "typescriptreact": "const f = (a: number) => <p>{a}</p>;\n",
    "javascript": "const f = (a) => a;\n",
    "javascriptreact": "const f = (a) => <p>{a}</p>;\n",
    "go": "package p\n\nfunc f(a int) int { return a }\n",
    "rust": "fn f(a: i32) -> i32 { a }\n",
    "java": "class A { int f(int a) { return a; } }\n",
    "c": "int f(int a) { return a; }\n",
    "cpp": "template <class T> T f(T a) { return a; }\n",
    "csharp": "class A { int F(int a) => a; }\n",
    "css": ".a { color: var(--b); }\n",
    "html": '<a onclick="b()">c</a>\n',
    "json": '["(", {"a": 1}]\n',
    "lua": "local function f(a) return a end\n",
    "php": "<?php function f($a) { return $a; }\n",
    "ruby": "def f(a)\n  a\nend\n",
    "shellscript": "f() { echo; }\n",
}
UNSURE = {"jsonc": "[1,]\n", "kotlin": "class A { val b = 1 }\n"}


def test_every_grammar_is_tested() -> None:
    assert VALID.keys() | UNSURE.keys() == GRAMMARS.keys()


@pytest.mark.parametrize("language_id", VALID)
def test_valid_code_has_no_errors(language_id: str) -> None:
    assert count_errors(VALID[language_id], language_id) == 0


@pytest.mark.parametrize("language_id", VALID)
def test_code_cut_in_the_middle_has_errors(language_id: str) -> None:
    cut = VALID[language_id].index("(") + 2
    errors = count_errors(VALID[language_id][:cut], language_id)
    assert errors is not None
    assert errors > 0


@pytest.mark.parametrize("language_id", UNSURE)
def test_what_a_grammar_cannot_tell_is_unknown(language_id: str) -> None:
    assert count_errors(UNSURE[language_id], language_id) is None
    assert find_problems(UNSURE[language_id], language_id) == []
    assert parse(UNSURE[language_id], language_id) is not None


def test_what_the_grammar_had_to_complete_is_an_error() -> None:
    assert count_errors("def f(:\n    pass\n", "python") == 1


def test_each_error_counts() -> None:
    assert count_errors("x = (1\n", "python") == 1
    assert count_errors("int a = ;\nint b = ;\n", "java") == 2


def test_without_a_grammar_errors_are_unknown() -> None:
    assert count_errors("(", "cobol") is None
    assert count_errors("x" * (MAX_CHARS + 1), "python") is None


def test_a_text_that_takes_the_grammar_too_long_is_unknown() -> None:
    unit = "a(b => {"
    assert parse(unit * 20, "shellscript") is not None
    source = unit * 1_000
    assert parse(source, "shellscript", most_s=0.001) is None
    assert count_errors(source, "shellscript", most_s=0.001) is None


@given(st.text(alphabet="é日\U0001f600\ud800a=\n ", max_size=30), st.data())
def test_nodes_are_found_and_placed_in_code_points(source: str, data: st.DataObject) -> None:
    tree = parse(source, "python")
    assert tree is not None
    offset = data.draw(st.integers(0, len(source)))
    node = tree.node_at(offset)
    span = tree.span_of(node)
    assert span.start <= offset <= span.end or node == tree.root
    text = tree.encoded[node.start_byte : node.end_byte]
    assert text == source[span.start : span.end].encode("utf-8", "surrogatepass")


@given(
    st.lists(
        st.sampled_from(["a.b(", "def f(:", "\n", "    ", "[1, ", ")", "if x:", "é'", "{a: `", "=>", "end"])
    ),
    st.sampled_from(["python", "typescript", "ruby"]),
    st.data(),
)
def test_the_nodes_at_a_place_are_parents_of_each_other(
    pieces: list[str], language_id: str, data: st.DataObject
) -> None:
    source = "".join(pieces)
    tree = parse(source, language_id)
    assert tree is not None
    offset = data.draw(st.integers(0, len(source)))
    assert tree.nodes_at(offset) == parents(tree.node_at(offset))


def test_a_place_thousands_of_levels_deep_takes_one_look_at_each() -> None:
    tree = parse("a" + ".b" * 4_000, "python")
    assert tree is not None
    times_s = [time.thread_time()]
    nodes = tree.nodes_at(1)
    times_s.append(time.thread_time())
    assert nodes == parents(tree.node_at(1))
    times_s.append(time.thread_time())
    assert times_s[1] - times_s[0] < (times_s[2] - times_s[1]) / 4


def parents(node: Node | None) -> list[Node]:
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found


def test_problems_tell_their_line_and_what_is_wrong_in_the_order_of_the_text() -> None:
    first, second = find_problems("int é = 1;\r\nint a = ;\r\nint f() { return 1 }\r\n", "java")
    assert (first.line, second.line) == ("int a = ;", "int f() { return 1 }")
    assert (first.offset, second.offset) == (18, 41)
    assert second.message == "`;` is missing"


def test_there_are_as_many_problems_as_are_counted() -> None:
    for source in ("def f(:\n    pass\n", "x = (1\n", "x = 1\n", "", "x = = 2\ny = )\n"):
        assert len(find_problems(source, "python")) == count_errors(source, "python")
    assert find_problems("(", "cobol") == []


def test_a_broken_wheel_is_tried_and_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    (tmp_path / "tree_sitter_broken.py").write_text(
        "tries = []\n\ndef language():\n    tries.append(1)\n    raise OSError('no such symbol')\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    grammars = {"python": Grammar(module="tree_sitter_broken", definitions=frozenset({"class_definition"}))}
    monkeypatch.setattr(parsing, "GRAMMARS", grammars)
    for _ in range(3):
        assert parse("x = 1\n", "python") is None
        assert find_problems("x = (\n", "python") == []
    assert caplog.messages == ["tree_sitter_broken cannot be loaded (OSError); reinstall pt-lsp."]
    assert import_module("tree_sitter_broken").tries == [1]


GARBAGE = "x = 1\n" * 50 + "([{\"'<" * 5_000


def test_whoever_waits_on_the_loop_has_a_small_part_of_garbage_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[float] = []
    readings = iter(range(10**6))

    def one_later() -> float:
        reads.append(next(readings) * QUICK_PARSE_S / 10)
        return reads[-1]

    monkeypatch.setattr(parsing, "thread_time", one_later)
    assert scope_at(GARBAGE, "", "python") is None
    assert sound_part("(", InsertionPoint(GARBAGE, "", "python")) == "("
    assert len(reads) < 40


@pytest.mark.parametrize("language_id", ["python", "javascript", "shellscript"])
def test_parsing_keeps_nothing_of_the_texts_it_has_read(language_id: str) -> None:
    source = VALID[language_id] * 400
    trees = Trees()

    def parse_often() -> None:
        for n in range(20):
            text = source + "x\n" * n
            parse(text, language_id)
            parse(text, language_id, most_s=0.0)  # stopped in the middle
            trees.tree("a", text, language_id)
        trees.forget("a")

    parse_often()
    tracemalloc.start()
    try:
        before_bytes, _ = tracemalloc.get_traced_memory()
        parse_often()
        grown_bytes = tracemalloc.get_traced_memory()[0] - before_bytes
    finally:
        tracemalloc.stop()
    assert grown_bytes < len(source)


def test_two_threads_that_parse_at_once_read_their_own_text() -> None:
    sources = ["x = 1\n" * 3_000, "def f():\n    pass\n" * 3_000]
    expected = [parse(source, "python") for source in sources]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(parse, sources * 20, ["python"] * 40))
    for number, tree in enumerate(found):
        known = expected[number % 2]
        assert tree is not None
        assert known is not None
        assert (tree.root.child_count, tree.root.has_error) == (known.root.child_count, False)


def test_a_short_text_that_a_grammar_cannot_read_takes_a_part_of_the_longest_time() -> None:
    started_s = thread_time()
    assert parse("(((a;\n" * 4_000, "shellscript") is None
    assert thread_time() - started_s < MAX_PARSE_S / 2
