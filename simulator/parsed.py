"""Parsed content files, kept by the hash of their bytes, since reading YAML strictly is slow and content seldom changes.

The store is one file in the user's cache folder. Without it, or when it cannot be written, everything works and is only slower.
"""

from __future__ import annotations

import hashlib
import marshal
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from simulator.problems import Mark
from simulator.yamlfile import Document, NodePath, parse

_VERSION = 1


class ParsedFiles:
    """Documents by content. `save()` keeps those that were asked for since the store was opened, and forgets the others."""

    def __init__(self, store: Path | None) -> None:
        self._store = store
        self._known: dict[str, Any] = {}
        self._used: dict[str, Any] = {}
        if store is not None:
            with suppress(OSError, ValueError, EOFError, TypeError):
                version, known = marshal.loads(store.read_bytes())
                self._known = known if version == _VERSION else {}

    def parse(self, content: bytes | str, file: str) -> Document:
        """Returns the document in `content`; marks call it `file`. Raises ContentError, as `yamlfile.parse` does."""
        raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        key = hashlib.sha256(raw).hexdigest()
        kept = self._used.get(key) or self._known.get(key)
        if kept is None:
            kept = _packed(parse(content, file))
        self._used[key] = kept
        return _unpacked(kept, file)

    def save(self) -> None:
        """Puts the store on disk where something new is in it."""
        if self._store is None or self._used.keys() == self._known.keys():
            return
        part = self._store.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._store.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(marshal.dumps((_VERSION, self._used)))
            part.replace(self._store)


def _packed(document: Document) -> tuple[Any, ...]:
    marks = [[(path, mark.line, mark.column) for path, mark in table.items()] for table in (document.values, document.keys)]
    return document.content, *marks


def _unpacked(kept: tuple[Any, ...], file: str) -> Document:
    content, values, keys = kept
    return Document(file, content, _Marks(file, values), _Marks(file, keys))


class _Marks(Mapping[NodePath, Mark]):
    """Marks that are made when the first of them is asked for: most documents are right, and nobody asks."""

    def __init__(self, file: str, rows: list[tuple[Any, ...]]) -> None:
        self._file, self._rows = file, rows

    @cached_property
    def _table(self) -> dict[NodePath, Mark]:
        return {path: Mark(self._file, line, column) for path, line, column in self._rows}

    def __getitem__(self, path: NodePath) -> Mark:
        return self._table[path]

    def __iter__(self) -> Iterator[NodePath]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._rows)
