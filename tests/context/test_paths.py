"""Labels: what prompts call documents, and that they lead to nobody's home."""

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.paths import label_of
from pt_lsp.documents.uris import path_or_uri, uri_of


@pytest.mark.parametrize(
    ("path", "folders", "label"),
    [
        ("/home/alice/shop/src/app.py", ["/home/alice/shop"], "src/app.py"),
        ("/home/alice/shop/src/app.py", ["/home/alice", "/home/alice/shop/src"], "app.py"),
        ("/home/alice/shop/src/app.py", ["/home/alice/shop2"], "app.py"),
        ("/home/alice/app.py", [], "app.py"),
        ("/home/alice/app.py", ["/"], "app.py"),
        ("/home/alice/app.py", ["/home"], "app.py"),
        ("/shop/../home/alice/app.py", ["/shop"], "app.py"),
        ("/shop/~/app.py", ["/shop"], "app.py"),
        ("/shop/C:\\Users\\alice\\app.py", ["/shop"], "app.py"),
        ('/shop/it\'s "<x>"\n\u202e\udcff.py', ["/shop"], "it's __x_____.py"),
        ("/app.py", [], "app.py"),
        ("/", [], "untitled"),
        ("/..", ["/shop"], "untitled"),
        ("C:/Users/alice/shop/src/app.py", ["c:/users/alice/shop"], "src/app.py"),
        ("C:/Users/alice/app.py", ["D:/"], "app.py"),
        ("C:/Users/alice/app.py", ["C:/"], "app.py"),
        ("C:/Users/alice/app.py", ["C:/Users"], "app.py"),
        ("C:\\Users\\alice\\app.py", [], "app.py"),
        ("//server/alice/src/app.py", [], "app.py"),
        ("//server/alice/src/app.py", ["//server/alice/src"], "app.py"),
        ("untitled:Untitled-1", ["/shop"], "Untitled-1"),
        ("untitled:", [], "untitled"),
        ("untitled:/home/alice/shop/app.py", ["/home/alice/shop"], "app.py"),
        ("untitled:C:\\Users\\alice\\app.py", [], "app.py"),
        ("untitled:%252Fhome%252Falice%252Fapp.py", [], "app.py"),
        ('git:/shop/app.py?{"path":"/home/alice/shop/app.py"}', [], "app.py"),
        ("vscode-notebook-cell:/home/alice/a.ipynb#W0", [], "a.ipynb"),
        ("ssh://alice@host", [], "untitled"),
        ("ssh://[", [], "untitled"),
        ("file://server/alice/app.py", [], "app.py"),
    ],
)
def test_a_label_is_the_way_within_the_workspace_or_the_name(
    path: str, folders: list[str], label: str
) -> None:
    assert label_of(path, folders) == label


def test_a_name_without_end_is_no_name() -> None:
    assert label_of("untitled:%" + "25" * 1_000_000 + "2Fhome") == "untitled"


HOMES = ("/home/alice", "/Users/alice", "/srv/alice", "C:/Users/alice", "//server/alice/home/alice")
PARTS = st.lists(
    st.sampled_from(["src", "a.py", "..", ".", "~", "~bob", "C:", "\\", "..\\x", "%2e%2e", "it's", "ü\n"])
    | st.text(st.characters(exclude_characters="/"), min_size=1, max_size=4),
    min_size=1,
    max_size=4,
).map("/".join)
SCHEMES = st.sampled_from(["", "untitled:", "git:", "ssh://alice@host", "vscode-notebook-cell:"])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Something in somebody's home, and workspace folders above, in and beside it."""
    home = draw(st.sampled_from(HOMES))
    project = f"{home}/{draw(PARTS)}"
    path = f"{draw(st.sampled_from([home, project]))}/{draw(PARTS)}"
    above = [parent.as_posix() for parent in PureWindowsPath(home).parents if parent.name != "srv"]
    folders = draw(st.lists(st.sampled_from([home, project, "/elsewhere", *above]), max_size=3))
    return draw(SCHEMES) + draw(st.sampled_from([path, path.replace("/", "\\")])), folders


@given(documents())
def test_no_label_leads_out_of_the_workspace_or_into_a_home(document: tuple[str, list[str]]) -> None:
    label = label_of(*document)
    assert label
    assert label.isprintable()
    assert "alice" not in label
    assert not PurePosixPath(label).is_absolute()
    assert not PureWindowsPath(label).is_absolute()
    parts = re.split(r"[\\/]", label)
    assert not {"", ".", "..", "~"} & set(parts)
    assert not (label.startswith("~") and len(parts) > 1)


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_has_a_label_on_one_line(path: str, folders: list[str]) -> None:
    label = label_of(path_or_uri(path), folders)
    assert label
    assert label.isprintable()
    assert ".." not in re.split(r"[\\/]", label)


@given(st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True), min_size=1, max_size=4))
def test_what_lies_in_the_workspace_is_called_by_all_of_its_path(parts: list[str]) -> None:
    path = PurePosixPath("/work space", *parts)
    assert label_of(path_or_uri(uri_of(path)), ["/work space"]) == "/".join(parts)
