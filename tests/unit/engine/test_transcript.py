"""Transcripts: what a line must have, what is tolerated, and that every fault has its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.events import ActionTaken, MessageSent, WorldChanged
from simulator.problems import ContentError, Problem
from simulator.transcript import Transcript, parse, read_transcript

HEAD: dict[str, Any] = {"type": "session", "format": 1, "id": "s1", "scenario": None, "content": None, "started": None, "facts": {}}
MESSAGE: dict[str, Any] = {"type": "message", "at": 5, "from": "buyer", "text": "在吗"}


def lines(*rows: dict[str, Any] | str | bytes) -> list[str | bytes]:
    return [row if isinstance(row, (str, bytes)) else json.dumps(row, ensure_ascii=False) for row in rows]


def test_a_whole_transcript() -> None:
    found = parse(
        lines(
            HEAD | {"seed": 7, "facts": {"item": {"title": "杯子"}}},
            MESSAGE | {"asks": ["stock"]},
            {"type": "message", "at": 6.5, "from": "auto", "text": "您好", "conversation": "c2"},
            {"type": "action", "at": 7, "name": "remark", "args": {"text": "x"}},
            {"type": "event", "at": 8, "name": "facts", "args": {}, "facts": {"item": {"stock": 1}}},
            "",
        )
    )
    assert found.header.more == {"seed": 7}
    assert found.header.facts == {"item": {"title": "杯子"}}
    assert found.events == (
        MessageSent(5.0, "buyer", "在吗", "c1", ("stock",)),
        MessageSent(6.5, "auto", "您好", "c2"),
        ActionTaken(7.0, "remark", {"text": "x"}),
        WorldChanged(8.0, "facts", {}, facts={"item": {"stock": 1}}),
    )


def test_unknown_keys_and_types_are_tolerated() -> None:
    found = parse(
        lines(HEAD | {"later": 1}, MESSAGE | {"mood": 3}, {"type": "weather", "at": "?"}, {"type": "event", "at": 9, "name": "moon_rose"})
    )
    assert [type(event).__name__ for event in found.events] == ["MessageSent", "WorldChanged"]


def test_texts_keep_their_positions_and_lose_what_acts() -> None:
    (event,) = parse(lines(HEAD, MESSAGE | {"text": "\x1b[2J加\u200b微\u202e"})).events
    assert isinstance(event, MessageSent)
    assert event.text == "\u241b[2J加\u200b微\u200b"


BROKEN: list[tuple[list[str | bytes], str, int]] = [
    ([], "T01", 1),
    (lines("", " "), "T01", 1),
    (lines(MESSAGE), "T05", 1),
    (lines(HEAD | {"format": 2}), "T06", 1),
    (lines(HEAD | {"id": None}), "T07", 1),
    (lines(HEAD | {"facts": []}), "T07", 1),
    (lines(HEAD, HEAD), "T05", 2),
    (lines(HEAD, MESSAGE | {"type": "mesage"}), "T05", 2),
    (lines(HEAD, "{"), "T04", 2),
    (lines(HEAD, "[1]"), "T04", 2),
    (lines(HEAD, "[" * 100_000), "T04", 2),
    (lines(HEAD, '{"type": "message", "at": NaN}'), "T04", 2),
    (lines(HEAD, '{"type": "message", "at": ' + "9" * 5000 + "}"), "T04", 2),
    (lines(HEAD, b'{"type": "message", "text": "\xff"}'), "T03", 2),
    (lines(HEAD, "x" * 1_000_001), "T02", 2),
    (lines(HEAD, MESSAGE | {"at": None}), "T08", 2),
    (lines(HEAD, MESSAGE | {"at": -1}), "T08", 2),
    (lines(HEAD, MESSAGE | {"at": True}), "T08", 2),
    (lines(HEAD, '{"type": "message", "at": 1e999, "from": "buyer", "text": "x"}'), "T08", 2),
    (lines(HEAD, MESSAGE, MESSAGE | {"at": 4}), "T09", 3),
    (lines(HEAD, MESSAGE | {"from": "byer"}), "T07", 2),
    (lines(HEAD, MESSAGE | {"text": 3}), "T07", 2),
    (lines(HEAD, MESSAGE | {"asks": "stock"}), "T07", 2),
    (lines(HEAD, MESSAGE | {"conversation": 1}), "T07", 2),
    (lines(HEAD, {"type": "action", "at": 1, "name": ""}), "T07", 2),
    (lines(HEAD, {"type": "action", "at": 1, "name": "remark", "args": "x"}), "T07", 2),
    (lines(HEAD, {"type": 5, "at": 1}), "T05", 2),
]


@pytest.mark.parametrize(("rows", "code", "line"), BROKEN)
def test_every_fault_has_its_line(rows: list[str | bytes], code: str, line: int) -> None:
    with pytest.raises(ContentError) as caught:
        parse(rows, "t.jsonl")
    (problem,) = caught.value.problems
    assert (problem.code, problem.mark.file, problem.mark.line) == (code, "t.jsonl", line)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        parse(lines(HEAD, "{", MESSAGE | {"from": "x"}, MESSAGE | {"at": None}))
    assert [problem.mark.line for problem in caught.value.problems] == [2, 3, 4]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        read_transcript(tmp_path / "absent.jsonl")
    assert caught.value.problems[0].code == "T10"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.binary(max_size=40), st.text(max_size=40), st.just(json.dumps(HEAD)), st.just(json.dumps(MESSAGE))), max_size=5)
)
def test_nothing_but_a_transcript_or_a_content_error_comes_out(rows: list[str | bytes]) -> None:
    problems: tuple[Problem, ...] = ()
    found = None
    try:
        found = parse(rows)
    except ContentError as error:
        problems = error.problems
    assert isinstance(found, Transcript) != bool(problems)
