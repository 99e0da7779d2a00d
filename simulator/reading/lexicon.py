"""The lexicon in memory: the compiled tables, one automaton over all their words, and one pass over a message.

The tables come from a marshal cache keyed by the content of the YAML files; without a cache, or with one that cannot be written, they are
compiled from the YAML, which only takes longer.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs
import re2

from simulator.reading.normal import ZH

Hit = tuple[int, int, int]
"""(number of the word, start, end) in the normalised text."""

EDGES = ',。!?;:~… \n"“”「」『』()|'
"""The characters a clause ends at; they stand for themselves inside a character class."""

_VERSION = "1"
_SCANS = 20
"""How many messages are read before the automaton is built; building it takes as long as some thirty of them."""


class Pattern(NamedTuple):
    """One compiled pattern: of which entry, for which act, ask or veto, where not, and the words it needs besides its trigger."""

    id: str
    kind: str
    target: str
    regex: str
    unless: tuple[str, ...]
    sure: float
    after: tuple[str, ...]
    checks: tuple[frozenset[int], ...]
    at_most: int
    """The longest message it is for, in characters; 0 for any."""


class Words:
    """All words of the lexicon, found in one pass. The automaton for it is built when it pays: a single line is read without."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._scans = _SCANS
        self._automaton: Any = None

    def hits(self, text: str) -> list[Hit]:
        """Returns every word in `text`, overlapping ones too, in any order."""
        if self._scans:
            self._scans -= 1
            return list(self._scanned(text))
        if self._automaton is None:
            kind = ahocorasick_rs.Implementation.ContiguousNFA
            self._automaton = ahocorasick_rs.AhoCorasick(self._words, implementation=kind)
        found: list[Hit] = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return found

    def _scanned(self, text: str) -> Iterator[Hit]:
        for number, word in enumerate(self._words):
            at = text.find(word) if word in text else -1
            while at >= 0:
                yield number, at, at + len(word)
                at = text.find(word, at + 1)


class Lexicon(NamedTuple):
    """All that one pass needs. `marks[n]` are the topic and function marks of word n, `triggers[n]` the patterns it may start
    in an agent's message, `ask_triggers[n]` those in a buyer's."""

    words: Words
    marks: list[tuple[str, ...]]
    triggers: dict[int, tuple[int, ...]]
    ask_triggers: dict[int, tuple[int, ...]]
    patterns: list[Pattern]
    grants: dict[str, str]
    refuses: dict[str, str]
    denied: dict[str, tuple[str, ...]]
    """act -> topics of which at least one must be asserted where any is named."""
    sure: dict[str, float]
    """ask -> the confidence from which it is open, where it was read from the buyer's line."""
    over: dict[str, list[str]]
    """ask -> the wider asks beside which it alone is answered."""
    instead: list[tuple[str, tuple[str, ...], str, str]]
    """(ask, words of the buyer's line, act of a yes or "", act of a no or "")."""
    acts: list[str]
    asks: list[str]


@cache
def lexicon(folder: Path = ZH) -> Lexicon:
    """Returns the lexicon of `folder`, compiled at most once a process. Raises ContentError where its files are wrong."""
    tables = _tables(folder)
    return Lexicon(
        Words(tables["literals"]),
        tables["marks"],
        tables["triggers"],
        tables["ask_triggers"],
        [Pattern(*row) for row in tables["patterns"]],
        tables["grants"],
        tables["refuses"],
        tables["denied"],
        tables["sure"],
        tables["over"],
        tables["instead"],
        tables["acts"],
        tables["asks"],
    )


@cache
def regex(pattern: str) -> Any:
    """Returns the compiled RE2 of `pattern`; compiled when it is first needed and kept."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


def _tables(folder: Path) -> dict[str, Any]:
    def build() -> dict[str, Any]:
        from simulator.reading.compile import tables_of

        return tables_of(folder)

    return compiled("lexicon", [*sorted(folder.glob("*.yaml")), Path(__file__).with_name("compile.py")], build)


def compiled(name: str, sources: Sequence[Path], build: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Returns the plain tables that `build` makes of the files `sources`, from the cache where their content is already known."""
    digest = hashlib.sha256(f"{_VERSION} {sys.version_info[:2]}".encode())
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    kept = _cache_folder() / f"{name}-{digest.hexdigest()[:24]}.marshal"
    try:
        return dict(marshal.loads(kept.read_bytes()))
    except (OSError, ValueError, EOFError, TypeError):
        pass
    tables = build()
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(marshal.dumps(tables))
        part.replace(kept)
    except OSError:
        pass
    return tables


def _cache_folder() -> Path:
    """Returns where this user's caches go, without the import time of a library for it."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "kefu-dojo"
