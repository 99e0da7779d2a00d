"""Finished and unfinished practice sittings in the home: which there are, their marks, and the trainee's progress over time."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.events import CLOSED
from simulator.home import Home, write_whole

if TYPE_CHECKING:
    from scoring.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Record:
    """The marks of one finished practice sitting, 0..100; None: not assessed. A summary of its journal, written again at need."""

    session: str
    scenario: str
    finished: str
    total: float | None
    passed: bool
    scores: dict[str, float | None]
    average_response_s: float | None

    @property
    def day(self) -> date:
        return datetime.fromisoformat(self.finished).date()


def journal_of(home: Home, session_id: str) -> Path:
    """Returns where the journal of a practice sitting lies."""
    return home.sessions / f"{session_id}.jsonl"


def keep(home: Home, card: Scorecard, finished: str) -> Record:
    """Returns the record of a scorecard after it was written beside the journal."""
    line = card.to_json()
    record = Record(
        card.session, card.scenario or "", finished, line["total"], card.passed, line["scores"], line["metrics"]["average_response_s"]
    )
    write_whole(home.sessions / f"{card.session}.marks.json", json.dumps({name: getattr(record, name) for name in Record.__slots__}))
    return record


def records(home: Home) -> Sequence[Record]:
    """Returns the records of all finished practice sittings, oldest first. A spoilt one is left out; its journal is still there."""
    found = (_record(path) for path in sorted(home.sessions.glob("*.marks.json")))
    return sorted((record for record in found if record is not None), key=lambda record: record.finished)


def _record(path: Path) -> Record | None:
    try:
        record = Record(**json.loads(path.read_text(encoding="utf-8")))
        datetime.fromisoformat(record.finished)
    except (OSError, ValueError, TypeError):
        return None
    return record


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A practice sitting that was left in the middle: its header line, and how many messages it holds."""

    id: str
    header: dict[str, Any]
    messages: int


def interrupted(home: Home) -> Iterator[Interrupted]:
    """Yields the practice sittings that were never closed, newest first."""
    for path, lines in _unmarked(home):
        try:
            header = json.loads(lines[0])
        except ValueError:
            continue
        if isinstance(header, dict) and not _closed(lines):
            yield Interrupted(path.stem, header, sum('"type":"message"' in line for line in lines))


def unmarked(home: Home) -> Iterator[str]:
    """Yields the practice sittings that were closed but have no record: the program ended before it was written."""
    yield from (path.stem for path, lines in _unmarked(home) if _closed(lines))


def _unmarked(home: Home) -> Iterator[tuple[Path, list[str]]]:
    """Yields the journals without a record and their lines, newest first."""
    for path in sorted(home.sessions.glob("*.jsonl"), reverse=True):
        if path.with_suffix(".marks.json").exists():
            continue
        with contextlib.suppress(OSError):
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            if lines:
                yield path, lines


def _closed(lines: Sequence[str]) -> bool:
    return any(f'"name":"{CLOSED}"' in line for line in lines[-3:])


def streak(days: Sequence[date], today: date) -> int:
    """Returns how many days in a row, up to today or yesterday, had a finished sitting."""
    practised = set(days)
    day = today if today in practised else today - timedelta(days=1)
    count = 0
    while day in practised:
        count, day = count + 1, day - timedelta(days=1)
    return count
