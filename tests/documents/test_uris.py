import json
import os
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.uris import canonical_uri, origin_of, path_of, pure_path_of, uri_of

POSIX, WINDOWS = PurePosixPath, PureWindowsPath
names = st.text(
    alphabet=st.characters(exclude_characters='/\\\0<>:"|?*', exclude_categories=["Cs", "Cc"]), min_size=1
)
odd_names = (
    st.sampled_from(["a b", "100%", "%41", "c#", "é日\U0001f600", "x;y", "a+b", "~", "(1)", "@"]) | names
)


@pytest.mark.parametrize(
    ("uri", "flavour", "path"),
    [
        ("file:///home/me/a%20b.py", POSIX, "/home/me/a b.py"),
        ("file:///a/%23%3F%25%C3%A9", POSIX, "/a/#?%é"),
        ("file:///a/b%3Ac", POSIX, "/a/b:c"),
        ("FILE:///a", POSIX, "/a"),
        ("file:/a", POSIX, "/a"),
        ("file://localhost/a", POSIX, "/a"),
        ("file:///a?query#fragment", POSIX, "/a"),
        ("file:///c%3A/x%20y", WINDOWS, "c:\\x y"),
        ("file:///C:/x", WINDOWS, "C:\\x"),
        ("file:///c:/", WINDOWS, "c:\\"),
        ("file://server/share/a%20b", WINDOWS, "\\\\server\\share\\a b"),
        ("file://localhost/c:/x", WINDOWS, "c:\\x"),
    ],
)
def test_a_file_uri_names_a_path(uri: str, flavour: type[PurePath], path: str) -> None:
    assert pure_path_of(uri, flavour) == flavour(path)


@pytest.mark.parametrize(
    ("uri", "flavour"),
    [
        ("untitled:Untitled-1", POSIX),
        ("vscode-notebook-cell:/a.ipynb#W0", POSIX),
        ("https://example.com/a", POSIX),
        ("file://server/share/a", POSIX),
        ("file:relative", POSIX),
        ("file:///a%00b", POSIX),
        ("file://[/a", POSIX),
        ("", POSIX),
        ("file:///no/drive", WINDOWS),
        ("file:///c:relative", WINDOWS),
    ],
)
def test_other_uris_name_no_path(uri: str, flavour: type[PurePath]) -> None:
    assert pure_path_of(uri, flavour) is None


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/home/me/a b.py"), "file:///home/me/a%20b.py"),
        (PurePosixPath("/a/#?%é"), "file:///a/%23%3F%25%C3%A9"),
        (PureWindowsPath("C:\\x y\\z"), "file:///C:/x%20y/z"),
        (PureWindowsPath("\\\\server\\share\\a b"), "file://server/share/a%20b"),
    ],
)
def test_an_absolute_path_has_a_uri(path: PurePath, uri: str) -> None:
    assert uri_of(path) == uri


@given(st.lists(odd_names, min_size=1, max_size=3))
def test_paths_survive_the_way_to_a_uri_and_back(parts: list[str]) -> None:
    for root in (PurePosixPath("/"), PureWindowsPath("c:/"), PureWindowsPath("//server/share/")):
        path = root.joinpath(*parts)
        assert pure_path_of(uri_of(path), type(path)) == path


@pytest.mark.parametrize(
    "uri",
    [
        "{}",
        "vscode-notebook-cell:{}#W0sZmlsZQ%3D%3D",
        "git:{}?%7B%7D",
        "untitled:{}",
        "vscode-vfs://github{}",
    ],
)
def test_a_document_of_any_scheme_has_the_file_as_origin_that_its_uri_names(uri: str, tmp_path: Path) -> None:
    path = tmp_path / "a b.ipynb"
    named = uri_of(path)
    assert origin_of(uri.format(named if uri == "{}" else named.removeprefix("file://"))) == path


@pytest.mark.parametrize("ending", ["", ".git", ".diff"])
def test_an_older_version_has_the_file_as_origin_that_its_query_names(ending: str, tmp_path: Path) -> None:
    path = tmp_path / "a b" / "key.pem"
    older = uri_of(path).replace("file://", "git:") + ending
    for text in (json.dumps({"path": str(path), "ref": "~"}), json.dumps({"ref": "", "path": str(path)})):
        assert origin_of(f"{older}?{text}") == path
        assert origin_of(f"{older}?{quote(text)}") == path
    for nothing in (
        "",
        "[]",
        "{",
        "null",
        '{"path": 1}',
        '{"path": "key.pem"}',
        '{"path": "/a\\u0000"}',
        "9" * 5000,
    ):
        assert origin_of(f"{older}?{quote(nothing)}") == Path(f"{path}{ending}")


