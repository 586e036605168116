"""What the doctor looks at: one check after the other, each with what to do if it fails.

Refuses to print; no key and no password gets into a check.
"""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pt_lsp import __version__
from pt_lsp.cli.settings_sources import project_root, resolve_settings
from pt_lsp.errors import PtLspError
from pt_lsp.llm.endpoint import Endpoint, find_endpoint
from pt_lsp.llm.probing import ProbeResult, probe
from pt_lsp.services import Services
from pt_lsp.settings.options import Settings, declared_options
from pt_lsp.settings.resolution import Resolution
from pt_lsp.settings.tables import JOBS, ExtraBody, Headers, JobModels, OwnPrice
from pt_lsp.store.credentials import KEY_VARIABLE, find_key
from pt_lsp.store.settings_files import user_settings_path

CheckStatus = Literal["ok", "warning", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at and found; `fix` says what to do, where there is something to do."""

    name: str
    status: CheckStatus
    detail: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting in force and the source that set it."""

    key: str
    value: str
    origin: str


def check_version() -> Check:
    """Always ok: what a report of a problem needs."""
    system = f"{platform.system()} {platform.release()}"
    return Check("version", "ok", f"pt-lsp {__version__}, Python {platform.python_version()}, {system}")


def check_settings(overrides: Mapping[str, Any]) -> tuple[Resolution, list[Setting], Check]:
    """The settings that hold in the working directory, those somebody set, and whether all are in force."""
    root = project_root(Path.cwd() / "any file")
    resolution, warnings = resolve_settings(root, overrides, os.environ)
    changed = _changed(resolution)
    if faults := (*resolution.refusals, *warnings):
        fix = f"Correct them; your own settings are in {user_settings_path()}."
        return resolution, changed, Check("settings", "failed", " ".join(faults), fix)
    return resolution, changed, Check("settings", "ok", f"all in force, {len(changed)} of them set")


def check_endpoint(settings: Settings) -> tuple[Endpoint | None, Check]:
    """The endpoint, None if its address cannot be used."""
    try:
        endpoint = find_endpoint(settings.endpoint)
    except PtLspError as error:
        return None, Check("endpoint", "failed", "the address cannot be used", str(error))
    others = "".join(
        f", {model} for {job}"
        for job in JOBS
        if (model := settings.endpoint.for_job(job).model) != settings.endpoint.model
    )
    return endpoint, Check("endpoint", "ok", f"{settings.endpoint.model}{others} at {endpoint.host}")


async def check_key(settings: Settings, endpoint: Endpoint) -> Check:
    """Whether there is a key; says nothing about it."""
    is_needed = not endpoint.route.is_loopback
    try:
        key = await find_key(settings, os.environ, None, asks_keyring=is_needed)
    except PtLspError as error:
        return Check("API key", "failed", "none could be read", str(error))
    if key is not None:
        return Check("API key", "ok", "there is one (never shown)")
    if not is_needed:
        return Check("API key", "ok", "none, and on this machine mostly none is needed")
    fix = f"Set {KEY_VARIABLE}, or run `pt-lsp login`, or set endpoint.apiKeyCommand."
    return Check("API key", "failed", "there is none", fix)


async def check_model(services: Services, settings: Settings) -> list[Check]:
    """Whether the model answers, and how; what works is kept for inline completion."""
    try:
        found = await probe(services.gateway, settings)
    except PtLspError as error:
        names = ("streaming", "time to first token", "fill ways", "stop limit", "tools")
        rest = [Check(name, "skipped", "the model does not answer") for name in names]
        return [Check("model answers", "failed", "it did not", str(error)), *rest]
    services.remember_probe(settings, found)
    return [
        Check("model answers", "ok", "it did"),
        _streaming(found),
        Check("time to first token", "ok", f"{found.first_token_s * 1000:.0f} ms"),
        _fill_ways(found),
        Check("stop limit", "ok", f"{found.stop_limit} strings" if found.stop_limit else "none found"),
        _tools(found),
    ]


def _changed(resolution: Resolution) -> list[Setting]:
    changed = []
    for option in declared_options():
        origin = resolution.origins[option.key]
        if origin != "default":
            value = getattr(getattr(resolution.settings, option.section), option.name)
            changed.append(Setting(option.key, _shown(option.key, value), origin))
    return changed


def _shown(key: str, value: Any) -> str:
    """The value without what may be secret in it."""
    if key == "endpoint.apiKeyCommand":
        return "(a command)"
    if isinstance(value, Headers):
        return ", ".join(value.names)
    if isinstance(value, ExtraBody):
        return ", ".join(name for name, _ in value.members)
    if isinstance(value, JobModels):
        return ", ".join(f"{job}: {model}" for job in JOBS if (model := getattr(value, job)))
    if key == "actions.own":
        return ", ".join(action.id for action in value)
    if isinstance(value, OwnPrice):
        return f"{value.input:g} in, {value.output:g} out {value.currency} a million tokens"
    if key in {"endpoint.proxy", "endpoint.baseUrl"} and "@" in urlsplit(str(value)).netloc:
        parts = urlsplit(str(value))
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return str(value)


def _streaming(found: ProbeResult) -> Check:
    if found.is_streaming:
        return Check("streaming", "ok", "answers come piece by piece")
    fix = "Look for a proxy that holds answers back (nginx: `proxy_buffering off`), or another endpoint."
    return Check("streaming", "failed", "answers come in one piece, so everything appears late", fix)


def _fill_ways(found: ProbeResult) -> Check:
    if found.fill_ways:
        return Check("fill ways", "ok", f"{', '.join(found.fill_ways)}; the first is used")
    fix = "Inline completion asks the `hole` way all the same; a model made for code does better."
    return Check("fill ways", "warning", "none gave the right answer", fix)


def _tools(found: ProbeResult) -> Check:
    if found.takes_tools:
        return Check("tools", "ok", "called: edits and explanations may look things up")
    refusing = ", ".join(model for model, takes in found.tools.items() if not takes)
    detail = f"not called by {refusing}: nothing is looked up for edits and explanations"
    fix = "If you want that, start vLLM with `--enable-auto-tool-choice`, or llama.cpp with `--jinja`."
    return Check("tools", "warning", detail, fix)
