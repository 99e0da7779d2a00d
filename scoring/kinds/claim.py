"""A fact about the goods that the catalogue (item.attributes) contradicts: another number, another thing of the same kind, the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from scoring.kinds.base import Find, Hit
from scoring.kinds.said import matched, spoken
from scoring.rulefile import RuleKeys
from scoring.timeline import Timeline
from simulator.fields import Model, When
from simulator.reading.amounts import chinese
from simulator.reading.bare import bare_answer
from simulator.reading.lexicon import regex
from simulator.reading.marks import Reading, Span
from simulator.reading.normal import normalise
from simulator.situation import Situation

TOLERANCE = 0.15
"""How far a stated number may be from the catalogue's: people round (差不多十公斤 for 9.8kg)."""


class Limit(Model):
    """What a value of the catalogue rules out: `value` and `claim` are patterns of the attribute's value and of the words said."""

    value: str
    claim: str


class Keys(RuleKeys):
    """`groups`: kinds of things of which one excludes the other; each thing is a list of its names.

    `topics`: attribute -> words by which talk is about it.
    """

    kind: Literal["claim"]
    groups: Mapping[str, tuple[tuple[str, ...], ...]] = {}
    topics: Mapping[str, tuple[str, ...]] = {}
    limits: tuple[Limit, ...] = ()
    unless: When | None = None
    unsure: When | None = None


class Said(NamedTuple):
    """What the agent states: the words, with their place in the reply; a bare yes states what the buyer asked."""

    text: str
    asked: str
    span: Span


def prepare(keys: Keys) -> Find:
    """Returns the finder of statements that the catalogue contradicts."""

    def find(sitting: Timeline) -> Iterator[Hit]:
        for talk in sitting.talks:
            for moment in talk.moments:
                situation = moment.situation
                if not spoken(moment) or situation.reading is None or (keys.unless and keys.unless.holds(situation)):
                    continue
                found = contradicted(situation, keys)
                if found is not None:
                    name, value, span = found
                    yield Hit(talk.id, moment.event.at, span, matched(moment, span), values={"attribute": name, "value": value})
                elif keys.unsure and keys.unsure.holds(situation):
                    yield Hit(talk.id, moment.event.at, None, matched(moment, None), unsure=True, values={"attribute": "—", "value": "—"})

    return find


def contradicted(situation: Situation, keys: Keys) -> tuple[str, str, Span] | None:
    """Returns (attribute, its value, where the reply contradicts it), None where nothing does."""
    reading = situation.reading
    attributes = situation.facts.get("item", {}).get("attributes")
    if reading is None or not isinstance(attributes, Mapping):
        return None
    asked = " ".join(normalise(line.text).text for line in situation.buyer)
    reply = normalise(reading.text).text
    for said in _statements(reading, asked):
        for name, value in attributes.items():
            known = normalise(str(value)).text
            if _pure(said.text, known) or (not _told(reply, str(name), known, keys) and _contradicts(said, str(name), known, keys)):
                return str(name), str(value), said.span
    return None


def _told(reply: str, name: str, value: str, keys: Keys) -> bool:
    """Returns whether the reply itself gives the catalogue's value, whatever else it says beside it."""
    if len(value) > 1 and value in reply:
        return True
    if any(regex(limit.value).search(value) and regex(limit.value).search(reply) for limit in keys.limits if len(value) > 1):
        return True
    if _NONE.match(value):
        return re.search(rf"(?:没|无|不)[^,。]{{0,4}}{re.escape(name[:2])}|^(?:没|不)", reply) is not None
    if _SOME.match(value):
        return re.search(rf"(?<![不无没])(?:含|支持|带|有)[^,。]{{0,4}}{re.escape(name[:2])}", reply) is not None
    if any(_close(said, known) for said in _quantities(reply) for known in _quantities(value)):
        return True
    return any(_things(value, things) & _things(reply, things) for things in keys.groups.values())


_APART = re.compile(r"比|仿|手感|像(?!素)|类似|另一|另有|旧款|系列|要看|以下|以上|原来|想要|介意|看着|区别|建议|标签|如果|要是|不如|别的")


def _statements(reading: Reading, asked: str) -> Iterator[Said]:
    """Yields the clauses that state something; clauses that deny, ask, quote or compare are left out, unless a denial is what is stated."""
    answer = bare_answer(reading.text)
    whole = (0, len(reading.text))
    if answer == "yes" and asked:
        yield Said(_STATED.sub("", asked), asked, whole)
        return
    if answer == "no" and asked:
        yield Said("不" + _STATED.sub("", asked), asked, whole)
        return
    for clause in reading.clauses:
        if not (clause.quoted or clause.question or clause.warned or clause.reported or clause.conditional or _APART.search(clause.text)):
            yield Said(clause.text, asked, clause.span)


_STATED = re.compile(r"是不是|是吧|对吧|对不对|没错吧|可以吗|能不能|有没有|[吗么嘛吧呢呀啊?!]|不$|这样理解")
_DENIAL = re.compile(r"不(?!锈|起球|掉|透|变形|褪|粘|到|含糊|错|用担心|少)|没(?!问题|事|毛病|得说)|无(?!线|痕|缝|敌|水)|非(?!常)|未")


def _contradicts(said: Said, name: str, value: str, keys: Keys) -> bool:
    about = _about(said, name, value, keys)
    denied = _DENIAL.search(said.text) is not None
    if not denied and any(regex(limit.value).search(value) and regex(limit.claim).search(said.text) for limit in keys.limits):
        return True
    if about and _opposite(said, name, value, denied):
        return True
    if not denied and _other_number(said, value, about):
        return True
    return not denied and _other_thing(said.text, value, keys.groups)


