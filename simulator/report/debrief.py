"""The debrief of one sitting: the talk with its findings beside it, the marks, and how the buyer felt. A pure function of the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from scoring.metrics import counts
from scoring.score import NAMES, below_floors
from scoring.scorecard import DIMENSIONS, Finding, Scorecard, tenths
from scoring.timeline import Transcript, Wait, ms, waits_of
from simulator.events import ActionTaken, Event, MessageSent, WorldChanged
from simulator.persona import Persona
from simulator.presenting import clock_at
from simulator.report.reasons import reasons
from simulator.scenario import Scenario
from simulator.told import told
from simulator.views import DebriefLine, DebriefView, Goal, Mark, MoodPoint, Note, Row
from simulator.vocabulary import vocabulary
from simulator.words import Words, pick

_MOODS = {"patience": ("耐心", "Patience"), "interest": ("兴趣", "Interest"), "trust": ("信任", "Trust")}

_TABLE = {
    "title": ("对话记录", "Transcript"),
    "passed": ("合格", "Passed"),
    "failed": ("不合格", "Not passed"),
    "failed.nothing": ("没有可评的内容", "There is nothing to assess"),
    "failed.fatal": ("不合格：触犯红线「{name}」", "Not passed: {name} is fatal"),
    "failed.floor": ("不合格：{name}低于 {floor} 分的最低要求", "Not passed: {name} is below its floor of {floor}"),
    "failed.total": ("不合格：总分没有到 {mark}，失分最多的是「{name}」", "Not passed: the total is below {mark}; most was lost by {name}"),
    "passed.lost": ("合格，最可惜的是「{name}」", "Passed; most was lost by {name}"),
    "blocked": ("已拉黑", "blocked"),
    "first_response_s": ("首次响应", "First response"),
    "average_response_s": ("平均响应（已回复的）", "Average response, where answered"),
    "waits_over_2min": ("等待超过 2 分钟", "Over 2 minutes"),
    "three_minute_rate": ("3 分钟响应率", "Answered within 3 minutes"),
    "answer_ratio": ("答问比", "Answers per question"),
    "typing_chars_per_min": ("打字速度", "Typing"),
    "fines_yuan": ("罚款", "Fines"),
    "penalty_points": ("平台扣分", "Penalty points"),
    "unit.s": ("{value} 秒", "{value} s"),
    "unit.times": ("{value} 次", "{value}"),
    "unit.typing": ("{value} 字/分", "{value} chars/min"),
    "unit.yuan": ("{value} 元", "{value} yuan"),
    "unit.points": ("{value} 分", "{value}"),
    "nothing": ("—", "—"),
    "plain": ("平淡的回复", "Plain replies"),
    "plain.message": (
        "有 {n} 句没有错，只是平淡，一共少了这些分。上面标着「平淡」的就是它们。",
        "{n} replies have no fault and nothing kind either, and lost this much together; they are marked plain above.",
    ),
}
_PLAIN = "politeness.plain"
"""The rule of small losses for replies that have no fault and nothing kind either."""
_OF_THE_WHOLE = frozenset({"timeliness.average_response"})
"""Rules about a talk as a whole: their findings hang on no line, whatever moment they name."""
_HIDDEN = frozenset({"facts", "buyer_moved", "typing"})


def debrief(
    transcript: Transcript, card: Scorecard, scenario: Scenario | None = None, lang: str = "zh", persona: Persona | None = None
) -> DebriefView:
    """Returns what the debrief of a transcript shows, in `lang`. `persona` tells why the buyer's mood changed."""
    say = Words(_TABLE, lang)
    events = transcript.events
    end = events[-1].at if events else 0.0
    waits = [wait for talk in _talks(events) for wait in waits_of(talk, end)]
    lines, placed = _lines(transcript, card, waits, lang)
    rest = [note(finding, lang) for index, finding in enumerate(card.findings) if index not in placed and finding.rule != _PLAIN]
    left = next((event for event in reversed(events) if isinstance(event, WorldChanged) and event.name == "buyer_left"), None)
    return DebriefView(
        session=card.session,
        title=scenario.name.say(lang) if scenario else card.scenario or say("title"),
        mode="exam" if transcript.header.more.get("mode") == "exam" else "practice",
        level=scenario.level if scenario else 0,
        seconds=end,
        turns=sum(isinstance(event, MessageSent) and event.sender == "agent" for event in events),
        total=tenths(card.total),
        passed=card.passed,
        grade=card.grade,
        pass_mark=card.rubric.pass_mark,
        ending=_ending(left, persona, lang, say),
        verdict=verdict(card, lang),
        marks=tuple(
            Mark(name, pick(NAMES[name], lang), tenths(card.scores.get(name)), card.rubric.weights.get(name, 0)) for name in DIMENSIONS
        ),
        lines=lines,
        general=(*_once(rest), *_plainness(card, lang, say)),
        goals=tuple(Goal(cast(Literal["must", "more", "delight"], one.kind), pick(one.text, lang), one.done) for one in card.objectives),
        responses=tuple((wait.ended, wait.ms / 1000) for wait in sorted(waits, key=lambda wait: ms(wait.ended)) if wait.answer),
        mood=tuple(_moods(events, persona, lang)),
        metrics=_metrics(card, say),
        formula=tuple(pick(line, lang) for line in card.formula),
        fines_yuan=card.metrics.fines_yuan,
        penalty_points=card.metrics.penalty_points,
        techniques=tuple(
            act.zh if lang == "zh" else name.replace("_", " ") for name in card.techniques if (act := vocabulary().acts[name])
        ),
    )


