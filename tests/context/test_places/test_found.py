"""Which test file is a source's own when it is there."""

import pytest

from tests.context.test_places.layouts import place_in, places_in


@pytest.mark.parametrize(
    ("repository", "source", "expected"),
    [
        ("pkg/a.py\ntests/test_a.py", "pkg/a.py", "tests/test_a.py"),
        ("pkg/_models.py\ntests/models/test_models.py", "pkg/_models.py", "tests/models/test_models.py"),
        ("pkg/io/a.py\ntests/test_io_a.py", "pkg/io/a.py", "tests/test_io_a.py"),
        ("pkg/models.py\ntests/test_model.py", "pkg/models.py", "tests/test_model.py"),
        ("x/__init__.py\ntests/test_x.py", "x/__init__.py", "tests/test_x.py"),
        ("src/Card/index.tsx\nsrc/Card/Card.test.tsx", "src/Card/index.tsx", "src/Card/Card.test.tsx"),
        ("lib/router.js\ntest/Router.js", "lib/router.js", "test/Router.js"),
        ("lib/parse.js\ntest/01-parse.test.js", "lib/parse.js", "test/01-parse.test.js"),
        ("db.go\ndb_internal_test.go", "db.go", "db_internal_test.go"),
        ("db.go\ndb_internal_test.go\ndb_test.go", "db.go", "db_test.go"),
        ("Cargo.toml\nsrc/x.rs\nsrc/x/tests.rs", "src/x.rs", "src/x/tests.rs"),
        ("Cargo.toml\nsrc/lib.rs\nsrc/tests.rs", "src/lib.rs", "src/tests.rs"),
        ("Cargo.toml\nsrc/parser.rs\ntests/parser.rs", "src/parser.rs", "tests/parser.rs"),
        ("src/main/java/B.java\nsrc/test/java/BTest.kt", "src/main/java/B.java", "src/test/java/BTest.kt"),
        ("src/JsonStore.ts\ntest/json-store.test.ts", "src/JsonStore.ts", "test/json-store.test.ts"),
    ],
)  # fmt: skip
def test_an_existing_test_is_found_by_its_name(repository: str, source: str, expected: str) -> None:
    place = place_in(repository, source)
    assert (place.path, place.exists) == (expected, True)


def test_of_two_sources_called_alike_each_has_its_own_test() -> None:
    places = places_in("src/a/io.py\nsrc/b/io.py\ntests/a/test_io.py\ntests/b/test_io.py")
    found = [places.place_of(source) for source in ("src/a/io.py", "src/b/io.py")]
    assert [place.path for place in found if place is not None] == [
        "tests/a/test_io.py",
        "tests/b/test_io.py",
    ]


def test_the_test_of_another_source_is_not_taken_for_a_missing_one() -> None:
    place = place_in(
        "src/a/io.py\nsrc/b/io.py\nsrc/b/x.py\ntests/a/test_io.py\ntests/b/test_x.py", "src/b/io.py"
    )
    assert (place.path, place.exists) == ("tests/b/test_io.py", False)


def test_a_test_of_another_package_is_not_taken_for_what_has_a_vague_name() -> None:
    repository = """
        packages/a/package.json
        packages/a/test/utils.test.ts
        packages/b/package.json
        packages/b/src/utils.ts
        """
    assert not place_in(repository, "packages/b/src/utils.ts").exists


def test_a_test_of_go_in_another_package_is_none_of_a_source() -> None:
    place = place_in("go.mod\ninternal/cache.go\ntest/e2e/cache_test.go", "internal/cache.go")
    assert (place.path, place.exists) == ("internal/cache_test.go", False)


@pytest.mark.parametrize("source", ["src/Foo.rs", "src/foo.rs", "src/FOO.rs"])
def test_of_sources_that_differ_in_case_alone_each_holds_its_own_tests(source: str) -> None:
    place = place_in("Cargo.toml\nsrc/Foo.rs\nsrc/foo.rs\nsrc/FOO.rs", source)
    assert (place.path, place.exists) == (source, True)


def test_a_file_in_another_casing_is_the_one_that_is_there() -> None:
    """On many disks the other could not be made."""
    place = place_in(
        "src/a/x.py\nsrc/a/y.py\ntests/A/test_x.py\nTests/a/test_y.py\ntests/a/test_z.py", "src/a/y.py"
    )
    assert (place.path, place.exists) == ("Tests/a/test_y.py", True)


def test_an_indirect_name_counts_only_where_a_test_would_be_made() -> None:
    repository = """
        src/main/java/gson/TypeAdapter.java
        src/main/java/gson/Writer.java
        src/test/java/gson/WriterTest.java
        src/test/java/other/GsonTypeAdapterTest.java
        """
    place = place_in(repository, "src/main/java/gson/TypeAdapter.java")
    assert (place.path, place.exists) == ("src/test/java/gson/TypeAdapterTest.java", False)
