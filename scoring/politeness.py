"""Politeness of a whole sitting from that of its messages: a mean in which bad messages weigh more, less the duties left undone.

marks = 1000 tenths + the deltas of all notes, never below 0. A message loses what separates it from a model message, by its weight
among all messages; its faults share that loss by what they weigh. Duties (greeting, apology for a long wait, comfort, farewell) take
fixed amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from simulator.reading.marks import Marker, Span
from simulator.reading.politeness import explain, shows, upset

Texts = Mapping[str, str]

FULL = 1000
CURVE = ((0, 0), (20, 200), (42, 550), (60, 880), (72, 1000), (100, 1000))
"""(score of a message, what it is worth in tenths); in between in proportion. A plain, faultless reply (60) is worth 88 of 100."""
RUDE = 45
"""A message scored below this weighs `RUDE_WEIGHT` instead of 1."""
RUDE_WEIGHT = 3
LONG_WAIT_S = 120.0
AT_MOST = 3
"""How often one duty is counted in a sitting."""

FORMULA: Texts = {
    "zh": "每条回复按礼貌分折算（平实无错的60分算88分，72分起算满分，45分以下按三条计），取平均；再减：没有问候3分，久等没有道歉2分，"
    "买家难过而整段没有一句体谅4分，买家告别没有回礼2分，每项至多扣三次。",
    "en": "Each reply counts by its politeness (a plain faultless 60 is worth 88, full marks from 72, below 45 it weighs as three); "
    "of these the mean. Then less 3 for no greeting, 2 for no apology after a long wait, 4 where an upset buyer got no word of comfort, "
    "2 for a farewell not returned; each three times at most.",
}

GREETS = frozenset({"greeting"})
SORRY = frozenset({"apology", "owns_fault"})
COMFORTS = frozenset({"apology", "empathy", "owns_fault", "care"})
RETURNS = frozenset({"wish", "warmth", "thanks", "offer_help", "greeting"})


@dataclass(frozen=True, slots=True, eq=False)
class Duty:
    """A courtesy owed once a talk or once an occasion: what it takes when left undone, in tenths, and its texts."""

    id: str
    takes: int
    zh: str
    en: str
    why: Texts
    better: Texts


NO_GREETING = Duty(
    "no_greeting",
    30,
    "没有问候",
    "no greeting",
    {"zh": "第一句先问好，买家才觉得有人接待。", "en": "A greeting first tells the buyer someone is there."},
    {"zh": "您好，在的，请问有什么可以帮您？", "en": "Hello, how may I help you?"},
)
NO_APOLOGY = Duty(
    "no_apology_for_wait",
    20,
    "久等没有道歉",
    "no apology for the wait",
    {"zh": "买家等了两分钟以上，先为等待道歉再答。", "en": "After more than two minutes, apologise for the wait before answering."},
    {"zh": "抱歉让您久等了，……", "en": "Sorry to have kept you waiting; …"},
)
NO_COMFORT = Duty(
    "no_comfort",
    40,
    "没有安慰难过的买家",
    "an upset buyer not comforted",
    {"zh": "买家一直在抱怨，整段对话没有一句体谅或道歉。", "en": "The buyer complained and never got a word of comfort or apology."},
    {"zh": "碰上这样的事换谁都不高兴，真抱歉，我来帮您处理。", "en": "Anyone would be upset. I am sorry; let me see to it."},
)
NO_FAREWELL = Duty(
    "no_farewell",
    20,
    "告别没有回礼",
    "farewell not returned",
    {"zh": "买家道谢告别，回一句谢意或祝福，下次才愿意再来。", "en": "A word of thanks or a wish in return brings the buyer back."},
    {"zh": "不客气，谢谢您，祝您生活愉快！", "en": "You are welcome; thank you, and have a good day!"},
)
DUTIES = (NO_GREETING, NO_APOLOGY, NO_COMFORT, NO_FAREWELL)

PLAIN_WHY: Texts = {
    "zh": "这句没有错，只是平淡；加半句称呼、体谅或下一步就更好。",
    "en": "Nothing wrong, only plain: an address, a word of care or a next step.",
}
PLAIN_BETTER: Texts = {"zh": "好的亲，……有问题随时找我。", "en": "Certainly, … do call on me any time."}


@dataclass(frozen=True, slots=True)
class JudgedMessage:
    """One message an agent typed, with its reading. `waited_s` is how long the buyer had waited for it, None where nobody waited."""

    conversation: str
    at: float
    text: str
    score: int
    markers: tuple[Marker, ...] = ()
    before: str = ""
    waited_s: float | None = None
    automatic: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(marker.kind for marker in self.markers)


@dataclass(frozen=True, slots=True)
class PolitenessNote:
    """Why points were lost, ready to become a finding. `delta` is in tenths of a point; `span` counts characters, None is all of it."""

    conversation: str
    at: float
    kind: str
    name: Texts
    why: Texts
    better: Texts
    delta: int
    span: Span | None = None
    matched: str = ""


@dataclass(frozen=True, slots=True)
class PolitenessResult:
    """Marks in tenths (0..1000), None where the agent said nothing, and the notes they are the sum of."""

    tenths: int | None
    notes: tuple[PolitenessNote, ...] = ()
    formula: Texts = field(default_factory=lambda: FORMULA)

    @property
    def marks(self) -> float | None:
        return None if self.tenths is None else self.tenths / 10


def assess(messages: Sequence[JudgedMessage]) -> PolitenessResult:
    """Returns the politeness of a sitting from its agent's messages, in order of time; pure."""
    typed = [message for message in messages if not message.automatic]
    if not typed:
        return PolitenessResult(None)
    notes = [*_messages(typed), *_duties(typed, messages)]
    notes.sort(key=lambda note: (note.at, note.conversation, note.span or (0, 0), note.kind))
    return PolitenessResult(max(0, FULL + sum(note.delta for note in notes)), tuple(notes))