def verdict(card: Scorecard, lang: str) -> str:
    """Returns one sentence: passed or not, and the first reason."""
    say = Words(_TABLE, lang)
    if card.total is None:
        return say("failed.nothing")
    fatal = next((finding for finding in card.findings if finding.fatal and not finding.unsure), None)
    if fatal:
        return say("failed.fatal", name=pick(fatal.name, lang) or fatal.rule)
    for name in below_floors(card.scores, card.rubric):
        return say("failed.floor", name=pick(NAMES[name], lang), floor=card.rubric.floors[name])
    if not card.passed:
        return say("failed.total", mark=card.rubric.pass_mark, name=_worst(card, lang))
    worst = _worst(card, lang)
    return say("passed.lost", name=worst) if worst else say("passed")


def _worst(card: Scorecard, lang: str) -> str:
    """Returns the name of what cost the total most, empty where nothing was lost; losses count by the weight of their dimension."""
    lost: dict[str, int] = {}
    names: dict[str, str] = {}
    for finding in card.findings:
        lost[finding.rule] = lost.get(finding.rule, 0) + finding.delta * card.rubric.weights.get(finding.dimension, 0)
        names[finding.rule] = pick(finding.name, lang) or finding.rule
    worst = min(lost, key=lost.__getitem__, default="")
    return names[worst] if worst and lost[worst] < 0 else ""


def note(finding: Finding, lang: str) -> Note:
    """Returns a finding as it stands beside its message. Where the title says it all, nothing is said twice."""
    title, message = pick(finding.name, lang) or finding.rule, pick(finding.message, lang)
    if finding.group == "politeness":
        message = f"“{finding.matched}”" if finding.span else ""
    elif finding.group == "outcome":
        title, message = message, ""
    return Note(
        rule=finding.rule,
        title=title,
        tone="unsure" if finding.unsure else "good" if finding.delta > 0 else "bad",
        span=finding.span,
        matched=finding.matched,
        message=message,
        why=pick(finding.why, lang),
        source=finding.source,
        better=pick(finding.better, lang),
        delta=finding.delta / 10,
        fine=finding.fine,
        points=finding.points,
        fatal=finding.fatal,
    )


def _once(notes: Sequence[Note]) -> Iterator[Note]:
    """Yields the notes; a reason that was given just before is not given again."""
    before = ""
    for one in notes:
        yield replace(one, why="") if one.why == before else one
        before = one.why


def _plainness(card: Scorecard, lang: str, say: Words) -> Iterator[Note]:
    """Yields one note for all that plain replies lost together."""
    plain = [finding for finding in card.findings if finding.rule == _PLAIN]
    if plain:
        whole = note(plain[0], lang)
        delta = sum(finding.delta for finding in plain) / 10
        yield replace(whole, title=say("plain"), message=say("plain.message", n=len(plain)), better="", delta=delta)


def _talks(events: Sequence[Event]) -> Iterator[list[Event]]:
    for name in dict.fromkeys(event.conversation for event in events):
        yield [event for event in events if event.conversation == name]


