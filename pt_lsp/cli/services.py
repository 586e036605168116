"""Makes the stateful objects: the composition root of server and terminal commands.

Refuses to use what it makes.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cachetools import LRUCache

from pt_lsp.features.inline_completion.acceptance import Acceptances
from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.features.inline_completion.fill_ways import FillWays
from pt_lsp.llm.endpoint import find_endpoint
from pt_lsp.llm.gateway import Gateway
from pt_lsp.llm.ledger import Entry, Ledger
from pt_lsp.llm.request import takes_partial
from pt_lsp.privacy.secrets import Redactor
from pt_lsp.project.env_secrets import EnvSecrets
from pt_lsp.project.gathering import Gathering
from pt_lsp.project.indexing import Indexing
from pt_lsp.project.instructions import Instructions
from pt_lsp.services import Services
from pt_lsp.settings.options import Settings
from pt_lsp.store.credentials import Key, find_key
from pt_lsp.store.originals import Originals, originals_folder
from pt_lsp.store.probes import Probes, probes_path
from pt_lsp.store.statistics import Counts, Statistics, statistics_path
from pt_lsp.workspace.ignoring import IgnoreTree

if TYPE_CHECKING:
    # Terminal commands do without LSP, and without the time to load it.
    from pt_lsp.protocol.server import Server

_MAX_EXCLUSIONS = 20
"""One is kept for each set of patterns, and workspace folders rarely differ."""


def make_services(
    settings_for: Callable[[Path | None], Settings], editor_key: Callable[[], str | None] = lambda: None
) -> Services:
    """What features run on.

    `settings_for` tells what holds in a workspace folder, or outside of any; `editor_key` the key that the
    editor has sent, if it did.
    """
    statistics = Statistics(statistics_path())
    redactor = Redactor()
    env_secrets = EnvSecrets(redactor.know)
    gateway = _make_gateway(statistics, redactor, env_secrets, editor_key)
    fill_ways = FillWays(Probes(probes_path()), takes_partial)
    ignore_tree = IgnoreTree()
    gathering = Gathering(Instructions(ignore_tree), gateway.calibration)
    return Services(
        gateway=gateway,
        fill_ways=fill_ways,
        engine=Engine(
            gateway,
            fill_way=lambda settings: fill_ways.way(settings.endpoint),
            hold=gateway.hold,
            gather=gathering.for_cursor,
        ),
        acceptances=Acceptances(),
        statistics=statistics,
        ignore_tree=ignore_tree,
        exclusions=LRUCache(_MAX_EXCLUSIONS),
        originals=Originals(originals_folder()),
        env_secrets=env_secrets,
        indexing=Indexing(lambda: gathering.load_related().index, settings_for, ignore_tree),
        gathering=gathering,
    )


def _make_gateway(
    statistics: Statistics, redactor: Redactor, env_secrets: EnvSecrets, editor_key: Callable[[], str | None]
) -> Gateway:
    async def find(settings: Settings) -> Key | None:
        # An endpoint on this machine needs no key, and a keyring may raise a dialog when asked.
        asks_keyring = not find_endpoint(settings.endpoint).route.is_loopback
        return await find_key(settings, os.environ, editor_key(), asks_keyring=asks_keyring)

    def count(entry: Entry) -> None:
        statistics.add(entry.purpose, _counts_of(entry), entry.language_id)

    ledger = Ledger(on_record=count, spent_elsewhere=statistics.spent_elsewhere)
    return Gateway(ledger, find, redactor=redactor, refresh_secrets=env_secrets.refresh)


def _counts_of(entry: Entry) -> Counts:
    return Counts(
        asked=1,
        prompt_tokens=entry.usage.prompt_tokens,
        completion_tokens=entry.usage.completion_tokens,
        cached_tokens=entry.usage.cached_tokens,
        estimated=int(entry.usage.is_estimated),
        priced=int(entry.cost_nano_cny is not None),
        cost_nano_cny=entry.cost_nano_cny or 0,
    )


def make_server() -> "Server":
    """A server for one client."""
    from pt_lsp.protocol.configuration import Configuration
    from pt_lsp.protocol.server import Server

    configuration = Configuration(os.environ)
    services = make_services(configuration.settings_for, lambda: configuration.editor_key)
    return Server(services, configuration)
