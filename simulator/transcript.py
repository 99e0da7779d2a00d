"""Transcripts: JSON Lines as docs/transcript.md has them. Strict about what is needed, tolerant of keys and types it does not know."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from simulator.clean import harmless
from simulator.events import FORMAT, ActionTaken, Event, MessageSent, SessionStarted, WorldChanged
from simulator.problems import ContentError, Mark, Problem, Problems, did_you_mean, nearest

LONGEST_LINE = 1_000_000
LONGEST_TEXT = 20_000
MOST_LINES = 1_000_000
_SENDERS = ("buyer", "agent", "auto")
_TYPES = ("session", "message", "action", "event")
_HEADER_KEYS = ("type", "format", "id", "scenario", "content", "started", "facts", "chain")


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a sitting left behind. `torn`: its last line was cut short, and is left out."""

    header: SessionStarted
    events: tuple[Event, ...]
    torn: bool = False


def parse(lines: Iterable[str | bytes], file: str = "<transcript>", *, torn: bool = False) -> Transcript:
    """Returns the transcript in `lines`. Raises ContentError with every fault of every line."""
    return _Parser(file).parse(lines, torn)


def read_transcript(path: Path) -> Transcript:
    """Returns the transcript in the file at `path`; a torn last line is left out and told by `torn`. Raises ContentError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ContentError([Problem(Mark(str(path)), "T10", f"cannot be read: {error.strerror or error}")]) from error
    lines = raw.split(b"\n")
    torn = bool(lines[-1].strip()) and not _is_whole(lines[-1])
    return parse(lines[:-1] if torn else lines, str(path), torn=torn)


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


class _Parser:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems = Problems()
        self.mark = Mark(file)
        self.latest = 0.0

    def parse(self, lines: Iterable[str | bytes], torn: bool) -> Transcript:
        header: SessionStarted | None = None
        events: list[Event] = []
        for number, raw in enumerate(lines, start=1):
            self.mark = Mark(self.file, number)
            if number > MOST_LINES:
                self.wrong("T02", f"more than {MOST_LINES:,} lines")
                break
            line = self.decoded(raw)
            if line is None:
                continue
            if header is None:
                header = self.header(line)
            elif (event := self.event(line)) is not None:
                events.append(event)
        if header is None and not len(self.problems):
            self.mark = Mark(self.file)
            self.wrong("T01", "the transcript is empty", "the first line must have the type session")
        self.problems.raise_if_any()
        return Transcript(header or SessionStarted("?"), tuple(events), torn)

    def wrong(self, code: str, message: str, remedy: str = "") -> None:
        self.problems.add(self.mark, code, message, remedy)

    def decoded(self, raw: str | bytes) -> dict[str, Any] | None:
        """Returns the object in a line, None where the line is blank or wrong."""
        if len(raw) > LONGEST_LINE:
            self.wrong("T02", f"the line is longer than {LONGEST_LINE:,} characters")
            return None
        try:
            text = raw.decode("utf-8-sig" if self.mark.line == 1 else "utf-8") if isinstance(raw, bytes) else raw
        except UnicodeDecodeError as error:
            self.wrong("T03", f"not UTF-8: byte 0x{error.object[error.start]:02x}", "save the file as UTF-8")
            return None
        if not text.strip():
            return None
        try:
            found = json.loads(text, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            self.wrong("T04", f"not JSON: {error}")
            return None
        if not isinstance(found, dict):
            self.wrong("T04", "not a JSON object")
            return None
        return found

    def header(self, line: Mapping[str, Any]) -> SessionStarted:
        if line.get("type") != "session":
            self.wrong("T05", f"the first line has the type {line.get('type')!r}", "it must be session")
            return SessionStarted("?")
        if line.get("format") != FORMAT:
            self.wrong("T06", f"the format is {line.get('format')!r}, this program reads {FORMAT}")
        texts = {key: self.text_or_none(line, key) for key in ("id", "scenario", "content", "started")}
        if not texts["id"]:
            self.wrong("T07", "the session has no id")
        if texts["started"] and not _is_moment(texts["started"]):
            self.wrong("T07", f"the session started {texts['started']!r}", "write it as 2026-11-24T09:30:00+08:00")
        more = {key: value for key, value in line.items() if key not in _HEADER_KEYS}
        return SessionStarted(texts["id"] or "?", texts["scenario"], texts["content"], texts["started"], self.mapping(line, "facts"), more)

    def event(self, line: Mapping[str, Any]) -> Event | None:
        """Returns the event in a line; None where it is wrong or of a type this version does not know."""
        kind = line.get("type")
        if kind not in _TYPES:
            if not isinstance(kind, str) or nearest(kind, _TYPES):  # a misspelt line would be left out without a word
                self.wrong("T05", f"the type is {kind!r}", did_you_mean(str(kind), _TYPES[1:]))
            return None
        if kind == "session":
            self.wrong("T05", "a second line of the type session", "one file, one session")
            return None
        before = len(self.problems)
        at = self.time(line.get("at"))
        conversation = line.get("conversation", "c1")
        if not isinstance(conversation, str):
            self.wrong("T07", f"the conversation is {conversation!r}", "it must be a text")
        if kind == "message":
            sender, text, asks = self.sender(line.get("from")), self.text(line.get("text")), self.asks(line.get("asks"))
            return MessageSent(at, sender, text, conversation, asks) if len(self.problems) == before else None  # type: ignore[arg-type]
        name, args = line.get("name"), self.mapping(line, "args")
        if not isinstance(name, str) or not name:
            self.wrong("T07", f"the name of the {kind} is {name!r}", "it must be a text")
        facts = self.mapping(line, "facts") if line.get("facts") is not None else None
        if len(self.problems) > before:
            return None
        if kind == "action":
            return ActionTaken(at, str(name), args, conversation)
        return WorldChanged(at, str(name), args, conversation, facts)

    def time(self, at: Any) -> float:
        if isinstance(at, bool) or not isinstance(at, (int, float)) or not 0 <= at < 1e9 or not math.isfinite(at):
            self.wrong("T08", f"`at` is {at!r}", "it must be seconds since the session began")
            return self.latest
        if at < self.latest:
            self.wrong("T09", f"`at` goes back from {self.latest:g} to {at:g}", "lines must be in order of time")
        self.latest = max(self.latest, float(at))
        return float(at)

    def sender(self, sender: Any) -> str:
        if sender not in _SENDERS:
            self.wrong("T07", f"the message is from {sender!r}", did_you_mean(str(sender), _SENDERS))
        return str(sender)

    def text(self, text: Any) -> str:
        if not isinstance(text, str):
            self.wrong("T07", f"the text is {text!r}", "it must be a text")
            return ""
        return harmless(text[:LONGEST_TEXT])

    def asks(self, asks: Any) -> tuple[str, ...] | None:
        if asks is None:
            return None
        if isinstance(asks, list) and all(isinstance(ask, str) for ask in asks):
            return tuple(asks)
        self.wrong("T07", f"`asks` is {asks!r}", "it must be a list of asks")
        return None

    def mapping(self, line: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = line.get(key, {})
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong("T07", f"`{key}` is not an object")
        return {}

    def text_or_none(self, line: Mapping[str, Any], key: str) -> str | None:
        value = line.get(key)
        if value is None or isinstance(value, str):
            return harmless(value) if value else None
        self.wrong("T07", f"`{key}` is {value!r}", "it must be a text")
        return None


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not a number to reckon with")
