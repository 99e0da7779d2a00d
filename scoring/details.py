"""What a remark says of an order: sizes, dates, counts, colours and words, compared with the details it must carry.

Tolerant of units (3.2米 = 320cm), width of characters, separators and order of words; strict about every figure and every name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from simulator.reading.normal import normalise

_MM = {"米": 1000, "m": 1000, "厘米": 10, "公分": 10, "cm": 10, "毫米": 1, "mm": 1}
_UNIT = r"(?:厘米|公分|毫米|米|cm|mm|m(?![a-z]))"
_NUM = r"\d+(?:\.\d+)?"
_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}

_SIZE = re.compile(rf"(?<![\d.])({_NUM})({_UNIT}?)(?:[*x×乘\-]({_NUM})({_UNIT}?))(?:[*x×乘\-]({_NUM})({_UNIT}?))?(?![\d.])")
_LABELLED = re.compile(rf"([长宽高])度?[是为:]?({_NUM})({_UNIT}?)")
_LENGTH = re.compile(rf"(?<![\d.*x×])({_NUM})({_UNIT})")
_DATE = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])(?:月|[/.])([12]\d|3[01]|0?[1-9])(?:日|号|(?!\d|[/.]\d|月|%|折))")
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])(?::[0-5]\d|[点时][0-5]?\d?分?半?)")
_LETTER = re.compile(r"(?<![a-z0-9.])(?:([2-6])xl|(x{1,5})([sl])|([sml]))(?![a-z0-9])")
_COUNT = re.compile(
    rf"({_NUM}|[零一二三四五六七八九十两])([件个双条套盒瓶包箱袋支张把台只份块本幅对组斤码号寸克升瓦]|kg|ml|g(?![a-z])|w(?![a-z]))"
)
_COLOUR = re.compile(r"((?:深|浅|藏|酒|墨|宝|天|湖|军|奶|玫)?[红橙黄绿青蓝紫黑白灰粉棕咖杏驼金银])色")
_BREAK = re.compile(r"[\s,.;:!?、。()\[\]【】|+/\n~—_\-]+")
_SUFFIX = re.compile(r"(?<=..)(?:图案|字体|颜色|款式|[码号色款版型纹])\Z")


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing a text states: its kind (size, date, letter, colour, or the unit of a count), and its value."""

    kind: str
    value: Any
    words: str


