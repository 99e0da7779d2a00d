"""Results of exams, one line an attempt, in SQLite or PostgreSQL. The journals are the truth; a line here only sums one up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

_METADATA = sa.MetaData()
_RESULTS = sa.Table(
    "results",
    _METADATA,
    sa.Column("attempt", sa.String(64), primary_key=True, nullable=False),
    sa.Column("exam", sa.String(64), nullable=False),
    sa.Column("trainee", sa.String(128), nullable=False, index=True),
    sa.Column("started", sa.String(40), nullable=False),
    sa.Column("finished", sa.String(40), nullable=False),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("total_tenths", sa.Integer),
    sa.Column("timeliness_tenths", sa.Integer),
    sa.Column("politeness_tenths", sa.Integer),
    sa.Column("compliance_tenths", sa.Integer),
    sa.Column("outcome_tenths", sa.Integer),
    sa.Column("fatal", sa.Text, nullable=False),
    sa.Column("reasons", sa.Text, nullable=False),
    sa.Column("scenarios", sa.Text, nullable=False),
    sa.Column("seed", sa.String(32), nullable=False),
    sa.Column("content", sa.String(80), nullable=False),
    sa.Column("tier", sa.String(16), nullable=False),
    sa.Column("journal", sa.Text, nullable=False),
)


class ArchiveError(Exception):
    """The archive cannot be opened or written; the message says why."""


@dataclass(frozen=True, slots=True)
class Result:
    """One attempt at an exam. Marks in tenths of a point, None: not assessed. `verdict`: passed, failed or interrupted.

    `tier` says what the result may be used for: `practice` on a machine the trainee controls.
    """

    attempt: str
    exam: str
    trainee: str
    started: str
    finished: str
    verdict: str
    total_tenths: int | None
    timeliness_tenths: int | None
    politeness_tenths: int | None
    compliance_tenths: int | None
    outcome_tenths: int | None
    fatal: str
    reasons: str
    scenarios: str
    seed: str
    content: str
    tier: str
    journal: str


COLUMNS = tuple(item.name for item in fields(Result))


class Archive:
    """The table of results at `place`: a file path, or a database URL such as postgresql+psycopg://…"""

    def __init__(self, place: Path | str) -> None:
        url = place if isinstance(place, str) and "://" in place else f"sqlite:///{place}"
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _make_durable)
        with self._reporting():
            _METADATA.create_all(self._engine)

    def add(self, result: Result) -> None:
        """Keeps `result` once: the same attempt again changes nothing, so that a retry after a crash is safe."""
        with self._reporting(), self._engine.begin() as connection:
            known = connection.execute(sa.select(_RESULTS.c.attempt).where(_RESULTS.c.attempt == result.attempt)).first()
            if known is None:
                connection.execute(sa.insert(_RESULTS).values(**asdict(result)))

    def results(self, *, trainee: str | None = None, exam: str | None = None) -> Sequence[Result]:
        """Returns the results in the order they were finished, narrowed to a trainee and an exam where given."""
        query = sa.select(_RESULTS).order_by(_RESULTS.c.finished, _RESULTS.c.attempt)
        if trainee is not None:
            query = query.where(_RESULTS.c.trainee == trainee)
        if exam is not None:
            query = query.where(_RESULTS.c.exam == exam)
        with self._reporting(), self._engine.connect() as connection:
            return [Result(**row._mapping) for row in connection.execute(query)]

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            raise ArchiveError(f"the archive of results {self._engine.url} cannot be used: {cause}") from error


def _make_durable(connection: Any, _record: Any) -> None:
    # A rollback journal synced at every commit survives a power cut; WAL needs a newer SQLite than Python 3.11 brings.
    cursor = connection.cursor()
    for pragma in ("journal_mode=TRUNCATE", "synchronous=EXTRA", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
