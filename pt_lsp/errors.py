"""The errors that a person may read, each a sentence that says what happened and what to do.

Knows nothing of LSP or HTTP: `protocol.boundary` maps them to LSP errors, `cli` to stderr and exit code 1.

PtLspError
├── SettingsError            a setting or file of ours cannot be used
├── Excluded                 the document must not leave the machine
├── EditRefused              an edit cannot start or go on here
├── Unsupported              the editor lacks what this needs
├── OverBudget               the user's own token budget is used up
├── UnusableReply            the model answered with something that cannot be used
└── ModelError               the endpoint gave no usable answer
    ├── NoKey                no API key is configured
    ├── Unauthorized         401
    ├── Forbidden            403
    ├── UnknownModel         404
    ├── PromptTooLong        413, or a 400 that says so
    ├── InvalidRequest       any other 4xx
    ├── RateLimited          429
    ├── EndpointFailed       5xx
    ├── EndpointUnreachable  no connection
    ├── EndpointTimeout      no byte in time
    ├── NotChatCompletions   the body is not what the API documents
    ├── StreamFailed         an error inside the stream
    ├── StreamCut            the stream ended before it was done
    └── EmptyReply           a complete answer without text
"""

from typing import Self


class PtLspError(Exception):
    """Its text is one sentence for a person; it never holds a key or the user's code."""

    def detached(self) -> Self:
        """A copy to keep, without the frames that it is raised in: those hold the user's text."""
        kept = type(self).__new__(type(self), *self.args)
        vars(kept).update(vars(self))
        return kept


class SettingsError(PtLspError):
    """A setting, or a file of ours, cannot be used."""


class Excluded(PtLspError):
    """The document is excluded by a privacy rule."""


class EditRefused(PtLspError):
    """An edit cannot start or go on here."""


class Unsupported(PtLspError):
    """The editor lacks a capability that the request needs."""


class OverBudget(PtLspError):
    """The user's own token budget is used up, for `wait_s` if nothing more is spent."""

    def __init__(self, message: str, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class UnusableReply(PtLspError):
    """The model's text cannot be used for what was asked."""


class ModelError(PtLspError):
    """The endpoint gave no usable answer; `retry_after_s` is the wait that it asks for, if it does."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class NoKey(ModelError):
    """No API key is configured."""


class Unauthorized(ModelError):
    """The endpoint refused the key (401)."""


class Forbidden(ModelError):
    """The key may not do this (403)."""


class UnknownModel(ModelError):
    """The endpoint knows no such path or model (404)."""


class PromptTooLong(ModelError):
    """The prompt exceeds what the model takes (413, or a 400 that says so)."""


class InvalidRequest(ModelError):
    """The endpoint refused the request as malformed (other 4xx)."""


class RateLimited(ModelError):
    """The endpoint asks to wait (429)."""


class EndpointFailed(ModelError):
    """The endpoint failed on its side (5xx)."""


class EndpointUnreachable(ModelError):
    """No connection could be made."""


class EndpointTimeout(ModelError):
    """No byte came in time."""


class NotChatCompletions(ModelError):
    """The body is not what a chat-completions endpoint sends."""


class StreamFailed(ModelError):
    """The endpoint reported an error inside the stream."""


class StreamCut(ModelError):
    """The stream ended before it was done."""


class EmptyReply(ModelError):
    """A complete answer held no text."""
