import pytest
from hypothesis import given
from hypothesis import strategies as st
from tree_sitter import Point, TreeCursor

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.definitions import enclosing_definition
from pt_lsp.syntax.parsing import MAX_CHARS, parse
from pt_lsp.syntax.trees import MOST_TREES, Trees

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
    trees.tree("file:///a", language_id, text)
    for _ in range(data.draw(st.integers(1, 5))):
        for _ in range(data.draw(st.integers(1, 2))):
            start = data.draw(st.integers(0, len(text)))
            end = data.draw(st.integers(start, min(len(text), start + 12)))
            text = apply(text, [Change(Span(start, end), data.draw(PIECES))])
        tree, fresh = trees.tree("file:///a", language_id, text), parse(str(text), language_id)
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
    trees, text = Trees(), Text.of(SOURCES[language_id])
    expected = parse(str(text), language_id)
    assert expected is not None
    for at in range(len(text)):
        for piece in ("é", "\U0001f600\n", "(", '"', "\ud800"):
            trees.tree("file:///a", language_id, apply(text, [Change(Span(at, at), piece)]))
            tree = trees.tree("file:///a", language_id, apply(text, []))
            assert tree is not None
            assert _places(tree.root.walk()) == _places(expected.root.walk())


def test_a_text_is_parsed_once() -> None:
    trees, text = Trees(), Text.of("x = 1\n")
    tree = trees.tree("file:///a", "python", text)
    assert tree is not None
    assert trees.tree("file:///a", "python", text) is tree
    trees.forget("file:///a")
    assert trees.tree("file:///a", "python", text) is not tree


def test_an_earlier_tree_stays_as_it_was() -> None:
    trees, text = Trees(), Text.of("x = 1\ny = 2\n")
    before = trees.tree("file:///a", "python", text)
    assert before is not None
    places = _places(before.root.walk())
    trees.tree("file:///a", "python", apply(text, [Change(Span(0, 0), "def f():\n    pass\n")]))
    assert _places(before.root.walk()) == places


def test_another_language_starts_anew() -> None:
    trees, text = Trees(), Text.of("a = b\n")
    trees.tree("file:///a", "python", text)
    tree = trees.tree("file:///a", "javascript", text)
    assert tree is not None
    assert tree.root.type == "program"


def test_only_the_latest_documents_keep_a_tree() -> None:
    trees, text = Trees(), Text.of("x = 1\n")
    first = trees.tree("file:///first", "python", text)
    for n in range(MOST_TREES):
        trees.tree(f"file:///{n}", "python", text)
    assert trees.tree("file:///first", "python", text) is not first


@pytest.mark.parametrize("text", ["x" * (MAX_CHARS + 1), "x"])
def test_without_a_tree_none_is_told(text: str) -> None:
    language_id = "cobol" if len(text) == 1 else "python"
    assert Trees().tree("file:///a", language_id, Text.of(text)) is None


def test_a_text_that_was_too_long_has_a_tree_when_it_is_shorter() -> None:
    trees = Trees()
    assert trees.tree("file:///a", "python", Text.of("x" * (MAX_CHARS + 1))) is None
    assert trees.tree("file:///a", "python", Text.of("x")) is not None


def test_a_known_tree_tells_the_definition_without_parsing_again() -> None:
    text = Text.of("def f():\n    a()\n\nclass B:\n    c = 1\n")
    tree = Trees().tree("file:///a", "python", text)
    for offset in range(len(text)):
        span = Span(offset, offset)
        assert enclosing_definition(text, "python", span, tree) == enclosing_definition(text, "python", span)
