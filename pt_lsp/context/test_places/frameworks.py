"""Which test framework a repository uses, by its manifests, the nearest first.

Refuses to read tests: where no manifest tells and the language has several frameworks, one test of the
repository has to be looked into.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pt_lsp.context.test_places.framework_signs import SIGNS, Framework, Sign

_ONLY = {
    "python": Framework.UNITTEST,
    "go": Framework.GO_TEST,
    "rust": Framework.CARGO,
    "swift": Framework.XCTEST,
    "elixir": Framework.EXUNIT,
    "dart": Framework.DART_TEST,
    "clojure": Framework.CLOJURE_TEST,
    "erlang": Framework.EUNIT,
    "julia": Framework.JULIA_TEST,
    "php": Framework.PHPUNIT,
    "lua": Framework.BUSTED,
}
"""What comes with the language, or is alone in it."""
_PACKAGE_NAMES = re.compile(
    r"package\.json|deno\.jsonc?|pyproject\.toml|setup\.(?:py|cfg)|go\.mod|Cargo\.toml|pom\.xml"
    r"|build\.gradle(?:\.kts)?|build\.sbt|Gemfile|.*\.gemspec|composer\.json|.*\.(?:cs|fs|vb)proj|mix\.exs"
    r"|Package\.swift|pubspec\.yaml|.*\.cabal|.*\.rockspec|project\.clj|rebar\.config|Project\.toml"
)
_TELLING_NAMES = re.compile("|".join(sorted({sign.names for signs in SIGNS.values() for sign in signs})))
_MOST_CHARACTERS = 200_000


def is_manifest(name: str) -> bool:
    """Whether the folder of a file of this name is a package of its own."""
    return _PACKAGE_NAMES.fullmatch(name) is not None


def is_telling(name: str) -> bool:
    """Whether a file's text belongs to the manifests: it may tell of frameworks, modules, namespaces."""
    return is_manifest(name) or name == "tsconfig.json" or _TELLING_NAMES.fullmatch(name) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def framework_of(
    language: str,
    affix: tuple[str, str] | None,
    folders: Iterable[tuple[str, ...]],
    telling: Mapping[tuple[str, ...], Sequence[str]],
    manifests: Mapping[str, str],
) -> Framework | None:
    """The framework by what the folders hold, the nearest first; None where nothing tells.

    `affix` is what most tests of the language have around their names, `telling` has the names of the files
    that may tell, by their folders.
    """
    if language == "ruby" and affix == ("", "_spec"):
        return Framework.RSPEC
    signs = [
        sign for sign in SIGNS.get(language, ()) if affix is None or sign.framework is not Framework.RSPEC
    ]
    for folder in folders:
        near = [(*place, name) for place in _with_lists(folder) for name in telling.get(place, ())]
        for sign in signs:
            if any(_tells(sign, parts, manifests) for parts in near):
                return sign.framework
    return Framework.MINITEST if language == "ruby" and affix is not None else _ONLY.get(language)


def _with_lists(folder: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A folder, and those in it that hold lists of dependencies."""
    return [folder, (*folder, "gradle"), (*folder, "requirements")]


def _tells(sign: Sign, parts: tuple[str, ...], manifests: Mapping[str, str]) -> bool:
    if not _compiled(sign.names).fullmatch(parts[-1]):
        return False
    text = manifests.get("/".join(parts), "")[:_MOST_CHARACTERS]
    return not sign.text or _compiled(sign.text).search(text) is not None