def worth(score: int) -> int:
    """Returns what a message of this politeness score is worth, in tenths of full marks."""
    for (low, floor), (high, ceiling) in pairwise(CURVE):
        if score <= high:
            return floor + (ceiling - floor) * (score - low) // (high - low)
    return CURVE[-1][1]


def _messages(typed: Sequence[JudgedMessage]) -> Iterable[PolitenessNote]:
    weights = [RUDE_WEIGHT if message.score < RUDE else 1 for message in typed]
    for message, weight in zip(typed, weights, strict=True):
        lost = (FULL - worth(message.score)) * weight // sum(weights)
        if lost:
            yield from _shared(message, lost)


def _shared(message: JudgedMessage, lost: int) -> Iterable[PolitenessNote]:
    """Yields the notes of one message; its faults share the loss by weight, the heaviest takes what rounding leaves."""
    faults = sorted((marker for marker in message.markers if marker.weight < 0), key=lambda marker: (marker.weight, marker.span))
    if not faults:
        yield PolitenessNote(
            message.conversation, message.at, "plain", {"zh": "平淡", "en": "plain"}, PLAIN_WHY, PLAIN_BETTER, -lost, matched=message.text
        )
        return
    heavy = sum(-marker.weight for marker in faults)
    shares = [lost * -marker.weight // heavy for marker in faults]
    shares[0] += lost - sum(shares)
    for marker, share in zip(faults, shares, strict=True):
        about = explain(marker.kind)
        yield PolitenessNote(
            message.conversation,
            message.at,
            marker.kind,
            {"zh": about["zh"], "en": about["en"]},
            about["why"],
            about["better"],
            -share,
            marker.span,
            message.text[slice(*marker.span)],
        )


def _duties(typed: Sequence[JudgedMessage], everything: Sequence[JudgedMessage]) -> Iterable[PolitenessNote]:
    talks: dict[str, list[JudgedMessage]] = {}
    for message in typed:
        talks.setdefault(message.conversation, []).append(message)
    greeted = {message.conversation for message in everything if message.automatic and message.kinds & GREETS}
    undone: dict[Duty, list[JudgedMessage]] = {duty: [] for duty in DUTIES}
    for conversation, talk in talks.items():
        if conversation not in greeted and not any(message.kinds & GREETS for message in talk[:2]):
            undone[NO_GREETING].append(talk[0])
        undone[NO_APOLOGY] += [message for message in talk if (message.waited_s or 0) > LONG_WAIT_S and not message.kinds & SORRY]
        complaints = [message for message in talk if upset(message.before)]
        if complaints and not any(message.kinds & COMFORTS for message in talk):
            undone[NO_COMFORT].append(complaints[0])
        if shows("parting", talk[-1].before) and not talk[-1].kinds & RETURNS:
            undone[NO_FAREWELL].append(talk[-1])
    for duty, occasions in undone.items():
        for message in occasions[:AT_MOST]:
            yield PolitenessNote(
                message.conversation,
                message.at,
                duty.id,
                {"zh": duty.zh, "en": duty.en},
                duty.why,
                duty.better,
                -duty.takes,
                matched=message.text,
            )
