"""The graded exam from the command line: verdict and exit code, the record, the archive, its export."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def held(run: Run, replies: Path, *more: str) -> Result:
    return run("exam", "entry", "--trainee", "工号 007", "--replies", replies, "--seed", "7", "--json", *more)


def test_a_rude_trainee_fails_with_reasons_and_exit_code_1(run: Run, rude: Path) -> None:
    result = held(run, rude)
    assert result.exit_code == 1, result.output
    outcome = json.loads(result.stdout)
    assert outcome["passed"] is False
    assert "insulted" in outcome["fatal"]
    assert outcome["reasons"]
    assert len(outcome["talks"]) == 3


def test_the_same_seed_draws_the_same_paper(run: Run, rude: Path, home: Path, tmp_path: Path) -> None:
    papers = [run("exam", "entry", "--trainee", f"t{n}", "--replies", rude, "--seed", "7", "--json") for n in (1, 2)]
    first, second = (json.loads(paper.stdout)["talks"] for paper in papers)
    assert first == second


def test_the_whole_exam_is_on_record_and_scores_again_to_the_same_marks(run: Run, rude: Path, home: Path) -> None:
    outcome = json.loads(held(run, rude).stdout)
    folder = home / "exams" / outcome["attempt"]
    assert sorted(path.name for path in folder.iterdir()) == ["exam.jsonl", "talk1.jsonl", "talk2.jsonl", "talk3.jsonl"]
    cards = [json.loads(run("score", folder / f"talk{n}.jsonl", "--json").stdout) for n in (1, 2, 3)]
    assert [card["scenario"] for card in cards] == outcome["talks"]
    mean = round(sum(card["total"] for card in cards) * 10 / 3 + 1e-9) / 10
    assert abs(mean - outcome["total"]) < 0.11


def test_the_result_is_listed_and_exported(run: Run, rude: Path, tmp_path: Path) -> None:
    assert "还没有" in run("results").stdout
    held(run, rude)
    assert "工号 007" in run("results").stdout
    rows = list(csv.DictReader(io.StringIO(run("results", "--csv").stdout.removeprefix("\ufeff"))))
    assert [(row["trainee"], row["verdict"], row["tier"]) for row in rows] == [("工号 007", "failed", "practice")]
    run("results", "--csv", "--out", tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbfattempt,")
    assert json.loads(run("results", "--json", "--trainee", "nobody").stdout) == []


def test_attempts_are_rationed(run: Run, rude: Path) -> None:
    from simulator.grading import open_library

    most = open_library().exams["entry"].attempts
    assert most is not None
    for _ in range(most):
        assert held(run, rude).exit_code == 1
    refused = held(run, rude)
    assert refused.exit_code == 2
    assert str(most) in refused.stderr


def test_a_second_attempt_draws_talks_not_seen_before(run: Run, rude: Path) -> None:
    first, second = (json.loads(held(run, rude).stdout)["talks"] for _ in range(2))
    assert set(first).isdisjoint(second)
