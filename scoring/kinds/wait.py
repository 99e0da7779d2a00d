"""A buyer who waits too long: one finding a wait, of its highest tier, on the late answer or the first unanswered message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scoring.kinds.base import Find, Hit
from scoring.rulefile import RuleKeys
from scoring.timeline import Timeline
from simulator.fields import Seconds


class Keys(RuleKeys):
    """`over`: the wait is longer than this; `up_to`: and not longer than this."""

    kind: Literal["wait"]
    over: Seconds
    up_to: Seconds | None = None


def prepare(keys: Keys) -> Find:
    """Returns the finder of one tier of waits."""

    def find(sitting: Timeline) -> Iterator[Hit]:
        for wait in sitting.waits:
            if wait.ms > keys.over * 1000 and (keys.up_to is None or wait.ms <= keys.up_to * 1000):
                hung = wait.answer or wait.opened
                values = {"waited": in_words(wait.ms, "zh"), "waited_en": in_words(wait.ms, "en"), "question": wait.opened.text[:20]}
                yield Hit(hung.conversation, hung.at, values=values)

    return find


def in_words(milliseconds: float, lang: str) -> str:
    """Returns a span of time as people say it: 45 秒, 2 分 5 秒, 3 小时 20 分."""
    seconds = round(milliseconds / 1000, 1)
    hours, minutes, rest = int(seconds // 3600), int(seconds % 3600 // 60), round(seconds % 60, 1)
    names = (" 小时", " 分", " 秒") if lang == "zh" else (" h", " min", " s")
    parts = ((hours, names[0]), (minutes, names[1]), (rest if rest % 1 else int(rest), names[2]))
    return " ".join(f"{value}{name}" for value, name in parts if value)[:40] or f"0{names[2]}"
