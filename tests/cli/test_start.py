"""Starting: what is printed, what is imported, and how other programs talk to `kefu read`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def kefu(*words: str, typed: bytes = b"", before: str = "") -> subprocess.CompletedProcess[bytes]:
    code = f"import sys; sys.argv = ['kefu', *{list(words)!r}]; {before}\nfrom simulator.cli.main import main\nmain()"
    return subprocess.run([sys.executable, "-c", code], input=typed, capture_output=True, cwd=ROOT, check=False)


def imported_by(*words: str, typed: bytes = b"") -> set[str]:
    """Returns the modules that are loaded when the command is done."""
    tell = "import atexit; atexit.register(lambda: print('MODULES', *sys.modules, file=sys.stderr))"
    done = kefu(*words, typed=typed, before=tell)
    assert done.returncode == 0, done.stderr.decode()
    return set(done.stderr.decode().partition("MODULES ")[2].split())


@pytest.mark.parametrize(("words", "typed"), [(("--version",), b""), (("read",), "您好\n".encode())])
def test_quick_commands_load_neither_screens_nor_models(words: tuple[str, ...], typed: bytes) -> None:
    assert not imported_by(*words, typed=typed) & {"textual", "rich", "pydantic", "sqlalchemy", "transitions", "numpy"}


def test_read_loads_no_command_framework_and_no_yaml_once_its_lexicon_is_compiled() -> None:
    kefu("read", typed="您好\n".encode())
    assert not imported_by("read", typed="您好\n".encode()) & {"click", "yaml"}


def test_read_answers_line_by_line_in_order() -> None:
    lines = ['{"text": "加微信是不可以的哦亲", "buyer": "加个微信呗"}', "", "80给您吧", '{"text": "包邮吗", "from": "buyer"}']
    done = kefu("read", typed="\n".join(lines).encode())
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [reading["text"] for reading in found] == ["加微信是不可以的哦亲", "80给您吧", "包邮吗"]
    acts = {mark["act"] for mark in found[0]["acts"]}
    assert "refuse_contact" in acts
    assert "give_contact" not in acts
    assert {mark["act"] for mark in found[1]["acts"]} >= {"grant_discount"}
    assert {mark["ask"] for mark in found[2]["asks"]} == {"free_shipping"}
    assert {"text", "acts", "asks", "amounts", "promises", "politeness"} <= found[0].keys()
    assert found[0]["politeness"].keys() >= {"score", "markers"}


def test_read_names_lines_that_cannot_be_used_and_reads_the_others() -> None:
    done = kefu("read", typed='{"txt": 1}\n{"text": 1}\n{"text": "好", "from": "me"}\n好的\n'.encode())
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1
    assert [line.partition(" ")[0] for line in done.stderr.decode().splitlines()] == ["-:1:1:", "-:2:1:", "-:3:1:"]


HOSTILE = {
    "not UTF-8": b"\xff\xfe\x00",
    "byte order mark": "\ufeff您好".encode(),
    "deep JSON": b"{" * 5000,
    "lone surrogate": b'{"text": "\\ud800"}',
    "300 kB in a line": "哈".encode() * 100_000,
    "a JSON list": b"[1, 2]",
    "nearly JSON": b"{}x",
    "an escape sequence": b"\x1b[2J",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_input_is_a_traceback(name: str) -> None:
    done = kefu("read", typed=HOSTILE[name])
    assert done.returncode in (0, 2)
    assert b"Traceback" not in done.stderr


def test_a_screen_needs_a_terminal_and_says_so() -> None:
    done = kefu()
    assert done.returncode == 2
    assert b"terminal" in done.stderr


def test_help_lists_every_command() -> None:
    from simulator.cli.commands import MODULES

    text = kefu("--help").stdout.decode()
    assert all(name in text for name in MODULES)
