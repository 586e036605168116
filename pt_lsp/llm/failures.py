"""Words what can go wrong with an endpoint: one sentence that names its host and says what to do.

Refuses to know the HTTP library. Quotes the endpoint shortened, on one line and without anything key-like.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pt_lsp import errors
from pt_lsp.llm.answer import words_of_error

if TYPE_CHECKING:
    from pt_lsp.store.credentials import Key

MAX_QUOTE_CHARACTERS = 200

_KEY_LIKE = re.compile(r"(?i)\bbearer\s+\S+|\b(?:sk|pk|pt|key|api)[-_][\w*.-]{6,}|[\w-]*\*{3,}[\w-]*")
_WORD = re.compile(r"[^\s\"'`,;:<>(){}\[\]]+")
_SHARED_RUN = 6  # characters of the key in a row that no innocent word holds by chance
_SHORTEST_RUN = 4
_TOO_LONG = re.compile(
    r"(?i)context.?(length|window|size)|maximum context|too (long|large|many tokens)|input length"
    r"|exceed\w* .*(context|tokens)|prompt_too_long"
)


@dataclass(frozen=True, slots=True)
class Failures:
    """Words the failures of one endpoint."""

    host: str
    model: str
    key: "Key | None" = field(default=None, repr=False)
    header_values: tuple[str, ...] = field(default=(), repr=False)
    """Of the headers that the user has set: as secret as the key."""

    def of_status(
        self, status: int, headers: Mapping[str, str], body: bytes, now_s: float
    ) -> errors.ModelError:
        """The error that an answer with this status means; `now_s` (Unix time) dates a Retry-After."""
        said = self._said(body)
        if 300 <= status < 400:  # noqa: PLR2004 - the class of redirects
            return errors.NotChatCompletions(
                f"{self.host} redirects elsewhere ({status}), which would take your key along: "
                "set endpoint.baseUrl to the final address."
            )
        if status == 429:  # noqa: PLR2004 - Too Many Requests
            return self._rate_limited(retry_after_s(headers, now_s), said)
        if status >= 500:  # noqa: PLR2004 - the class of server errors
            return errors.EndpointFailed(
                f"{self.host} failed on its side ({status}){said}: try again later.",
                retry_after_s(headers, now_s),
            )
        if status == 413 or (status == 400 and _TOO_LONG.search(said)):  # noqa: PLR2004 - documented codes
            return errors.PromptTooLong(
                f"The prompt is too long for {self.model} at {self.host} ({status}){said}: "
                "select less or lower context.budgetTokens."
            )
        return self._refused(status, said)

    def of_report(self, words: str) -> errors.StreamFailed:
        """The endpoint reported an error although it had answered 200."""
        return errors.StreamFailed(f"{self.host} reported an error{self._quoted(words)}: try again.")

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
        """No byte came in time."""
        return errors.EndpointTimeout(
            f"{self.host} sent nothing for {timeout_s:g} s: try again or raise endpoint.idleTimeoutS."
        )

    def of_connection(self, what: str, advice: str) -> errors.EndpointUnreachable:
        """No connection, for the reason `what`."""
        return errors.EndpointUnreachable(f"{self.host} {what}: {advice}.")

    def _rate_limited(self, wait_s: float | None, said: str) -> errors.RateLimited:
        wait = "wait a little" if wait_s is None else f"wait {wait_s:.0f} s"
        return errors.RateLimited(
            f"{self.host} gets too many requests (429){said}: {wait} or raise the account's limit.", wait_s
        )

    def _refused(self, status: int, said: str) -> errors.ModelError:
        if status == 401:  # noqa: PLR2004 - Unauthorized
            return errors.Unauthorized(
                f"{self.host} refused the API key (401){said}: check POWERTOKENS_API_KEY."
            )
        if status == 403:  # noqa: PLR2004 - Forbidden
            return errors.Forbidden(
                f"{self.host} does not let this key use {self.model} (403){said}: check the account's rights."
            )
        if status == 404:  # noqa: PLR2004 - Not Found
            return errors.UnknownModel(
                f"{self.host} knows no such address or model as {self.model} (404){said}: "
                "check endpoint.baseUrl, it mostly ends in /v1, and endpoint.model."
            )
        return errors.InvalidRequest(
            f"{self.host} refused the request ({status}){said}: check endpoint.model and endpoint.profile."
        )

    def _said(self, body: bytes) -> str:
        text = body.decode("utf-8", errors="replace").strip()
        try:
            words = words_of_error(json.loads(text))
        except (ValueError, RecursionError):
            words = "" if text.startswith("<") else text
        return self._quoted(words)

    def shows_key(self, word: str) -> bool:
        """Whether a part of the key stands in it."""
        return self.key is not None and _is_shown(self.key.reveal(), word)

    def _quoted(self, words: str) -> str:
        clean = self._clean(words).rstrip(".!:")
        return f', saying "{clean}"' if clean else ""

    def _clean(self, words: str) -> str:
        text = " ".join("".join(c if c.isprintable() else " " for c in words[:10_000]).split())
        text = _KEY_LIKE.sub("[key]", _WORD.sub(self._hide_key, text))
        return text if len(text) <= MAX_QUOTE_CHARACTERS else text[: MAX_QUOTE_CHARACTERS - 1] + "…"

    def _hide_key(self, word: re.Match[str]) -> str:
        parts = [part for value in self.header_values for part in value.split()]
        is_secret = self.shows_key(word[0]) or any(_is_shown(part, word[0]) for part in parts)
        return "[key]" if is_secret else word[0]


def _is_shown(secret: str, word: str) -> bool:
    """Whether a word shows a part of a secret; of one so short that any word might, all of it."""
    if len(secret) < _SHORTEST_RUN:
        return secret == word
    run = min(_SHARED_RUN, len(secret))
    return any(secret[start : start + run] in word for start in range(len(secret) - run + 1))


def retry_after_s(headers: Mapping[str, str], now_s: float) -> float | None:
    """Seconds that a Retry-After header, in seconds or as an HTTP date, asks to wait; None without one."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    from datetime import UTC  # 4 ms with the next, and such a date is rare
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now_s)
