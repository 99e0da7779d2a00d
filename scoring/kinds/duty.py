"""Something that is due: `after` starts it, `done` fulfils it, before the deadline (`within`) or the end of the talk or shift."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from scoring.details import leaves
from scoring.kinds.base import Find, Hit
from scoring.kinds.remark import details_of, full, lacking
from scoring.kinds.said import matched
from scoring.kinds.wait import in_words
from scoring.rulefile import RuleKeys
from scoring.timeline import Moment, Talk, Timeline, ms
from simulator.fields import Seconds, When


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
            for moment in talk.moments:
                if keys.after.holds(moment.situation):
                    yield from _undone(keys, talk, moment, _later(talk, moment), until)

    return find


def _later(talk: Talk, start: Moment) -> list[Moment]:
    """Returns what comes after the start of the duty or in the same instant: which of two was first, a log by the second does not say."""
    since = ms(start.event.at)
    return [moment for moment in talk.moments if moment is not start and ms(moment.event.at) >= since]


def _undone(keys: Keys, talk: Talk, start: Moment, later: Sequence[Moment], until: int) -> Iterator[Hit]:
    if keys.unless and any(keys.unless.holds(moment.situation) for moment in (start, *later)):
        return
    if keys.full and not leaves(details_of(start)):
        return
    deadline = ms(start.event.at) + round(keys.within * 1000) if keys.within is not None else until
    if deadline > until or (deadline == until and keys.within is not None):
        return
    tries = [moment for moment in (talk.moments if keys.full else later) if keys.done.holds(moment.situation)]
    done = next(full(tries) if keys.full else iter(tries), None)
    if done and ms(done.event.at) <= deadline:
        return
    hung = done or next((moment for moment in reversed(tries) if ms(moment.event.at) >= ms(start.event.at)), start)
    left_out = lacking(tries, details_of(tries[-1] if tries else start))
    values: dict[str, object] = {"lacking": "、".join(left_out) or "—", "took": "—", "took_en": "—"}
    if hung is not start:
        took = ms(hung.event.at) - ms(start.event.at)
        values |= {"took": in_words(took, "zh"), "took_en": in_words(took, "en")}
    yield Hit(talk.id, hung.event.at, None, matched(hung, None), values=values)
