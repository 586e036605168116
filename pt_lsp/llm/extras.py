"""What the kinds of endpoints take beyond the fields that all do.

Refuses to know what one has refused (`refusals`) and what a probe has found.
"""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from pt_lsp.settings.endpoint_settings import EndpointSettings, Profile

PartialWay = Literal["none", "flag on the message", "template flags", "implied"]
"""How an assistant turn is marked as unfinished; `implied`: a last assistant turn always is."""

ThinkingSwitch = Literal["none", "field", "template argument"]
"""How a model that thinks by default is told not to: its thoughts use up the tokens of its answer."""


@dataclass(frozen=True, slots=True)
class Extras:
    """The undocumented fields that one kind of endpoint takes; none where it is not known."""

    reports_usage_on_request: bool = False
    """Takes `stream_options.include_usage`."""
    partial_way: PartialWay = "none"
    thinking_switch: ThinkingSwitch = "none"
    takes_cache_marks: bool = False
    """Takes `cache_control` on parts of a message, which has its prompt cache keep what stands before."""
    takes_tools: bool = False
    """Takes `tools` however it was started."""


_EXTRAS: dict[Profile, Extras] = {
    "powertokens": Extras(takes_tools=True),
    "dashscope": Extras(
        reports_usage_on_request=True,
        partial_way="flag on the message",
        thinking_switch="field",
        takes_cache_marks=True,
        takes_tools=True,
    ),
    "openai": Extras(reports_usage_on_request=True, takes_tools=True),
    "vllm": Extras(
        reports_usage_on_request=True, partial_way="template flags", thinking_switch="template argument"
    ),
    "llama.cpp": Extras(
        reports_usage_on_request=True, partial_way="implied", thinking_switch="template argument"
    ),
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
