"""Makes the stateful objects: the composition root of server and terminal commands.

Refuses to use what it makes.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pt_lsp.features.explain.memory import ExplanationMemory
from pt_lsp.features.inline_completion.acceptance import Acceptances
from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.features.inline_completion.fill_ways import FillWays
from pt_lsp.llm.extras import takes_partial
from pt_lsp.llm.gateway import Gateway
from pt_lsp.llm.keys import key_finder
from pt_lsp.llm.ledger import Ledger
from pt_lsp.privacy.secrets import Redactor
from pt_lsp.project.env_secrets import EnvSecrets
from pt_lsp.project.exclusions import Exclusions
from pt_lsp.project.gathering import Gathering
from pt_lsp.project.indexing import Indexing
from pt_lsp.project.instructions import Instructions
from pt_lsp.project.lookups.lookups import Lookups
from pt_lsp.project.named_images import NamedImages
from pt_lsp.project.repository_changes import RepositoryChanges
from pt_lsp.services import Services
from pt_lsp.settings.options import Settings
from pt_lsp.store.explanations import Explanations, explanations_folder
from pt_lsp.store.originals import Originals, originals_folder
from pt_lsp.store.probes import Probes, probes_path
from pt_lsp.store.statistics import Statistics, statistics_path
from pt_lsp.workspace.ignoring import IgnoreTree

if TYPE_CHECKING:
    # Terminal commands do without LSP, and without the time to load it.
    from pt_lsp.protocol.server import Server


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
    probes = Probes(probes_path())
    gateway = Gateway(
        Ledger(on_record=statistics.add, spent_elsewhere=statistics.spent_elsewhere),
        key_finder(os.environ, editor_key),
        redactor=redactor,
        refresh_secrets=env_secrets.refresh,
        probed_tools=probes.takes_tools,
    )
    fill_ways = FillWays(probes, takes_partial)
    ignore_tree = IgnoreTree()
    exclusions, instructions = Exclusions(ignore_tree), Instructions(ignore_tree)
    gathering = Gathering(instructions, gateway.calibration, gateway.refused_excerpts.note_change)
    return Services(
        gateway=gateway,
        fill_ways=fill_ways,
        engine=Engine(gateway, fill_way=fill_ways.way, hold=gateway.hold, gather=gathering.for_cursor),
        acceptances=Acceptances(),
        statistics=statistics,
        exclusions=exclusions,
        originals=Originals(originals_folder()),
        explanations=ExplanationMemory(Explanations(explanations_folder())),
        env_secrets=env_secrets,
        indexing=Indexing(lambda: gathering.load_related().index, settings_for, ignore_tree),
        gathering=gathering,
        lookups=Lookups(lambda: gathering.related, settings_for, ignore_tree),
        named_images=NamedImages(exclusions),
        ignore_tree=ignore_tree,
        probes=probes,
        repository_changes=RepositoryChanges(ignore_tree, settings_for, env_secrets.look_also_into),
    )


def make_server() -> "Server":
    """A server for one client."""
    from pt_lsp.protocol.configuration import Configuration
    from pt_lsp.protocol.server import Server

    configuration = Configuration(os.environ)
    services = make_services(configuration.settings_for, lambda: configuration.editor_key)
    return Server(services, configuration)
