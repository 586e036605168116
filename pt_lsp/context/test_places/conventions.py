"""Where tests go in a language where nobody has placed any yet, and what they are called.

Refuses to overrule what the repository itself does.
"""

from collections.abc import Callable
from typing import NamedTuple

from pt_lsp.context.test_places.families import TEST_ENDINGS, Affix
from pt_lsp.context.test_places.framework_signs import Framework
from pt_lsp.context.test_places.names import Naming
from pt_lsp.context.test_places.tree import File, Folder, SourceTree


class Asked(NamedTuple):
    """A source whose tests are to be placed, and what is around it."""

    source: File
    package: Folder
    tree: SourceTree
    framework: Framework | None

    @property
    def inside(self) -> Folder:
        """The source's folder below its package."""
        return self.source.folder[len(self.package) :]


def usual_folder(asked: Asked) -> Folder:
    """The folder that the language's users would choose."""
    return _FOLDERS.get(asked.source.family.name, _mirrored)(asked)


def usual_naming(asked: Asked, affix: Affix | None) -> Naming:
    """What they would call the file, with the affix of the repository's other tests if there are some."""
    language = asked.source.family.name
    casing = "bare" if language == "python" else "as it is"
    ending = TEST_ENDINGS.get(asked.source.ending)
    by_framework = {
        Framework.MINITEST: ("", "_test"),
        Framework.TEST_UNIT: ("test_", ""),
        Framework.SPOCK: ("", "Spec"),
    }
    chosen = affix or by_framework.get(asked.framework or Framework.PYTEST) or asked.source.family.affixes[0]
    is_folder = asked.source.stem in {"__init__", "mod"} and bool(asked.source.folder)
    return Naming(chosen, casing, ending, -1 if is_folder else 0)


def _beside(asked: Asked) -> Folder:
    return asked.source.folder


def _mirrored(asked: Asked) -> Folder:
    """Below `tests` as below the folder of the sources."""
    rest = _below(asked, "src", "lib", "source", "include")
    return (*asked.package, _existing(asked, "tests", "test"), *rest)


def _python(asked: Asked) -> Folder:
    """An app of Django has its own tests, a lone script has them beside; the package is not mirrored."""
    names = asked.tree.names_in(asked.source.folder)
    if names & {"apps.py", "models.py", "admin.py"} and asked.framework is not None:
        return (*asked.source.folder, "tests")
    if not asked.source.folder and not asked.tree.packages:
        return ()
    rest = _below(asked, "src", "lib")
    return (*asked.package, _existing(asked, "tests", "test"), *rest[1:])


def _javascript(asked: Asked) -> Folder:
    if asked.framework is Framework.JEST and "__tests__" in asked.tree.folder_names:
        return (*asked.source.folder, "__tests__")
    if asked.framework in {Framework.MOCHA, Framework.AVA} or (
        asked.inside[:1] in {("lib",), ("src",)} and _has(asked, "test", "tests")
    ):
        return (*asked.package, _existing(asked, "test", "tests"), *asked.inside[1:])
    return asked.source.folder


def _jvm(asked: Asked) -> Folder:
    """`src/main/java` by `src/test/java`, `commonMain` by `commonTest`."""
    folder = asked.source.folder
    for at, part in enumerate(folder):
        if at and folder[at - 1] == "src" and (part == "main" or part.endswith("Main")):
            return (*folder[:at], f"{part[:-4]}{'test' if part == 'main' else 'Test'}", *folder[at + 1 :])
    return _mirrored(asked)


def _ruby(asked: Asked) -> Folder:
    top = "spec" if asked.framework is Framework.RSPEC else "test"
    is_rails = _has(asked, "app") and "config" in asked.tree.folder_names
    rest = _below(asked, "app") if is_rails else _below(asked, "app", "lib")
    return (*asked.package, top, *rest)


def _php(asked: Asked) -> Folder:
    unit = ("Unit",) if _has(asked, "tests/Unit") or "artisan" in asked.tree.names_in(asked.package) else ()
    rest = _below(asked, "src", "app", "lib")
    return (*asked.package, _existing(asked, "tests", "Tests", "test"), *unit, *rest)


def _dotnet(asked: Asked) -> Folder:
    """The project that is called like the source's with something of tests behind; a new one beside it."""
    project = asked.package[-1] if asked.package else ""
    for suffix in (".Tests", ".UnitTests", ".Test", "Tests", ".Unit.Tests"):
        for folder in sorted(asked.tree.packages):
            if folder and project and folder[-1] == project + suffix:
                return folder + asked.inside
    around = asked.package[:-1]
    top = (*around[:-1], "tests") if around[-1:] == ("src",) else around
    return (*top, f"{project}.Tests" if project else "tests", *asked.inside)


def _swift(asked: Asked) -> Folder:
    inside = asked.inside
    if len(inside) > 1 and inside[0] == "Sources":
        return (*asked.package, "Tests", f"{inside[1]}Tests", *inside[2:])
    return (*asked.package, "Tests", *inside[1:])


def _lua(asked: Asked) -> Folder:
    rest = _below(asked, "lua", "src", "lib")
    return (*asked.package, _existing(asked, "spec", "tests", "test"), *rest)


def _test(asked: Asked) -> Folder:
    return (*asked.package, "test", *_below(asked, "lib", "src"))


def _c(asked: Asked) -> Folder:
    """Flat: the folders of headers and of sources seldom agree."""
    return (*asked.package, _existing(asked, "tests", "test", "unittests"))


def _below(asked: Asked, *tops: str) -> Folder:
    """The source's folder below its package, without a first part that is one of these."""
    inside = asked.inside
    return inside[1:] if inside and inside[0] in tops else inside


def _existing(asked: Asked, *names: str) -> str:
    """The first of the names that the package has a folder of, else the first."""
    return next((name for name in names if _has(asked, name)), names[0])


def _has(asked: Asked, *names: str) -> bool:
    return any(asked.tree.has_folder((*asked.package, *name.split("/"))) for name in names)


_FOLDERS: dict[str, Callable[[Asked], Folder]] = {
    "python": _python,
    "javascript": _javascript,
    "go": _beside,
    "rust": _beside,
    "jvm": _jvm,
    "ruby": _ruby,
    "php": _php,
    "dotnet": _dotnet,
    "c": _c,
    "lua": _lua,
    "swift": _swift,
    "elixir": _test,
    "dart": _test,
    "haskell": _test,
    "clojure": _test,
    "erlang": _test,
    "julia": _test,
}
