"""Rich's console behind the printing door: what is printed in colour and in panels is made visible too."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from pt_lsp.documents.visibility import visible_text


class VisibleConsole(Console):
    """Sends no control to the terminal but rich's own."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is printed of `renderable`, looked at last: Markdown may name a control by its number."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=visible_text(segment.text))
