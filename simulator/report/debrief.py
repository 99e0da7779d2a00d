"""The debrief of one sitting: the talk with its findings beside it, the marks, and how the buyer felt. A pure function of the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, cast

from scoring.metrics import counts
from scoring.score import NAMES, below_floors
from scoring.scorecard import DIMENSIONS, Finding, Scorecard, tenths
from scoring.timeline import Transcript, Wait, ms, waits_of
from simulator.events import ActionTaken, Event, MessageSent, WorldChanged
from simulator.fields import Words as Both
from simulator.persona import Persona
from simulator.presenting import clock_at, told
from simulator.scenario import Scenario
from simulator.views import DebriefLine, DebriefView, Goal, Mark, MoodPoint, Note, Row
from simulator.vocabulary import vocabulary
from simulator.words import Words, pick

_MOODS = {"patience": ("耐心", "Patience"), "interest": ("兴趣", "Interest"), "trust": ("信任", "Trust")}

_TABLE = {
    "title": ("对话记录", "Transcript"),
    "passed": ("合格", "Passed"),
    "failed": ("不合格", "Not passed"),
    "failed.nothing": ("没有可评的内容", "There is nothing to assess"),
    "failed.fatal": ("不合格:{name}是红线", "Not passed: {name} is fatal"),
    "failed.floor": ("不合格:{name}低于 {floor} 分的底线", "Not passed: {name} is below its floor of {floor}"),
    "failed.total": ("不合格:总分没有到 {mark}", "Not passed: the total is below {mark}"),
    "passed.lost": ("合格,最可惜的是{name}", "Passed; most was lost by {name}"),
    "blocked": ("已拉黑", "blocked"),
    "first_response_s": ("首次响应", "First response"),
    "average_response_s": ("平均响应", "Average response"),
    "waits_over_2min": ("超过2分钟", "Over 2 minutes"),
    "three_minute_rate": ("3分钟人工响应率", "Answered within 3 minutes"),
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
}
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
        general=tuple(note(finding, lang) for index, finding in enumerate(card.findings) if index not in placed),
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
        return say("failed.total", mark=card.rubric.pass_mark)
    worst = min(card.findings, key=lambda finding: finding.delta, default=None)
    return say("passed.lost", name=pick(worst.name, lang) or worst.rule) if worst and worst.delta < 0 else say("passed")


def note(finding: Finding, lang: str) -> Note:
    """Returns a finding as it stands beside its message."""
    return Note(
        rule=finding.rule,
        title=pick(finding.name, lang) or finding.rule,
        tone="unsure" if finding.unsure else "good" if finding.delta > 0 else "bad",
        span=finding.span,
        matched=finding.matched,
        message=pick(finding.message, lang),
        why=pick(finding.why, lang),
        source=finding.source,
        better=pick(finding.better, lang),
        delta=finding.delta / 10,
        fine=finding.fine,
        points=finding.points,
        fatal=finding.fatal,
    )


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
        placed.update(index for index, _ in own)
        started = transcript.header.started
        lines.append(
            DebriefLine(
                at=event.at,
                clock=clock_at(started, event.at) if started else "",
                kind=shown[0],
                text=shown[1],
                notes=tuple(note(finding, lang) for _, finding in own),
                response_s=answers.get(id(event)),
            )
        )
    return tuple(lines), frozenset(placed)


def _fits(finding: Finding, event: Event) -> bool:
    """Returns whether a finding can hang on the event: one with a span only where its words stand."""
    if finding.span is None:
        return True
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
    reasons = _reasons(persona) if persona else {}
    for event in events:
        if isinstance(event, WorldChanged) and event.name == "buyer_moved":
            why, args = reasons.get(str(event.args.get("move"))), event.args
            yield MoodPoint(
                event.at,
                _numbers(args.get("mood"), lang),
                _numbers(args.get("change"), lang),
                why.say(lang) if why else "",
                str(args.get("to", "")),
            )


def _numbers(values: object, lang: str) -> tuple[tuple[str, int], ...]:
    """Returns (mood, number) with the usual moods in the user's words; those of an author's own stay as they are."""
    if not isinstance(values, Mapping):
        return ()
    known = {name: pick({"zh": zh, "en": en}, lang) for name, (zh, en) in _MOODS.items()}
    return tuple((known.get(str(name), str(name)), value) for name, value in values.items() if isinstance(value, int))


def _reasons(persona: Persona) -> Mapping[str, Both]:
    """Returns full id -> why the buyer reacts so, for every move, silence and decision of the persona that says it."""
    found: dict[str, Both | None] = {f"{persona.persona}.confused": persona.confused.why}
    for name, state in persona.states.items():
        path = f"{persona.persona}.{name}"
        found |= {persona.full_id(name, move): move.why for move in persona.moves_of(name)}
        found |= {f"{path}.silence_{index}": silence.why for index, silence in enumerate(state.silence, start=1)}
        found |= {f"{path}.decides_{index}": decision.why for index, decision in enumerate(state.decides, start=1)}
        found[f"{path}.unanswered"] = state.unanswered.why if state.unanswered else None
    return {name: why for name, why in found.items() if why}


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
