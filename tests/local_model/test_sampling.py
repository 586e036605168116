"""What the real embedded model makes of a seed, of a search that it has not, and of an image."""

import pytest

from pt_lsp.errors import ImagesRefused
from pt_lsp.llm.gateway import Gateway, Image, Ledger, Message, Prompt
from pt_lsp.local_model import LocalModel
from pt_lsp.settings.options import Settings
from pt_lsp.store.credentials import Key
from tests.support.image_bytes import png
from tests.support.running import run
from tests.support.scripted_chat import settings

pytestmark = pytest.mark.model

HELLO = Prompt((Message("user", "Say hello."),), "edit", 3, 1.5)


def test_a_seed_has_it_answer_alike_and_an_image_is_refused_with_a_sentence() -> None:
    async def scenario() -> list[str]:
        async with LocalModel.start() as model:

            async def find_key(_: Settings) -> Key:
                return Key(model.key)

            gateway = Gateway(Ledger(), find_key)
            asked = [settings(model.base_url, seed=seed, top_p=0.95, search=True) for seed in (1, 1, 2)]
            try:
                answers = [await gateway.ask(HELLO, each) for each in asked]
                for data in (png(), png(n_more=1_000_000)):
                    seen = Message("user", "What is it?", (Image.of("a.png", "image/png", 60, 30, data),))
                    with pytest.raises(ImagesRefused, match="does not take the images"):
                        await gateway.ask(Prompt((seen,), "edit", 8, 0.2), asked[0])
                return answers
            finally:
                await gateway.aclose()

    first, again, other = run(scenario(), timeout_s=300)
    assert first == again != other
