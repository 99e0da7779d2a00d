"""The archive keeps each attempt once, durably, and its exports are safe to open."""

from __future__ import annotations

import csv
import io
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.archive import Archive, ArchiveError, Result
from simulator.report.table import to_csv, to_rows

RESULT = Result(
    attempt="entry-1",
    exam="entry",
    trainee="工号007",
    started="2026-01-05T09:00:00+00:00",
    finished="2026-01-05T09:30:00+00:00",
    verdict="passed",
    total_tenths=865,
    timeliness_tenths=900,
    politeness_tenths=850,
    compliance_tenths=1000,
    outcome_tenths=None,
    fatal="",
    reasons="",
    scenarios="a b c",
    seed="7",
    content="abc",
    tier="practice",
    journal="exams/entry-1",
)


def test_an_attempt_is_kept_once_however_often_it_is_added(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "results.sqlite")
    archive.add(RESULT)
    archive.add(replace(RESULT, verdict="failed"))
    assert list(archive.results()) == [RESULT]


def test_results_are_narrowed_to_a_trainee_and_an_exam(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "results.sqlite")
    other = replace(RESULT, attempt="entry-2", trainee="x", finished="2026-01-05T08:00:00+00:00")
    archive.add(RESULT)
    archive.add(other)
    assert list(archive.results()) == [other, RESULT]
    assert list(archive.results(trainee="x")) == [other]
    assert list(archive.results(exam="nothing")) == []


def test_a_commit_is_synced_to_the_disk(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "results.sqlite")
    with archive._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "truncate"


def test_an_unusable_archive_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "results.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(ArchiveError, match="not a database"):
        Archive(tmp_path / "results.sqlite")


def test_a_reader_elsewhere_sees_the_result(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "results.sqlite")
    archive.add(RESULT)
    rows = sqlite3.connect(tmp_path / "results.sqlite").execute("select trainee, total_tenths from results").fetchall()
    assert rows == [("工号007", 865)]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", "＝1"])
def test_no_cell_becomes_a_formula(cell: str) -> None:
    row = next(csv.DictReader(io.StringIO(to_csv([replace(RESULT, trainee=cell)]))))
    assert row["trainee"] == f"'{cell}"


def test_marks_are_points_in_exports_and_empty_where_not_assessed() -> None:
    row = next(csv.DictReader(io.StringIO(to_csv([RESULT]))))
    assert (row["total"], row["outcome"]) == ("86.5", "")
    assert to_rows([RESULT])[0]["compliance"] == 100.0