def _lines(transcript: Transcript, card: Scorecard, waits: Sequence[Wait], lang: str) -> tuple[tuple[DebriefLine, ...], frozenset[int]]:
    """Returns the annotated lines, and the numbers of the findings that found a line. A finding goes to the first line at its time."""
    answers = {id(wait.answer): wait.ms / 1000 for wait in waits if wait.answer and counts(wait)}
    lines: list[DebriefLine] = []
    placed: set[int] = set()
    for event in transcript.events:
        shown = _shown(event, lang)
        if shown is None:
            continue
        own = [
            (index, finding)
            for index, finding in enumerate(card.findings)
            if index not in placed
            and finding.at == round(event.at, 3)
            and finding.conversation == event.conversation
            and _fits(finding, event)
        ]
        own.sort(key=lambda one: (one[1].unsure, one[1].delta))
        placed.update(index for index, _ in own)
        plain = sum(finding.delta for _, finding in own if finding.rule == _PLAIN) / 10
        started = transcript.header.started
        lines.append(
            DebriefLine(
                at=event.at,
                clock=clock_at(started, event.at) if started else "",
                kind=shown[0],
                text=shown[1],
                notes=tuple(note(finding, lang) for _, finding in own if finding.rule != _PLAIN),
                response_s=answers.get(id(event)),
                plain=plain,
            )
        )
    return tuple(lines), frozenset(placed)


def _fits(finding: Finding, event: Event) -> bool:
    """Returns whether a finding can hang on the event: one with a span only where its words stand, a goal missed on none."""
    if finding.rule in _OF_THE_WHOLE or (finding.group == "outcome" and finding.delta < 0):
        return False
    if finding.span is None:
        return finding.group != "outcome" or not (isinstance(event, MessageSent) and event.sender == "buyer")  # goals are the agent's
    return isinstance(event, MessageSent) and event.text[slice(*finding.span)] == finding.matched


def _shown(event: Event, lang: str) -> tuple[Literal["buyer", "agent", "auto", "notice", "action"], str] | None:
    if isinstance(event, MessageSent):
        return event.sender, event.text
    if event.name in _HIDDEN:
        return None
    text = told(event, lang)
    return ("action" if isinstance(event, ActionTaken) else "notice", text) if text else None


def _ending(left: WorldChanged | None, persona: Persona | None, lang: str, say: Words) -> str:
    name = str(left.args.get("ending", "")) if left else ""
    ending = persona.endings.get(name) if persona else None
    return ending.name.say(lang) if ending else say("blocked") if name == "blocked" else name


def _moods(events: Sequence[Event], persona: Persona | None, lang: str) -> Iterator[MoodPoint]:
    known = reasons(persona, lang) if persona else {}
    for event in events:
        if isinstance(event, WorldChanged) and event.name == "buyer_moved":
            args = event.args
            yield MoodPoint(
                event.at,
                _numbers(args.get("mood"), lang),
                _numbers(args.get("change"), lang),
                known.get(str(args.get("move")), ""),
                str(args.get("to", "")),
            )


def _numbers(values: object, lang: str) -> tuple[tuple[str, int], ...]:
    """Returns (mood, number) with the usual moods in the user's words; those of an author's own stay as they are."""
    if not isinstance(values, Mapping):
        return ()
    known = {name: pick({"zh": zh, "en": en}, lang) for name, (zh, en) in _MOODS.items()}
    return tuple((known.get(str(name), str(name)), value) for name, value in values.items() if isinstance(value, int))


def _metrics(card: Scorecard, say: Words) -> tuple[Row, ...]:
    values = card.metrics.as_json()
    units = {"waits_over_2min": "times", "typing_chars_per_min": "typing", "fines_yuan": "yuan", "penalty_points": "points"}
    rows = []
    for name, value in values.items():
        unit = "s" if name.endswith("_s") else units.get(name, "")
        if value is None:
            text = say("nothing")
        elif name == "three_minute_rate":
            text = f"{value:.0%}"
        else:
            text = say(f"unit.{unit}", value=f"{value:g}") if unit else f"{value:g}"
        bad = name in ("waits_over_2min", "fines_yuan", "penalty_points") and value
        rows.append(Row(say(name), text, "bad" if bad else "muted" if value is None else "plain"))
    return tuple(rows)