def _about(said: Said, name: str, value: str, keys: Keys) -> bool:
    """Returns whether the statement, or the question it answers, is about the attribute."""
    words = (name, *keys.topics.get(name, ()))
    return any(word in said.text for word in words) or any(word in said.asked for word in words)


# The opposite ---------------------------------------------------------------------------------------------------------

_NONE = re.compile(r"(?:无|没有|不支持|不含|否|不可拆?|不能|不带|非|零|无.{0,4}|不.{1,6})\Z")
_SOME = re.compile(r"(?:有|含|支持|可拆?|带|是|能)\Z")


def _opposite(said: Said, name: str, value: str, denied: bool) -> bool:
    if _NONE.match(value):
        return not denied and re.search(r"有|带|含|支持|可|能|是|的", said.text) is not None
    return bool(_SOME.match(value)) and denied


# Numbers --------------------------------------------------------------------------------------------------------------

_FAMILIES: Mapping[str, Mapping[str, float]] = {
    "weight": {"kg": 1000, "公斤": 1000, "千克": 1000, "斤": 500, "g": 1, "克": 1, "两": 50},
    "length": {"mm": 1, "毫米": 1, "cm": 10, "厘米": 10, "公分": 10, "m": 1000, "米": 1000},
    "time": {"小时": 1, "个小时": 1, "天": 24, "日": 24, "个月": 720, "月": 720, "年": 8640},
    "volume": {"ml": 1, "毫升": 1, "l": 1000, "升": 1000, "公升": 1000},
    "power": {"w": 1, "瓦": 1, "kw": 1000},
    "share": {"%": 1, "绒": 1, "度": 1, "%vol": 1},
    "noise": {"db": 1, "分贝": 1},
    "layers": {"层": 1},
    "pixels": {"mah": 1, "毫安": 1},
    "version": {"": 1},
}
_UNITS = sorted({unit for units in _FAMILIES.values() for unit in units if unit}, key=len, reverse=True)
_NUMBER = re.compile(rf"(\d+(?:\.\d+)?|[零一二两三四五六七八九十百千半]+)({'|'.join(map(re.escape, _UNITS))})?(半)?")


@lru_cache(4096)
def _quantities(text: str) -> tuple[tuple[str, float], ...]:
    """Returns (family of units, size in its smallest unit) of every quantity in `text`; numbers without a unit are of family version."""
    found: list[tuple[str, float]] = []
    for match in _NUMBER.finditer(text.replace("单层", "1层").replace("双层", "2层")):
        words, unit, half = match.groups()
        if words == "半":
            size: float | None = 0.5
        elif words[0].isdigit():
            size = float(words)
        else:
            hundredths = chinese(words.replace("半", ""))
            size = hundredths / 100 if hundredths is not None else _digits(words)
        if size is None:
            continue
        family = next((name for name, units in _FAMILIES.items() if (unit or "") in units), "")
        if family == "version" and not (words[0].isdigit() and "." in words):
            continue
        found.append((family, (size + (0.5 if half else 0)) * _FAMILIES[family][unit or ""]))
    return tuple(found)


def _digits(words: str) -> float | None:
    """Returns 90 for 九零: digits spoken one by one."""
    digits = ["零一二三四五六七八九".find(char) for char in words]
    return float("".join(map(str, digits))) if digits and min(digits) >= 0 else None


def _other_number(said: Said, value: str, about: bool) -> bool:
    known = _quantities(value)
    if not about or not known:
        return False
    return any(
        any(family == of for of, _ in known) and not any(_close((family, size), one) for one in known)
        for family, size in _quantities(said.text)
    )


def _close(said: tuple[str, float], known: tuple[str, float]) -> bool:
    """Returns whether two quantities are the same as people round; versions must be equal."""
    tolerance = 0.0 if said[0] == "version" else TOLERANCE
    return said[0] == known[0] and abs(said[1] - known[1]) <= tolerance * known[1]


_WHOLE = r"(?:纯|全|百分之?百|100%的?|整料|整块|十足|纯正)"
_PART = re.compile(r"([一-龥]{1,4}?)(\d{1,2}(?:\.\d)?)%")


def _pure(text: str, value: str) -> bool:
    """Returns whether a material of which the catalogue names a part is called pure."""
    return any(float(part) < 95 and re.search(rf"{_WHOLE}{re.escape(material)}", text) for material, part in _PART.findall(value))


# Things that exclude one another --------------------------------------------------------------------------------------


def _other_thing(text: str, value: str, groups: Mapping[str, tuple[tuple[str, ...], ...]]) -> bool:
    for things in groups.values():
        real = _things(value, things)
        stated = _things(text, things)
        if real and stated and not real & stated:
            return True
    return False


def _things(text: str, things: tuple[tuple[str, ...], ...]) -> set[int]:
    """Returns the numbers of the things named in `text`; the longest name at a place counts (亚麻 is no 麻)."""
    names = sorted(((name, number) for number, thing in enumerate(things) for name in thing), key=lambda item: -len(item[0]))
    found: set[int] = set()
    left = text
    for name, number in names:
        if name in left:
            found.add(number)
            left = left.replace(name, "□" * len(name))
    return found


__all__ = ["Keys", "Limit", "contradicted", "prepare"]
