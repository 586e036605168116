from pt_lsp.context.windows.region_window import region_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings

LARGE = "value = compute(argument)\n" * 4000


def snapshot_of(text: str) -> Snapshot:
    return Snapshot("file:///home/someone/project/src/app.py", "python", 1, Text.of(text), Settings())


def test_a_region_is_shown_whole_with_what_fits_around_it() -> None:
    region = Span(26 * 1000, 26 * 1010 - 1)
    window = region_window(snapshot_of(LARGE), region, 3000)
    assert window.region == LARGE[region.start : region.end]
    assert window.before.endswith("compute(argument)\n")
    assert window.after.startswith("\nvalue")
    assert len(window.before) + len(window.region) + len(window.after) <= 3000


def test_a_region_larger_than_the_budget_is_shown_alone() -> None:
    window = region_window(snapshot_of(LARGE), Span(26, 26 * 3000 - 1), 300)
    assert (window.before, window.after) == ("", "")
