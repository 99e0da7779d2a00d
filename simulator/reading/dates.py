"""Finds times and spans of time (明天, 周五前, 48小时内, 2-3天): what promises are about, and what looks like an amount but is none."""

from __future__ import annotations

from simulator.reading.lazy import Lazy
from simulator.reading.marks import Span

_N = r"(?:\d{1,3}|[一二两三四五六七八九十半几]{1,3})"
_PART = r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚|早)"
_DAY = (
    r"(?:今天|明天|后天|大后天|今日|明日|今晚|明晚|今早|明早|当天|当日|次日|隔天|隔日|第二天|月底|年前|节前|周末|元旦|"
    r"除夕|春节|中秋|国庆|端午|情人节"
    r"|(?:下下|下|这|本)?(?:周|星期|礼拜)[一二三四五六日天末]|(?:下|这|本)(?:周|星期|礼拜|个?月)"
    rf"|{_N}月{_N}[日号]|(?<![\d.]){_N}[日号](?!店|线|楼|仓|库|院|色|码|电池|链|机|款|门|位))"
)
_CLOCK = rf"(?:{_N}点(?:半|一刻|{_N}分?|整|钟)?|\d{{1,2}}:\d{{2}})"
_POINT = Lazy(rf"{_DAY}?{_PART}?{_CLOCK}(?:之?前|以前|左右|后|内)?|{_DAY}{_PART}?(?:之?前|以前|左右|内)?|{_PART}前")
_LENGTH = Lazy(
    rf"{_N}(?:[-~至到、]{_N})?(?:个)?(?:多)?(?:工作日|自然日|小时|钟头|分钟|分|秒|天|日|周|星期|礼拜|月)(?:之内|以内|内|左右|后|之后|上下)?"
)
_HINT = frozenset("天日晚早点周期拜月号时分秒节夕旦:夜午年底")
_UNITS = frozenset("日时头分秒天周期拜月")
"""Every length of time has one of these characters."""


def times_in(text: str) -> tuple[Span, ...]:
    """Returns the spans in the normalised text of every point or length of time, in order, without overlaps."""
    if _HINT.isdisjoint(text):
        return ()
    found: list[Span] = []
    spans = [match.span() for match in _POINT.finditer(text)]
    if not _UNITS.isdisjoint(text):
        spans += [match.span() for match in _LENGTH.finditer(text)]
    for at in sorted(spans, key=_longest_first):
        if not found or at[0] >= found[-1][1]:
            found.append(at)
    return tuple(found)


def _longest_first(span: Span) -> tuple[int, int]:
    return span[0], -span[1]
