"""From a sitting to its politeness: the messages with what came before each, and the notes as findings."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.politeness import JudgedMessage, PolitenessNote, assess
from scoring.scorecard import Assessment, Finding
from scoring.timeline import Talk, Timeline, ms
from simulator.events import MessageSent
from simulator.reading import read
from simulator.reading.marks import Marker, Reading
from simulator.reading.politeness import total
from simulator.situation import Situation
from simulator.suspicion import suspicions

GRAVE = {"insult": ("insult", "insulted"), "threat": ("threaten", "buyer_threatened")}
"""Sign -> the act that it is and the rule about it: what costs so much is not taken on the word of one model."""
DOUBT_OF_MODEL, DOUBT_OF_WORDS = 0.25, 0.1
"""Below this suspicion of the rule an insult or a threat is none: one that a model guessed, one that stands there in words (您妹)."""
_COLON = {"zh": "：", "en": ": "}


def courtesy(sitting: Timeline) -> Assessment:
    """Returns the politeness of a sitting; its findings are named politeness.<kind>."""
    messages = sorted((message for talk in sitting.talks for message in _judged(talk)), key=lambda one: (ms(one.at), one.conversation))
    result = assess(messages)
    return Assessment(result.tenths, tuple(map(_finding, result.notes)), (result.formula,) if result.tenths is not None else ())


def _judged(talk: Talk) -> Iterator[JudgedMessage]:
    """Yields what the agent and its automatic replies said, each with the buyer's lines before it and how long the buyer waited."""
    waited = {id(wait.answer): wait.ms / 1000 for wait in talk.waits if wait.answer}
    before: list[str] = []
    for moment in talk.moments:
        event = moment.event
        if not isinstance(event, MessageSent):
            continue
        if event.sender == "buyer":
            before.append(event.text)
            continue
        reading = moment.reading or read(event.text)
        markers = tuple(marker for marker in reading.markers if not _doubtful(marker, reading, moment.situation))
        yield JudgedMessage(
            conversation=talk.id,
            at=event.at,
            text=event.text,
            score=reading.politeness if markers == reading.markers else total(markers),
            markers=markers,
            before="\n".join(before),
            waited_s=waited.get(id(event)),
            automatic=event.sender == "auto",
        )
        if event.sender == "agent":
            before = []


def _doubtful(marker: Marker, reading: Reading, situation: Situation) -> bool:
    """Returns whether the rule about an insult or a threat suspects too little of the message for it to be one."""
    if marker.kind not in GRAVE or situation.reading is None:
        return False
    act, rule = GRAVE[marker.kind]
    how = [mark.how for mark in reading.acts if mark.act == act and mark.span[0] < marker.span[1] and marker.span[0] < mark.span[1]]
    guessed = bool(how) and "pattern" not in how
    return suspicions(situation).get(rule, 0.0) < (DOUBT_OF_MODEL if guessed else DOUBT_OF_WORDS)


def _finding(note: PolitenessNote) -> Finding:
    return Finding(
        rule=f"politeness.{note.kind}",
        group="politeness",
        dimension="politeness",
        conversation=note.conversation,
        at=note.at,
        message={lang: f"“{note.matched}”{_COLON[lang]}{name}" if note.matched else name for lang, name in note.name.items()},
        span=note.span,
        matched=note.matched,
        delta=note.delta,
        name=note.name,
        why=note.why,
        better=note.better,
    )
