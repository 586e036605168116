"""Which request fields beyond the documented ones an endpoint is known to take.

An unknown endpoint gets documented fields only.
"""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from pt_lsp.settings.options import EndpointSettings, Profile

PartialWay = Literal["none", "flag on the message", "template flags", "implied"]
"""How an assistant turn is marked as unfinished; `implied`: a last assistant turn always is."""


@dataclass(frozen=True, slots=True)
class Extras:
    """The undocumented fields that one kind of endpoint takes."""

    reports_usage_on_request: bool = False
    """Takes `stream_options.include_usage`."""
    partial_way: PartialWay = "none"


_EXTRAS: dict[Profile, Extras] = {
    "powertokens": Extras(),
    "dashscope": Extras(reports_usage_on_request=True, partial_way="flag on the message"),
    "openai": Extras(reports_usage_on_request=True),
    "vllm": Extras(reports_usage_on_request=True, partial_way="template flags"),
    "llama.cpp": Extras(reports_usage_on_request=True, partial_way="implied"),
}


def extras_for(settings: EndpointSettings) -> Extras:
    """The extras of the profile set, or of the one that `auto` finds by the base URL's host."""
    profile = settings.profile
    return _EXTRAS[_profile_of_host(settings.base_url) if profile == "auto" else profile]


def takes_partial(settings: EndpointSettings) -> bool:
    """Whether an assistant turn may be left for the model to go on with."""
    return extras_for(settings).partial_way != "none"


def _profile_of_host(base_url: str) -> Profile:
    host = urlsplit(base_url).hostname or ""
    if host == "aliyuncs.com" or host.endswith(".aliyuncs.com"):
        return "dashscope"
    if host == "api.openai.com":
        return "openai"
    return "powertokens"
