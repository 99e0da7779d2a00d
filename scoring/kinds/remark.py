"""The remark on an order. `wrong`: a detail or an agreed date is misstated. `overwritten`: earlier text or time of change is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from scoring.details import Facet, leaves, missing, mistakes, stated
from scoring.kinds.base import Find, Hit
from scoring.rulefile import RuleKeys
from scoring.timeline import Moment, Talk, Timeline, ms
from simulator.events import ActionTaken, MessageSent, WorldChanged
from simulator.reading.normal import normalise
from simulator.situation import fact

_DISPATCH = re.compile(r"发货|发出|发走|寄出|发件|出货|送货|安装|上门|[能就再]发|号发|日发|发(?=[,。!?;~ \n哦哈呢的吧]|\Z)")
_NEW_DATE = re.compile(r"(?:改|延期?|推迟|提前|变更|调整|顺延|换|定)(?:发货)?(?:为|成|到|至|在)[^,;。]{0,4}\Z|发货[日时期间:为是]*\Z")
_ITS_DATE = re.compile(r"(?:之?前|前后|左右)?(?:再?发|送|到|安装|出货|寄|上门|生产|交)")
_BEFORE_NOTHING = re.compile(r"[\s,.;:!?、。()\[\]【】<>|+/\n~—_\-*x×]+")


class Keys(RuleKeys):
    """`fault`: which of the two."""

    kind: Literal["remark"]
    fault: Literal["wrong", "overwritten"]


def prepare(keys: Keys) -> Find:
    """Returns the finder of a fault in remarks."""
    fault = _wrong if keys.fault == "wrong" else _overwritten

    def find(sitting: Timeline) -> Iterator[Hit]:
        for talk in sitting.talks:
            for moment, before in remarks(talk):
                yield from fault(talk, moment, before)

    return find


def text_of(moment: Moment) -> str:
    """Returns the text of a remark."""
    args = moment.event.args if isinstance(moment.event, ActionTaken) else {}
    return str(args.get("text") or "")


def remarks(talk: Talk) -> Iterator[tuple[Moment, str]]:
    """Yields every remark of a talk with the text it replaced; an order placed later starts anew."""
    before: dict[str, str] = {}
    for moment in talk.moments:
        event = moment.event
        if isinstance(event, WorldChanged) and event.name == "order_placed":
            before.clear()
        elif isinstance(event, ActionTaken) and event.name == "remark":
            order = str(event.args.get("order", ""))
            yield moment, before.get(order, "")
            before[order] = text_of(moment)


def lacking(tries: Sequence[Moment], details: object) -> tuple[str, ...]:
    """Returns the details that remarks do not carry together; a misstated one is another rule's matter."""
    if not isinstance(details, Mapping):
        return ()
    text = " ; ".join(map(text_of, tries))
    misstated = {mistake.wanted for mistake in mistakes(text, text, details)}
    return tuple(words for words in missing(text, details) if words not in misstated)


def details_of(moment: Moment) -> object:
    """Returns the details of the order that a remark must carry, as they stand at a moment."""
    return fact(moment.situation.facts, ("order", "details"))


def full(tries: Sequence[Moment]) -> Iterator[Moment]:
    """Yields the remarks with which the remarks so far carry all details."""
    return (one for index, one in enumerate(tries) if not lacking(tries[: index + 1], details_of(one)))


def added(text: str, before: str) -> str:
    """Returns what `text` has beside the text before; all of it where that is not kept."""
    start = text.find(before) if before else -1
    return text[:start] + " " + text[start + len(before) :] if start >= 0 else text


def _wrong(talk: Talk, moment: Moment, before: str) -> Iterator[Hit]:
    text = text_of(moment)
    facts = moment.situation.facts
    details = details_of(moment)
    attributes = fact(facts, ("item", "attributes"))
    later = _agreed_since_payment(talk, moment)
    options = leaves(attributes) if isinstance(attributes, Mapping) else ()
    found = mistakes(text, added(text, before), details, later, options) if isinstance(details, Mapping) else ()
    for mistake in found:
        yield Hit(talk.id, moment.event.at, None, mistake.found, values={"wanted": mistake.wanted})
    if not found:
        yield from _wrong_date(talk, moment, before)


def _wrong_date(talk: Talk, moment: Moment, before: str) -> Iterator[Hit]:
    """Yields the hit of a dispatch date that is none of those agreed in the chat."""
    agreed = [facet for line in _said_before(talk, moment) if _DISPATCH.search(line) for facet in _dates(line)]
    named = content_dates(added(text_of(moment), before))
    if agreed and named and not any(date.value == other.value for date in named for other in agreed):
        yield Hit(talk.id, moment.event.at, None, named[-1].words, values={"wanted": agreed[-1].words})


def _said_before(talk: Talk, moment: Moment) -> Iterator[str]:
    for other in talk.moments:
        if other is moment:
            return
        if isinstance(other.event, MessageSent) and other.event.sender != "auto":
            yield normalise(other.event.text).text


def _agreed_since_payment(talk: Talk, moment: Moment) -> tuple[str, ...]:
    paid = [ms(m.event.at) for m in talk.moments if isinstance(m.event, WorldChanged) and m.event.name == "order_paid"]
    since = min(paid, default=0)
    said = (m.event for m in talk.moments if isinstance(m.event, MessageSent) and m.event.sender != "auto")
    return tuple(event.text for event in said if since <= ms(event.at) <= ms(moment.event.at))


def _dates(text: str) -> list[Facet]:
    return [facet for facet in stated(text).facets if facet.kind == "date"]


def content_dates(text: str) -> list[Facet]:
    """Returns the dates in a remark on which something is to happen, not those on which the remark was changed."""
    plain = normalise(text).text
    return [facet for facet, what in _placed(plain) if what]


def _placed(plain: str) -> Iterator[tuple[Facet, bool]]:
    """Yields every date and time of day in a remark, and whether it belongs to the content."""
    at = 0
    for facet in sorted((f for f in stated(plain).facets if f.kind in ("date", "clock")), key=lambda f: plain.find(f.words)):
        start = plain.find(facet.words, at)
        if start < 0:
            continue
        at = start + len(facet.words)
        yield facet, bool(_NEW_DATE.search(plain[:start]) or _ITS_DATE.match(plain[at:]))


def _overwritten(talk: Talk, moment: Moment, before: str) -> Iterator[Hit]:
    text = text_of(moment)
    if not _bare(before) or _bare(text) == _bare(before):
        return
    if _bare(before) not in _bare(text):
        yield Hit(
            talk.id,
            moment.event.at,
            None,
            text,
            values={"fault": "原备注没有保留", "fault_en": "the earlier text is gone", "before": before},
        )
    elif all(content for _, content in _placed(normalise(added(text, before)).text)):
        yield Hit(
            talk.id,
            moment.event.at,
            None,
            text,
            values={"fault": "没有写更改时间", "fault_en": "the time of the change is missing", "before": before},
        )


def _bare(text: str) -> str:
    return _BEFORE_NOTHING.sub("", normalise(text).text)
