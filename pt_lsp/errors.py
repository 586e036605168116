"""The errors that a person may read, each a sentence that says what happened and what to do.

Knows nothing of LSP or HTTP: `protocol.boundary` maps them to LSP errors, `cli` to stderr and exit code 1.
A kind's `code` is what programs tell it by; its `fix` is the remedy that an editor may offer.

PtLspError
├── SettingsError            a setting or file of ours cannot be used
├── Excluded                 the document must not leave the machine
├── TextUnknown              the editor told a change that cannot be read
├── EditRefused              an edit cannot start or go on here
├── Unsupported              the editor lacks what this needs
├── GitFailed                git cannot tell what is asked: no repository, no git, no answer in time
├── NothingChanged           there is no change to say something about
├── OverBudget               the user's own token budget is used up
├── UnusableReply            the model answered with something that cannot be used
├── Internal                 a fault in pt-lsp; its log says where
└── ModelError               the endpoint gave no usable answer
    ├── NoKey                no API key is configured
    ├── Unauthorized         401, or a code that says so
    ├── Forbidden            403: the key is not allowed to use this model
    ├── Unpaid               402, or a code that says so: the account has no credit
    ├── UnknownModel         404, or a code that says so
    ├── PromptTooLong        413, or a code that says so
    ├── ContentFiltered      the endpoint's content filter refused the prompt or cut the answer
    ├── InvalidRequest       any other 4xx
    ├── RateLimited          429
    ├── QuotaUsedUp          a 429 or 403 whose code says so: waiting a little does not help
    ├── EndpointFailed       5xx
    ├── EndpointUnreachable  no connection
    ├── EndpointTimeout      no text in time, or no end of it
    ├── NotChatCompletions   the body is not what the API documents
    ├── StreamFailed         an error inside the stream
    ├── StreamCut            the stream ended before it was done
    ├── EmptyReply           a complete answer without text
    └── OnlyThoughts         one that holds the model's reasoning instead
"""

import logging
import traceback
from typing import ClassVar, Literal, Self

Fix = Literal["setKey", "openSettings", "chooseModel", "retry", "showLog", "none"]


class PtLspError(Exception):
    """Its text is one sentence for a person; it never holds a key or the user's code."""

    fix: ClassVar[Fix] = "none"

    @property
    def code(self) -> str:
        """The kind as programs see it: `noKey`, `rateLimited`."""
        name = type(self).__name__
        return name[0].lower() + name[1:]

    def detached(self) -> Self:
        """A copy to keep, without the frames that it is raised in: those hold the user's text."""
        kept = type(self).__new__(type(self), *self.args)
        vars(kept).update(vars(self))
        return kept


class SettingsError(PtLspError):
    """A setting, or a file of ours, cannot be used."""

    fix = "openSettings"


class Excluded(PtLspError):
    """The document is excluded by a privacy rule."""


class TextUnknown(PtLspError):
    """The editor has told a change of the document that cannot be read, so nobody knows what stands there."""


class EditRefused(PtLspError):
    """An edit cannot start or go on here."""


class Unsupported(PtLspError):
    """The editor lacks a capability that the request needs."""


class GitFailed(PtLspError):
    """git cannot tell what is asked of it: there is no repository, no git, or no answer in time."""


class NothingChanged(PtLspError):
    """There is no change to say something about."""


class OverBudget(PtLspError):
    """The user's own token budget is used up, for `wait_s` if nothing more is spent."""

    fix = "openSettings"

    def __init__(self, message: str, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class UnusableReply(PtLspError):
    """The model's text cannot be used for what was asked."""

    fix = "retry"


class Internal(PtLspError):
    """Something failed inside pt-lsp that nobody foresaw; its sentence quotes nothing of that."""

    fix = "showLog"


class ModelError(PtLspError):
    """The endpoint gave no usable answer; `retry_after_s` is the wait that it asks for, if it does."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class NoKey(ModelError):
    """No API key is configured."""

    fix = "setKey"


class Unauthorized(ModelError):
    """The endpoint refused the key (401)."""

    fix = "setKey"


class Forbidden(ModelError):
    """The key may not do this (403)."""

    fix = "chooseModel"


class Unpaid(ModelError):
    """The account has no credit (402, or another status that says so)."""


class UnknownModel(ModelError):
    """The endpoint knows no such path or model (404, or another status that says so)."""

    fix = "chooseModel"


class PromptTooLong(ModelError):
    """The prompt exceeds what the model takes (413, or a 400 that says so)."""

    def __init__(
        self, message: str, retry_after_s: float | None = None, limit_tokens: int | None = None
    ) -> None:
        """`limit_tokens`: the longest prompt that the endpoint says it takes, where it says so."""
        super().__init__(message, retry_after_s)
        self.limit_tokens = limit_tokens


class ContentFiltered(ModelError):
    """The endpoint's content filter refused the prompt, or cut the answer; the same text is refused again."""


class InvalidRequest(ModelError):
    """The endpoint refused the request as malformed (other 4xx)."""


class RateLimited(ModelError):
    """The endpoint asks to wait (429)."""

    fix = "retry"


class QuotaUsedUp(ModelError):
    """What the account may use is used up; waiting a little does not help."""


class EndpointFailed(ModelError):
    """The endpoint failed on its side (5xx)."""

    fix = "retry"


class EndpointUnreachable(ModelError):
    """No connection could be made."""

    fix = "retry"


class EndpointTimeout(ModelError):
    """No text came in time, or no end of it."""

    fix = "retry"


class NotChatCompletions(ModelError):
    """The body is not what a chat-completions endpoint sends."""

    fix = "openSettings"


class StreamFailed(ModelError):
    """The endpoint reported an error inside the stream."""

    fix = "retry"


class StreamCut(ModelError):
    """The stream ended before it was done."""

    fix = "retry"


class EmptyReply(ModelError):
    """A complete answer held no text."""

    fix = "retry"


class OnlyThoughts(ModelError):
    """The model's reasoning has used up the answer."""

    fix = "chooseModel"


def log_failure(log: logging.Logger, what: str, error: BaseException) -> Internal:
    """Log where an unforeseen error came from, but not its text, which may quote the user's code.

    The frames are no part of the message: they are for the log, and nobody else.
    Returns what a person may be told of it.
    """
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed with %s", what, type(error).__name__, extra={"frames": frames})
    return Internal(f"{what} failed inside pt-lsp ({type(error).__name__}); its log says where.")
