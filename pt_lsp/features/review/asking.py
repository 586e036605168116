"""One question to the model, and its answer as findings with the secrets of their quotes restored."""

from dataclasses import replace

from pt_lsp.features.review.finding import Findings, QuotedFinding
from pt_lsp.features.review.reading import read_findings
from pt_lsp.llm.gateway import Gateway, Prompt, ending_of, left_out_note
from pt_lsp.privacy.placeholders import Placeholders
from pt_lsp.privacy.restorer import Restorer
from pt_lsp.settings.options import Settings

_CUT = "The model's answer was cut, so there may be more to find."


async def ask(gateway: Gateway, prompt: Prompt, settings: Settings) -> Findings:
    """What the model finds. Raises UnusableReply where nothing of that can be read, else a ModelError."""
    async with gateway.open(prompt, settings) as reply:
        said = "".join([delta async for delta in reply])
        left_out = left_out_note(reply.left_out)
    ending = ending_of(reply.finish_reason)
    found = read_findings(said)
    cut = None if ending == "whole" else _CUT
    return Findings(
        tuple(_restored(each, reply.placeholders) for each in found.findings),
        found.n_unsound,
        tuple(note for note in (cut, left_out) if note),
    )


def _restored(finding: QuotedFinding, placeholders: Placeholders) -> QuotedFinding:
    """The finding with the quote as it stands in the file; a message never holds a secret."""
    restorer = Restorer(placeholders)
    return replace(finding, quote=restorer.push(finding.quote) + restorer.finish())
