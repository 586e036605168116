"""What is remembered of a request that went out, so that its user can look at it."""

from dataclasses import dataclass

from pt_lsp.llm.ledger import Usage
from pt_lsp.llm.prompt import Prompt, Purpose
from pt_lsp.llm.redaction import Redacted, Redaction
from pt_lsp.llm.request import ChatRequest
from pt_lsp.settings.endpoint_settings import EndpointSettings


@dataclass(frozen=True, slots=True)
class Sent:
    """What left the machine last."""

    prompt: Prompt
    """As it went out: secrets replaced."""
    model: str
    host: str
    time_s: float
    """Unix time."""
    redactions: tuple[Redaction, ...] | None
    """The secrets replaced in it; None where the settings say that none shall be."""
    usage: Usage | None = None
    """Known once the reply is over."""
    further: tuple[tuple[str, str], ...] = ()
    """Fields of the body beside those of the prompt: names, and values as JSON."""
    header_names: tuple[str, ...] = ()
    """Of the headers that the user has set."""

    @property
    def purpose(self) -> Purpose:
        """What it was sent for."""
        return self.prompt.purpose


def sent_now(redacted: Redacted, asked: EndpointSettings, request: ChatRequest, time_s: float) -> Sent:
    """A request that is about to go out."""
    return Sent(
        redacted.prompt.without_image_data(),
        asked.model,
        request.endpoint.host,
        time_s,
        redacted.redactions,
        further=request.further,
        header_names=() if asked.headers is None else asked.headers.names,
    )
