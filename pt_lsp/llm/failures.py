"""Words what can go wrong with an endpoint: one sentence that names its host and says what to do.

Refuses to know the HTTP library. Quotes the endpoint shortened, on one line and without anything key-like.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pt_lsp import errors
from pt_lsp.llm.refusals.connection_faults import PROXY_WANTS_LOGIN, WANTS_TLS, ConnectionFault
from pt_lsp.llm.refusals.echo import without_echo
from pt_lsp.llm.refusals.images import refuses_images
from pt_lsp.llm.refusals.kinds import Kind, kind_of
from pt_lsp.llm.refusals.report import Report, read_report
from pt_lsp.llm.refusals.token_limit import learn_limit
from pt_lsp.llm.timing.retry_after import retry_after_s

if TYPE_CHECKING:
    from pt_lsp.store.credentials import Key

MAX_QUOTE_CHARACTERS = 200
UNREADABLE = "\N{REPLACEMENT CHARACTER}"

_KEY_LIKE = re.compile(
    r"(?i)\bbearer\s+\S+|\b(?:sk|pk|pt|key|api)[-_][\w*.-]{6,}|(?<![\w-])[\w-]*+\*{3,}[\w-]*"
)
_WORD = re.compile(r"[^\s\"'`,;:<>(){}\[\]]+")
_SHARED_RUN = 6  # characters of the key in a row that no innocent word holds by chance
_SHORTEST_RUN = 4
_DATA = re.compile(r"(?:data:[\w/+.-]{1,50};base64,)?[A-Za-z0-9+/=]{120,}|data:image/[\w/+.;,=-]*")
_ECHOED_INPUT = re.compile(r"(?is)(['\"]input['\"]\s*:|\binput_value\s*=).*")
"""Validators repeat what they were given: that is the user's code."""


@dataclass(frozen=True, slots=True)
class Failures:
    """Words the failures of one endpoint."""

    host: str
    model: str
    key: "Key | None" = field(default=None, repr=False)
    header_values: tuple[str, ...] = field(default=(), repr=False)
    """Of the headers that the user has set: as secret as the key."""
    sent: str = field(default="", repr=False)
    """What was asked: none of it is quoted."""
    has_images: bool = False
    """Whether images went along."""

    def of_status(
        self, status: int, headers: Mapping[str, str], body: bytes, now_s: float
    ) -> errors.ModelError:
        """The error that an answer with this status means; `now_s` (Unix time) dates a Retry-After."""
        return self.of_refusal(status, headers, read_report(body), now_s)

    def of_refusal(
        self, status: int, headers: Mapping[str, str], report: Report, now_s: float
    ) -> errors.ModelError:
        """The error that a report means which came in place of an answer."""
        if status < 300:  # noqa: PLR2004 - the class of success
            return self.of_report(report)
        if status == 407:  # noqa: PLR2004 - Proxy Authentication Required
            return self.of_connection(PROXY_WANTS_LOGIN)
        if report.is_of_tls_port:
            return self.of_connection(WANTS_TLS)
        if 300 <= status < 400:  # noqa: PLR2004 - the class of redirects
            return errors.NotChatCompletions(
                f"{self.host} redirects elsewhere ({status}), which would take your key along: "
                "set endpoint.baseUrl to the final address."
            )
        kind = self._kind_of(report, status) or errors.InvalidRequest
        return self._of_kind(kind, report, f" ({status})", retry_after_s(headers, now_s))

    def of_report(self, report: Report) -> errors.ModelError:
        """The endpoint reported an error although it had answered 200."""
        kind = self._kind_of(report, None)
        if kind is None:
            return errors.StreamFailed(
                f"{self.host} reported an error{self._quoted(report.words)}: try again."
            )
        return self._of_kind(kind, report, "", None)

    def of_malformed(self, what: str) -> errors.NotChatCompletions:
        """The body is `what`, not an answer."""
        return errors.NotChatCompletions(
            f"{self.host} sent {what} instead of a chat completion: "
            "check endpoint.baseUrl, it mostly ends in /v1."
        )

    def of_cut(self) -> errors.StreamCut:
        """The connection ended within the answer."""
        return errors.StreamCut(f"The answer of {self.host} broke off before its end: try again.")

    def of_empty(self, finish_reason: str | None) -> errors.EmptyReply:
        """The answer is complete and holds no text."""
        reason = f" (finish reason {self._clean(finish_reason)})" if finish_reason else ""
        return errors.EmptyReply(
            f"{self.model} at {self.host} answered without a word{reason}: ask in other words."
        )

    def of_thoughts(self) -> errors.OnlyThoughts:
        """The answer holds reasoning and nothing else, mostly because it was cut at its length."""
        return errors.OnlyThoughts(
            f"{self.model} at {self.host} used up its answer with thinking: turn that off "
            "by endpoint.profile or in endpoint.extraBody, or choose another model."
        )

    def of_silence(self, timeout_s: float) -> errors.EndpointTimeout:
        """Neither text nor reasoning came in time."""
        return errors.EndpointTimeout(
            f"{self.host} sent no text for {timeout_s:g} s: try again or raise endpoint.idleTimeoutS."
        )

    def of_slowness(self, timeout_s: float) -> errors.EndpointTimeout:
        """The answer was not whole in time."""
        return errors.EndpointTimeout(
            f"{self.host} did not end its answer within {timeout_s:g} s: ask for less, "
            "choose a faster endpoint.model or raise endpoint.answerTimeoutS."
        )

    def of_connection(self, fault: ConnectionFault) -> errors.EndpointUnreachable:
        """No connection, or none that leads to the endpoint itself."""
        return errors.EndpointUnreachable(f"{self.host} {fault.what}: {fault.advice}.")

    def _kind_of(self, report: Report, status: int | None) -> Kind | None:
        kind = kind_of(report, status)
        return errors.ImagesRefused if self.has_images and refuses_images(report, kind) else kind

    def _of_kind(self, kind: Kind, report: Report, status: str, wait_s: float | None) -> errors.ModelError:
        said = f"{status}{self._quoted(report.words)}"
        if kind is errors.PromptTooLong:
            limit = report.context_tokens or learn_limit(" ".join(report.said))
            takes = "" if limit is None else f", which takes {limit} tokens"
            return errors.PromptTooLong(
                f"The prompt is too long for {self.model} at {self.host}{takes}{said}: "
                "select less or lower context.budgetTokens.",
                wait_s,
                limit,
            )
        what, advice = _SENTENCES[kind]
        if kind is errors.Unauthorized and self.key is None:
            advice += ", for none was sent"
        if kind is errors.RateLimited and wait_s:
            advice = f"wait {wait_s:.0f} s or raise the account's limit"
        return kind(f"{what.format(host=self.host, model=self.model)}{said}: {advice}.", wait_s)

    def shows_key(self, word: str) -> bool:
        """Whether a part of the key stands in it."""
        return self.key is not None and _is_shown(self.key.reveal(), word)

    def _quoted(self, words: str) -> str:
        clean = self._clean(words).rstrip(".!:")
        return f', saying "{clean}"' if clean else ""

    def _clean(self, words: str) -> str:
        words = _DATA.sub("…", _ECHOED_INPUT.sub("…", words[:10_000]))
        text = " ".join("".join(c if c.isprintable() and c != UNREADABLE else " " for c in words).split())
        text = without_echo(_KEY_LIKE.sub("[key]", _WORD.sub(self._hide_key, text)), self.sent)
        return text if len(text) <= MAX_QUOTE_CHARACTERS else text[: MAX_QUOTE_CHARACTERS - 1] + "…"

    def _hide_key(self, word: re.Match[str]) -> str:
        parts = [part for value in self.header_values for part in _WORD.findall(value)]
        is_secret = self.shows_key(word[0]) or any(_is_shown(part, word[0]) for part in parts)
        return "[key]" if is_secret else word[0]


