"""What the subjects of a repository's commits have in common: facts for a model, and for what checks it.

Pure. Which language they are in a model sees by itself.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_OF_TOOLS = re.compile(r"(?:fixup|squash|amend)! |Merge |Revert |Bump |Initial commit\b|(?:wip|WIP)\b")
"""Their words are not the people's who work there."""
_CONVENTIONAL = re.compile(
    r"(?P<type>build|chore|ci|docs?|feat|fix|perf|refactor|revert|style|tests?|deps|release|security|wip)"
    r"(?:\((?P<scope>[^()\n]{1,40})\))?!?: "
)
_PART = re.compile(r"(?P<part>[\w./*-]{1,40}): ")
_MOST, _NEARLY_ALL = 0.5, 0.8
_LONGEST_SUBJECT = 120
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Style:
    """Shares are of the subjects that tell; none of it holds where there are none."""

    subjects: tuple[str, ...]
    """Those that people wrote, the newest first."""

    @property
    def is_conventional(self) -> bool:
        """Whether they follow Conventional Commits: `fix(parser): ...`."""
        return self._share(_CONVENTIONAL.match) >= _MOST

    @property
    def ends_with_period(self) -> bool:
        """Whether a full stop belongs there."""
        return self._share(lambda subject: subject.endswith((".", "\u3002"))) > _MOST

    def facts(self) -> list[str]:
        """What can be said of them, a sentence each."""
        return [fact for fact in (self._form(), self._case(), self._period()) if fact]

    def _form(self) -> str:
        if self.is_conventional:
            types = self._named("type", _CONVENTIONAL)
            scopes = self._named("scope", _CONVENTIONAL)
            with_scopes = f", with scopes such as {scopes}" if scopes else ", without scopes"
            return f"They follow Conventional Commits, with the types {types}{with_scopes}."
        if self._share(_PART.match) >= _MOST:
            return f"They begin with the part that is changed and a colon: {self._named('part', _PART)}."
        return "They begin without a type or a scope." if self.subjects else ""

    def _case(self) -> str:
        words = [_PART.sub("", _CONVENTIONAL.sub("", subject, count=1), count=1) for subject in self.subjects]
        cased = [word for word in words if word[:1].upper() != word[:1].lower()]
        if not cased:
            return ""
        n_capital = sum(word[:1].isupper() for word in cased)
        where = " after the colon" if self.is_conventional else ""
        if n_capital >= _NEARLY_ALL * len(cased):
            return f"Their first word{where} is capitalized."
        if n_capital <= (1 - _NEARLY_ALL) * len(cased):
            return f"Their first word{where} is in lower case."
        return ""

    def _period(self) -> str:
        if not self.subjects:
            return ""
        return "They end with a full stop." if self.ends_with_period else "They end without a full stop."

    def _named(self, group: str, form: re.Pattern[str]) -> str:
        found = (found[group] for subject in self.subjects if (found := form.match(subject)) and found[group])
        return ", ".join(f"`{name}`" for name, _ in Counter(found).most_common(_MOST_NAMED))

    def _share(self, holds: Callable[[str], object]) -> float:
        return sum(bool(holds(subject)) for subject in self.subjects) / max(1, len(self.subjects))


def style_of(subjects: Iterable[str]) -> Style:
    """The style that the subjects show."""
    cleaned: Sequence[str] = [" ".join(subject.split())[:_LONGEST_SUBJECT] for subject in subjects]
    return Style(tuple(subject for subject in cleaned if subject and not _OF_TOOLS.match(subject)))
