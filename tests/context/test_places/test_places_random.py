"""Whatever a repository's paths are, a place is within its folder, can be made, and takes little time."""

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.test_places.place import TestPlaces

PARTS = st.sampled_from(
    [
        *(
            "src",
            "lib",
            "test",
            "tests",
            "spec",
            "__tests__",
            "main",
            "java",
            "app",
            "pkg",
            "Acme",
            "Acme.Tests",
        ),
        *(
            "",
            ".",
            "..",
            "~",
            "*",
            "{0}",
            "a b",
            " x",
            "C:",
            "é",
            "ß",
            "SRC",
            "\x00",
            "\n",
            "a\\b",
            "src" * 90,
        ),
    ]
)
NAMES = st.sampled_from(
    [
        *(
            "a.py",
            "_a.py",
            "test_a.py",
            "a_test.py",
            "tests.py",
            "__init__.py",
            "conftest.py",
            "pyproject.toml",
        ),
        *("a.ts", "a.test.ts", "a.spec.tsx", "index.ts", "Index.js", "package.json", "A.vue", "test.js", "a"),
        *(
            "A.java",
            "ATest.java",
            "A.cs",
            "ATests.cs",
            "Acme.csproj",
            "a.rs",
            "tests.rs",
            "lib.rs",
            "Cargo.toml",
        ),
        *(
            "a.go",
            "a_test.go",
            "a_internal_test.go",
            "a.rb",
            "a_spec.rb",
            "A.php",
            "ATest.php",
            "a.h",
            "a.cc",
        ),
        *("test_.py", "_test.py", ".test.ts", "Test.java", ".py", "..", "", "01-a.test.js", "___.py", "İ.py"),
        *("a" * 250 + ".py", "manage.py", "apps.py", "pom.xml", "composer.json", "a.ex", "a.lua", "A.swift"),
    ]
)
PATHS = st.builds(lambda folders, name: "/".join((*folders, name)), st.lists(PARTS, max_size=4), NAMES)


@given(st.lists(PATHS, max_size=25), PATHS, st.sampled_from(["", "{", '"jest": ', "[package]\nname = 1"]))
def test_a_place_is_within_the_folder_and_free_or_a_test_that_is_there(
    paths: list[str], source: str, manifest: str
) -> None:
    places = TestPlaces([*paths, source], dict.fromkeys(paths, manifest))
    place = places.place_of(source)
    if place is None:
        return
    parts = place.path.split("/")
    assert not {"", ".", ".."} & set(parts)
    assert "\\" not in place.path
    assert place.path.isprintable()
    assert place.path == source or place.exists == (place.path in paths)
    if not place.exists:
        assert place.path.casefold() not in {path.casefold() for path in (*paths, source)}
        assert len(parts[-1].encode()) <= 255
    elif place.path != source:
        assert places.is_test(place.path)
    hint = places.import_hint(source, place)
    assert hint is None or hint.isprintable() or "\n" in hint


@given(st.lists(PATHS, max_size=25, unique=True), PATHS)
def test_the_answer_is_the_same_in_every_order_of_paths(paths: list[str], source: str) -> None:
    there = [*dict.fromkeys((*paths, source))]
    ways = [TestPlaces(order, {}).place_of(source) for order in (there, there[::-1])]
    assert ways[0] == ways[1]


@given(st.lists(PATHS, max_size=25))
def test_a_test_has_no_tests(paths: list[str]) -> None:
    places = TestPlaces(paths, {})
    assert [path for path in paths if places.is_test(path) and places.place_of(path) is not None] == []


def seconds_for(n_packages: int) -> float:
    """Of preparing and asking, for a repository of packages whose files are all called alike."""
    paths = [
        f"packages/p{n}/{folder}/{name}"
        for n in range(n_packages)
        for folder, name in (("src", "index.ts"), ("src/deep", "utils.ts"), ("test", "index.test.ts"))
    ]
    paths += [f"packages/p{n}/package.json" for n in range(n_packages)]
    began = process_time()
    places = TestPlaces(paths, {})
    places.place_of(f"packages/p{n_packages - 1}/src/deep/utils.ts")
    return process_time() - began


def test_a_large_repository_takes_as_much_time_as_it_has_files() -> None:
    small = min(seconds_for(400) for _ in range(3))
    large = min(seconds_for(1_600) for _ in range(3))
    assert large < 10 * small


def test_paths_that_are_thousands_deep_or_long_are_left_out() -> None:
    deep = "/".join(["a"] * 5_000) + "/b.py"
    places = TestPlaces([deep, "x" * 100_000 + ".py", "pkg/a.py"], {})
    assert places.place_of(deep) is None
    assert places.place_of("pkg/a.py") is not None
