"""Edits stream from a real server process while simulated users type: 102 random schedules in real time.

The invariants are those of `tests/edits/test_concurrent_typing.py`: keys are kept, edits stay in their
regions (both asserted in the simulated editor), and each undisturbed region ends as its edit says.
"""

import asyncio
from random import Random
from typing import Any

import pytest

from tests.support.client_kinds import EMACS, NEOVIM, VSCODE, ClientKind
from tests.support.document_pieces import Piece
from tests.support.editor_habits import EMACS as EMACS_HABITS
from tests.support.editor_habits import NEOVIM as NEOVIM_HABITS
from tests.support.editor_habits import VSCODE as VSCODE_HABITS
from tests.support.editor_habits import Habits
from tests.support.editor_over_stdio import EditorOverStdio
from tests.support.lsp_client import LspClient, LspError, Question
from tests.support.scripted_chat import Request, ScriptedChat, Step, respond, slow
from tests.support.simulated_user import User
from tests.support.typing_schedules import Action, Layout
from tests.support.with_editor import with_editor

pytestmark = pytest.mark.repeats

N_SCHEDULES = 34
AT_ONCE = 4
"""More of them would keep this process busy for longer than an editor may be silent."""
N_ACTIONS = 25
ACTIONS: tuple[Action, ...] = (
    *("type", "type", "type at edge", "type at edge", "type a burst", "type code", "repeat a line"),
    *("delete", "delete a line", "undo", "redo", "paste", "format", "reload"),
)
PAUSES_S = (0.0, 0.002, 0.01, 0.03, 0.08)
OPTIONS = {"edits": {"streaming": "always", "review": "always"}}
TOO_LONG_S = 1.5
DELTA_MS = (0.0, 2.0, 6.0)


class Scenario:
    """One document with one or two regions, both of which are edited while the user types."""

    def __init__(self, random: Random, number: int) -> None:
        self.random = random
        self.number = number
        self.targets: dict[str, str] = {}
        texts = [self._lines("above")]
        for n in range(random.choice((1, 1, 2))):
            texts += [self._lines(f"old {n}").strip(), "\n" + self._lines("below")]
            self.targets[f"edit {number} {n}"] = self._lines(f"new {n}").strip()
        titles = iter(self.targets)
        self.pieces = [Piece(text, next(titles) if at % 2 else None) for at, text in enumerate(texts)]

    async def play(self, client: LspClient, habits: Habits) -> None:
        side = EditorOverStdio(client, habits, self.pieces, f"{self.number}.txt")
        regions = self.pieces[1::2]
        user = User(side.editor, regions, Layout((), (), ()), side.clock)
        originals = [region.text for region in regions]
        questions = [
            client.command("edit", side.argument(region) | {"instruction": region.edit_id})
            for region in regions
        ]
        for _ in range(N_ACTIONS):
            await asyncio.sleep(self.random.choice(PAUSES_S))
            user.act(self.random.choice(ACTIONS), self.random.randrange(10_000))
        results = await asyncio.gather(*(_result(question) for question in questions))
        for region, original, result in zip(regions, originals, results, strict=True):
            if isinstance(result, LspError):
                # Who tells nothing while he types on and on is not waited for for ever.
                assert side.editor.longest_silence_s > TOO_LONG_S, result
            else:
                await self._decide(client, side, region, original, result)
        assert side.failures == []

    async def _decide(
        self, client: LspClient, side: EditorOverStdio, region: Piece, original: str, result: Any
    ) -> None:
        may_be_told = not region.has_met_another and not side.editor.is_ambiguous
        if may_be_told and not region.is_disturbed:
            assert result["state"] == "pending"
            assert region.text == self.targets[region.edit_id or ""]
        region.is_given_back = True
        verdict = self.random.choice(("acceptEdit", "rejectEdit", "rejectEdit"))
        n_before = side.n_edits
        state = (await client.command(verdict, {"editId": result["editId"]}))["state"]
        if verdict == "acceptEdit":
            assert side.n_edits == n_before
        elif state == "rejected" and may_be_told and region.is_added_to_only:
            typed = side.editor.typed_in(region.text)
            assert "".join(c for c in region.text if c not in typed) == original

    def _lines(self, what: str) -> str:
        """Lines that are nowhere else, so that no answer repeats what stands around it."""
        numbers = [self.random.randrange(10**6) for _ in range(self.random.randint(1, 5))]
        return "".join(f"{what.replace(' ', '_')}_{number} = {number}\n" for number in numbers)


async def _result(question: Question) -> Any:
    try:
        return await question
    except LspError as error:
        return error


@pytest.mark.parametrize(
    ("kind", "habits"),
    [(VSCODE, VSCODE_HABITS), (NEOVIM, NEOVIM_HABITS), (EMACS, EMACS_HABITS)],
    ids=lambda each: each.name if isinstance(each, Habits) else "",
)
def test_edits_over_stdio_cost_no_keystroke(kind: ClientKind, habits: Habits) -> None:
    scenarios = [Scenario(Random(f"{habits.name} {n}"), n) for n in range(N_SCHEDULES)]
    targets = {title: target for scenario in scenarios for title, target in scenario.targets.items()}

    def answer(request: Request) -> Step:
        title = next(title for title in targets if f"Instruction: {title}" in request.text + "\n")
        return slow(targets[title] + "\n", Random(title).choice(DELTA_MS))

    @with_editor(forever=respond(answer), kind=kind, options=OPTIONS)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        for start in range(0, N_SCHEDULES, AT_ONCE):
            batch = scenarios[start : start + AT_ONCE]
            await asyncio.gather(*(each.play(editor, habits) for each in batch))

    scenario()
