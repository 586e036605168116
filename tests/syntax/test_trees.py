from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tree_sitter import Point, TreeCursor

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.outline import outline
from pt_lsp.syntax.parsing import MAX_CHARS, parse
from pt_lsp.syntax.trees import MOST_KEPT_CHARS, MOST_TREES, Trees

SOURCES = {
    "python": "class Größe:\n    '\U0001f600'\n    def f(a=1):\n        return [a, 'é']\n\n\nx = f\"{y}\"\n",
    "typescript": "class A<T> {\n  // é\n  f = (a: T) => `\U0001f600${a}`;\n}\nconst b = {c: [1, 2]};\n",
    "ruby": 'class A\n  def f(a)\n    "é#{a}" if b\n  end\nend\n',
    "html": '<ul>\n  <li id="é">\U0001f600</li>\n</ul>\n',
}
PIECES = st.text(alphabet="()[]{}<>\"'`:;=/#\n\t aé\U0001f600\ud800", max_size=6)


@given(st.sampled_from(sorted(SOURCES)), st.data())
def test_a_tree_that_follows_changes_is_the_tree_of_the_text(language_id: str, data: st.DataObject) -> None:
    trees, text = Trees(), Text.of(SOURCES[language_id])
    trees.tree("a", str(text), language_id)
    for _ in range(data.draw(st.integers(1, 5))):
        for _ in range(data.draw(st.integers(1, 2))):
            start = data.draw(st.integers(0, len(text)))
            end = data.draw(st.integers(start, min(len(text), start + 12)))
            text = apply(text, [Change(Span(start, end), data.draw(PIECES))])
        tree, fresh = trees.tree("a", str(text), language_id), parse(str(text), language_id)
        assert tree is not None
        assert fresh is not None
        # Where both are at a loss, how they get along may differ.
        if not (tree.root.has_error and fresh.root.has_error):
            assert _places(tree.root.walk()) == _places(fresh.root.walk())


def _places(cursor: TreeCursor) -> list[tuple[str, int, int, Point, Point]]:
    """All nodes with their places, in the order of the text."""
    found = []
    while True:
        node = cursor.node
        assert node is not None
        found.append((node.type, node.start_byte, node.end_byte, node.start_point, node.end_point))
        if cursor.goto_first_child() or cursor.goto_next_sibling():
            continue
        while cursor.goto_parent():
            if cursor.goto_next_sibling():
                break
        else:
            return found


@pytest.mark.parametrize("language_id", sorted(SOURCES))
def test_a_tree_recovers_from_what_was_typed_and_taken_back(language_id: str) -> None:
    trees, source = Trees(), SOURCES[language_id]
    expected = parse(source, language_id)
    assert expected is not None
    for at in range(len(source)):
        for piece in ("é", "\U0001f600\n", "(", '"', "\ud800"):
            trees.tree("a", source[:at] + piece + source[at:], language_id)
            tree = trees.tree("a", source, language_id)
            assert tree is not None
            assert _places(tree.root.walk()) == _places(expected.root.walk())


def test_an_earlier_tree_stays_as_it_was() -> None:
    trees, source = Trees(), "x = 1\ny = 2\n"
    before = trees.tree("a", source, "python")
    assert before is not None
    places = _places(before.root.walk())
    trees.tree("a", "def f():\n    pass\n" + source, "python")
    assert _places(before.root.walk()) == places


def test_another_language_starts_anew() -> None:
    trees = Trees()
    trees.tree("a", "a = b\n", "python")
    tree = trees.tree("a", "a = b\n", "javascript")
    assert tree is not None
    assert tree.root.type == "program"


def _kept(trees: Trees) -> list[str]:
    return list(trees._trees)


def test_only_the_latest_documents_keep_a_tree() -> None:
    trees = Trees()
    for name in map(str, range(MOST_TREES)):
        trees.tree(name, "x = 1\n", "python")
    assert len(_kept(trees)) == MOST_TREES
    trees.tree("0", "x = 2\n", "python")
    trees.tree("new", "x = 1\n", "python")
    assert set(_kept(trees)) == {"0", "new", *map(str, range(2, MOST_TREES))}
    trees.forget("new")
    trees.forget("never seen")
    assert len(_kept(trees)) == MOST_TREES - 1


def test_long_documents_keep_fewer_trees() -> None:
    trees = Trees()
    for name in "abc":
        trees.tree(name, f"x = '{'x' * (MOST_KEPT_CHARS // 2 - 6)}'", "python")
    assert set(_kept(trees)) == {"b", "c"}
    assert trees.tree("b", "x" * (MOST_KEPT_CHARS + 1), "python") is not None
    assert _kept(trees) == ["c"]


@pytest.mark.parametrize(("source", "language_id"), [("x" * (MAX_CHARS + 1), "python"), ("x", "cobol")])
def test_without_a_tree_none_is_told(source: str, language_id: str) -> None:
    assert Trees().tree("a", source, language_id) is None


def test_a_text_that_was_too_long_has_a_tree_when_it_is_shorter() -> None:
    trees = Trees()
    assert trees.tree("a", "x" * (MAX_CHARS + 1), "python") is None
    assert trees.tree("a", "x", "python") is not None


@pytest.mark.parametrize("language_id", ["python", "typescript"])
def test_an_outline_can_be_read_from_a_tree_that_is_kept(language_id: str) -> None:
    trees, source = Trees(), SOURCES[language_id]
    for text in (source, source.replace("f", "renamed"), source * 2):
        assert outline(text, language_id, partial(trees.tree, "a")) == outline(text, language_id)
