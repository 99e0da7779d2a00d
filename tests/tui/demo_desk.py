"""A desk in memory: the stand-in for the real one in the tests of the screens and in pictures of them. Its time is set by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from simulator.clean import clean
from simulator.problems import DeskError, Problem
from simulator.views import (
    Briefing,
    DebriefView,
    FinishedView,
    Mode,
    PhraseView,
    ProgressView,
    Row,
    ScenarioCard,
    SittingView,
    UnfinishedView,
)
from tests.tui.demo_content import CARDS, GOALS, ITEM, PHRASES, SHOP, bubble, debrief, talks_at_first


@dataclass
class DemoSettings:
    """Settings that live in memory."""

    language: str = "zh"
    theme: str = "kefu-dark"
    speed: float = 1.0

    def save(self, **changes: str | float) -> None:
        for name, value in changes.items():
            setattr(self, name, value)


class DemoSitting:
    """A sitting whose buyers never answer by themselves. `clock` gives the seconds; waiting grows with it."""

    scenario_id = "haggler_last_piece"

    def __init__(self, clock: Callable[[], float] = lambda: 0.0, *, mode: Any = "practice", talks: int = 8) -> None:
        self._clock = clock
        self._now = clock()
        self.session_id = "demo"
        self.ended = False
        self.mode = mode
        self.number = 1
        self.talks = talks_at_first()[:talks]
        self.said: list[tuple[str, str]] = []
        self.acted: list[tuple[str, str, dict[str, Any]]] = []
        self.refuses = ""
        self.broken = ""
        self.left = False
        self.left_s = 1421.0
        self._hints = 2

    def tick(self) -> None:
        if self.broken:
            raise DeskError(self.broken)
        passed, self._now = self._clock() - self._now, self._clock()
        self.left_s -= passed
        if self.left_s <= 0:
            self.ended = True
        self.talks = [talk if talk.waiting_s is None else replace(talk, waiting_s=talk.waiting_s + passed) for talk in self.talks]

    def view(self) -> SittingView:
        late = sum((talk.waiting_s or 0) > 120 for talk in self.talks)
        title = "林记女装旗舰店" if self.mode == "practice" else "上岗考核"
        return SittingView(
            "demo",
            title,
            self.mode,
            self._now,
            "14:06",
            self.left_s,
            tuple(self.talks),
            self.ended,
            18.0,
            0.964,
            late,
            self.number,
            3 if self.mode == "exam" else 1,
        )

    def change(self, conversation_id: str, **changes: Any) -> None:
        """Changes a conversation, as the world would."""
        self.talks = [replace(talk, **changes) if talk.id == conversation_id else talk for talk in self.talks]

    def say(self, conversation_id: str, kind: str, text: str) -> None:
        """Adds an entry to a conversation."""
        talk = next(talk for talk in self.talks if talk.id == conversation_id)
        at = max(talk.bubbles[-1].at if talk.bubbles else 0.0, 360 + self._now)
        self.change(conversation_id, bubbles=(*talk.bubbles, bubble(at, kind, text)))

    def reply(self, conversation_id: str, text: str) -> None:
        if self.refuses:
            raise DeskError(self.refuses)
        self.said.append((conversation_id, text))
        self.say(conversation_id, "agent", clean(text))
        self.change(conversation_id, waiting_s=None, unread=0)

    def act(self, conversation_id: str, name: str, args: Mapping[str, Any]) -> None:
        if self.refuses:
            raise DeskError(self.refuses)
        self.acted.append((conversation_id, name, dict(args)))
        self.say(conversation_id, "action", f"{name} {dict(args)}")

    def hint(self, conversation_id: str) -> str | None:
        if not self._hints:
            return None
        self._hints -= 1
        self.say(conversation_id, "coach", "先认同，再讲差异。")
        return "先认同，再讲差异。"

    def phrases(self, conversation_id: str, query: str) -> tuple[PhraseView, ...]:
        if query.isdecimal():
            return PHRASES[int(query) - 1 : int(query)]
        query = query.lower()
        return tuple(
            phrase for phrase in PHRASES if not query or phrase.keys.startswith(query) or query in phrase.name or query in phrase.text
        )

    def coupons(self, conversation_id: str) -> tuple[tuple[str, str], ...]:
        return (("c5", "满 100 减 5"), ("c10", "满 199 减 10"))

    def next_talk(self) -> None:
        self.number += 1
        self.talks = [replace(talks_at_first()[self.number], id=f"t{self.number}")]

    def finish(self) -> None:
        self.ended = True

    def leave(self) -> None:
        self.left = True


@dataclass
class DemoDesk:
    """A desk over the demo sitting. `empty`: nothing was ever practised here."""

    lang: str = "zh"
    settings: DemoSettings = field(default_factory=DemoSettings)
    empty: bool = False
    problems: tuple[Problem, ...] = ()
    sitting: DemoSitting = field(default_factory=DemoSitting)
    started: list[str] = field(default_factory=list)
    unfinished_mode: Mode = "practice"
    discarded: list[str] = field(default_factory=list)
    debriefed: list[str] = field(default_factory=list)

    def speak(self, lang: str) -> None:
        self.lang = lang
        self.settings.language = lang

    def cards(self) -> tuple[ScenarioCard, ...]:
        return tuple(replace(card, tries=0, best=None, last=None, passed=False) for card in CARDS) if self.empty else CARDS

    def briefing(self, scenario_id: str) -> Briefing:
        card = next(card for card in CARDS if card.id == scenario_id)
        text = "买家已经在店里看了十分钟，盯上了最后一件奶杏色 L 码。\n\n你的权限是 118 元。再低要请示主管，主管今天不太好说话。先弄清楚买家真正在意什么，再决定让什么、不让什么。"  # noqa: E501
        return Briefing(
            card,
            text,
            (Row("昵称", "林小满_92"), Row("标签", "88VIP、爱比价")),
            ITEM,
            SHOP,
            tuple(replace(goal, done=None) for goal in GOALS),
            (("timeliness", 25), ("politeness", 25), ("compliance", 30), ("outcome", 20)),
            (("compliance", 60),),
        )

    def start(self, scenario_id: str, seed: int | None = None) -> DemoSitting:
        self.started.append(scenario_id)
        return self.sitting

    def unfinished(self) -> tuple[UnfinishedView, ...]:
        if self.empty or "u1" in self.discarded:
            return ()
        return (UnfinishedView("u1", "不退一百就给差评", self.unfinished_mode, "今天 10:20", 9),)

    def resume(self, session_id: str) -> DemoSitting:
        self.started.append(session_id)
        return self.sitting

    def discard(self, session_id: str) -> None:
        self.discarded.append(session_id)

    def debrief(self, session_id: str) -> DebriefView:
        self.debriefed.append(session_id)
        return debrief(self.sitting.mode)

    def progress(self) -> ProgressView:
        names = ("timeliness", "politeness", "compliance", "outcome")
        if self.empty:
            return ProgressView(
                0, 0, None, None, tuple((name, None) for name in names), (), (), (("silent_browsing", "只看不问", "从最简单的开始"),)
            )
        finished = (
            FinishedView("s5", "practice", "11-20 10:20", "不退一百就给差评", 72.0, False, "extort_refund"),
            FinishedView("e1", "exam", "11-20 09:05", "上岗考核", 91.0, True),
            FinishedView("s3", "practice", "11-19 15:40", "隔壁店更便宜", 64.0, False, "haggler_next_door"),
            FinishedView("s2", "practice", "11-19 11:12", "第一次网购的阿姨", 83.0, True, "first_phone"),
            FinishedView("s1", "practice", "11-18 16:05", "最后一件，还能再便宜吗", 86.5, True, "haggler_last_piece"),
        )
        days = tuple(
            (f"2026-{month:02d}-{day:02d}", (month * day * 7) % 5) for month in range(6, 12) for day in range(1, 29) if (month * day) % 3
        )
        suggested = (("haggler_next_door", "隔壁店更便宜", "结果 52 → 议价还差一步"), ("extort_refund", "不退一百就给差评", "合规 70"))
        return ProgressView(3, 5, 18.0, 79.4, tuple(zip(names, (92.0, 74.5, 70.0, 52.0), strict=True)), finished, days, suggested)

    def exams(self) -> tuple[tuple[str, str, str], ...]:
        about = "三段对话，抽自三个题池，共 45 分钟。没有提示，没有回头路。80 分及格，合规不低于 60，出现致命违规直接不通过。"
        return () if self.empty else (("entry", "上岗考核", about),)

    def start_exam(self, exam_id: str, trainee: str, seed: int | None = None) -> DemoSitting:
        if not trainee.strip():
            raise DeskError("请填工号")
        self.started.append(f"{exam_id}:{trainee}")
        self.sitting = DemoSitting(self.sitting._clock, mode="exam", talks=1)
        return self.sitting

    def export(self, session_id: str) -> Path:
        return Path("/tmp/kefu/reports/demo.txt")
