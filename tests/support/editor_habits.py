"""What tells one simulated editor from another; each line was seen in a real one."""

from dataclasses import dataclass, replace
from typing import Literal

Fate = Literal["do", "refuse", "lie", "do without answer", "answer late", "do late"]
"""What an editor does with one edit that is not stale; to lie is to say that it was done when it was not."""

LATE_S = 4.0
"""Longer than anybody waits."""


@dataclass(frozen=True)
class Habits:
    """How an editor counts, checks, answers and reports."""

    name: str
    first_version: int
    next_version: int
    """Of the first change; later ones step by one."""
    checks: Literal["equal", "newer"]
    """newer: 0 is never checked, an older version is stale"""
    when_stale: Literal["refuse", "say yes", "say nothing"]
    answers: bool
    report_delay_s: float
    reports_when_idle: bool
    """The delay begins anew with each change."""
    reports: Literal["characters", "lines"]
    latency_factor: float = 1.0
    reports_one_by_one: bool = False
    """Each change of an edit comes in a notification and version of its own."""
    reports_before_answer: bool = False
    """What is still to be told is told before an edit is answered."""


VSCODE = Habits("VS Code", 1, 2, "equal", "refuse", True, 0.0, False, "characters")
BUSY_VSCODE = replace(VSCODE, name="VS Code that merges", report_delay_s=0.03, reports_before_answer=True)
NEOVIM = Habits("Neovim", 0, 3, "newer", "say yes", True, 0.15, False, "lines")
EAGER_NEOVIM = replace(NEOVIM, name="Neovim without delay", report_delay_s=0.0, reports_one_by_one=True)
EMACS = Habits("Emacs", 0, 1, "equal", "refuse", True, 0.5, True, "characters")
SLOW = Habits("slow", 1, 2, "equal", "refuse", True, 0.0, False, "lines", latency_factor=12.0)
SILENT = Habits("silent", 1, 2, "equal", "say nothing", False, 0.0, False, "characters")

EDITORS = [VSCODE, BUSY_VSCODE, NEOVIM, EAGER_NEOVIM, EMACS, SLOW, SILENT]
