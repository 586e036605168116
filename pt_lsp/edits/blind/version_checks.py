"""What is known of how an editor takes an operation; refuses to know its name."""

from dataclasses import dataclass

# So often in a row an editor may refuse without having reported a change; the waits in between double.
MAX_REFUSALS = 6


@dataclass(slots=True)
class VersionChecks:
    """`checks_zero`: whether it checks an edit for version 0 as it does any other; so do most.

    `checks_versions`: whether it leaves out what was made for an older text. False: it puts that somewhere.
    None is not known; what it does then shows it.
    """

    checks_zero: bool | None
    checks_versions: bool | None
    n_refusals: int = 0

    def version_for(self, version: int) -> int:
        """The version to send for a document that was reported with that version."""
        # To Neovim 0 means "do not check". Its first real change makes the version 3 or more, so 1 is as good
        # and is checked. To others, which count from 0 in steps of one, 1 would be a change not yet reported.
        return version if version > 0 or self.checks_zero else 1

    def applied(self, *, is_astray: bool) -> None:
        """It says that it has done an operation, and was seen to; astray: in a newer text."""
        if is_astray:
            self.checks_versions = False

    def refused(self) -> None:
        """It has refused an operation."""
        if self.checks_zero is None:
            self.checks_zero = True
