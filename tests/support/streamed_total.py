"""An edit that streams into a function, the first half of which a test can hold back."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

SOURCE = """\
# the top

def total(numbers):
    pass


print(total([1, 2]))
"""
BODY = [f"    total += numbers[{number}]" for number in range(12)]
FIRST = "\n".join(["def total(numbers):", "    total = 0", *BODY[:6], ""])
REST = "\n".join([*BODY[6:], "    return total"])
EDITED = SOURCE.replace("def total(numbers):\n    pass", FIRST + REST)


def stream_half(window: "Workbench") -> None:
    """Ask for the edit, and have the first half of it in the document."""
    window.go_to(4, 5)
    window.choose_action("Implement")
    window.wait_for("numbers[5]")
