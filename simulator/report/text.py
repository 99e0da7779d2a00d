"""Scorecards and debriefs as plain text for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.score import NAMES, written
from scoring.scorecard import DIMENSIONS, Finding, Scorecard
from simulator.views import DebriefView, Note
from simulator.words import Words, pick

_TABLE = {
    "total": ("总分 {total} · {grade} · {verdict}", "Total {total} · {grade} · {verdict}"),
    "none": ("没有可评的内容", "nothing to assess"),
    "passed": ("合格", "passed"),
    "failed": ("不合格", "not passed"),
    "better": ("可以说：{text}", "Better: {text}"),
    "source": ("依据：{text}", "Source: {text}"),
    "unsure": ("请人看看", "for a person to look at"),
    "fatal": ("红线", "fatal"),
    "fine": ("罚款 {fine} 元", "fine {fine} yuan"),
    "points": ("平台扣 {points} 分", "{points} penalty points"),
    "plain": ("[平淡 {delta}]", "[plain {delta}]"),
    "goals": ("目标", "Goals"),
    "formula": ("怎么算的", "How the marks came about"),
    "metrics": ("指标", "Figures"),
    "general": ("其他", "Also"),
    "techniques": ("用到的技巧：{names}", "Techniques used: {names}"),
}
_SIGNS = {"good": "+", "bad": "−", "unsure": "?"}


def summary(name: str, card: Scorecard, lang: str = "zh") -> str:
    """Returns a scorecard as a few lines: the total, the marks, every finding with its words, and the formula."""
    return "\n".join(_summary(name, card, lang))


def debrief_text(view: DebriefView, lang: str = "zh") -> str:
    """Returns a whole debrief as plain text: the annotated talk, goals, figures and the formula."""
    return "\n".join(_debrief(view, lang))


def _summary(name: str, card: Scorecard, lang: str) -> Iterator[str]:
    say = Words(_TABLE, lang)
    if card.total is None:
        yield f"{name}: {say('none')}"
    else:
        result = say("total", total=written(card.total), grade=card.grade, verdict=say("passed" if card.passed else "failed"))
        yield f"{name}: {result}"
    marks = [f"{pick(NAMES[one], lang)} {written(mark)}" for one in DIMENSIONS if (mark := card.scores.get(one)) is not None]
    if marks:
        yield "  " + "  ".join(marks)
    for finding in card.findings:
        yield f"  {_clock(finding.at)} {_finding(finding, lang, say)}"
    for line in card.formula:
        yield f"  {pick(line, lang)}"


def _finding(finding: Finding, lang: str, say: Words) -> str:
    parts = [say("unsure") if finding.unsure else _delta(finding.delta / 10)]
    parts += [say("fatal")] if finding.fatal else []
    parts += [say("fine", fine=finding.fine)] if finding.fine else []
    parts += [say("points", points=finding.points)] if finding.points else []
    return f"[{' · '.join(parts)}] {finding.rule}: {pick(finding.message, lang)}"


def _debrief(view: DebriefView, lang: str) -> Iterator[str]:
    say = Words(_TABLE, lang)
    yield f"{view.title}  {view.ending}".rstrip()
    yield view.verdict
    yield "  ".join(f"{mark.name} {mark.score:g}" for mark in view.marks if mark.score is not None)
    yield ""
    for line in view.lines:
        waited = f" ({line.response_s:g}s)" if line.response_s is not None else ""
        plain = f" {say('plain', delta=_delta(line.plain))}" if line.plain else ""
        who = {"buyer": "<", "agent": ">", "auto": "~", "notice": "*", "action": "#"}[line.kind]
        yield f"{line.clock or _clock(line.at)} {who} {line.text}{waited}{plain}"
        for note in line.notes:
            yield from _note(note, say)
    if view.general:
        yield ""
        yield say("general")
        for note in view.general:
            yield from _note(note, say)
    if view.goals:
        yield ""
        yield say("goals")
        yield from (f"  {'✓' if goal.done else '✗' if goal.done is False else '·'} {goal.text}" for goal in view.goals)
    if view.techniques:
        yield say("techniques", names="、".join(view.techniques))
    yield ""
    yield say("metrics")
    yield from (f"  {row.label} {row.value}" for row in view.metrics)
    yield ""
    yield say("formula")
    yield from (f"  {line}" for line in view.formula)


def _note(note: Note, say: Words) -> Iterator[str]:
    parts = [_delta(note.delta)] if note.delta else [say("unsure")] if note.tone == "unsure" else []
    parts += [say("fatal")] if note.fatal else []
    parts += [say("fine", fine=note.fine)] if note.fine else []
    parts += [say("points", points=note.points)] if note.points else []
    head = f"    {_SIGNS[note.tone]} {note.title}" + (f" [{' · '.join(parts)}]" if parts else "")
    yield f"{head} {note.message}".rstrip()
    if note.why:
        yield f"      {note.why}"
    if note.better:
        yield f"      {say('better', text=note.better)}"
    if note.source:
        yield f"      {say('source', text=note.source)}"


def _delta(delta: float) -> str:
    return f"{delta:+g}".replace("-", "−")


def _clock(at: float) -> str:
    return f"{int(at // 60):02d}:{int(at % 60):02d}"
