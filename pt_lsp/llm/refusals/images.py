"""Judges whether an endpoint refuses the images of a request that has some, and not the rest of it."""

import re

from pt_lsp import errors
from pt_lsp.llm.refusals.kinds import Kind, is_told_by_code
from pt_lsp.llm.refusals.report import Report
from pt_lsp.llm.refusals.token_limit import learn_limit

_ABOUT_IMAGES = re.compile(
    r"(?i)image|vision|visual|picture|multi.?modal|modalit|mmproj|media.?type|base64|data.?ur[il]"
    r"|content.{0,60}\b(string|text)\b|\b(valid|a|be|is|expected) (str|string)\b|content.?(type|part)"
)
"""Where only text is taken, a content in parts is what is told of."""
_IN_BYTES = re.compile(r"(?i)\bbytes\b|\d ?[km]i?b\b|megabyte")
_OTHERWISE_TOLD = frozenset({errors.InvalidRequest, errors.UnknownModel, errors.EndpointFailed})
"""What servers without a word of their own for it say."""


def refuses_images(report: Report, kind: Kind | None) -> bool:
    """Whether a failure of that kind is about images; for requests that have some.

    A request that is too long by megabytes, not by tokens, is so for its images.
    """
    if kind is errors.PromptTooLong:
        is_told_in_tokens = report.context_tokens or learn_limit(" ".join(report.said))
        return not is_told_in_tokens or _IN_BYTES.search(report.text) is not None
    if is_told_by_code(report) or (kind is not None and kind not in _OTHERWISE_TOLD):
        return False
    return _ABOUT_IMAGES.search(" ".join((report.text, *report.fields))) is not None
