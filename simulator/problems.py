"""Problems with content and input: where, what was found, what is allowed, what to do. All are collected; none stops the others."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; `line` and `column` count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, where it stands, and the remedy. `code` is stable and documented in docs/problems.md."""

    mark: Mark
    code: str
    message: str
    remedy: str = ""
    warning: bool = False

    def __str__(self) -> str:
        line = f"{self.mark.file}:{self.mark.line}:{self.mark.column}: {self.code} {self.message}"
        return f"{line}\n    {self.remedy}" if self.remedy else line


class ContentError(Exception):
    """Content that cannot be used, with every problem found. Shells print the problems, never a traceback."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class DeskError(Exception):
    """Something the user can mend; the message says what and how, in the user's language."""


@dataclass(slots=True)
class Problems:
    """Collects problems so that an author sees all of them at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, mark: Mark, code: str, message: str, remedy: str = "", *, warning: bool = False) -> None:
        self.found.append(Problem(mark, code, message, remedy, warning))

    def extend(self, problems: Iterable[Problem]) -> None:
        self.found.extend(problems)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(sorted(p for p in self.found if not p.warning))

    def raise_if_any(self) -> None:
        """Raises ContentError if there is an error; warnings alone pass."""
        if self.errors:
            raise ContentError(self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.found))

    def __len__(self) -> int:
        return len(self.found)


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """Returns the allowed spelling closest to `word`, or None where nothing is close."""
    close = difflib.get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(word: str, allowed: Iterable[str], *, shown: int = 12) -> str:
    """Returns a remedy: the nearest allowed spelling, else the allowed ones."""
    words = sorted(allowed)
    close = nearest(word, words)
    if close:
        return f"did you mean {close!r}?"
    more = "" if len(words) <= shown else f" and {len(words) - shown} more"
    return f"allowed: {', '.join(words[:shown])}{more}"
