from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.project.notebook_cells import Cell, NotebookCells
from pt_lsp.settings.options import Settings

NOTEBOOK = "file:///project/a.ipynb"
SETTINGS = Settings()


def uri_of(name: str, notebook: str = "/project/a.ipynb") -> str:
    return f"vscode-notebook-cell:{notebook}#{name}"


def snapshot(
    name: str, text: str, language_id: str = "python", notebook: str = "/project/a.ipynb"
) -> Snapshot:
    return Snapshot(uri_of(name, notebook), language_id, 1, Text.of(text), SETTINGS)


def notebook_of(**texts: str) -> NotebookCells:
    """Code cells with these texts in this order."""
    cells = NotebookCells()
    cells.arrange(NOTEBOOK, [Cell(uri_of(name), is_code=True) for name in texts])
    for name, text in texts.items():
        cells.opened(snapshot(name, text))
    return cells


def shown(cells: NotebookCells, name: str, budget: int = 10_000) -> dict[str, str]:
    return {each.path: each.text for each in cells.around(snapshot(name, ""), "a.ipynb", budget)}


def test_cells_are_shown_in_the_order_of_the_notebook() -> None:
    cells = notebook_of(one="import os\n", two="x = 1\n", three="", four="y = 2\n")
    assert shown(cells, "two") == {
        "a.ipynb (cells above)": "# %%\nimport os",
        "a.ipynb (cells below)": "# %%\ny = 2",
    }
    assert shown(cells, "four") == {"a.ipynb (cells above)": "# %%\nimport os\n# %%\nx = 1"}


def test_what_is_near_comes_first_and_what_was_run_before() -> None:
    far, near, below = "far = 1\n" * 30, "near = 1\n" * 30, "below = 1\n" * 30
    cells = notebook_of(far=far, near=near, here="", below=below)
    (above,) = shown(cells, "here", 430).values()
    assert above.startswith("...\nfar = 1\n"), "the part of a cell that is nearest"
    assert above.endswith(f"far = 1\n# %%\n{near.rstrip()}")
    assert list(shown(cells, "here", 1_000)) == ["a.ipynb (cells above)", "a.ipynb (cells below)"]


def test_a_markdown_cell_is_told_by_its_beginning_and_another_language_by_its_name() -> None:
    cells = NotebookCells()
    kinds = {"prose": False, "query": True, "here": True}
    cells.arrange(NOTEBOOK, [Cell(uri_of(name), is_code) for name, is_code in kinds.items()])
    cells.opened(snapshot("prose", "# Loading\n" + "It loads.\n" * 100, "markdown"))
    cells.opened(snapshot("query", "select 1", "sql"))
    (above,) = shown(cells, "here").values()
    assert above.startswith("# %% [markdown]\n# Loading\nIt loads.\n")
    assert above.endswith("# %% [sql]\nselect 1")
    assert len(above) < 350


def test_cells_that_move_come_and_go_are_followed() -> None:
    cells = notebook_of(one="a = 1", two="b = 2", three="c = 3")
    cells.splice(NOTEBOOK, 0, 3, [Cell(uri_of(name), is_code=True) for name in ("three", "one", "two")])
    assert shown(cells, "one") == {
        "a.ipynb (cells above)": "# %%\nc = 3",
        "a.ipynb (cells below)": "# %%\nb = 2",
    }
    cells.splice(NOTEBOOK, 0, 1, [])
    cells.closed(uri_of("three"))
    assert list(shown(cells, "one")) == ["a.ipynb (cells below)"]
    assert not cells.holds(uri_of("three"))
    cells.splice(NOTEBOOK, 0, 0, [Cell(uri_of("new"), is_code=True)])
    assert list(shown(cells, "one")) == ["a.ipynb (cells below)"], "its text is not known yet"
    cells.opened(snapshot("new", "d = 4"))
    assert shown(cells, "one")["a.ipynb (cells above)"] == "# %%\nd = 4"
    cells.drop(NOTEBOOK)
    assert shown(cells, "one") == {}
    cells.splice(NOTEBOOK, 0, 0, [Cell(uri_of("one"), is_code=True)])
    assert not cells.holds(uri_of("one")), "the others are not known any more"


def test_a_cell_of_another_file_is_not_shown() -> None:
    cells = notebook_of(one="a = 1")
    cells.splice(NOTEBOOK, 0, 0, [Cell(uri_of("x", "/project/private.ipynb"), is_code=True)])
    cells.opened(snapshot("x", "secret = 1", notebook="/project/private.ipynb"))
    assert shown(cells, "one") == {}


names = st.sampled_from("abcdefgh")
splices = st.tuples(st.integers(-2, 9), st.integers(-1, 9), st.lists(names, max_size=4))


@given(st.lists(names, unique=True), st.lists(splices, max_size=8), st.integers(-5, 400), names)
def test_whatever_order_is_told_nothing_is_shown_twice_or_beyond_the_budget(
    order: list[str], changes: list[tuple[int, int, list[str]]], budget: int, name: str
) -> None:
    cells = notebook_of(**{each: f"name_{each} = 1\n" * 5 for each in order})
    expected = list(order)
    for start, n_deleted, coming in changes:
        new = [each for each in dict.fromkeys(coming) if each not in expected]
        place = max(start, 0)
        cells.splice(NOTEBOOK, start, n_deleted, [Cell(uri_of(each), is_code=True) for each in new])
        expected[place : place + max(n_deleted, 0)] = new
        for each in new:
            cells.opened(snapshot(each, f"name_{each} = 1\n" * 5))
    snippets = cells.around(snapshot(name, ""), "a.ipynb", budget)
    assert sum(len(each.path) + len(each.text) + 2 for each in snippets) <= max(budget, 0)
    text = "\n".join(each.text for each in snippets)
    seen = [each for each in expected if f"name_{each}" in text]
    assert text.count("# %%") <= len(seen)
    assert name not in seen
    positions = [text.index(f"name_{each}") for each in seen]
    assert positions == sorted(positions)
