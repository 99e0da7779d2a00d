"""Another thing than was agreed: one of several that exclude each other was settled in this talk or in the order, and now it is another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from scoring.kinds.base import Find, Hit, widest
from scoring.kinds.said import matched, spoken
from scoring.rulefile import RuleKeys
from scoring.timeline import Timeline
from simulator.fields import When
from simulator.reading.marks import Clause, Reading, Span
from simulator.reading.normal import normalise
from simulator.situation import Situation, fact


class Keys(RuleKeys):
    """`things`: name -> its other spellings; `noted`: the facts in which the agreed one stands.

    `agreed`: a cue on an earlier message, of either side, whose things were settled. `also`: a cue that admits a switch without naming
    the thing. `unless` cancels, `unsure` asks a person to look.
    """

    kind: Literal["switched"]
    things: Mapping[str, tuple[str, ...]]
    noted: tuple[str, ...] = ()
    agreed: When
    also: When | None = None
    unless: When | None = None
    unsure: When | None = None


def prepare(keys: Keys) -> Find:
    """Returns the finder of things that are not what was agreed."""
    names = {normalise(spelling).text: thing for thing, spellings in keys.things.items() for spelling in (thing, *spellings)}
    pattern = re.compile(f"({_DENIAL})?({'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})")

    def named(text: str, denied: bool = False) -> list[str]:
        """Returns the things that `text` names, in order: those it affirms, or those it denies."""
        return [names[match[2]] for match in pattern.finditer(text) if (match[1] is not None) == denied]

    def shown(text: str, thing: str) -> bool:
        """Returns whether `text` says that it is `thing` that was taken: 走的专线,德邦太贵."""
        return any(names[match[2]] == thing and _DONE.search(text[: match.start()]) for match in pattern.finditer(text))

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
                if keys.unless and keys.unless.holds(situation):
                    continue
                told = [(thing, clause.span) for clause in _stated(reading) for thing in named(clause.text)]
                agreed, banned = settled(situation) if told or keys.also else (set[str](), set[str]())
                now, span = next((one for one in reversed(told) if one[0] in banned or (agreed and one[0] not in agreed)), ("", None))
                if now and now not in banned and not shown(reading.normal, now) and told[-1][0] in agreed:
                    continue
                if not now:
                    spans = keys.also.spans(situation) if keys.also else None
                    if spans is None:
                        continue
                    span = widest(spans)
                doubtful = keys.unsure is not None and keys.unsure.holds(situation)
                values = {"agreed": "、".join(sorted(agreed)) or "—", "now": now or "—"}
                yield Hit(talk.id, moment.event.at, span, matched(moment, span), doubtful, values=values)

    return find


_DONE = re.compile(r"(?:走的|发的|寄的|打的|(?:改|换)(?:发|成|寄|走|了)*)(?:是|了)?\Z")
"""What stands before the thing that was really taken."""
_DENIAL = r"(?:没有?|不是?|别|非)(?:能|要|会|给您|给你|再)?(?:走|发|用|寄|选)?的?"
"""What stands before a thing that is denied: 不发极兔, 没走德邦."""


def _stated(reading: Reading) -> tuple[Clause, ...]:
    """Returns the clauses that state something: 改发韵达了, and not 改韵达行吗."""
    return tuple(one for one in reading.clauses if not (one.question or one.conditional or one.quoted or one.reported))


def _meet(clause: Span, spans: tuple[Span, ...]) -> bool:
    return any(start < clause[1] and clause[0] < end for start, end in spans)
