"""How lines are understood, one JSON object a line, in order. Loads nothing but the reading: `kefu read` must start fast."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence

from simulator.reading import read
from simulator.reading.as_json import as_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_JSON = re.compile(r"\s*\{\s*[\"}]")
"""How a JSON object begins; people type braces too."""
LONGEST = 10_000
"""Characters of one line that are read; what is longer is cut, so that no input takes unbounded time."""


def read_lines(files: Sequence[str]) -> int:
    """Prints the reading of every line of the file named, or of standard input; returns the exit code."""
    if len(files) > 1:
        return _complain("usage: kefu read [FILE]")
    name = files[0] if files else "-"
    try:
        raw = _standard_input() if name == "-" else _content(name)
    except OSError as error:
        return _complain(f"cannot read {name}: {error.strerror or error}")
    problems = _print_readings(raw, name)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 2 if problems else 0


def _standard_input() -> bytes:
    return sys.stdin.buffer.read() if sys.stdin else b""  # None where it was closed


def _content(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read()


def _complain(message: str) -> int:
    print(f"kefu: {message}", file=sys.stderr)
    return 2


def _print_readings(raw: bytes, name: str) -> list[str]:
    """Prints a reading for every line that can be read; returns a problem for each that cannot."""
    problems: list[str] = []
    for number, line in enumerate(_lines(raw), start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            if not text.strip():
                continue
            asked = _question(text)
        except UnicodeDecodeError as error:
            problems.append(f"{name}:{number}:1: R001 not UTF-8: byte 0x{line[error.start]:02x}; save the file as UTF-8")
            continue
        except ValueError as error:
            problems.append(f"{name}:{number}:1: R001 {error}")
            continue
        print(json.dumps(as_json(read(**asked)), ensure_ascii=False))
    return problems


def _lines(raw: bytes) -> Iterable[bytes]:
    # Only line feeds part lines: U+2028 and the like may stand inside a JSON string or a chat line.
    return (line.rstrip(b"\r") for line in raw.split(b"\n"))


def _question(line: str) -> dict[str, Any]:
    """Returns the arguments for `read`: of a JSON object with `text`, else of plain text. Raises ValueError with the reason."""
    if not _JSON.match(line):
        return {"text": line[:LONGEST]}
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON at column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise ValueError("not JSON that can be read: nested too deep") from error
    if not isinstance(found, dict) or "text" not in found:
        raise ValueError('a JSON line needs the key "text"; allowed beside it: "from", "buyer", "asks"')
    sender = found.get("from", "agent")
    if sender not in ("agent", "buyer"):
        raise ValueError(f'"from" is {sender!r}; allowed: "agent", "buyer"')
    asks = found.get("asks", ())
    strings = {"text": found["text"], "buyer": found.get("buyer") or ""}
    for key, value in strings.items():
        if not isinstance(value, str):
            raise ValueError(f'"{key}" must be a string, not {type(value).__name__}')
    if not isinstance(asks, list | tuple) or not all(isinstance(ask, str) for ask in asks):
        raise ValueError('"asks" must be a list of ask ids')
    return {"text": strings["text"][:LONGEST], "sender": sender, "before": strings["buyer"][:LONGEST], "asks": tuple(asks)}
