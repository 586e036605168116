"""`pt-lsp doctor`: runs the checks in order and prints them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pt_lsp.cli.doctor.checks import (
    Check,
    Setting,
    check_endpoint,
    check_key,
    check_model,
    check_settings,
    check_version,
)
from pt_lsp.cli.doctor.models import check_listing, check_other_models, choose_model
from pt_lsp.cli.doctor.network import check_network
from pt_lsp.cli.output import say, write_json
from pt_lsp.cli.running import run_with_services
from pt_lsp.services import Services


def doctor(overrides: Mapping[str, Any], *, use: str | None = None, as_json: bool) -> int:
    """Exit code: 1 if a check failed. Raises SettingsError if the model to `use` cannot be written."""
    chosen = [] if use is None else [choose_model(use, overrides)]
    checks, settings = run_with_services(lambda services: _examine(services, overrides))
    checks = [*chosen, *checks]
    is_well = all(check.status != "failed" for check in checks)
    if as_json:
        report = {"ok": is_well, "checks": list(map(asdict, checks)), "settings": list(map(asdict, settings))}
        write_json(report)
    else:
        _print(checks, settings)
    return 0 if is_well else 1


async def _examine(services: Services, overrides: Mapping[str, Any]) -> tuple[list[Check], list[Setting]]:
    resolution, changed, settings_check = check_settings(overrides)
    settings = resolution.settings
    if settings.refusal is not None:
        skipped = Check("model answers", "skipped", "nothing is sent until the settings are corrected")
        return [check_version(), settings_check, skipped], changed
    endpoint, endpoint_check = check_endpoint(settings)
    checks = [check_version(), settings_check, endpoint_check]
    if endpoint is not None:
        key = await check_key(settings, endpoint)
        network = await check_network(settings.endpoint, is_loopback=endpoint.route.is_loopback)
        checks += [key, *network]
        if key.status == "ok" and all(check.status != "failed" for check in network):
            checks.append(await check_listing(services, settings))
            checks += await check_model(services, settings)
            checks += await check_other_models(services, settings)
        else:
            checks.append(Check("model answers", "skipped", "it cannot be asked yet"))
    return checks, changed


def _print(checks: Sequence[Check], settings: Sequence[Setting]) -> None:
    width = max(len(check.name) for check in checks)
    for check in checks:
        say(f"{check.status:<8} {check.name:<{width}}  {check.detail}")
        if check.fix:
            say(f"{'':<8} {'':<{width}}  -> {check.fix}")
        if check.name == "settings":
            for setting in settings:
                say(f"{'':<8} {'':<{width}}  {setting.key} = {setting.value} ({setting.origin})")
