"""The embedded model is offered look-ups: what it makes of them may be nonsense, and breaks nothing."""

from contextlib import aclosing

import pytest

from pt_lsp.errors import PtLspError
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.llm.gateway import Gateway, Ledger, ToolOffer
from pt_lsp.local_model import LocalModel
from pt_lsp.settings.options import Settings
from pt_lsp.store.credentials import Key
from tests.features.edit.checking import in_settings, request_of
from tests.support.running import run
from tests.support.scripted_chat import settings
from tests.support.small_tools import SmallTools
from tests.support.tool_streams import TRACES

pytestmark = pytest.mark.model


def test_an_edit_with_lookups_offered_ends_in_a_draft_or_a_sentence() -> None:
    async def scenario() -> None:
        async with LocalModel.start() as model:

            async def key(_settings: Settings) -> Key:
                return Key(model.key)

            gateway = Gateway(Ledger(), key, probed_tools=lambda _url, _model: True)
            wanted = settings(model.base_url, profile="llama.cpp", answer_timeout_s=10)
            request = in_settings(request_of("<|>def add(a, b):\n    return a\n<|>"), wanted)
            texts = [""]
            try:
                async with aclosing(rewrite(gateway, request, None, ToolOffer(SmallTools()))) as drafts:
                    texts += [draft.text async for draft in drafts]
            except PtLspError as error:
                texts.append(str(error))
            assert gateway.last_sent is not None
            assert gateway.last_sent.prompt.tools
            await gateway.aclose()
            assert not [trace for trace in TRACES for text in texts if trace in text]

    run(scenario(), timeout_s=300)
