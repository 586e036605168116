"""What in a manifest tells of a test framework, by language.

Refuses to know where manifests are and which of them counts.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple


class Framework(StrEnum):
    """What runs tests, called as its users call it."""

    PYTEST = "pytest"
    UNITTEST = "unittest"
    DJANGO = "Django's unittest"
    VITEST = "Vitest"
    JEST = "Jest"
    MOCHA = "Mocha"
    NODE_TEST = "node:test"
    AVA = "AVA"
    JASMINE = "Jasmine"
    BUN_TEST = "bun:test"
    DENO_TEST = "Deno.test"
    GO_TEST = "go test"
    CARGO = "cargo test"
    JUNIT_4 = "JUnit 4"
    JUNIT_5 = "JUnit 5"
    TESTNG = "TestNG"
    SPOCK = "Spock"
    KOTEST = "Kotest"
    KOTLIN_TEST = "kotlin.test"
    SCALATEST = "ScalaTest"
    MUNIT = "MUnit"
    RSPEC = "RSpec"
    MINITEST = "minitest"
    TEST_UNIT = "test-unit"
    PHPUNIT = "PHPUnit"
    PEST = "Pest"
    XUNIT = "xUnit"
    NUNIT = "NUnit"
    MSTEST = "MSTest"
    GOOGLETEST = "GoogleTest"
    CATCH2 = "Catch2"
    DOCTEST = "doctest (C++)"
    BOOST_TEST = "Boost.Test"
    BUSTED = "busted"
    XCTEST = "XCTest"
    EXUNIT = "ExUnit"
    DART_TEST = "package:test"
    FLUTTER_TEST = "flutter_test"
    HSPEC = "Hspec"
    CLOJURE_TEST = "clojure.test"
    EUNIT = "EUnit"
    JULIA_TEST = "Test (Julia)"


class Sign(NamedTuple):
    """That a manifest tells of a framework."""

    framework: Framework
    names: str
    """Of manifests, as a regular expression of whole names."""
    text: str = ""
    """What stands in it, as a regular expression; the file alone tells where there is none."""


_PYTHON_LISTS = (
    r"pyproject\.toml|setup\.(?:cfg|py)|tox\.ini|noxfile\.py|Pipfile"
    r"|.*requirements.*\.(?:txt|in)|(?:dev|tests?)\.txt"
)
_PACKAGE = r"package\.json"
_GRADLE = r"pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml|build\.sbt|BUILD(?:\.bazel)?"
_RUBY = r"Gemfile|.*\.gemspec|gems\.rb"
_DOTNET = r".*\.(?:cs|fs|vb)proj|Directory\.(?:Build|Packages)\.(?:props|targets)|packages\.config"
_C = (
    r"CMakeLists\.txt|.*\.cmake|conanfile\.(?:txt|py)|vcpkg\.json|meson\.build|Makefile"
    r"|(?:WORKSPACE|BUILD)(?:\.bazel)?|MODULE\.bazel"
)

SIGNS: Mapping[str, Sequence[Sign]] = {
    "python": (
        Sign(Framework.PYTEST, r"\.?pytest\.(?:ini|toml)|conftest\.py"),
        Sign(Framework.PYTEST, _PYTHON_LISTS, r"\bpytest\b"),
        Sign(Framework.DJANGO, r"manage\.py"),
        Sign(Framework.UNITTEST, _PYTHON_LISTS + r"|Makefile", r"\bunittest\b"),
    ),
    "javascript": (
        Sign(Framework.VITEST, r"vitest\.(?:config|workspace)\.[cm]?[jt]s"),
        Sign(Framework.JEST, r"jest\.config\.(?:[cm]?[jt]s|json)"),
        Sign(Framework.VITEST, _PACKAGE, r'"(?:vitest|vite-plus)"\s*+:|:\s*+"[^"\n]*\bvitest\b'),
        Sign(Framework.JEST, _PACKAGE, r'"(?:jest|ts-jest|@jest/globals|jest-cli)"\s*+:'),
        Sign(Framework.JEST, _PACKAGE, r':\s*+"[^"\n]*\b(?:jest|react-scripts test)\b'),
        Sign(Framework.MOCHA, r"\.mocharc\.(?:[cm]?js|json|ya?ml)"),
        Sign(Framework.MOCHA, _PACKAGE, r'"mocha"\s*+:|:\s*+"[^"\n]*\bmocha\b'),
        Sign(Framework.AVA, _PACKAGE, r'"ava"\s*+:'),
        Sign(Framework.JASMINE, _PACKAGE, r'"(?:jasmine|jasmine-core|karma-jasmine)"\s*+:'),
        Sign(Framework.NODE_TEST, _PACKAGE, r'\b(?:node|tsx|ts-node)\b[^"\n]{0,200}? --test\b'),
        Sign(Framework.BUN_TEST, _PACKAGE, r"\bbun test\b"),
        Sign(Framework.DENO_TEST, r"deno\.jsonc?"),
    ),
    "jvm": (
        Sign(Framework.SPOCK, _GRADLE, r"\bspock-core\b"),
        Sign(Framework.KOTEST, _GRADLE, r"\bkotest\b"),
        Sign(Framework.JUNIT_5, _GRADLE, r"junit-jupiter|junit\.jupiter|useJUnitPlatform|junit5|junit-bom"),
        Sign(Framework.TESTNG, _GRADLE, r"\btestng\b"),
        Sign(Framework.JUNIT_4, _GRADLE, r"<artifactId>junit</artifactId>|\bjunit:junit\b|junit4|\bjunit\b"),
        Sign(Framework.KOTLIN_TEST, _GRADLE, r"kotlin-test\b|kotlin\([\"']test"),
        Sign(Framework.MUNIT, _GRADLE, r"\bmunit\b"),
        Sign(Framework.SCALATEST, _GRADLE, r"\bscalatest\b"),
        Sign(Framework.JUNIT_5, _GRADLE, r"spring-boot-starter-test"),
    ),
    "ruby": (
        Sign(Framework.RSPEC, r"\.rspec"),
        Sign(Framework.RSPEC, _RUBY, r"\brspec\b|\brspec-(?:rails|core)\b"),
        Sign(Framework.MINITEST, _RUBY, r"\bminitest\b"),
        Sign(Framework.TEST_UNIT, _RUBY, r"\btest-unit\b"),
        Sign(Framework.MINITEST, _RUBY, r"[\"']rails[\"']"),
    ),
    "php": (
        Sign(Framework.PEST, r"composer\.json", r'"pestphp/pest"'),
        Sign(Framework.PEST, r"Pest\.php"),
        Sign(Framework.PHPUNIT, r"phpunit\.xml(?:\.dist)?|phpunit\.dist\.xml"),
        Sign(Framework.PHPUNIT, r"composer\.json", r"phpunit"),
    ),
    "dotnet": (
        Sign(Framework.XUNIT, _DOTNET, r"(?i)\"xunit[\w.]*+\""),
        Sign(Framework.NUNIT, _DOTNET, r"(?i)\"nunit[\w.]*+\""),
        Sign(Framework.MSTEST, _DOTNET, r"(?i)\"mstest[\w.]*+[\"/]"),
    ),
    "c": (
        Sign(Framework.GOOGLETEST, _C, r"(?i)\bgtest(?:_main|_dep)?\b|googletest|GTest::"),
        Sign(Framework.CATCH2, _C, r"(?i)\bcatch2\b|Catch2::"),
        Sign(Framework.DOCTEST, _C, r"(?i)\bdoctest\b"),
        Sign(Framework.BOOST_TEST, _C, r"unit_test_framework"),
    ),
    "lua": (Sign(Framework.BUSTED, r"\.busted"),),
    "dart": (Sign(Framework.FLUTTER_TEST, r"pubspec\.yaml", r"\bflutter_test\b"),),
    "haskell": (Sign(Framework.HSPEC, r".*\.cabal|package\.yaml", r"\bhspec\b"),),
}  # fmt: skip
