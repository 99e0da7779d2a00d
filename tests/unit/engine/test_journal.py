"""The journal: durable line by line, chained, one writer, and clear about what it cannot do."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator import journal as journals
from simulator.conversation import Cast
from simulator.events import MessageSent, SessionStarted
from simulator.journal import Journal, JournalError, MemoryJournal, verify
from simulator.session import ResumeError, Session, header_of
from simulator.transcript import read_transcript
from tests.unit.engine.conftest import play

HEADER = SessionStarted("s1", "a_mug", "abc", "2026-03-02T10:00:00+08:00", {}, {"seed": 1})


def said(number: int) -> MessageSent:
    return MessageSent(float(number), "agent", f'第{number}句,"引号"与,"chain":"', "c1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sessions" / "s1.jsonl"


@pytest.fixture
def written(path: Path) -> Path:
    with Journal.create(path, HEADER) as journal:
        for number in range(4):
            journal.append(said(number))
    return path


def test_what_is_written_is_read(written: Path) -> None:
    transcript = read_transcript(written)
    assert transcript.header == HEADER
    assert transcript.events == tuple(map(said, range(4)))
    assert not verify(written).found


def test_in_memory_it_is_the_same_text(written: Path) -> None:
    memory = MemoryJournal(HEADER)
    for number in range(4):
        memory.append(said(number))
    assert "".join(f"{line}\n" for line in memory.lines()) == written.read_text("utf-8")
    assert memory.transcript == read_transcript(written)


def test_an_event_is_synced_before_append_returns(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    write, sync = os.write, os.fsync
    monkeypatch.setattr(os, "write", lambda *args: (order.append("write"), write(*args))[1])
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("sync"), sync(fd))[1])
    with Journal.create(path, HEADER) as journal:
        assert order == ["write", "sync", "sync"]  # the line, and the folder that names the file
        order.clear()
        journal.append(said(1))
        assert order == ["write", "sync"]


def test_any_changed_byte_is_found(written: Path) -> None:
    raw = written.read_bytes()
    for at in range(0, len(raw), 7):
        written.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        assert verify(written).found, at


@pytest.mark.parametrize("change", ["drop", "swap", "double", "insert"])
def test_missing_moved_and_foreign_lines_are_found(written: Path, change: str) -> None:
    lines = written.read_text("utf-8").splitlines(keepends=True)
    changed = {
        "drop": lines[:2] + lines[3:],
        "swap": [lines[0], lines[2], lines[1], *lines[3:]],
        "double": [*lines[:2], lines[1], *lines[2:]],
        "insert": [*lines[:2], json.dumps(said(9).as_json()) + "\n", *lines[2:]],
    }[change]
    written.write_text("".join(changed), "utf-8")
    (problem,) = verify(written).errors
    assert problem.code == "J01"
    assert problem.mark.line in (2, 3)


def test_a_torn_last_line_is_left_out_and_written_over(written: Path) -> None:
    whole = written.read_bytes()
    for cut in range(1, 40):
        written.write_bytes(whole[:-cut])
        transcript = read_transcript(written)
        assert len(transcript.events) >= 3
        journal, found = Journal.reopen(written)
        with journal:
            if len(found.events) == 3:
                journal.append(said(3))
        assert not verify(written).errors
        assert read_transcript(written).events[:3] == tuple(map(said, range(3)))


def test_one_writer_at_a_time(written: Path) -> None:
    journal, _ = Journal.reopen(written)
    with journal, pytest.raises(JournalError) as caught:
        Journal.reopen(written)
    assert caught.value.reason == "in_use"
    Journal.reopen(written)[0].close()


def test_a_journal_is_never_overwritten(written: Path) -> None:
    before = written.read_bytes()
    with pytest.raises(JournalError) as caught:
        Journal.create(written, HEADER)
    assert caught.value.reason == "exists"
    assert written.read_bytes() == before


def test_a_changed_journal_is_not_carried_on(written: Path) -> None:
    written.write_text(written.read_text("utf-8").replace("第1句", "第7句"), "utf-8")
    with pytest.raises(JournalError) as caught:
        Journal.reopen(written)
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.ENOSPC, "disk_full"), (errno.EROFS, "read_only"), (errno.EACCES, "no_permission"), (errno.EIO, "other")]
)
def test_what_cannot_be_written_is_said_before_the_talk(path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str) -> None:
    def refuse(*_: Any) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", refuse)
    with pytest.raises(JournalError) as caught:
        Journal.create(path, HEADER)
    assert caught.value.reason == reason
    assert not path.exists()


def test_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(JournalError) as caught:
        Journal.create(tmp_path / "file" / "s1.jsonl", HEADER)
    assert caught.value.reason in ("no_place", "exists")


def test_a_disk_that_fills_up_loses_nothing_and_takes_more_when_it_has_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    with Journal.create(path, HEADER) as journal:
        journal.append(said(0))
        before = path.read_bytes()

        def half(fd: int, text: bytes) -> int:
            if len(text) < 40:
                raise OSError(errno.ENOSPC, "full")
            return write(fd, text[: len(text) // 2])

        monkeypatch.setattr(os, "write", half)
        with pytest.raises(JournalError) as caught:
            journal.append(said(1))
        assert caught.value.reason == "disk_full"
        assert path.read_bytes() == before
        monkeypatch.setattr(os, "write", write)
        journal.append(said(1))
    assert read_transcript(path).events == (said(0), said(1))
    assert not verify(path).found


# Taken up again -----------------------------------------------------------------------------------------------------------


def test_a_sitting_is_taken_up_again_from_any_cut(tmp_path: Path, cast: Cast) -> None:
    steps = [(20.0, "#refuse_discount"), (40.0, "#grant_discount =90")]
    whole = play(cast, steps, until=60)
    assert isinstance(whole.journal, MemoryJournal)
    text = "".join(f"{line}\n" for line in whole.journal.lines())
    header_end = text.index("\n") + 1
    for cut in range(header_end, len(text), 97):
        path = tmp_path / f"{cut}.jsonl"
        path.write_text(text[:cut], "utf-8")
        session = Session.resume(path, lambda _header: [cast])
        assert session.events == whole.events[: len(session.events)]
        assert read_transcript(path).events == tuple(session.events)
        session.reply("c1", "还在")
        assert isinstance(session.journal, Journal)
        session.journal.close()
        assert not verify(path).found


def test_changed_content_is_not_carried_on(tmp_path: Path, cast: Cast, make_cast: Any) -> None:
    path = tmp_path / "s1.jsonl"
    session = Session([cast], 1, Journal.create(path, header_of([cast], id="s1", seed=1, started="2026-11-24T09:30:00+08:00")))
    session.advance(30)
    session.journal.close()  # type: ignore[attr-defined]
    other = make_cast(scenario=SCENARIO_OTHER)
    with pytest.raises(ResumeError):
        Session.resume(path, lambda _header: [other])
    Session.resume(path, lambda _header: [cast]).journal.close()  # type: ignore[attr-defined]


SCENARIO_OTHER = """
format: 1
scenario: a_mug
name: 卖杯子
level: 1
shop: corner
item: mug
persona: tester
buyer: {nick: 小满}
briefing: 卖一个杯子
lines: {opens: [换了一句话]}
"""

CHILD = """
import sys
from pathlib import Path
from simulator.events import MessageSent, SessionStarted
from simulator.journal import Journal
journal = Journal.create(Path(sys.argv[1]), SessionStarted("s1"))
number = 0
while True:
    journal.append(MessageSent(float(number), "agent", f"line {number}"))
    print(number, flush=True)
    number += 1
"""


@pytest.mark.parametrize("shown", [1, 7, 40])
def test_killed_at_any_moment_all_that_was_shown_is_there(tmp_path: Path, shown: int) -> None:
    path = tmp_path / "s1.jsonl"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path(journals.__file__).parent.parent
    )
    assert child.stdout
    last = -1
    while last < shown:
        last = int(child.stdout.readline())
    child.kill()
    rest = child.stdout.read().split()
    child.wait()
    last = int(rest[-1]) if rest else last
    journal, transcript = Journal.reopen(path)
    journal.close()
    assert len(transcript.events) > last
    assert not verify(path).errors
