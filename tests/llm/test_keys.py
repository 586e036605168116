import asyncio
from dataclasses import replace

import pytest

from pt_lsp.errors import SettingsError
from pt_lsp.llm.keys import ABSENT_S, Keys
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import Settings
from pt_lsp.store.credentials import Key
from tests.support.running import run

SETTINGS = Settings()


class Place:
    """Where a key is looked for."""

    def __init__(self, *found: Key | None) -> None:
        self.found = list(found)
        self.now = 100.0
        self.keys = Keys(self.find, lambda: self.now)

    async def find(self, settings: Settings) -> Key | None:
        await asyncio.sleep(0)
        if not self.found:
            raise SettingsError("The command failed.")
        return self.found.pop(0)

    def ask(self, settings: Settings = SETTINGS) -> Key | None:
        return run(self.keys.find(settings))


def test_a_found_key_is_kept() -> None:
    key = Key("a")
    place = Place(key)
    assert place.ask() is key
    place.now += 1e9
    assert place.ask() is key


def test_several_who_ask_at_once_wait_for_one_search() -> None:
    key = Key("a")
    place = Place(key)

    async def scenario() -> list[Key | None]:
        return await asyncio.gather(*(place.keys.find(SETTINGS) for _ in range(3)))

    assert run(scenario()) == [key] * 3


def test_an_absent_key_is_looked_for_again_after_a_while() -> None:
    key = Key("a")
    place = Place(None, key)
    assert place.ask() is None
    place.now += ABSENT_S - 1
    assert place.ask() is None
    place.now += 1
    assert place.ask() is key


@pytest.mark.parametrize(
    "change", [{"api_key_command": "pass show key"}, {"base_url": "http://localhost/v1"}]
)
def test_another_command_or_endpoint_is_another_search(change: dict[str, str]) -> None:
    first, second = Key("a"), Key("b")
    place = Place(first, second)
    assert place.ask() is first
    other = replace(SETTINGS, endpoint=replace(EndpointSettings(), **change))  # type: ignore[arg-type]  # both are text
    assert place.ask(other) is second


def test_a_failed_search_is_made_again() -> None:
    place = Place()
    with pytest.raises(SettingsError):
        place.ask()
    place.found = [key := Key("a")]
    assert place.ask() is key


def test_a_forgotten_key_is_searched_anew() -> None:
    first, second = Key("a"), Key("b")
    place = Place(first, second)
    place.ask()
    place.keys.forget()
    assert place.ask() is second
