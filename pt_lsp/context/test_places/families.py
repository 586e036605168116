"""Which languages test each other's files, and how those who write tests in them call the files.

Refuses to know where the files are.
"""

from typing import NamedTuple

Affix = tuple[str, str]
"""What stands before and after the name of what is tested."""


class Family(NamedTuple):
    """Languages whose files are tested by each other's: Java's by Kotlin's, headers by sources."""

    name: str
    endings: frozenset[str]
    affixes: tuple[Affix, ...]
    """Of tests; the first is what to write where nothing else is known."""
    weak_affixes: tuple[Affix, ...] = ()
    """Of tests in folders for tests; elsewhere sources are called like that, too."""
    allows_plain: bool = False
    """Whether a test may be called exactly like its source, told by its folder alone."""


def _affixes(text: str) -> tuple[Affix, ...]:
    """From words with a star for what is tested."""
    return tuple((prefix, suffix) for prefix, _, suffix in (word.partition("*") for word in text.split()))


def _family(name: str, endings: str, affixes: str, weak: str = "", *, allows_plain: bool = False) -> Family:
    return Family(name, frozenset(endings.split()), _affixes(affixes), _affixes(weak), allows_plain)


_CAMEL = "*Test *Tests *UnitTest *UnitTests Test*"
_WEAK_CAMEL = "*TestCase *Spec *Specs *Suite *Specification *Should *IT *ITCase *Facts"

PYTHON = _family("python", "py pyi pyx", "test_* *_test *_tests tests_*", "*_spec *_should")
JAVASCRIPT = _family(
    "javascript",
    "js jsx mjs cjs ts tsx mts cts vue svelte",
    "*.test *.spec *-test *_test *-spec *_spec *.tests *.specs *-tests",
    "*.Test *.Spec *Test *Tests *Spec test-* test_* test.*",
    allows_plain=True,
)
GO = _family("go", "go", "*_test")
RUST = _family("rust", "rs", "*_test *_tests test_* tests_*", allows_plain=True)
JVM = _family("jvm", "java kt groovy scala", _CAMEL, _WEAK_CAMEL)
RUBY = _family("ruby", "rb", "*_spec *_test test_*")
PHP = _family("php", "php", "*Test *Tests", "*Spec *Cest *_test")
DOTNET = _family(
    "dotnet", "cs fs vb", "*Tests *Test *UnitTests *UnitTest", f"Test* *_Tests *.Tests {_WEAK_CAMEL}"
)
C = _family(
    "c",
    "c cc cpp cxx c++ h hh hpp hxx ipp m mm cu",
    "*_test test_* *_tests *_unittest *_unittests *-test test-* *-tests *.test *.tests",
    "*Test *Tests *UnitTest Test* *_spec unit-* unit_* t_*",
)
LUA = _family("lua", "lua luau", "*_spec *_test test_* *.spec *.test *-spec", "*Spec", allows_plain=True)
SWIFT = _family("swift", "swift", "*Tests *Test", "*Spec")
ELIXIR = _family("elixir", "ex exs", "*_test")
DART = _family("dart", "dart", "*_test")
HASKELL = _family("haskell", "hs", "*Spec *Test *Tests", "Test*")
CLOJURE = _family("clojure", "clj cljs cljc", "*_test", "test_*")
ERLANG = _family("erlang", "erl", "*_tests *_SUITE *_test")
JULIA = _family("julia", "jl", "test_* *_test *_tests *-test", allows_plain=True)

_FAMILIES = (
    *(PYTHON, JAVASCRIPT, GO, RUST, JVM, RUBY, PHP, DOTNET, C, LUA, SWIFT, ELIXIR, DART, HASKELL),
    *(CLOJURE, ERLANG, JULIA),
)
_BY_ENDING = {ending: family for family in _FAMILIES for ending in family.endings}
TEST_ENDINGS = {
    "ex": "exs",
    "vue": "ts",
    "svelte": "ts",
    "pyx": "py",
    "pyi": "py",
    "inl": "cpp",
    "ipp": "cpp",
    **dict.fromkeys(("h", "hh", "hpp", "hxx"), "cpp"),
}
"""What tests end in whose sources end in something that no test does; the least a repository may say."""
_NO_SOURCE = (
    ".d.ts",
    ".d.mts",
    ".d.cts",
    ".min.js",
    ".config.js",
    ".config.ts",
    ".config.mjs",
    ".config.cjs",
)


def family_of(name: str) -> Family | None:
    """The family of a file by its name; None where its kind has no tests of its own."""
    stem, _, ending = name.rpartition(".")
    if not stem or name.endswith(_NO_SOURCE):
        return None
    return _BY_ENDING.get(ending) or _BY_ENDING.get(ending.lower())
