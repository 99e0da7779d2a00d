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
DOUBT = 0.25
"""Below this suspicion of the rule a guessed insult or threat is none."""
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
    """Returns whether only the model read an insult or a threat here, while the rule about it suspects nothing of the message."""
    if marker.kind not in GRAVE:
        return False
    act, rule = GRAVE[marker.kind]
    guesses = [mark for mark in reading.acts if mark.act == act and mark.span[0] < marker.span[1] and marker.span[0] < mark.span[1]]
    guessed = bool(guesses) and all(mark.how == "model" for mark in guesses)
    return guessed and situation.reading is not None and suspicions(situation).get(rule, 0.0) < DOUBT


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
