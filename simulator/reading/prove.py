"""Proves the lexicon: every example of an entry reads as the entry says, no near miss does. Part of `kefu check`."""

from __future__ import annotations

from simulator.problems import ContentError, Problem, Problems
from simulator.reading import prepare
from simulator.reading.compile import Entry, documents, entries_of
from simulator.reading.lexicon import lexicon
from simulator.reading.normal import ZH
from simulator.reading.patterns import SURE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from simulator.reading.lexicon import Folder

LETTERS = {"act": "P", "ask": "P", "veto": "V", "unasked": "V"}


def prove(folder: Folder = ZH) -> list[Problem]:
    """Returns what is wrong with the lexicon in `folder`: its form, and examples that do not read as stated, each at its place."""
    problems = Problems()
    try:
        lexicon(folder)
    except ContentError as error:
        return list(error.problems)
    for entry in entries_of(documents(folder, problems), problems):
        _prove(entry, folder, problems)
    return list(problems)


def _prove(entry: Entry, folder: Folder, problems: Problems) -> None:
    if not entry.examples and entry.kind in ("act", "ask") and entry.sure >= SURE:
        problems.add(entry.mark, "LEX06", f"entry {entry.id!r} has no example", "add a line that it must find")
    for buyer, text, mark in entry.examples:
        if not _finds(entry, buyer, text, folder):
            problems.add(mark, "LEX07", f"{text!r} is not found by {entry.id!r}", "change the patterns, the scopes or the example")
    for buyer, text, mark in entry.near_misses:
        if _finds(entry, buyer, text, folder):
            remedy = "narrow the patterns or name a scope in `unless`"
            problems.add(mark, "LEX08", f"{text!r} must not be found by {entry.id!r}, but is", remedy)


def _finds(entry: Entry, buyer: str, text: str, folder: Folder) -> bool:
    sender = "buyer" if entry.kind in ("ask", "unasked") else "agent"
    message = prepare(text, sender, buyer, entry.after, folder)
    if entry.kind == "act" and entry.sure >= SURE:
        return any(mark.source == entry.id for mark in message.matches.acts)
    return f"{LETTERS[entry.kind]}:{entry.id}" in message.matches.evidence
