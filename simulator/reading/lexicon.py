"""The lexicon in memory: the compiled tables, one automaton over all their words, and one pass over a message.

The tables come from a marshal cache of what the YAML files say; without a cache, or with one that cannot be written, they are compiled from
the YAML, which only takes longer.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import ahocorasick_rs
import re2

from simulator.reading.value import value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap
    from pathlib import Path
    from typing import Any

    Folder = str | Path

Hit = tuple[int, int, int]
"""(number of the word, start, end) in the normalised text."""

EDGES = ',。!?;:~… \n"“”「」『』()|'
"""The characters a clause ends at; they stand for themselves inside a character class."""

_SCANS = 20
"""How many messages are read before the automaton is built; building it takes as long as some thirty of them."""

Pattern = tuple[str, str, str, str, tuple[str, ...], float, tuple[str, ...], int]
"""One compiled pattern: entry, kind, the act or ask it is for, RE2, scopes where not, how sure, asks it must follow,
the longest message it is for (0 for any). A plain tuple, as it comes from the cache: most are never looked at."""


class Words:
    """A fixed list of words, found in one pass. The automaton for it is built when it pays: a single line is read without."""

    def __init__(self, words: list[str], scans: int = _SCANS) -> None:
        self._words = words
        self._scans = scans
        self._automaton: Any = None

    def hits(self, text: str) -> list[Hit]:
        """Returns every word in `text`, overlapping ones too; those of one word in order."""
        if self._scans:
            self._scans -= 1
            return list(self._scanned(text))
        if self._automaton is None:
            kind = ahocorasick_rs.Implementation.ContiguousNFA
            self._automaton = ahocorasick_rs.AhoCorasick(self._words, implementation=kind)
        found: list[Hit] = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return found

    def hits_of_each(self, texts: Sequence[str]) -> list[list[Hit]]:
        """Returns what stands in each of several texts, found in one pass over all, from which places are counted."""
        found: list[list[Hit]] = [[] for _ in texts]
        owner = [own for text, own in zip(texts, found, strict=True) for _ in range(len(text) + 1)]
        for hit in self.hits("\n".join(texts)):
            owner[hit[1]].append(hit)
        return found

    def _scanned(self, text: str) -> Iterator[Hit]:
        for number, word in enumerate(self._words):
            at = text.find(word) if word in text else -1
            while at >= 0:
                yield number, at, at + len(word)
                at = text.find(word, at + 1)


@value
class Lexicon:
    """All that one pass needs. `marks[n]` are the topic and function marks of word n, which later words have none of; `triggers[n]` the
    patterns it may start in an agent's message, `ask_triggers[n]` those in a buyer's; `needs[n]` sets of words of which pattern n
    needs one each besides."""

    words: Words
    marks: list[tuple[str, ...]]
    triggers: dict[int, tuple[int, ...]]
    ask_triggers: dict[int, tuple[int, ...]]
    patterns: list[Pattern]
    needs: list[tuple[frozenset[int], ...]]
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
def lexicon(folder: Folder) -> Lexicon:
    """Returns the lexicon of `folder`, compiled at most once a process. Raises ContentError where its files are wrong."""
    tables = _tables(folder)
    return Lexicon(
        Words(tables["literals"].split("\0")),
        tables["marks"],
        tables["triggers"],
        tables["ask_triggers"],
        tables["patterns"],
        tables["needs"],
        tables["grants"],
        tables["refuses"],
        tables["denied"],
        tables["sure"],
        tables["over"],
        tables["instead"],
        tables["acts"],
        tables["asks"],
    )


def places(pattern: str, text: str) -> Iterator[tuple[int, int]]:
    """Yields where an RE2 pattern matches in `text`, from left to right."""
    encoded = text.encode("utf-8", "replace")
    for at in _finder(pattern)(encoded):
        left, right = at.span()
        start = len(encoded[:left].decode())
        yield start, start + len(encoded[left:right].decode())


@cache
def _finder(pattern: str) -> Any:
    """Returns what finds `pattern` in UTF-8; compiled when it is first needed and kept."""
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True  # where the whole of a match stands is all that is asked, and is found faster alone
    return re2.compile(pattern.encode(), options).finditer


def _tables(folder: Folder) -> dict[str, Any]:
    def build() -> dict[str, Any]:
        from simulator.reading.compile import tables_of

        return tables_of(folder)

    files = sorted(name for name in os.listdir(folder) if name.endswith(".yaml")) if os.path.isdir(folder) else []
    compiler = os.path.join(os.path.dirname(__file__), "compile.py")
    return compiled("lexicon", folder, [*(os.path.join(folder, name) for name in files), compiler], build)


def compiled(name: str, home: Folder, sources: Sequence[Folder], build: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Returns the plain tables that `build` makes of the files `sources`, kept for each `home`; files of the same age and size are alike.

    Where age or size differ the content decides, so that a new checkout of the same files compiles nothing.
    """
    stamps = [(os.path.basename(source), status.st_mtime_ns, status.st_size) for source in sources for status in (os.stat(source),)]
    place = int.from_bytes(os.fsencode(os.path.abspath(home)), "little") % (2**61 - 1)
    kept = os.path.join(_cache_folder(), f"{name}-{place:x}.marshal")
    try:
        with open(kept, "rb") as file:
            old_stamps, old_digest, tables = unmarshalled(file.read())
    except (OSError, ValueError, EOFError, TypeError):
        old_stamps, old_digest, tables = [], "", {}
    if old_stamps != stamps:
        digest = _digest(sources)
        if old_digest != digest:
            tables = build()
        _keep(kept, marshal.dumps((stamps, digest, tables)))
    return dict(tables)


def unmarshalled(content: bytes | mmap) -> Any:
    """Returns what marshal made `content` of. The garbage collector rests meanwhile: to go through so many new tuples takes it longer
    than it takes to make them, and none of them is garbage.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return marshal.loads(content)
    finally:
        if collecting:
            gc.enable()


def _digest(sources: Sequence[Folder]) -> str:
    import hashlib

    digest = hashlib.sha256(sys.version.encode())
    for source in sources:
        with open(source, "rb") as file:
            digest.update(os.fsencode(os.path.basename(source)) + b"\0" + file.read())
    return digest.hexdigest()


def _keep(path: str, content: bytes) -> None:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        part = f"{path}.{os.getpid()}"
        with open(part, "wb") as file:
            file.write(content)
        os.replace(part, path)
    except OSError:
        pass


def _cache_folder() -> str:
    """Returns where this user's caches go, without the import time of a library for it."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "kefu-dojo")
