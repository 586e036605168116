from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.resolution.file_tree import FileTree, nearest
from pt_lsp.context.resolution.paths import join, parent, upwards
from tests.support.import_text import tree_of

_PATHS = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join)


def test_files_and_folders_are_found_by_the_ends_of_their_paths() -> None:
    tree = tree_of("/p/src/httpx/_models.py /p/xhttpx/_models.py _models.py")
    assert tree.with_tail("httpx/_models.py") == ["/p/src/httpx/_models.py"]
    assert len(tree.with_tail("_models.py")) == 3
    assert tree.with_tail("/p/src/httpx/_models.py") == ["/p/src/httpx/_models.py"]
    assert tree.folders_with_tail("src/httpx/") == ["/p/src/httpx/"]
    assert tree.folders_with_tail("src/") == []


def test_the_nearest_shares_the_most_folders_then_is_the_shortest() -> None:
    candidates = ["a/x.py", "a/b/c/x.py", "a/b/x.py"]
    assert nearest(candidates, "a/b/main.py") == "a/b/x.py"
    assert nearest(candidates, "a/b/c/d/main.py") == "a/b/c/x.py"
    assert nearest(candidates, "z/main.py") == "a/x.py"
    assert nearest([], "z/main.py") is None


def test_the_version_tells_whether_imports_may_mean_something_else() -> None:
    tree = tree_of("a/x.py a/package.json")
    seen = [tree.version]
    tree.add("a/x.py")
    tree.set_config("a/package.json", "")
    tree.remove("a/nothing.py")
    assert tree.version == seen[0]
    tree.add("a/y.py")
    seen.append(tree.version)
    tree.remove("a/y.py")
    seen.append(tree.version)
    tree.set_config("a/package.json", "{}")
    seen.append(tree.version)
    tree.remove("a/package.json")
    assert len({*seen, tree.version}) == 5


def test_a_removed_config_names_nothing() -> None:
    tree = FileTree()
    tree.set_config("a/package.json", '{"name": "x"}')
    tree.set_config("b/package.json", '{"name": "x"}')
    tree.remove("a/package.json")
    assert tree.configs.folders_named("package.json", "x") == ["b/"]
    tree.remove("b/package.json")
    assert tree.configs.folders_named("package.json", "x") == []


@given(st.lists(st.tuples(st.booleans(), _PATHS), max_size=30), _PATHS)
def test_a_tree_knows_what_was_added_and_not_removed(steps: list[tuple[bool, str]], tail: str) -> None:
    tree, expected = FileTree(), set[str]()
    for is_added, path in steps:
        (tree.add if is_added else tree.remove)(path)
        (expected.add if is_added else expected.discard)(path)
    assert len(tree) == len(expected)
    assert all(path in tree for path in expected)
    assert set(tree.with_tail(tail)) == {p for p in expected if f"/{p}".endswith(f"/{tail}")}
    folders = {path[: path.rfind("/") + 1] for path in expected} - {""}
    assert set(tree.folders_with_tail(f"{tail}/")) == {f for f in folders if f"/{f}".endswith(f"/{tail}/")}


def test_paths_are_joined_and_never_leave_the_top() -> None:
    assert join("a/b/", "../c/./d.ts") == "a/c/d.ts"
    assert join("a/", "..") == ""
    assert join("a/", "../..") is None
    assert join("/a/", "../../..") is None
    assert join("c:/a/", "./x//y/") == "c:/a/x/y"
    assert join("a/", "/etc/x") == "/etc/x"
    assert join("/a/", "..") == ""
    assert upwards("/a/b/") == ["/a/b/", "/a/", "/"]
    assert upwards("a/b/") == ["a/b/", "a/", ""]
    assert parent("") is None
