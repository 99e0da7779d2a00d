"""Something forbidden that was said, as the trained suspicion judges it in its context: from `sure` it is a finding, from `look` a person
is asked. What the rules about prices and claims share with it stands here too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from scoring.kinds.base import Find, Hit
from scoring.kinds.said import matched, spoken
from scoring.rulefile import RuleKeys
from scoring.timeline import Timeline
from simulator.fields import When
from simulator.situation import Situation
from simulator.suspicion import suspicions, telling_words

Confidence = Annotated[float, Field(ge=0, le=1)]


class Suspected(RuleKeys):
    """`sure`: the confidence of a finding, `look`: that from which a person is asked. `only`: without it there is nothing to suspect;
    `unsure`: with it a person is asked in any case.
    """

    sure: Confidence = 0.35
    look: Confidence = 0.25
    only: When | None = None
    unsure: When | None = None

    def applies(self, situation: Situation) -> bool:
        """Returns whether there is anything that the rule could be broken about."""
        return self.only is None or self.only.holds(situation)

    def judged(self, situation: Situation) -> Literal["sure", "unsure", ""]:
        """Returns whether the message breaks the rule, may break it, or neither."""
        level = suspicions(situation).get(self.rule, 0.0)
        if level < self.look or not self.applies(situation):
            return ""
        if level < self.sure or (self.unsure and self.unsure.holds(situation)):
            return "unsure"
        return "sure"


class Keys(Suspected):
    """Nothing beside what all suspected rules have."""

    kind: Literal["suspected"]


def prepare(keys: Suspected, told: Callable[[Situation], Mapping[str, object]] = lambda situation: {}) -> Find:
    """Returns the finder of messages that are suspected; `told` are the values that fill the placeholders of the rule's texts."""

    def find(sitting: Timeline) -> Iterator[Hit]:
        for talk in sitting.talks:
            for moment in talk.moments:
                judged = spoken(moment) and keys.judged(moment.situation)
                if judged and moment.reading is not None:
                    span = telling_words(moment.situation, keys.rule)
                    yield Hit(talk.id, moment.event.at, span, matched(moment, span), judged == "unsure", values=told(moment.situation))

    return find