@pytest.mark.parametrize("uri", ["git://[/a", "", "untitled:", "untitled:a%00b", "file:a"])
def test_a_uri_without_a_path_has_no_origin(uri: str) -> None:
    assert origin_of(uri) is None


@pytest.mark.parametrize(
    ("uri", "path"),
    [("untitled:.env", "/.env"), ("untitled:a%20b/.npmrc", "/a b/.npmrc"), ("output:a", "/a")],
)
def test_a_name_alone_is_that_of_a_file_in_no_folder(uri: str, path: str) -> None:
    assert origin_of(uri) == Path(path)


@given(st.binary(min_size=1, max_size=8).filter(lambda name: not set(name) & set(b"/\0")))
def test_a_posix_name_that_is_not_utf8_survives(name: bytes) -> None:
    path = PurePosixPath("/", name.decode("utf-8", "surrogateescape"))
    assert pure_path_of(uri_of(path), PurePosixPath) == path


def test_a_relative_path_has_no_uri() -> None:
    with pytest.raises(ValueError, match="not absolute"):
        uri_of(PurePosixPath("a/b"))


def test_path_of_speaks_of_this_machine(tmp_path: Path) -> None:
    path = tmp_path / "a b.py"
    assert path_of(uri_of(path)) == path
    assert path_of(path.as_uri()) == path
    assert isinstance(path_of(uri_of(path)), Path)
    assert path_of("untitled:1") is None
    assert os.fspath(path).endswith("a b.py")


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "file:///c%3A/x%20y/a.py",
            "file:///C:/x y/a.py",
            "file:///c:/x%20y/a.py",
            "FILE:///C%3a/x%20y/a.py",
        ),
        (
            "file:///c%3A/x/%C3%A9.py",
            "file:///C:/x/%c3%a9.py",
            "file:///c:/x/é.py",
            "file://localhost/c:/x/é.py",
        ),
        ("file:///home/a%2Bb/(x).py", "file:///home/a+b/%28x%29.py", "file:/home/a+b/(x).py"),
        ("file://server/share/a%7Eb", "file://SERVER/share/a~b"),
        ("vscode-notebook-cell:/c%3A/x/a.ipynb#W0", "vscode-notebook-cell:/C:/x/a.ipynb#W0"),
        ("untitled:Untitled-1", "untitled:Untitled%2D1", "UNTITLED:Untitled-1"),
        ("git:/a%2bb?x%7e", "git:/a%2Bb?x~"),
    ],
)
def test_all_spellings_of_a_uri_are_one_document(spellings: tuple[str, ...]) -> None:
    assert len(set(map(canonical_uri, spellings))) == 1
    assert canonical_uri(canonical_uri(spellings[0])) == canonical_uri(spellings[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("file:///a/B.py", "file:///a/b.py"),
        ("file:///a%3Fb", "file:///a?b"),
        ("file:///a%23b", "file:///a#b"),
        ("file:///a%2525", "file:///a%25"),
        ("file:///c:/x", "file:///d:/x"),
        ("file:///a", "file://host/a"),
        ("untitled:a%2Fb", "untitled:a/b"),
        ("git:/a?x%26y", "git:/a?x&y"),
        ("untitled:1", "file:///1"),
    ],
)
def test_other_documents_stay_others(one: str, other: str) -> None:
    assert canonical_uri(one) != canonical_uri(other)


@given(st.text(max_size=20) | st.from_regex(r"[a-z]{1,6}:(//)?[/%A-Za-z0-9:?#\[\]]{0,20}", fullmatch=True))
def test_a_canonical_uri_is_its_own_and_names_the_same_file(uri: str) -> None:
    canonical = canonical_uri(uri)
    assert canonical_uri(canonical) == canonical
    assert pure_path_of(canonical, WINDOWS) == pure_path_of(uri, WINDOWS)


def test_a_lone_surrogate_is_no_failure() -> None:
    assert canonical_uri("file:///\ud800") == "file:///\ud800"


def test_a_drive_has_one_letter_case_in_paths() -> None:
    assert str(pure_path_of("file:///c%3A/x", WINDOWS)) == str(pure_path_of("file:///C:/x", WINDOWS))
