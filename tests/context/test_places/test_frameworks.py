"""Which framework a manifest tells of, and which manifest counts."""

from time import process_time

import pytest

from pt_lsp.context.test_places.frameworks import is_telling
from tests.context.test_places.layouts import place_in


@pytest.mark.parametrize(
    ("repository", "source", "framework"),
    [
        ("pyproject.toml: [tool.pytest.ini_options]", "a/b.py", "pytest"),
        ("requirements-dev.txt: pytest==8", "a/b.py", "pytest"),
        ("setup.py\ntests/conftest.py", "a/b.py", "pytest"),
        ("manage.py\nrequirements.txt: django", "a/b.py", "Django's unittest"),
        ("manage.py\nrequirements.txt: pytest-django", "a/b.py", "pytest"),
        ("vitest.config.ts", "a/b.ts", "Vitest"),
        ('package.json: {"scripts": {"test": "vitest run"}}', "a/b.ts", "Vitest"),
        ('package.json: {"scripts": {"test": "react-scripts test"}}', "a/b.ts", "Jest"),
        ('package.json: {"scripts": {"test": "node --test"}}', "a/b.js", "node:test"),
        ('package.json: {"scripts": {"test": "node --import tsx --test"}}', "a/b.ts", "node:test"),
        ("deno.json", "a/b.ts", "Deno.test"),
        ("pom.xml: <artifactId>junit</artifactId>", "src/main/java/A.java", "JUnit 4"),
        ("build.gradle: useJUnitPlatform()", "src/main/java/A.java", "JUnit 5"),
        ("build.gradle\ngradle/libs.versions.toml: junit-jupiter", "src/main/java/A.java", "JUnit 5"),
        ("build.gradle: spock-core", "src/main/java/A.java", "Spock"),
        (".rspec", "lib/a.rb", "RSpec"),
        ("Gemfile\ntest/b_test.rb\ntest/c_test.rb", "lib/a.rb", "minitest"),
        ('Gemfile: gem "rspec"\ntest/b_test.rb', "lib/a.rb", "minitest"),
        ("Gemfile\nspec/b_spec.rb", "lib/a.rb", "RSpec"),
        ("Gemfile: test-unit", "lib/a.rb", "test-unit"),
        ("phpunit.xml.dist", "src/A.php", "PHPUnit"),
        ("composer.json: phpunit\ntests/Pest.php", "src/A.php", "Pest"),
        ("meson.build: dependency('gtest')", "src/a.cc", "GoogleTest"),
        ("CMakeLists.txt: FetchContent_Declare(doctest", "src/a.cc", "doctest (C++)"),
    ],
)
def test_a_manifest_tells_the_framework(repository: str, source: str, framework: str) -> None:
    assert place_in(f"{repository}\n{source}", source).framework == framework


def test_the_nearest_manifest_counts() -> None:
    repository = """
        package.json: {"devDependencies": {"jest": "1"}}
        packages/a/package.json: {"devDependencies": {"vitest": "1"}}
        packages/a/src/x.ts
        packages/b/package.json: {}
        packages/b/src/y.ts
        """
    places = [place_in(repository, source) for source in ("packages/a/src/x.ts", "packages/b/src/y.ts")]
    assert [place.framework for place in places] == ["Vitest", "Jest"]


def test_a_project_of_tests_tells_its_own_framework() -> None:
    """It is not above its source, and another one may use something else."""
    repository = """
        A/A.csproj
        A/X.cs
        A.Tests/A.Tests.csproj: <PackageReference Include="NUnit" Version="4" />
        B.Tests/B.Tests.csproj: <PackageReference Include="xunit" Version="2" />
        """
    assert place_in(repository, "A/X.cs").framework == "NUnit"


def test_silent_manifests_of_a_language_with_several_frameworks_tell_none() -> None:
    assert place_in('package.json: {"name": "a"}\nsrc/a.ts', "src/a.ts").framework is None


def test_what_may_tell_is_asked_for_by_name() -> None:
    names = [
        "package.json",
        "pyproject.toml",
        "A.Tests.csproj",
        "tsconfig.json",
        "README.md",
        "main.py",
        "x.json",
    ]
    assert [name for name in names if is_telling(name)] == names[:4]


@pytest.mark.parametrize(
    "line",
    ['": "' * 50_000, '"vitest" ' * 25_000, "node " * 40_000, "[package]\n" * 20_000, "name=" * 40_000],
)
def test_a_manifest_cannot_keep_the_answer_waiting(line: str) -> None:
    manifests = ("package.json", "pyproject.toml", "Cargo.toml", "pom.xml", "CMakeLists.txt", "pubspec.yaml")
    repository = "\n".join(f"{name}: {line}".replace("\n", "\\n") for name in manifests)
    began = process_time()
    for source in ("src/a.ts", "src/a.py", "src/A.java", "src/a.cc", "lib/a.dart", "src/a.rs"):
        place_in(f"{repository}\n{source}", source)
    assert process_time() - began < 5
