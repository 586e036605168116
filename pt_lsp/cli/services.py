"""Makes the stateful objects: the composition root of server and terminal commands.

Refuses to use what it makes.
"""

import os
from collections.abc import Callable

from cachetools import LRUCache

from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.features.services import Services
from pt_lsp.llm.gateway import Gateway
from pt_lsp.llm.ledger import Ledger
from pt_lsp.protocol.configuration import Configuration
from pt_lsp.protocol.server import Server
from pt_lsp.settings.options import Settings
from pt_lsp.store.credentials import Key, find_key
from pt_lsp.store.probes import Probes
from pt_lsp.store.statistics import Statistics
from pt_lsp.workspace.ignoring import IgnoreRules

_MAX_EXCLUSIONS = 20
"""One is kept for each set of patterns, and workspace folders rarely differ."""


def make_services(editor_key: Callable[[], str | None]) -> Services:
    """What features run on; `editor_key` tells the key that the editor has sent, if it did."""

    async def find(settings: Settings) -> Key | None:
        return await find_key(settings, os.environ, editor_key())

    statistics = Statistics()
    probes = Probes()
    ledger = Ledger(on_record=statistics.count_usage)
    gateway = Gateway(ledger, find)
    engine = Engine(gateway, fill_way=probes.fill_way)
    return Services(
        gateway=gateway,
        find_key=find,
        engine=engine,
        statistics=statistics,
        probes=probes,
        ignore_rules=IgnoreRules(),
        exclusions=LRUCache(_MAX_EXCLUSIONS),
    )


def make_server() -> Server:
    """A server for one client."""
    configuration = Configuration(os.environ)
    return Server(make_services(lambda: configuration.editor_key), configuration)
