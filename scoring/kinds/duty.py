"""Something that is due: `after` starts it, `done` fulfils it, before the deadline (`within`) or the end of the talk or shift."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from scoring.details import leaves, missing, mistakes
from scoring.kinds.base import Find, Hit
from scoring.kinds.remark import text_of
from scoring.kinds.said import matched
from scoring.kinds.wait import in_words
from scoring.rulefile import RuleKeys
from scoring.timeline import Moment, Talk, Timeline, ms
from simulator.fields import Seconds, When
from simulator.situation import fact


class Keys(RuleKeys):
    """`unless`: what lifts the duty when it holds at its start or later. `full`: the remarks, earlier ones too, must carry all details.

    A duty with a deadline is judged once the deadline has passed. What is missing hangs on the late act, else on the last try, else on
    the start.
    """

    kind: Literal["duty"]
    after: When
    done: When
    unless: When | None = None
    within: Seconds | None = None
    full: bool = False


def prepare(keys: Keys) -> Find:
    """Returns the finder of a duty left undone."""

    def find(sitting: Timeline) -> Iterator[Hit]:
        shift = sitting.shift_end
        until = ms(shift.at) if shift else ms(sitting.end)
        for talk in sitting.talks:
            for index, moment in enumerate(talk.moments):
                if keys.after.holds(moment.situation):
                    yield from _undone(keys, talk, moment, talk.moments[index + 1 :], until)

    return find


def _undone(keys: Keys, talk: Talk, start: Moment, later: Sequence[Moment], until: int) -> Iterator[Hit]:
    if keys.unless and any(keys.unless.holds(moment.situation) for moment in (start, *later)):
        return
    if keys.full and not leaves(fact(start.situation.facts, ("order", "details"))):
        return
    deadline = ms(start.event.at) + round(keys.within * 1000) if keys.within is not None else until
    if deadline > until or (deadline == until and keys.within is not None):
        return
    tries = [moment for moment in (talk.moments if keys.full else later) if keys.done.holds(moment.situation)]
    done = _first_full(start, tries) if keys.full else next(iter(tries), None)
    if done and ms(done.event.at) <= deadline:
        return
    hung = done or next((moment for moment in reversed(tries) if ms(moment.event.at) >= ms(start.event.at)), start)
    lacking = _lacking(start, tries)
    values: dict[str, object] = {"lacking": "、".join(lacking) or "—", "took": "—", "took_en": "—"}
    if hung is not start:
        took = ms(hung.event.at) - ms(start.event.at)
        values |= {"took": in_words(took, "zh"), "took_en": in_words(took, "en")}
    yield Hit(talk.id, hung.event.at, None, matched(hung, None), values=values)


def _first_full(start: Moment, tries: Sequence[Moment]) -> Moment | None:
    """Returns the remark with which the remarks so far carry all details; a misstated detail is another rule's matter."""
    return next((moment for index, moment in enumerate(tries) if not _lacking(start, tries[: index + 1])), None)


def _lacking(start: Moment, tries: Sequence[Moment]) -> tuple[str, ...]:
    details = fact((tries[-1] if tries else start).situation.facts, ("order", "details"))
    if not isinstance(details, Mapping):
        return ()
    text = " ; ".join(map(text_of, tries))
    misstated = {mistake.wanted for mistake in mistakes(text, text, details)}
    return tuple(words for words in missing(text, details) if words not in misstated)
