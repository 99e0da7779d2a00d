"""What is wrong with input is said with its place, never taken for something else, and never ends in a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from simulator.problems import ContentError

Run = Callable[..., Result]
KEFU = [sys.executable, "-m", "simulator.cli.main"]
SESSION = {"type": "session", "format": 1, "id": "s1"}
TALK = [
    {"type": "message", "at": 1, "from": "buyer", "text": "在吗"},
    {"type": "message", "at": 9, "from": "agent", "text": "在的亲,您请说"},
]


def transcript(path: Path, **header: object) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in ({**SESSION, **header}, *TALK)), "utf-8")
    return path


def told(result: Result) -> str:
    """What a command said on stderr, or would say of the error that `main` tells."""
    return f"{result.stderr}{result.exception if isinstance(result.exception, ContentError) else ''}"


@pytest.mark.parametrize("started", ["yesterday", "2026-13-45T10:00:00+08:00"])
def test_a_date_that_is_none_is_told_and_the_other_files_are_scored(run: Run, tmp_path: Path, started: str) -> None:
    transcript(tmp_path / "a.jsonl", started=started)
    transcript(tmp_path / "b.jsonl", id="s2")
    result = run("score", tmp_path, "--json")
    assert result.exit_code == 2
    assert f"a.jsonl:1:1: T07 the session started {started!r}" in result.stderr
    assert [json.loads(line)["session"] for line in result.stdout.splitlines()] == ["s2"]


@pytest.mark.parametrize("command", ["score", "report"])
def test_a_transcript_of_a_scenario_that_is_not_there_is_judged_with_a_word(run: Run, tmp_path: Path, command: str) -> None:
    result = run(command, transcript(tmp_path / "a.jsonl", scenario="nope"))
    assert result.exit_code == 0
    assert "no scenario 'nope'" in result.stderr


@pytest.mark.parametrize("inner", ["", "persona"])
def test_a_content_folder_that_is_none_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inner: str) -> None:
    folder = tmp_path / "mine"
    if inner:
        (folder / inner).mkdir(parents=True)
    monkeypatch.setenv("KEFU_CONTENT", str(folder))
    for words in (
        ("score", transcript(tmp_path / "a.jsonl")),
        ("check",),
        ("play", "haggler_last_piece", "--replies", tmp_path / "a.jsonl"),
    ):
        assert "L04 $KEFU_CONTENT names a folder" in told(run(*words))


def test_a_broken_rule_of_ones_own_is_no_reason_to_judge_without_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", "rule", "my_own", "--in", tmp_path)
    path = tmp_path / "rules" / "my_own.yaml"
    path.write_text(path.read_text("utf-8").replace("kind:", "kin:"), "utf-8")
    monkeypatch.setenv("KEFU_CONTENT", str(tmp_path))
    assert "my_own.yaml:2:1: D01 the key 'kind' is missing" in told(run("score", transcript(tmp_path / "a.jsonl")))


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_replies_in_another_encoding_are_not_played(run: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "replies.txt"
    path.write_bytes("您好\n亲,有货的\n".encode(encoding))
    assert "replies.txt:1:1: R001 not UTF-8" in told(run("play", "haggler_last_piece", "--replies", path))


def test_reading_names_lines_that_are_no_text_and_no_json(run: Run) -> None:
    result = run("read", typed="您好\n".encode() + b"\xff\xfe\n" + '{"text": "在的"\n{笑}\n'.encode())
    assert result.exit_code == 2
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["您好", "{笑}"]
    assert "-:2:1: R001 not UTF-8: byte 0xff" in result.stderr
    assert "-:3:1: R001 not JSON at column" in result.stderr


def test_the_transcript_does_not_take_the_place_of_anything_else(run: Run, good: Path, tmp_path: Path) -> None:
    words, before = ("play", "haggler_last_piece", "--replies", good, "--out"), good.read_text("utf-8")
    other, out = tmp_path / "notes.txt", tmp_path / "t.jsonl"
    other.write_text("notes", "utf-8")
    assert run(*words, good).exit_code == 2
    assert run(*words, other).exit_code == 2
    assert (good.read_text("utf-8"), other.read_text("utf-8")) == (before, "notes")
    assert [run(*words, out).exit_code for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("name", ["README.md", "empty"])
def test_what_is_no_content_was_not_checked(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch() if "." in name else path.mkdir()
    result = run("check", path)
    assert result.exit_code == 1
    assert "L05 nothing here is content" in result.stdout


def test_a_rule_that_takes_the_place_of_ours_is_told(run: Run, tmp_path: Path) -> None:
    assert run("new", "rule", "contact_exchanged", "--in", tmp_path).exit_code == 2
    run("new", "rule", "my_own", "--in", tmp_path)
    path = tmp_path / "rules" / "my_own.yaml"
    path.write_text(path.read_text("utf-8").replace("rule: my_own", "rule: contact_exchanged"), "utf-8")
    said = run("check", path).stdout
    assert "L06 from" in said
    assert "(suspected, fatal)" in said
    assert "L01 the rule 'contact_exchanged' lies in a file called 'my_own'" in said


FULL_DISK = """
import errno, io, os, stat, sys

class Full(io.FileIO):
    def write(self, content):
        if not stat.S_ISREG(os.fstat(self.fileno()).st_mode):  # turned away from the disk by now
            return super().write(content)
        raise OSError(errno.ENOSPC, "No space left on device")

sys.stdout = io.TextIOWrapper(io.BufferedWriter(Full(sys.argv.pop(1), "w")), encoding="utf-8")
from simulator.cli.main import main
main()
"""
"""A program whose output goes to a file on a full disk, on any system."""


@pytest.mark.parametrize("words", [["read"], ["schema", "rule"]])
def test_a_full_disk_is_told_in_one_line(words: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path / "out"), *words]
    done = subprocess.run(command, input="您好\n".encode(), stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("kefu: cannot write")
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("words", [["read"], ["schema", "rule"]])
def test_a_reader_that_goes_away_is_no_error(words: list[str]) -> None:
    process = subprocess.Popen([*KEFU, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, errors = process.communicate("您好\n".encode() * 3000)
    assert errors.decode() == ""
    assert process.returncode == (0 if words == ["read"] else 1)  # the framework's own code where it writes
