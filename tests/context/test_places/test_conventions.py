"""Where tests go in a repository that has none for its sources: as users of the language expect."""

import pytest

from tests.context.test_places.layouts import place_in, places_in, shown


@pytest.mark.parametrize(
    ("repository", "source", "expected"),
    [
        ("pyproject.toml: pytest", "src/app/io/reader.py", "tests/io/test_reader.py  pytest"),
        ("pyproject.toml: pytest\ntest/data.json", "app/core.py", "test/test_core.py  pytest"),
        ("pyproject.toml: pytest", "src/app/__init__.py", "tests/test_app.py  pytest"),
        ("libs/a/pyproject.toml: pytest", "libs/a/src/a/x.py", "libs/a/tests/test_x.py  pytest"),
        ("", "script.py", "test_script.py  unittest"),
        ("manage.py\nshop/apps.py", "shop/views.py", "shop/tests/test_views.py  Django's unittest"),
        ("manage.py\nshop/apps.py\nshop/tests.py", "shop/views.py", "shop/tests.py *  Django's unittest"),
        ('package.json: {"vitest": "1"}', "src/a/x.ts", "src/a/x.test.ts  Vitest"),
        ('package.json: {"mocha": "1"}', "lib/a/x.js", "test/a/x.test.js  Mocha"),
        ('package.json: {"ava": "1"}\ntest.js', "index.js", "test.js *  AVA"),
        ("go.mod: module acme.org/y", "internal/db/store.go", "internal/db/store_test.go  go test"),
        ("Cargo.toml", "src/parse/lexer.rs", "src/parse/lexer.rs *  cargo test"),
        ("pom.xml: junit-jupiter", "src/main/java/com/A.java", "src/test/java/com/ATest.java  JUnit 5"),
        ("build.gradle.kts: kotlin-test", "src/main/kotlin/A.kt", "src/test/kotlin/ATest.kt  kotlin.test"),
        (
            "build.gradle: junit:junit:4",
            "src/commonMain/kotlin/A.kt",
            "src/commonTest/kotlin/ATest.kt  JUnit 4",
        ),
        ("Gemfile: rspec", "lib/acme/x.rb", "spec/acme/x_spec.rb  RSpec"),
        ("acme.gemspec: minitest", "lib/acme/x.rb", "test/acme/x_test.rb  minitest"),
        ('Gemfile: gem "rails"\nconfig/routes.rb', "app/models/x.rb", "test/models/x_test.rb  minitest"),
        ('Gemfile: gem "rails"\nconfig/routes.rb\napp/a.rb', "lib/x.rb", "test/lib/x_test.rb  minitest"),
        ("composer.json: phpunit", "src/Util/Tar.php", "tests/Util/TarTest.php  PHPUnit"),
        (
            'composer.json: "pestphp/pest"\nartisan',
            "app/Models/User.php",
            "tests/Unit/Models/UserTest.php  Pest",
        ),
        ("src/A/A.csproj", "src/A/Models/X.cs", "tests/A.Tests/Models/XTests.cs  None"),
        ('A/A.csproj\nA.UnitTests/A.UnitTests.csproj: "nunit"', "A/X.cs", "A.UnitTests/XTests.cs  NUnit"),
        ("CMakeLists.txt: Catch2::Catch2", "src/io/reader.cpp", "tests/reader_test.cpp  Catch2"),
        (".busted", "lua/plug/x.lua", "spec/plug/x_spec.lua  busted"),
        ("mix.exs", "lib/acme/x.ex", "test/acme/x_test.exs  ExUnit"),
        ("pubspec.yaml: flutter_test", "lib/src/x.dart", "test/src/x_test.dart  flutter_test"),
        ("Package.swift", "Sources/Net/Client.swift", "Tests/NetTests/ClientTests.swift  XCTest"),
        ("build.sbt: scalatest", "src/main/scala/a/B.scala", "src/test/scala/a/BTest.scala  ScalaTest"),
    ],
)
def test_a_repository_without_tests_has_them_where_its_language_has_them(
    repository: str, source: str, expected: str
) -> None:
    assert shown(f"{repository}\n{source}", source) == expected


def test_tests_by_feature_tell_their_folder_and_their_names() -> None:
    repository = """
        pyproject.toml: pytest
        pkg/sub/client.py
        checks/redirects_test.py
        checks/timeouts_test.py
        """
    place = place_in(repository, "pkg/sub/client.py")
    assert (place.path, place.example) == ("checks/client_test.py", "checks/redirects_test.py")


@pytest.mark.parametrize(
    ("repository", "path"),
    [
        ("tests/test_x.py", "tests/test_x.py"),
        ("tests/test_x.py\ntests/helpers.py", "tests/helpers.py"),
        ("tests/test_x.py\ntests/fixtures/app/main.py", "tests/fixtures/app/main.py"),
        ("spec/a_spec.rb\nspec/spec_helper.rb", "spec/spec_helper.rb"),
        ("Cargo.toml\ntests/whole.rs", "tests/whole.rs"),
        ("A.Tests/A.Tests.csproj\nA.Tests/UnitTest1.cs", "A.Tests/UnitTest1.cs"),
        ("pom.xml\nsrc/test/java/a/Data.java", "src/test/java/a/Data.java"),
        ("node_modules/a/index.js", "node_modules/a/index.js"),
        ("README.md", "README.md"),
        ("src/types.d.ts", "src/types.d.ts"),
        ("vite.config.ts", "vite.config.ts"),
    ],
)
def test_tests_and_what_lies_among_them_have_no_tests(repository: str, path: str) -> None:
    assert places_in(repository).place_of(path) is None


@pytest.mark.parametrize(
    ("repository", "path"),
    [
        ("django/test/client.py\ntests/test_forms.py", "django/test/client.py"),
        ("src/helper/testing/index.ts\nsrc/a.test.ts\nsrc/a.ts", "src/helper/testing/index.ts"),
        ("pom.xml\nsrc/main/java/org/acme/TestRunner.java", "src/main/java/org/acme/TestRunner.java"),
        ("pkg/latest.py\npkg/contest.py", "pkg/contest.py"),
    ],
)
def test_what_a_product_offers_for_testing_is_a_source(repository: str, path: str) -> None:
    assert places_in(repository).place_of(path) is not None


def test_no_place_is_told_where_a_file_stands_in_its_way() -> None:
    assert places_in("mix.exs\ntest\nlib/x.ex").place_of("lib/x.ex") is None
