"""The debrief of a whole exam: its verdict, and the debriefs of its talks one behind the other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scoring.score import NAMES
from scoring.score import grade as letter
from scoring.scorecard import DIMENSIONS, tenths
from simulator.exam import Exam, Verdict
from simulator.views import DebriefLine, DebriefView, Mark, MoodPoint, Note
from simulator.words import Words, pick

_TABLE = {
    "talk": ("第 {number} 段：{title}，{total}", "Talk {number}: {title}, {total}"),
    "total": ("{total} 分", "{total}"),
    "of_talk": ("第 {number} 段 · {title}", "Talk {number} · {title}"),
    "none": ("未评", "not assessed"),
    "passed": ("考核合格", "The exam is passed"),
    "failed": ("考核不合格：{reasons}", "The exam is not passed: {reasons}"),
    "mean": ("总分 {total} = 各段总分的平均：{parts}", "Total {total} = the mean of the talks: {parts}"),
    "mark": ("合格线 {mark}", "Pass mark {mark}"),
    "floor": ("{name}最低 {floor}", "Floor of {name}: {floor}"),
    "and": ("；", "; "),
}


def exam_debrief(exam: Exam, outcome: Verdict, talks: Sequence[DebriefView], session: str, lang: str) -> DebriefView:
    """Returns the debriefs of the talks as one, under the verdict of the exam. Times run on from talk to talk."""
    say = Words(_TABLE, lang)
    lines: list[DebriefLine] = []
    responses: list[tuple[float, float]] = []
    mood: list[MoodPoint] = []
    general: list[Note] = []
    start = 0.0
    for number, talk in enumerate(talks, start=1):
        marks = say("none") if talk.total is None else say("total", total=f"{talk.total:g}")
        clock = talk.lines[0].clock if talk.lines else ""
        lines.append(DebriefLine(start, clock, "notice", say("talk", number=number, title=talk.title, total=marks)))
        lines += [replace(line, at=line.at + start) for line in talk.lines]
        responses += [(at + start, seconds) for at, seconds in talk.responses]
        general += [replace(one, title=say("of_talk", number=number, title=one.title)) for one in talk.general]
        mood += [replace(point, at=point.at + start) for point in talk.mood]
        start += talk.seconds
    reasons = say("and").join(pick(reason, lang) for reason in outcome.reasons)
    parts = " + ".join("—" if talk.total is None else f"{talk.total:g}" for talk in talks)
    total = tenths(outcome.total)
    floors = {name: floor for name in DIMENSIONS if (floor := getattr(exam.floors, name)) is not None}
    return DebriefView(
        session=session,
        title=exam.name.say(lang),
        mode="exam",
        level=max((talk.level for talk in talks), default=1),
        seconds=start,
        turns=sum(talk.turns for talk in talks),
        total=total,
        passed=outcome.passed,
        grade=letter(outcome.total, outcome.passed),
        pass_mark=exam.pass_mark,
        ending=" · ".join(talk.ending for talk in talks if talk.ending),
        verdict=say("passed") if outcome.passed else say("failed", reasons=reasons),
        marks=tuple(Mark(name, pick(NAMES[name], lang), tenths(outcome.scores.get(name)), 0) for name in DIMENSIONS),
        lines=tuple(lines),
        general=tuple(general),
        goals=tuple(goal for talk in talks for goal in talk.goals),
        responses=tuple(responses),
        mood=tuple(mood),
        metrics=(),
        formula=(
            say("mean", total="—" if total is None else f"{total:g}", parts=f"({parts}) ÷ {len(talks)}"),
            say("mark", mark=exam.pass_mark),
            *(say("floor", name=pick(NAMES[name], lang), floor=floor) for name, floor in floors.items()),
            *(row for talk in talks for row in (f"— {talk.title} —", *talk.formula)),
        ),
        fines_yuan=sum(talk.fines_yuan for talk in talks),
        penalty_points=sum(talk.penalty_points for talk in talks),
        techniques=tuple(dict.fromkeys(name for talk in talks for name in talk.techniques)),
    )
