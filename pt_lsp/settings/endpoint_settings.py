"""The options that say where requests go and what goes along with each of them."""

from dataclasses import dataclass, replace
from typing import Literal

from pt_lsp.settings.declaration import option
from pt_lsp.settings.tables import ExtraBody, Headers, Job, JobModels, OwnPrice

Profile = Literal["auto", "powertokens", "dashscope", "openai", "vllm", "llama.cpp"]

MOST_SEED = 2**31 - 1
"""What every endpoint takes: a positive number of 32 bits with a sign."""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """Where requests go."""

    base_url: str = option(
        "https://api.powertokens.ai/v1",
        "Base URL of a chat-completions API. Plain http is accepted for loopback addresses only.",
        project_may="nothing",
        environment="PT_LSP_BASE_URL",
        form="base URL",
    )
    model: str = option(
        "qwen3-coder-plus", "Model to ask.", project_may="nothing", environment="PT_LSP_MODEL"
    )
    models: JobModels | None = option(
        None,
        "Another model for a job: `completion`, `edit` or `explain` (commit messages and reviews, too); "
        "the others ask `endpoint.model`.",
        project_may="nothing",
    )
    profile: Profile = option(
        "auto",
        "Which undocumented request fields the endpoint is known to take; `auto` decides by the base URL.",
        project_may="nothing",
    )
    allow_insecure: bool = option(
        False, "Accept plain http to other than loopback addresses.", project_may="nothing"
    )
    api_key_command: str | tuple[str, ...] | None = option(
        None,
        "Command whose first output line is the API key (password managers); run without a shell, 10 s.",
        project_may="nothing",
    )
    ca_file: str | None = option(
        None, "PEM file of certificate authorities to trust instead of the default.", project_may="nothing"
    )
    proxy: str | None = option(
        None,
        "Proxy URL; unset means the HTTPS_PROXY and NO_PROXY environment variables.",
        project_may="nothing",
        form="proxy URL",
    )
    connect_timeout_s: float = option(
        3.0, "Seconds to wait for a connection.", project_may="nothing", minimum=0.1, maximum=120
    )
    idle_timeout_s: float = option(
        30.0,
        "Seconds without text or reasoning after which a running reply counts as dead.",
        project_may="nothing",
        minimum=1,
        maximum=600,
    )
    answer_timeout_s: float = option(
        600.0,
        "Seconds that a reply may take in all; for automatic completions it is 30 at most.",
        project_may="nothing",
        minimum=1,
        maximum=3600,
    )
    headers: Headers | None = option(
        None,
        "Headers that go along with each request; their values are never shown.",
        project_may="nothing",
    )
    extra_body: ExtraBody | None = option(
        None,
        "Fields that go along in the body of each request, named as the endpoint names them.",
        project_may="nothing",
    )
    top_p: float | None = option(
        None,
        "`top_p` of each request: the share of likely tokens to choose from; unset, the endpoint's own.",
        project_may="nothing",
        minimum=0,
        maximum=1,
    )
    seed: int | None = option(
        None,
        "`seed` of each request, which has many endpoints answer the same question alike; another try and "
        "each further suggestion at a place count on from it.",
        project_may="nothing",
        minimum=0,
        maximum=MOST_SEED,
    )
    images: bool = option(
        False,
        "Send the images of the workspace that an instruction names as Markdown links, `![](shot.png)`: "
        "for models that see.",
        project_may="nothing",
    )
    search: bool = option(
        False,
        "Let the endpoint search the web (`enable_search`) for edits, explanations and reviews that you ask "
        "for, never for completions.",
        project_may="nothing",
    )
    price: OwnPrice | None = option(
        None,
        "What a million tokens cost at `endpoint.model`, for the estimate, in place of the list price.",
        project_may="nothing",
    )

    def for_job(self, job: Job) -> "EndpointSettings":
        """The endpoint as it is asked for this: with the job's own model, to which `price` does not apply."""
        if self.models is None:
            return self
        model = getattr(self.models, job) or self.model
        return replace(self, model=model, models=None, price=self.price if model == self.model else None)
