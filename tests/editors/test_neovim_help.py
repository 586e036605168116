"""The plugin's help says what its tables and the server's settings say, and no link leads nowhere."""

import re

import pytest

from pt_lsp.settings.options import declared_options
from tests.editors import neovim_reference as reference

pytestmark = pytest.mark.editor


def test_what_is_written_from_tables_is_what_they_say() -> None:
    text = reference.HELP.read_text(encoding="utf-8")
    stale = f"stale: run {reference.COMMAND}"
    assert text == reference.manual(text), stale
    assert reference.TAGS.read_text(encoding="utf-8") == reference.help_tags(text), stale
    assert reference.TYPES.read_text(encoding="utf-8") == reference.types(), stale
    assert reference.VERSION.read_text(encoding="utf-8") == reference.version(), stale


def test_every_way_in_has_a_tag_and_every_link_of_ours_a_target() -> None:
    text = reference.HELP.read_text(encoding="utf-8")
    tags = {line.split("\t")[0] for line in reference.TAGS.read_text(encoding="utf-8").splitlines()}
    settings = {f"pt_lsp-{option.key}" for option in declared_options()}
    ways = {"pt-lsp", "pt_lsp", ":Pt", ":Pt-edit", "g:pt_lsp_cmd", "PtLspEdit", "PtLspStatus", "hl-PtLspNew"}
    assert ways | settings <= tags
    assert set(re.findall(r"\|(pt_lsp[^|\s]*)\|", text)) <= tags


def test_lines_fit_and_tags_stand_at_the_margin() -> None:
    lines = reference.HELP.read_text(encoding="utf-8").splitlines()
    tagged = [line for line in lines[1:] if re.search(r"(^|\s)\*\S+\*$", line)]
    assert [line for line in lines if len(line) > reference.WIDTH or "\t" in line] == []
    assert [line for line in tagged if len(line) != reference.WIDTH] == []
