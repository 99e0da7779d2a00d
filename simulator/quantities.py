"""Quantities in a text: numbers with their units, in figures or in words, made comparable (两斤半, 1.25kg)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from simulator.reading.amounts import chinese

Quantity = tuple[str, float]
"""(family of units, size in its smallest unit); numbers without a unit are of the family `version`."""

SAME, NEAR = 0.05, 0.2
"""How far a stated number may be from the catalogue's to be the same, as people round (差不多十公斤 for 9.8kg), or near it."""

_FAMILIES: Mapping[str, Mapping[str, float]] = {
    "weight": {"kg": 1000, "公斤": 1000, "千克": 1000, "斤": 500, "g": 1, "克": 1, "两": 50},
    "length": {"mm": 1, "毫米": 1, "cm": 10, "厘米": 10, "公分": 10, "m": 1000, "米": 1000},
    "time": {"小时": 1, "个小时": 1, "天": 24, "日": 24, "个月": 720, "月": 720, "年": 8640},
    "volume": {"ml": 1, "毫升": 1, "l": 1000, "升": 1000, "公升": 1000},
    "power": {"w": 1, "瓦": 1, "kw": 1000, "千瓦": 1000},
    "share": {"%": 1, "绒": 1, "度": 1, "%vol": 1},
    "noise": {"db": 1, "分贝": 1},
    "layers": {"层": 1},
    "pixels": {"mah": 1, "毫安": 1},
    "version": {"": 1},
    **{counted: {counted: 1} for counted in "页抽块速档粒张枚片颗朵支本个口格键孔k岁色针股寸"},
}
_UNITS = sorted({unit for units in _FAMILIES.values() for unit in units if unit}, key=len, reverse=True)
_NUMBER = re.compile(
    rf"(\d+(?:\.\d+)?|[零一二两三四五六七八九十百千半]+)({'|'.join(map(re.escape, _UNITS))})?(半|(?<=米)[1-9一二三四五六七八九](?![\d米]))?"
)
_SIDE = re.compile(r"(\d+(?:\.\d+)?)(?=[x*×](?:\d+(?:\.\d+)?[x*×])?\d+(?:\.\d+)?(mm|cm|m|毫米|厘米|公分|米))")
"""A side of 140x80cm but the last, which alone has its unit."""
_GRADE = 3
"""So many digits without a unit are a grade (304, 6061)."""


@lru_cache(4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Returns (family of units, size in its smallest unit) of every quantity in `text`; numbers without a unit are of family version."""
    found: list[Quantity] = []
    for match in _NUMBER.finditer(_SIDE.sub(r"\1\2", text.replace("单层", "1层").replace("双层", "2层"))):
        words, unit, more = match.groups()
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
        if family == "version" and not (words[0].isdigit() and ("." in words or len(words) >= _GRADE)):
            continue
        part = 0.5 if more == "半" else (chinese(more) or 0) / 1000 if more else 0.0
        found.append((family, (size + part) * _FAMILIES[family][unit or ""]))
    return tuple(found)


def _digits(words: str) -> float | None:
    """Returns 90 for 九零: digits spoken one by one."""
    digits = ["零一二三四五六七八九".find(char) for char in words]
    return float("".join(map(str, digits))) if digits and min(digits) >= 0 else None


def compared(said: Quantity, known: Quantity) -> str:
    """Returns whether two quantities of a family are the `same` as people round, `near` each other or `other`; versions must be equal."""
    apart = abs(said[1] - known[1])
    if apart == 0 or said[0] == "version":
        return "other" if apart else "same"
    return "same" if apart <= SAME * known[1] else "near" if apart <= NEAR * known[1] else "other"
