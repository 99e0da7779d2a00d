"""Headless play and scoring from the command line: the same in, the same out; bad input is named and never a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
SCENARIO = "haggler_last_piece"


def test_the_same_seed_and_replies_give_the_same_transcript_and_card(run: Run, good: Path, tmp_path: Path) -> None:
    cards = [run("play", SCENARIO, "--replies", good, "--seed", "5", "--out", tmp_path / f"{n}.jsonl", "--json").stdout for n in (1, 2)]
    assert cards[0] == cards[1]
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_another_seed_gives_another_talk(run: Run, good: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        run("play", SCENARIO, "--replies", good, "--seed", seed, "--out", tmp_path / f"{seed}.jsonl")
    texts = [
        [json.loads(line).get("text") for line in (tmp_path / f"{seed}.jsonl").read_text(encoding="utf-8").splitlines()]
        for seed in ("1", "2")
    ]
    assert texts[0] != texts[1]


def test_kindness_earns_more_than_rudeness_and_an_insult_is_fatal(run: Run, good: Path, rude: Path) -> None:
    kind, harsh = (json.loads(run("play", SCENARIO, "--replies", replies, "--json").stdout) for replies in (good, rude))
    assert kind["total"] > harsh["total"] + 15
    (insult,) = [finding for finding in harsh["findings"] if finding["rule"] == "insulted" and not finding.get("unsure")]
    assert insult["fatal"]
    assert all(finding["delta"] == 0 for finding in harsh["findings"] if finding.get("unsure"))
    assert insult["matched"] in "你有病吧"
    assert not harsh["passed"]
    for key in ("rule", "group", "conversation", "at", "span", "matched", "delta", "points", "fine", "message", "why", "source", "better"):
        assert key in insult


def test_a_transcript_plays_itself_again(run: Run, good: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    run("play", SCENARIO, "--replies", good, "--seed", "5", "--out", first)
    run("play", SCENARIO, "--replies", first, "--seed", "5", "--out", second)
    assert first.read_bytes() == second.read_bytes()


def test_scoring_a_folder_gives_one_card_a_line_in_order_and_the_same_bytes(run: Run, good: Path, rude: Path, tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    for name, replies in (("b", good), ("a", rude)):
        run("play", SCENARIO, "--replies", replies, "--out", talks / f"{name}.jsonl")
    results = [run("score", talks, "--json") for _ in range(2)]
    assert results[0].stdout == results[1].stdout
    cards = [json.loads(line) for line in results[0].stdout.splitlines()]
    assert not cards[0]["passed"]
    assert cards[0]["total"] < cards[1]["total"]
    assert results[0].exit_code == 0


def test_a_broken_transcript_is_named_and_the_others_are_scored(run: Run, good: Path, tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    run("play", SCENARIO, "--replies", good, "--out", talks / "whole.jsonl")
    (talks / "broken.jsonl").write_bytes(b'{"type": "session", "format": 1, "id": "x"}\n{"type": "message", "at": -1}\n\xff\xfe\n')
    result = run("score", talks, "--json")
    assert result.exit_code == 2
    assert len(result.stdout.splitlines()) == 1
    assert "broken.jsonl:2:" in result.stderr
    assert "broken.jsonl:3:" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("play", "haggler_last_pice", "--replies", "good.txt"),
        ("score", "nothing.jsonl"),
        ("play", SCENARIO, "--replies", "nothing.txt"),
        ("report", "nothing.jsonl"),
        ("graph", "hagler"),
        ("exam", "entri", "--trainee", "x", "--replies", "nothing.txt"),
        ("new", "persona", "Not An Id"),
        ("scor", "x"),
        ("test", "--reading", "nothing.jsonl"),
    ],
)
def test_what_cannot_be_used_is_said_in_words_with_exit_code_2(run: Run, words: tuple[str, ...]) -> None:
    from simulator.problems import ContentError

    result = run(*words)
    assert result.exit_code == 2 or isinstance(result.exception, ContentError)
    assert "Traceback" not in result.output


def test_a_wrong_name_comes_with_the_nearest_right_one(run: Run, good: Path) -> None:
    assert "haggler_last_piece" in run("play", "haggler_last_pice", "--replies", good).stderr
    assert "'score'" in run("scor", "x").stderr


def test_an_hour_long_wait_costs_no_time_and_is_scored(run: Run, tmp_path: Path) -> None:
    replies = tmp_path / "late.jsonl"
    replies.write_text('{"at": 300, "text": "您好,让您久等了"}\n', encoding="utf-8")
    card = json.loads(run("play", SCENARIO, "--replies", replies, "--json").stdout)
    assert any(finding["rule"] in ("slow_reply", "no_reply_30min") for finding in card["findings"])


HOSTILE = ["", "[/]", "[@click=app.quit]x[/]", "\x1b]2;x\x07", "\u202egnp.exe", "哈" * 10_000, "😂" * 300, "\ud800", "\x00"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_reply_is_scored_and_never_ends_the_program(run: Run, tmp_path: Path, text: str) -> None:
    replies = tmp_path / "hostile.jsonl"
    replies.write_text(json.dumps({"at": 20, "text": text}) + "\n", encoding="utf-8")
    result = run("play", SCENARIO, "--replies", replies, "--json")
    assert result.exit_code == 0, result.output
    card = json.loads(result.stdout)
    assert card["session"]


def test_the_debrief_is_printed_in_either_language(run: Run, good: Path) -> None:
    assert "总分" in run("play", SCENARIO, "--replies", good).stdout
    assert "Total" in run("play", SCENARIO, "--replies", good, "--lang", "en").stdout
