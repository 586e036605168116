"""The answer to an edit's prompt. One that cannot be used is asked for once more, in the other form.

So is one of which a check of the recipe can take nothing.

Refuses to ask a third time: where the second cannot be used either, the edit ends with what is wrong with it.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace

from pt_lsp.documents.lines import plain
from pt_lsp.errors import PromptTooLong, UnusableReply
from pt_lsp.features.edit.answer import Answer
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.followups import once_more_prompt
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.features.edit.wording import other_form
from pt_lsp.llm.gateway import Prompt
from pt_lsp.replies.continuation import Overlong
from pt_lsp.replies.fenced_answer import resembles
from pt_lsp.replies.sentences import stripped_solid

_PART = "The model's answer may be a part of the new code only; look at it before you accept it."


class Asking:
    """A prompt, and the answer that counts: the first, or after its drafts the second."""

    def __init__(
        self,
        answer_to: Callable[[Prompt], Answer],
        place: RegionFormat,
        prompt: Prompt,
        keep: Callable[[Draft], Draft],
    ) -> None:
        """`keep` puts a whole draft right or raises UnusableReply; it is called in a thread."""
        self._keep = keep
        self._answer_to = answer_to
        self._place = place
        self.answer = answer_to(prompt)

    async def drafts(self) -> AsyncGenerator[Draft]:
        """Drafts of the new text; the last one is whole, or has a warning.

        Before a second answer comes, the old text does. Raises UnusableReply or a ModelError.
        """
        unusable: UnusableReply | None = None
        try:
            async with aclosing(self._kept_drafts()) as drafts:
                async for draft in drafts:
                    yield draft
        except UnusableReply as error:
            unusable = error
        if unusable is None:
            return
        if isinstance(unusable, Overlong) or not self.answer.text.strip():
            raise _plain(unusable)
        yield Draft(self._place.written)
        async with aclosing(self._second_drafts(unusable)) as drafts:
            async for draft in drafts:
                yield draft

    async def _second_drafts(self, unusable: UnusableReply) -> AsyncGenerator[Draft]:
        first = self.answer
        prompt = once_more_prompt(first.prompt, first.text, unusable, self._place.original)
        self.answer = self._answer_to(prompt)
        self.answer.left_out = first.left_out
        try:
            draft = Draft("")
            async with aclosing(self._kept_drafts()) as drafts:
                async for draft in drafts:
                    yield draft
            if draft.warning is None and self._may_be_a_part(draft):
                yield replace(draft, warning=_PART)
        except PromptTooLong:
            raise _plain(unusable) from None
        except UnusableReply as error:
            raise _plain(error) from None

    async def _kept_drafts(self) -> AsyncGenerator[Draft]:
        """Those of the answer, and the last one put right."""
        draft = Draft("")
        async with aclosing(self.answer.drafts()) as drafts:
            async for draft in drafts:
                yield draft
        kept = await asyncio.to_thread(self._keep, draft)
        if kept != draft:
            yield kept

    def _may_be_a_part(self, draft: Draft) -> bool:
        """Whether bare code that came instead of changes may be the new lines of a change alone."""
        if self.answer.has_blocks or other_form(self._place.original) != "changes":
            return False
        new, old = (stripped_solid(text.split("\n")) for text in (plain(draft.text), self._place.original))
        return len(new) < len(old) and not resembles(new, old)


def _plain(error: UnusableReply) -> UnusableReply:
    """The same as people and programs know it: the kinds of it are our own."""
    return UnusableReply(str(error))
