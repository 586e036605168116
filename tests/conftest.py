"""What every test may rely on: loopback only, a home of its own, and nothing left out in silence."""

import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator

import hypothesis
import pytest

from tests.support import editors, helix, local_model, shared_data, tmux, vscode_install
from tests.support.network import NetworkGuard
from tests.support.server_process import MEASURED, start_preloading

IN_CI = bool(os.environ.get("CI"))
LACKS: dict[str, Callable[[], str | None]] = {
    "editor": editors.what_lacks,
    "helix": helix.what_lacks,
    "model": local_model.what_lacks,
    "shared_data": shared_data.what_lacks,
    "terminal": tmux.what_lacks,
    "vscode": vscode_install.what_lacks,
}
ALONE = ("vscode", "model")
"""What one worker does at a time: the others would have to start what it has started already."""
N_MEASURED_CASES = 4
"""Of each table: the branches that further ones run are those of the first, nearly always."""
FOLDER_VARIABLES = (
    *("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
    *("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"),
)
PROXY_VARIABLES = frozenset({"http_proxy", "https_proxy", "all_proxy", "no_proxy"})

hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if IN_CI else "dev")

_GUARD = NetworkGuard()


@pytest.fixture(autouse=True)
def _isolated_user(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither the user's files, key and proxy nor the traces of another test are seen."""
    for name in list(os.environ):
        if name.startswith("PT_LSP_") or name == "POWERTOKENS_API_KEY" or name.lower() in PROXY_VARIABLES:
            monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with tempfile.TemporaryDirectory(prefix="pt-lsp-home-", ignore_cleanup_errors=True) as home:
        for name in FOLDER_VARIABLES:
            monkeypatch.setenv(name, home)
        yield


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    _GUARD.take_attempts()
    yield
    attempts = _GUARD.take_attempts()
    if attempts:
        pytest.fail(f"the test tried to reach {', '.join(attempts)}", pytrace=False)


@pytest.fixture(autouse=True)
def _repeated_unmeasured(request: pytest.FixtureRequest) -> Iterator[None]:
    """Schedules, properties and the like run nothing that other tests do not, again and again.

    To measure their branches takes longer than they do.
    """
    is_property = getattr(getattr(request.node, "obj", None), "is_hypothesis_test", False)
    if not (is_property or _is_marked(request, "repeats", "schedules")):
        yield
        return
    trace = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(trace)


@pytest.fixture(autouse=True)
def _their_processes_unmeasured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What these start is not measured, nor are servers in editors: other tests go through the same."""
    if MEASURED in os.environ and _is_marked(request, "repeats", "editor", "helix", "vscode"):
        start_preloading()  # servers of other tests, too, are forked from what the first one would start
        monkeypatch.delenv(MEASURED)


def _is_marked(request: pytest.FixtureRequest, *markers: str) -> bool:
    return any(request.node.get_closest_marker(marker) for marker in markers)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart() -> None:
    """Take signals that who started us ignores, as nohup does: what tests start would ignore them, too."""
    if sys.platform != "win32":
        for number in (signal.SIGHUP, signal.SIGINT):
            if signal.getsignal(number) is signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep VS Code on one worker, and the model; first, as pytest-xdist reads groups in this hook."""
    n_cases: Counter[str] = Counter()
    for item in items:
        table = item.nodeid.partition("[")[0]
        n_cases[table] += 1
        if n_cases[table] > N_MEASURED_CASES:
            item.add_marker("repeats")
        for marker in ALONE:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.xdist_group(marker))
                break


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what cannot run here."""
    for marker, lacks in LACKS.items():
        if item.get_closest_marker(marker) and (reason := lacks()):
            pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that was left out has failed."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"left out in CI: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count what was left out, and say why, in one line."""
    left_out = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if left_out:
        reasons = "; ".join(f"{count}: {reason}" for reason, count in left_out.most_common())
        terminalreporter.write_line(f"{left_out.total()} tests left out ({reasons})", yellow=True, bold=True)


def _reason(report: pytest.TestReport) -> str:
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr)