@dataclass(frozen=True, slots=True)
class Stated:
    """All that a text states. `rest` is the normalised text without its facets, `plain` the whole without breaks."""

    facets: tuple[Facet, ...]
    rest: str
    plain: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A detail that the remark states otherwise: the words it should be, and those that stand there."""

    wanted: str
    found: str


@lru_cache(512)
def stated(text: str) -> Stated:
    """Returns what `text` states."""
    rest = re.sub(r"(?<=\d) +(?=\d)", ",", normalise(text).text).replace(" ", "").replace("＊", "*")
    segments = tuple(filter(None, _BREAK.split(rest)))
    plain = "".join(segments)
    facets: list[Facet] = []
    for pattern, make in _MAKERS:

        def taken(match: re.Match[str], make: Any = make) -> str:
            facet = make(match)
            if facet is None:
                return match[0]
            facets.append(facet)
            return ","

        rest = pattern.sub(taken, rest)
    labelled = [facet for facet in facets if facet.kind == "labelled"]
    facets = [facet for facet in facets if facet.kind != "labelled"]
    if labelled:
        ordered = sorted(labelled, key=lambda facet: "长宽高".index(facet.words[0]))
        facets.append(Facet("size", tuple(facet.value for facet in ordered), ",".join(facet.words for facet in ordered)))
    return Stated(tuple(facets), rest, plain, segments)


def _size(match: re.Match[str]) -> Facet:
    pairs = [(match[index], match[index + 1]) for index in (1, 3, 5) if match[index]]
    unit = next((unit for _, unit in reversed(pairs) if unit), "")
    return Facet("size", tuple(_length(number, own or unit) for number, own in pairs), match[0])


def _length(number: str, unit: str) -> tuple[Fraction, bool]:
    """Returns a length in millimetres and True, or a bare number and False."""
    return Fraction(number) * _MM.get(unit, 1), bool(unit)


def _count(match: re.Match[str]) -> Facet:
    number, unit = match[1], match[2]
    return Facet(unit, Fraction(_DIGIT.get(number, number)), match[0])


def _letter(match: re.Match[str]) -> Facet:
    many, xs, end, single = match.groups()
    return Facet("letter", single or ("x" * int(many) + "l" if many else xs + end), match[0])


_MAKERS = (
    (_LABELLED, lambda m: Facet("labelled", _length(m[2], m[3]), m[0])),
    (_SIZE, _size),
    (_DATE, lambda m: Facet("date", (int(m[1]), int(m[2])), m[0])),
    (_CLOCK, lambda m: Facet("clock", m[0], m[0])),
    (_LENGTH, lambda m: Facet("size", (_length(m[1], m[2]),), m[0])),
    (_COUNT, _count),
    (_LETTER, _letter),
    (_COLOUR, lambda m: Facet("colour", m[1], m[0])),
)


def leaves(value: Any) -> tuple[str, ...]:
    """Returns the texts of a detail, which may be a list or hold details of its own."""
    if isinstance(value, Mapping):
        return tuple(text for inner in value.values() for text in leaves(inner))
    if isinstance(value, list | tuple):
        return tuple(text for inner in value for text in leaves(inner))
    return () if value is None or isinstance(value, bool) else (str(value),)


def missing(remark: str, details: Mapping[str, Any]) -> tuple[str, ...]:
    """Returns the details, in words, that the remark does not state."""
    said = stated(remark)
    return tuple(text for text in leaves(details) if not _carries(said, text))


def mistakes(
    remark: str, added: str, details: Mapping[str, Any], agreed: Iterable[str] = (), options: Iterable[str] = ()
) -> tuple[Mistake, ...]:
    """Returns the details that `remark` lacks and its new part `added` states otherwise.

    `agreed` are texts in which something else was agreed later; `options` the values an attribute of the item may take.
    """
    whole, new = stated(remark), stated(added)
    wanted = [facet for text in leaves(details) for facet in stated(text).facets]
    elsewhere = [facet for text in agreed for facet in stated(text).facets]
    found: list[Mistake] = []
    for text in leaves(details):
        if _carries(whole, text):
            continue
        known = stated(text)
        for facet in known.facets:
            if not _has(whole, facet):
                rivals = (f for f in new.facets if f.kind == facet.kind and not any(_same(f, other) for other in (*wanted, *elsewhere)))
                found += [Mistake(text, rival.words) for rival in list(rivals)[:1]]
        for token in _tokens(known):
            rival = None if _says(whole, token) else _near(new, token) or _other_option(new, token, options)
            if rival:
                found.append(Mistake(text, rival))
    return tuple(found)


def _carries(said: Stated, text: str) -> bool:
    known = stated(text)
    return all(_has(said, facet) for facet in known.facets) and all(_says(said, token) for token in _tokens(known))


def _has(said: Stated, facet: Facet) -> bool:
    if any(_same(other, facet) for other in said.facets):
        return True
    return facet.kind == "colour" and facet.value in said.plain


def _same(one: Facet, other: Facet) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind != "size":
        return bool(one.value == other.value)
    if len(other.value) == 1 < len(one.value):
        return any(_equal((part,), other.value) for part in one.value)
    return len(one.value) == len(other.value) and _equal(one.value, other.value)


def _equal(one: Iterable[tuple[Fraction, bool]], other: Iterable[tuple[Fraction, bool]]) -> bool:
    """Returns whether lengths agree; where one side has no unit, in whatever unit makes them agree."""
    pairs = list(zip(one, other, strict=True))
    if all(left[1] == right[1] for left, right in pairs):
        return all(left[0] == right[0] for left, right in pairs)
    return any(all(left[0] * (1 if left[1] else mm) == right[0] * (1 if right[1] else mm) for left, right in pairs) for mm in (1000, 10, 1))


def _tokens(known: Stated) -> tuple[str, ...]:
    return tuple(filter(None, _BREAK.split(known.rest)))


def _says(said: Stated, token: str) -> bool:
    short = _SUFFIX.sub("", token)
    if token in said.plain or short in said.plain:
        return True
    return len(token) >= 4 and all(char in said.plain for char in token)


def _near(said: Stated, token: str) -> str | None:
    """Returns words of the remark that are `token` with one character wrong: anywhere for longer words, whole segments for short ones."""
    size = len(token)
    if size < 2:
        return None
    if size == 2:
        windows: Iterable[str] = (segment for segment in said.segments if len(segment) == 2)
    else:
        windows = (said.plain[at : at + size] for at in range(len(said.plain) - size + 1))
    return next((window for window in windows if sum(a != b for a, b in zip(window, token, strict=True)) == 1), None)


def _other_option(said: Stated, token: str, options: Iterable[str]) -> str | None:
    """Returns another value of the attribute that `token` is a value of, where the remark names it."""
    for option in options:
        values = _BREAK.split(normalise(option).text)
        if token in values:
            return next((value for value in values if value and value != token and value in said.plain), None)
    return None
