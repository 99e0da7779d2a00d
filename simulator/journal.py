"""The journal: one event a line, on disk before it is shown. Append-only, one writer at a time, each line chained to the one before.

The chain finds edited, inserted and missing lines in the middle; it does not stop a person who rebuilds it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol

from simulator.events import Event, Line, SessionStarted
from simulator.problems import ContentError, Mark, Problems
from simulator.transcript import Transcript, read_transcript

_CHAIN = ',"chain":"'
_START = "0" * 32

_REASONS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.ENOENT: "no_place",
    errno.ENOTDIR: "no_place",
    errno.EEXIST: "exists",
}
_WORDS = {
    "disk_full": "the disk is full",
    "read_only": "the disk is read-only",
    "no_permission": "there is no permission to write there",
    "no_place": "the folder does not exist and cannot be made",
    "exists": "the file is already there",
    "in_use": "another program has it open",
    "damaged": "the journal is damaged",
    "closed": "the journal is closed",
    "other": "it cannot be written",
}


class JournalError(Exception):
    """A journal that cannot be written or taken up. `reason` is a key for shells to put in words: disk_full, read_only, in_use, ..."""

    def __init__(self, path: Path | str, reason: str, detail: str = "") -> None:
        self.path, self.reason, self.detail = Path(path), reason, detail
        super().__init__(f"{path}: {_WORDS[reason]}{f' ({detail})' if detail else ''}")


class Recorder(Protocol):
    """Where a session puts its events; an event is safe when `append` returns."""

    def append(self, event: Event) -> None: ...


def encode(line: Line, chain: str) -> tuple[str, str]:
    """Returns the line of the file, without its end, and the chain value it carries on from `chain`."""
    body = json.dumps(line.as_json(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    link = _link(chain, body)
    return f'{body[:-1]}{_CHAIN}{link}"}}', link


def _link(chain: str, body: str) -> str:
    return hashlib.sha256(f"{chain}{body}".encode()).hexdigest()[:32]


@dataclass(slots=True)
class MemoryJournal:
    """A journal that is kept in memory: for headless play, proofs and tests. `lines()` is what the file would hold."""

    header: SessionStarted
    events: list[Event] = field(default_factory=list)

    def append(self, event: Event) -> None:
        self.events.append(event)

    def lines(self) -> Iterator[str]:
        """Yields the lines of the file, without their ends."""
        chain = _START
        for line in (self.header, *self.events):
            text, chain = encode(line, chain)
            yield text

    @property
    def transcript(self) -> Transcript:
        return Transcript(self.header, tuple(self.events))


class Journal:
    """A journal on disk, open for appending. Use `create` for a new one and `reopen` to carry one on."""

    def __init__(self, path: Path, descriptor: int, chain: str, size: int) -> None:
        self.path = path
        self._descriptor: int | None = descriptor
        self._chain, self._size = chain, size

    @classmethod
    def create(cls, path: Path, header: SessionStarted) -> Journal:
        """Returns a new journal with its first line on disk. Raises JournalError before anything was shown."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise _journal_error(path, error) from error
        journal = cls(path, descriptor, _START, 0)
        try:
            journal._lock()
            journal._write(header)
            _sync_folder(path.parent)
        except (OSError, JournalError) as error:
            journal.close()
            with suppress(OSError):
                path.unlink()
            raise _journal_error(path, error) from error
        return journal

    @classmethod
    def reopen(cls, path: Path) -> tuple[Journal, Transcript]:
        """Returns the journal at `path`, open for appending behind its last whole line, and what it holds. Raises JournalError."""
        try:
            descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise _journal_error(path, error) from error
        journal = cls(path, descriptor, _START, 0)
        try:
            journal._lock()
            transcript = read_transcript(path)
            problems = verify(path)
            if problems.errors:
                raise JournalError(path, "damaged", str(problems.errors[0]))
            whole = path.read_bytes().rpartition(b"\n")[0] + b"\n"
            os.ftruncate(descriptor, len(whole))
            os.lseek(descriptor, len(whole), os.SEEK_SET)
        except (OSError, ContentError, JournalError) as error:
            journal.close()
            raise _journal_error(path, error) from error
        journal._size = len(whole)
        journal._chain = whole[:-1].rpartition(b"\n")[2].decode().rpartition(_CHAIN)[2][:-2]
        return journal, transcript

    def append(self, event: Event) -> None:
        """Puts `event` on disk. When this returns it is safe; when it raises JournalError the file is as it was."""
        try:
            self._write(event)
        except OSError as error:
            raise _journal_error(self.path, error) from error

    def close(self) -> None:
        """Gives the file free for another writer."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _write(self, line: Line) -> None:
        if self._descriptor is None:
            raise JournalError(self.path, "closed")
        text, link = encode(line, self._chain)
        whole = f"{text}\n".encode()
        try:
            written = 0
            while written < len(whole):
                written += os.write(self._descriptor, whole[written:])
            os.fsync(self._descriptor)
        except OSError:
            # Half a line must not stay, or the next one would be lost with it.
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._size)
                os.lseek(self._descriptor, self._size, os.SEEK_SET)
            raise
        self._chain, self._size = link, self._size + len(whole)

    def _lock(self) -> None:
        """Takes the one writer's place; the system gives it back when the process ends, however it ends."""
        assert self._descriptor is not None
        try:
            _take_lock(self._descriptor)
        except (BlockingIOError, PermissionError) as error:
            raise JournalError(self.path, "in_use") from error


def verify(path: Path) -> Problems:
    """Returns what is wrong with the chain of the journal at `path`: the first line that does not follow from those before it."""
    problems = Problems()
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        problems.add(Mark(str(path)), "T10", f"cannot be read: {error.strerror or error}")
        return problems
    if lines[-1]:
        problems.add(Mark(str(path), len(lines)), "J02", "the last line is cut short", "it was never shown; it is left out", warning=True)
    chain = _START
    for number, raw in enumerate(lines[:-1], start=1):
        body, found, link = raw.decode("utf-8", "replace").rpartition(_CHAIN)
        if not found or link != f'{_link(chain, body + "}")}"}}':
            problems.add(Mark(str(path), number), "J01", "the line does not follow from the lines before it", "the record was changed")
            return problems
        chain = link[:-2]
    if len(lines) < 2:
        problems.add(Mark(str(path)), "J03", "the journal is empty")
    return problems


def _journal_error(path: Path, error: OSError | ContentError | JournalError) -> JournalError:
    if isinstance(error, JournalError):
        return error
    if isinstance(error, ContentError):
        return JournalError(path, "damaged", str(error.problems[0]))
    return JournalError(path, _REASONS.get(error.errno or 0, "other"), error.strerror or str(error))


def _sync_folder(folder: Path) -> None:
    """Makes the new name durable, where folders can be synced."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _take_lock(descriptor: int) -> None:
        """Locks one byte far behind the end, so that others can still read."""
        at = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, 0x7FFF0000, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, at, os.SEEK_SET)

else:
    import fcntl

    def _take_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
