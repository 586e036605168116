"""Every option there is, as frozen classes (`EndpointSettings` in a file of its own): nowhere else is one.

Refuses to know where values come from; `resolve` merges the sources into these classes.
"""

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

from pt_lsp.settings.declaration import Form, ProjectMay, option
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.own_actions import OwnAction

FillWay = Literal["hole", "fim", "partial"]
"""How a chat model is asked to fill in the middle."""

FillMode = Literal["auto", "hole", "fim", "partial"]


@dataclass(frozen=True, slots=True)
class CompletionSettings:
    """Inline completion."""

    enabled: bool = option(True, "Offer inline completions.", project_may="lower")
    automatic: bool = option(
        True, "Offer them while typing; otherwise only when invoked.", project_may="lower"
    )
    debounce_ms: int | None = option(
        None,
        "Milliseconds of silence before asking; adaptive when unset.",
        project_may="raise",
        minimum=0,
        maximum=5000,
    )
    max_tokens: int = option(
        256, "Longest completion, in tokens.", project_may="lower", minimum=1, maximum=4096
    )
    multiline: Literal["auto", "never", "always"] = option(
        "auto", "Whether a completion may span several lines.", project_may="replace"
    )
    fill_mode: FillMode = option(
        "auto",
        "How the model is asked to fill in the middle; `auto` takes what a probe found, else `hole`.",
        project_may="replace",
    )
    disabled_languages: tuple[str, ...] = option(
        (), "Language identifiers without inline completion.", project_may="add"
    )


@dataclass(frozen=True, slots=True)
class EditSettings:
    """Edits that stream into the document."""

    streaming: Literal["auto", "always", "never"] = option(
        "auto",
        "Stream edits where the editor can undo them as one step (`auto`), `always`, or `never`.",
        project_may="replace",
    )
    review: Literal["never", "auto", "always"] = option(
        "auto", "Keep a finished edit pending until accepted or rejected.", project_may="raise"
    )
    lookups: Literal["never", "auto"] = option(
        "auto",
        "Let the model look up definitions, uses and lines of the project before it edits or explains, where "
        "the endpoint takes tools (`auto`), or `never`.",
        project_may="lower",
    )
    comment_marker: str = option(
        "pt:",
        "What a comment begins with that tells what to do at its place, whatever its case; empty for none.",
        project_may="replace unless empty",
        form="marker",
    )


@dataclass(frozen=True, slots=True)
class ExplainSettings:
    """Explanations."""

    on_hover: bool = option(False, "Show a remembered explanation on hover.", project_may="lower")


@dataclass(frozen=True, slots=True)
class ContextSettings:
    """What the model gets to see."""

    budget_tokens: int = option(
        6000, "Largest prompt, in estimated tokens.", project_may="lower", minimum=256, maximum=200_000
    )
    open_files: bool = option(True, "Include excerpts of other open files.", project_may="lower")
    workspace_files: bool = option(
        True, "Include excerpts of other files in the workspace.", project_may="lower"
    )
    exclude: tuple[str, ...] = option((), "Globs of files that are never used as context.", project_may="add")
    instructions: str | None = option(
        None,
        "The project's rules for assistants: a path from its root (default `AGENTS.md`), empty for none.",
        project_may="replace unless empty",
    )


@dataclass(frozen=True, slots=True)
class ActionSettings:
    """What one can ask of code, in menus."""

    hidden: tuple[str, ...] = option(
        (), "Ids of actions that no menu shows, such as `simplify`; they can still be run.", project_may="add"
    )
    from_project: bool = option(
        False,
        "Let a project bring actions of its own; the name of the project is in their titles.",
        project_may="nothing",
    )
    own: tuple[OwnAction, ...] = option(
        (),
        "Actions of your own. In an `instruction` `{selection}`, `{language}`, `{path}` and `{diagnostics}` "
        "stand for what they name.",
        project_may="add where let",
    )


@dataclass(frozen=True, slots=True)
class PrivacySettings:
    """What must not leave the machine."""

    redact_secrets: bool = option(
        True, "Replace well-known secrets by placeholders in what is sent.", project_may="nothing"
    )
    exclude: tuple[str, ...] = option(
        (),
        "Globs of files that never leave the machine; `.gitignore`d files, `.env*` and key files never do.",
        project_may="add",
        form="patterns",
    )
    log_prompts: bool = option(False, "Write prompts and replies to the log.", project_may="nothing")


@dataclass(frozen=True, slots=True)
class BudgetSettings:
    """The user's own spending limits."""

    tokens_per_minute: int | None = option(
        None,
        "Most tokens a minute; none when unset. Over it only what you ask for is sent, then nothing.",
        project_may="nothing",
        minimum=1,
    )
    tokens_per_day: int | None = option(
        None,
        "Most tokens a day, of all servers together; none when unset. Over it the same holds.",
        project_may="nothing",
        minimum=1,
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings as resolved: what every snapshot carries."""

    endpoint: EndpointSettings = field(default=EndpointSettings())
    completion: CompletionSettings = field(default=CompletionSettings())
    edits: EditSettings = field(default=EditSettings())
    explain: ExplainSettings = field(default=ExplainSettings())
    context: ContextSettings = field(default=ContextSettings())
    actions: ActionSettings = field(default=ActionSettings())
    privacy: PrivacySettings = field(default=PrivacySettings())
    budget: BudgetSettings = field(default=BudgetSettings())
    refusal: str | None = None
    """Why nothing may be sent, as a sentence: what protects is not known. None where all of it is."""


PROTECTING = frozenset({"endpoint", "privacy", "budget"})
"""Sections of which a value that cannot be read stops requests, and never means the default."""


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
    project_may: ProjectMay
    minimum: float | None
    maximum: float | None
    environment: str | None
    form: Form | None

    @property
    def key(self) -> str:
        """The dotted name as editors write it: `completion.debounceMs`."""
        return f"{self.section}.{camel_case(self.name)}"

    @property
    def is_protecting(self) -> bool:
        """Whether a value that cannot be read stops requests."""
        return self.section in PROTECTING


def declared_options() -> tuple[Option, ...]:
    """All options, in the order in which they are documented."""
    return tuple(
        Option(section, f.name, f.type, f.default, **f.metadata)
        for section, cls in sections()
        for f in fields(cls)
    )


def camel_case(name: str) -> str:
    """An option's name as editors write it; unchanged if it is written so already."""
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)
