"""The end of a shift with something open: a promise, an unanswered buyer, an unsolved problem, and no handover note that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from scoring.kinds.base import Find, Hit
from scoring.kinds.said import spoken
from scoring.rulefile import RuleKeys
from scoring.timeline import Moment, Talk, Timeline, ms
from simulator.events import ActionTaken, MessageSent, WorldChanged
from simulator.fields import Several
from simulator.reading.normal import normalise
from simulator.situation import fact

_COMMON = frozenset(
    pair
    for run in (
        "您好你好",
        "客服",
        "买家",
        "顾客",
        "客户",
        "明天今天",
        "今晚",
        "一下",
        "请问",
        "可以",
        "我们这边",
        "那边",
        "处理",
        "跟进",
        "麻烦",
        "好的",
    )
    for pair in (run[at : at + 2] for at in range(0, len(run), 2))
)
"""Pairs of characters that name no matter."""
_WORD = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9]+")


class Keys(RuleKeys):
    """`promises`: acts that leave something to be done; `problems`: asks that need a solution; `solves`: acts that settle either."""

    kind: Literal["handover"]
    promises: Several[str]
    problems: Several[str]
    solves: Several[str]


def prepare(keys: Keys) -> Find:
    """Returns the finder of open matters nobody was told of; each hangs on the end of the shift."""
    promises, problems, solves = frozenset(keys.promises), frozenset(keys.problems), frozenset(keys.solves)

    def find(sitting: Timeline) -> Iterator[Hit]:
        shift = sitting.shift_end
        if shift is None:
            return
        notes = [
            moment.event
            for talk in sitting.talks
            for moment in talk.moments
            if isinstance(moment.event, ActionTaken) and moment.event.name == "handover"
        ]
        for talk in sitting.talks:
            matter = _open(talk, shift.at, promises, problems, solves)
            if matter and not any(_names(note, talk, matter) for note in notes):
                yield Hit(talk.id, shift.at, None, matter[-1], values={"matter": matter[-1]})

    return find


def _open(talk: Talk, end: float, promises: frozenset[str], problems: frozenset[str], solves: frozenset[str]) -> tuple[str, ...]:
    """Returns the lines of what is still open in a talk, the deciding one last; nothing where nothing is."""
    if isinstance(talk.over, ActionTaken):  # blocked
        return ()
    wait = talk.waits[-1] if talk.waits else None
    left = talk.over is not None and talk.over.name != "shift_ended"
    lines = [moment for moment in talk.moments if isinstance(moment.event, MessageSent) and ms(moment.event.at) <= ms(end)]
    if wait and not wait.answer and not left and (asked := _asking(lines, ms(wait.opened.at))):
        return asked
    open_line: Moment | None = None
    waiting = promises
    for moment in talk.moments:
        reading, event = moment.situation.reading, moment.event
        if isinstance(event, WorldChanged) and event.name in ("supervisor_replied", "refunded", "parcel_received"):
            open_line = None
            # Telling what the supervisor said is no new question to the supervisor.
            waiting = promises - {"consult_supervisor"}
        if reading is None:
            continue
        if not spoken(moment):
            if set(moment.situation.open_asks) & problems and not open_line:
                open_line = moment
        elif reading.act_ids & waiting:
            open_line = moment
        elif reading.act_ids & solves:
            open_line = None
    if open_line is None:
        return ()
    return (*(_text(moment) for moment in lines if ms(moment.event.at) <= ms(open_line.event.at)), _text(open_line))


def _asking(lines: Sequence[Moment], since: int) -> tuple[str, ...]:
    """Returns the unanswered lines where they are more than a closing thanks."""
    open_lines = [moment for moment in lines if ms(moment.event.at) >= since and not spoken(moment)]
    asks = any(moment.situation.open_asks for moment in open_lines)
    texts = tuple(_text(moment) for moment in open_lines)
    return texts if asks or any(len(text) > 6 or text.endswith(("?", "？", "吗")) for text in texts) else ()


def _names(note: ActionTaken, talk: Talk, matter: Sequence[str]) -> bool:
    """Returns whether a note tells of the matter: it shares words with it, fewer are needed where it was written in that talk."""
    text = str(note.args.get("text") or "")
    facts = talk.moments[-1].situation.facts
    about = [str(fact(facts, path) or "") for path in (("order", "id"), ("order", "details", "name"), ("item", "title"))]
    if any(name and name in text for name in about[:2]) or (note.conversation != talk.id and f"{talk.id}" in text.split()):
        return True
    shared = _words(text) & _words(" ".join((*matter, about[2])))
    return len(shared) >= (1 if note.conversation == talk.id else 2)


def _words(text: str) -> frozenset[str]:
    found = set()
    for run in _WORD.findall(normalise(text).text):
        found |= {run} if run[0].isascii() else {run[at : at + 2] for at in range(len(run) - 1)}
    return frozenset(found - _COMMON)


def _text(moment: Moment) -> str:
    return moment.event.text if isinstance(moment.event, MessageSent) else ""
