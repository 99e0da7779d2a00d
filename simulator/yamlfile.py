"""Strict YAML: plain content plus the mark of every node, or ContentError with every fault. No other exception leaves this file.

Scalars are those of YAML 1.2 without its surprises: `yes`, `on`, `14:00`, `1_000` and `007` are text; `true`, `false`, `null`, `~`
and decimal numbers are what they look like. Anchors, aliases, tags, merge keys and duplicate keys are faults. Size, depth and count
of nodes are bounded (`yamltree` builds the tree).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .problems import ContentError, Mark, Problem, Problems

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
NodePath = tuple[str | int, ...]
"""Where a node stands: keys of mappings and indexes (from 0) of lists, from the top."""

MAX_BYTES = 1_000_000
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file: its plain content, and where each value (`values`) and each key (`keys`) stands."""

    file: str
    content: Plain
    values: Mapping[NodePath, Mark] = field(default_factory=dict)
    keys: Mapping[NodePath, Mark] = field(default_factory=dict)

    def mark(self, path: NodePath = (), *, key: bool = False) -> Mark:
        """Returns the mark of the value at `path` (of its key with `key=True`), or of the nearest node around it that exists."""
        for end in range(len(path), -1, -1):
            found = (self.keys.get(path[:end]) if key else None) or self.values.get(path[:end])
            if found:
                return found
        return Mark(self.file)


@dataclass(frozen=True)
class Place:
    """A node of a document and where its problems go. `place / "key" / 0` is the place further in."""

    document: Document
    problems: Problems
    path: NodePath = ()

    def __truediv__(self, step: str | int) -> Place:
        return replace(self, path=(*self.path, step))

    def add(self, code: str, message: str, remedy: str = "", *, key: bool = False, warning: bool = False) -> None:
        """Reports a problem with this value, or with its key."""
        self.problems.add(self.document.mark(self.path, key=key), code, message, remedy, warning=warning)


def load(path: Path, name: str | None = None) -> Document:
    """Returns the document in the file at `path`; marks call it `name`. Raises ContentError with every fault."""
    name = name or str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ContentError([Problem(Mark(name), "Y01", f"cannot be read: {error.strerror or error}")]) from error
    return parse(raw, name)


def parse(source: bytes | str, file: str = "<text>") -> Document:
    """Returns the document in `source`. Raises ContentError with every fault."""
    problems = Problems()
    text = _text(source, file, problems)
    problems.raise_if_any()
    # Content that was parsed before comes from a store; only what is new needs the YAML library.
    from simulator.yamltree import Tree

    document = Tree(file, problems).build(text)
    problems.raise_if_any()
    return document


def _text(source: bytes | str, file: str, problems: Problems) -> str:
    """Returns the characters of `source`; reports what no text file may hold."""
    if len(source) > MAX_BYTES:
        problems.add(Mark(file), "Y02", f"the file is larger than {MAX_BYTES:,} bytes", "split it")
        return ""
    text = _decoded(source, file, problems) if isinstance(source, bytes) else source
    for match in _FORBIDDEN.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        problems.add(Mark(file, line, column), "Y04", f"the character U+{ord(match[0]):04X} may not stand in a content file", "delete it")
        if len(problems) >= 20:
            break
    return text


def _decoded(source: bytes, file: str, problems: Problems) -> str:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = source[: error.start]
        line, column = before.count(b"\n") + 1, len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        problems.add(Mark(file, line, column), "Y03", f"not UTF-8: byte 0x{source[error.start]:02x}", "save the file as UTF-8")
        return ""


def text_of(value: Any) -> str:
    """Returns what kind of thing `value` is, in an author's words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true/false"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return "a list" if isinstance(value, list) else "a mapping"
