"""A measured time that costs marks little by little: nothing up to `good`, everything from `poor` on, in proportion between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import model_validator

from scoring.kinds.base import Find, Hit
from scoring.kinds.wait import in_words
from scoring.metrics import counts
from scoring.rulefile import RuleKeys
from scoring.timeline import Timeline, Wait
from simulator.fields import Seconds, wrong


class Keys(RuleKeys):
    """`metric`: the first wait of the talk that opened first, or the mean of all waits.

    A wait nobody answered counts as long as it lasted.
    """

    kind: Literal["band"]
    metric: Literal["first_response", "average_response"]
    good: Seconds
    poor: Seconds

    @model_validator(mode="after")
    def _grows(self) -> Keys:
        if self.good >= self.poor:
            raise wrong("B03", "`good` must be shorter than `poor`")
        return self


def prepare(keys: Keys) -> Find:
    """Returns the finder of a measured time."""

    def find(sitting: Timeline) -> Iterator[Hit]:
        waits = [wait for wait in (_first(sitting) if keys.metric == "first_response" else sitting.waits) if counts(wait)]
        if not waits:
            return
        measured = sum(wait.ms for wait in waits) / len(waits)
        share = int(1000 * (measured - keys.good * 1000) / ((keys.poor - keys.good) * 1000))
        if share > 0:
            slowest = max(waits, key=lambda wait: wait.ms)
            hung = slowest.answer or slowest.opened
            values = {"measured": in_words(measured, "zh"), "measured_en": in_words(measured, "en")}
            yield Hit(hung.conversation, hung.at, share=min(1000, share), values=values)

    return find


def _first(sitting: Timeline) -> tuple[Wait, ...]:
    return next((talk.waits[:1] for talk in sitting.talks if talk.waits), ())
