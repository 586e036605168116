"""Every option there is, as frozen classes: the only place where an option exists.

Refuses to know where values come from; `resolve` merges the sources into these classes.
"""

from dataclasses import Field, dataclass, field, fields, is_dataclass
from typing import Any, Literal

Scope = Literal["project", "user"]
"""Who may set an option: `project`, a project file too; `user`, only the user's own settings."""

FillWay = Literal["hole", "fim", "partial"]
"""How a chat model is asked to fill in the middle."""

FillMode = Literal["auto", "hole", "fim", "partial"]
Profile = Literal["auto", "powertokens", "dashscope", "openai", "vllm", "llama.cpp"]


def option(
    default: Any,
    doc: str,
    *,
    scope: Scope = "project",
    minimum: float | None = None,
    maximum: float | None = None,
    environment: str | None = None,
    is_url: bool = False,
) -> Any:
    """A dataclass field that carries its doc line, bounds, scope and environment variable."""
    metadata = {
        "doc": doc,
        "scope": scope,
        "minimum": minimum,
        "maximum": maximum,
        "environment": environment,
        "is_url": is_url,
    }
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """Where requests go."""

    base_url: str = option(
        "https://api.powertokens.ai/v1",
        "Base URL of a chat-completions API. Plain http is accepted for loopback addresses only.",
        scope="user",
        environment="PT_LSP_BASE_URL",
        is_url=True,
    )
    model: str = option("qwen3-coder-plus", "Model to ask.", scope="user", environment="PT_LSP_MODEL")
    profile: Profile = option(
        "auto",
        "Which undocumented request fields the endpoint is known to take; `auto` decides by the base URL.",
        scope="user",
    )
    allow_insecure: bool = option(False, "Accept plain http to other than loopback addresses.", scope="user")
    api_key_command: str | tuple[str, ...] | None = option(
        None,
        "Command whose first output line is the API key (password managers); run without a shell, 10 s.",
        scope="user",
    )
    ca_file: str | None = option(
        None, "PEM file of certificate authorities to trust instead of the default.", scope="user"
    )
    proxy: str | None = option(
        None,
        "Proxy URL; unset means the HTTPS_PROXY and NO_PROXY environment variables.",
        scope="user",
        is_url=True,
    )
    connect_timeout_s: float = option(
        3.0, "Seconds to wait for a connection.", scope="user", minimum=0.1, maximum=120
    )
    idle_timeout_s: float = option(
        30.0,
        "Seconds without a byte after which a running reply counts as dead.",
        scope="user",
        minimum=1,
        maximum=600,
    )


@dataclass(frozen=True, slots=True)
class CompletionSettings:
    """Inline completion."""

    enabled: bool = option(True, "Offer inline completions.")
    automatic: bool = option(True, "Offer them while typing; otherwise only when invoked.")
    debounce_ms: int | None = option(
        None, "Milliseconds of silence before asking; adaptive when unset.", minimum=0, maximum=5000
    )
    max_tokens: int = option(256, "Longest completion, in tokens.", minimum=1, maximum=4096)
    multiline: Literal["auto", "never", "always"] = option(
        "auto", "Whether a completion may span several lines."
    )
    fill_mode: FillMode = option(
        "auto",
        "How the model is asked to fill in the middle; `auto` takes what a probe found, else `hole`.",
    )
    disabled_languages: tuple[str, ...] = option((), "Language identifiers without inline completion.")


@dataclass(frozen=True, slots=True)
class EditSettings:
    """Edits that stream into the document."""

    streaming: Literal["auto", "always", "never"] = option(
        "auto", "Stream edits where the editor can undo them as one step (`auto`), `always`, or `never`."
    )
    review: Literal["auto", "always", "never"] = option(
        "auto", "Keep a finished edit pending until accepted or rejected."
    )
    comment_marker: str = option("pt:", "What an instruction comment starts with.")


@dataclass(frozen=True, slots=True)
class ContextSettings:
    """What the model gets to see."""

    budget_tokens: int = option(6000, "Largest prompt, in estimated tokens.", minimum=256, maximum=200_000)
    open_files: bool = option(True, "Include excerpts of other open files.")
    workspace_files: bool = option(True, "Include excerpts of other files in the workspace.")
    exclude: tuple[str, ...] = option((), "Globs of files that are never used as context.")
    instructions: str | None = option(
        None,
        "The project's rules for assistants: a path from its root (default `AGENTS.md`), empty for none.",
    )


@dataclass(frozen=True, slots=True)
class ExplainSettings:
    """Explanations."""

    on_hover: bool = option(False, "Show a remembered explanation on hover.")


@dataclass(frozen=True, slots=True)
class PrivacySettings:
    """What must not leave the machine."""

    redact_secrets: bool = option(
        True, "Replace well-known secrets by placeholders in what is sent.", scope="user"
    )
    exclude: tuple[str, ...] = option(
        (),
        "Globs of files that never leave the machine; `.gitignore`d files, `.env*` and key files never do. "
        "A project file can add to it.",
    )
    log_prompts: bool = option(False, "Write prompts and replies to the log.", scope="user")


@dataclass(frozen=True, slots=True)
class BudgetSettings:
    """The user's own spending limits."""

    tokens_per_minute: int | None = option(
        None,
        "Most tokens a minute; none when unset. Over it only what you ask for is sent, then nothing.",
        scope="user",
        minimum=1,
    )
    tokens_per_day: int | None = option(
        None,
        "Most tokens a day, of all servers together; none when unset. Over it the same holds.",
        scope="user",
        minimum=1,
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings as resolved: what every snapshot carries."""

    endpoint: EndpointSettings = field(default=EndpointSettings())
    completion: CompletionSettings = field(default=CompletionSettings())
    edits: EditSettings = field(default=EditSettings())
    context: ContextSettings = field(default=ContextSettings())
    explain: ExplainSettings = field(default=ExplainSettings())
    privacy: PrivacySettings = field(default=PrivacySettings())
    budget: BudgetSettings = field(default=BudgetSettings())


def sections() -> tuple[tuple[str, type], ...]:
    """Name and class of each section, in the order in which they are documented."""
    return tuple((f.name, type(f.default)) for f in fields(Settings) if is_dataclass(f.default))


@dataclass(frozen=True, slots=True)
class Option:
    """One option as declared: what checks and documents it."""

    section: str
    name: str
    type: Any
    default: Any
    doc: str
    scope: Scope
    minimum: float | None
    maximum: float | None
    environment: str | None
    is_url: bool

    @property
    def key(self) -> str:
        """The dotted name as editors write it: `completion.debounceMs`."""
        return f"{self.section}.{camel_case(self.name)}"


def declared_options() -> tuple[Option, ...]:
    """All options, in the order in which they are documented."""
    return tuple(_option_of(section, f) for section, cls in sections() for f in fields(cls))


def camel_case(name: str) -> str:
    """An option's name as editors write it; unchanged if it is written so already."""
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def _option_of(section: str, declared: Field[Any]) -> Option:
    return Option(section, declared.name, declared.type, declared.default, **declared.metadata)