def _is_shown(secret: str, word: str) -> bool:
    """Whether a word shows a part of a secret; of one so short that any word might, all of it."""
    if len(secret) < _SHORTEST_RUN:
        return secret == word
    run = min(_SHARED_RUN, len(secret))
    secret, word = secret.lower(), word.lower()
    return any(secret[start : start + run] in word for start in range(len(secret) - run + 1))


_SENTENCES: dict[Kind, tuple[str, str]] = {
    errors.Unauthorized: ("{host} refused the API key", "check POWERTOKENS_API_KEY"),
    errors.Forbidden: (
        "{host} does not let this key use {model}",
        "check the account's rights or choose another endpoint.model",
    ),
    errors.Unpaid: (
        "{host} wants its account to be paid first",
        "settle the bill or add credit there",
    ),
    errors.QuotaUsedUp: (
        "{host} says that the account's quota for {model} is used up",
        "raise it there, or wait until it is renewed",
    ),
    errors.RateLimited: ("{host} gets too many requests", "wait a little or raise the account's limit"),
    errors.UnknownModel: (
        "{host} knows no such address or model as {model}",
        "check endpoint.baseUrl, it mostly ends in /v1, and endpoint.model",
    ),
    errors.ContentFiltered: (
        "{host} refused what was sent by its content filter",
        "change what it may object to in this file or instruction, or choose another endpoint.model",
    ),
    errors.EndpointFailed: ("{host} failed on its side", "try again later"),
    errors.InvalidRequest: ("{host} refused the request", "check endpoint.model and endpoint.profile"),
    errors.ImagesRefused: (
        "{model} at {host} does not take the images that the instruction names",
        "choose an endpoint.model that sees, name fewer or smaller ones, or turn endpoint.images off",
    ),
}
"""What happened, and what to do; between the two stand the status and the endpoint's own words."""
