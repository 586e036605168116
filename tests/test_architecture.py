"""What must not exist, checked by a machine: the house rules that no linter knows."""

import ast
import functools
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.structure import Structure

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "pt_lsp").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
HANDLERS = sorted((ROOT / "pt_lsp" / "protocol" / "handlers").rglob("*.py"))
TELLERS = {"print_exc", "print_exception", "format_exc", "format_exception"}

SOURCE_LINES, TEST_LINES, FUNCTION_LINES, MEDIAN_LINES = 300, 400, 40, 120
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "base", "misc"}
HEAVY = {
    "pygls",
    "lsprotocol",
    "httpx",
    "rich",
    "tree_sitter",
    "asyncio",
    "ssl",
    "cattrs",
    "attrs",
}
PURE = ("documents", "context", "edits", "privacy", "settings")
CLOCKS_AND_IO = {
    *("asyncio", "io", "os", "random", "shutil", "socket", "subprocess", "tempfile", "threading", "time"),
    *("httpx", "pygls", "lsprotocol"),
}
DISK_METHODS = {
    *("exists", "is_dir", "is_file", "is_symlink", "iterdir", "glob", "rglob", "open", "stat", "lstat"),
    *("read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "resolve", "readlink"),
    *("cwd", "home", "expanduser"),
}
MOST_FILES_SIDE_BY_SIDE = 20
ASKS_AFTER_TAKING_BACK = {"run_retry", "_put_in_place"}
"""Their snapshots are of the text that has its old lines again, which they wait for."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def structure() -> Structure:
    return Structure.of(ROOT / "pt_lsp")


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def n_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def place(path: Path, line: int | None = None) -> str:
    shown = path.relative_to(ROOT).as_posix()
    return shown if line is None else f"{shown}:{line}"


def test_files_are_short() -> None:
    caps = [(path, SOURCE_LINES) for path in SOURCES] + [(path, TEST_LINES) for path in TESTS]
    assert [f"{place(path)}: {n_lines(path)}" for path, cap in caps if n_lines(path) > cap] == []


def test_the_median_file_is_short() -> None:
    lines = [n_lines(path) for path in SOURCES if path.name != "__init__.py"]
    median = statistics.median(lines)
    print(f"\nmedian file of pt_lsp: {median:.0f} lines, longest {max(lines)}, {len(lines)} files")  # noqa: T201 - a figure to read
    assert median <= MEDIAN_LINES


def test_functions_are_short() -> None:
    """A docstring is not code; the rest of a function counts, blank lines and comments too."""
    too_long = []
    for path in SOURCES:
        for function in functions(path):
            length = (function.end_lineno or 0) - function.lineno + 1
            documented = ast.get_docstring(function, clean=False)
            if length - (documented.count("\n") + 1 if documented else 0) > FUNCTION_LINES:
                too_long.append(f"{place(path, function.lineno)} {function.name}: {length}")
    assert too_long == []


def test_no_module_has_a_vague_name() -> None:
    paths = [path.relative_to(ROOT) for path in (*SOURCES, *TESTS)]
    assert [str(path) for path in paths if VAGUE_NAMES & {*path.parts[:-1], path.stem}] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [place(path) for path in SOURCES if not ast.get_docstring(parsed(path))] == []


def test_only_the_command_line_prints() -> None:
    silent = [path for path in SOURCES if "cli" not in path.relative_to(ROOT).parts]
    calls = [
        place(path, node.lineno)
        for path in silent
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert calls == []


def test_handlers_take_their_snapshot_before_they_first_wait() -> None:
    """Later, the next change may already be in."""
    late = []
    for path in HANDLERS:
        for function in functions(path):
            awaits = [node.lineno for node in own_nodes(function) if isinstance(node, ast.Await)]
            calls = [node for node in own_nodes(function) if isinstance(node, ast.Call)]
            snapshots = [call.lineno for call in calls if is_snapshot(call)]
            is_late = awaits and snapshots and min(snapshots) > min(awaits)
            if is_late and function.name not in ASKS_AFTER_TAKING_BACK:
                late.append(place(path, min(snapshots)))
    assert late == []


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of the functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def is_snapshot(call: ast.Call) -> bool:
    return called_name(call) in {"snapshot", "snapshot_to_send"}


def test_no_module_writes_a_global() -> None:
    stateful = [
        place(path, node.lineno)
        for path in SOURCES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Global)
    ]
    assert stateful == []


def test_imports_keep_to_the_layers() -> None:
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode == 0, lint.stdout


@pytest.mark.parametrize("module", ["pt_lsp.__main__", "pt_lsp.protocol.wire.early"])
def test_the_early_answer_imports_nothing_heavy(module: str) -> None:
    """Compared with a bare interpreter, whose own start may already hold some of it (coverage does)."""
    code = f"import sys; before = set(sys.modules); import {module}; print(*(set(sys.modules) - before))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("package", PURE)
def test_pure_packages_do_no_io_and_read_no_clock(package: str) -> None:
    paths = sorted((ROOT / "pt_lsp" / package).rglob("*.py"))
    found = [place(path, line) for path in paths for line in impure_lines(parsed(path))]
    assert found == []


def impure_lines(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                modules = {alias.name.partition(".")[0] for alias in node.names}
            case ast.ImportFrom():
                modules = {str(node.module).partition(".")[0]}
            case ast.Call(func=ast.Attribute(attr=name)) if name in DISK_METHODS:
                modules = {"io"}
            case ast.Call(func=ast.Name(id="open")):
                modules = {"io"}
            case _:
                continue
        if modules & CLOCKS_AND_IO:
            yield node.lineno


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports for types and inside functions count, too."""
    assert structure().circles() == []


def test_no_public_class_name_stands_for_two_things() -> None:
    assert structure().repeated_classes() == {}


def test_no_folder_is_a_corridor() -> None:
    many = [
        f"{folder}: {n_files}"
        for folder, n_files in structure().files_by_folder().items()
        if n_files > MOST_FILES_SIDE_BY_SIDE
    ]
    assert many == []


def test_no_exception_is_logged_with_its_own_text_unless_it_is_one_of_ours() -> None:
    """Others may quote the user's code: `errors.log_failure` logs where they came from, and nothing else."""
    paths = sorted((ROOT / "pt_lsp").rglob("*.py"))
    assert [place(path, line) for path in paths for line in lines_that_tell_exceptions(parsed(path))] == []


def lines_that_tell_exceptions(tree: ast.Module) -> Iterator[int]:
    """Calls that log or print a traceback, and uses of a foreign exception as text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called_name(node) in {
            "print_exc",
            "print_exception",
            "format_exception",
        }:
            yield node.lineno
        if isinstance(node, ast.keyword) and node.arg == "exc_info":
            yield node.lineno
        if isinstance(node, ast.Call) and called_name(node) == "exception" and node.args:
            yield node.lineno
        if isinstance(node, ast.ExceptHandler) and node.name and is_foreign(node.type):
            yield from (line for part in node.body for line in uses_as_text(part, node.name))


def is_foreign(caught: ast.expr | None) -> bool:
    """Whether a handler catches anything that is not ours; of a TOML error only the place is told."""
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    names = {kind.attr if isinstance(kind, ast.Attribute) else getattr(kind, "id", "") for kind in kinds}
    return not names <= our_classes() | {"JsonRpcException", "TOMLDecodeError"}


@functools.cache
def our_classes() -> frozenset[str]:
    trees = map(parsed, (ROOT / "pt_lsp").rglob("*.py"))
    return frozenset(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def uses_as_text(body: ast.AST, name: str) -> Iterator[int]:
    """Lines where the exception is formatted, made a text of, or given to a log."""
    for node in ast.walk(body):
        match node:
            case ast.FormattedValue(value=ast.Name(id=used)) if used == name:
                yield node.lineno
            case (
                ast.Call(func=ast.Name(id="str" | "repr"))
                | ast.Call(func=ast.Attribute(attr="debug" | "info" | "warning" | "error" | "critical"))
            ) if any(isinstance(each, ast.Name) and each.id == name for each in node.args):
                yield node.lineno
