"""Another thing than was agreed: one of several that exclude each other was settled in this talk or in the order, and now it is another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from scoring.kinds.base import Find, Hit
from scoring.kinds.said import matched, spoken
from scoring.rulefile import RuleKeys
from scoring.timeline import Timeline
from simulator.fields import When
from simulator.reading.marks import Clause, Reading, Span
from simulator.reading.normal import normalise
from simulator.situation import Situation, fact


class Keys(RuleKeys):
    """`things`: name -> its other spellings; `noted`: the facts in which the agreed one stands.

    `agreed`: a cue on an earlier message, of either side, whose things were settled. `unless` cancels, `unsure` asks a person to look.
    """

    kind: Literal["switched"]
    things: Mapping[str, tuple[str, ...]]
    noted: tuple[str, ...] = ()
    agreed: When
    unless: When | None = None
    unsure: When | None = None


def prepare(keys: Keys) -> Find:
    """Returns the finder of things that are not what was agreed."""
    names = {normalise(spelling).text: thing for thing, spellings in keys.things.items() for spelling in (thing, *spellings)}
    pattern = re.compile(f"({_DENIAL})?({'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})")

    def named(text: str, denied: bool = False) -> list[str]:
        """Returns the things that `text` names, in order: those it affirms, or those it denies."""
        return [names[match[2]] for match in pattern.finditer(text) if (match[1] is not None) == denied]

    def settled(situation: Situation) -> tuple[set[str], set[str]]:
        """Returns the things agreed on and those ruled out; of a message the first one beside the words of agreement."""
        agreed, banned = set[str](), set[str]()
        for path in keys.noted:
            agreed.update(named(normalise(str(fact(situation.facts, path.split(".")) or "")).text))
        for past in situation.earlier:
            spans = keys.agreed.spans(past)
            if past.reading is not None and spans is not None:
                words = " ".join(clause.text for clause in past.reading.clauses if _meet(clause.span, spans))
                agreed.update((named(words) or named(past.reading.normal))[:1])
                banned.update(named(past.reading.normal, denied=True))
        return agreed, banned - agreed

    def find(sitting: Timeline) -> Iterator[Hit]:
        for talk in sitting.talks:
            for moment in talk.moments:
                situation, reading = moment.situation, moment.situation.reading
                if not spoken(moment) or reading is None:
                    continue
                told = [(thing, clause) for clause in _stated(reading) for thing in named(clause.text)]
                if not told or (keys.unless and keys.unless.holds(situation)):
                    continue
                (now, clause), (agreed, banned) = told[-1], settled(situation)
                if now in banned or (agreed and now not in agreed):
                    doubtful = keys.unsure is not None and keys.unsure.holds(situation)
                    values = {"agreed": "、".join(sorted(agreed)), "now": now}
                    yield Hit(talk.id, moment.event.at, clause.span, matched(moment, clause.span), doubtful, values=values)

    return find


_DENIAL = r"(?:没有?|不是?|别|非)(?:能|要|会|给您|给你|再)?(?:走|发|用|寄|选)?的?"
"""What stands before a thing that is denied: 不发极兔, 没走德邦."""


def _stated(reading: Reading) -> tuple[Clause, ...]:
    """Returns the clauses that state something: 改发韵达了, and not 改韵达行吗."""
    return tuple(one for one in reading.clauses if not (one.question or one.conditional or one.quoted or one.reported))


def _meet(clause: Span, spans: tuple[Span, ...]) -> bool:
    return any(start < clause[1] and clause[0] < end for start, end in spans)
