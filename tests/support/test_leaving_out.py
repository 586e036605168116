import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = """
import pytest

@pytest.mark.skip(reason="no moon tonight")
def test_left_out(): ...

def test_run(): ...
"""


def run_tests(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    """The result of running the tests above under our conftest, with `CI` set to `ci`."""
    (folder / "test_sample.py").write_text(LEFT_OUT, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "CI": ci},
    )


def test_what_is_left_out_is_counted_with_its_reason(tmp_path: Path) -> None:
    run = run_tests(tmp_path, ci="")
    assert run.returncode == 0
    assert "1 tests left out (1: no moon tonight)" in run.stdout


def test_leaving_a_test_out_in_ci_is_a_failure(tmp_path: Path) -> None:
    run = run_tests(tmp_path, ci="true")
    assert run.returncode == 1
    assert "left out in CI: no moon tonight" in run.stdout
