"""The figures of a debrief as text for one width: marks, response times, the buyer's mood, goals, and how the total was made. Pure."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from simulator.tui.text import fit, mark, minutes, wrap_cjk
from simulator.tui.theme import score_tone
from simulator.tui.widgets.charts import bar, columns, heading, level_colour, steps, table
from simulator.tui.widgets.order_panel import goals_text
from simulator.tui.widgets.panel import lines
from simulator.views import DebriefView
from simulator.words import Words

TARGET_S = 30
"""The response time that trainees aim for."""


def figures(view: DebriefView, width: int, words: Words) -> Content:
    """Returns all sections that have something to say."""
    sections = [_verdict(view, width, words), _marks(view, width, words)]
    if view.responses:
        chart = columns([seconds for _, seconds in view.responses], width, height=5, target=TARGET_S)
        sections.append(lines(heading(words("debrief.responses"), width, words("debrief.target", n=TARGET_S)), chart))
    if view.mood:
        sections += [_moods(view, width, words), _reasons(view, width, words)]
    if view.goals:
        sections.append(goals_text(view.goals, width, words))
    if view.techniques:
        sections.append(
            lines(heading(words("debrief.techniques"), width), *(Content.assemble(("✔ ", "$success"), name) for name in view.techniques))
        )
    if view.metrics:
        sections.append(lines(heading(words("debrief.metrics"), width), table(view.metrics, width)))
    if view.formula:
        rows = [
            Content.styled(row, "$foreground" if index == 0 else "$muted")
            for text in view.formula
            for index, row in enumerate(wrap_cjk(text, width))
        ]
        sections.append(lines(heading(words("debrief.formula"), width), *rows))
    return Content("\n\n").join(sections)


def _verdict(view: DebriefView, width: int, words: Words) -> Content:
    colour = "$success" if view.passed else "$error"
    result = words("debrief.passed" if view.passed else "debrief.failed")
    head = Content.assemble(
        (f" {mark(view.total)} ", f"bold $background on {colour}"),
        (f" {view.grade}  {result}", f"bold {colour}"),
        (f"   {view.ending}", "$muted"),
    )
    extra = []
    if view.penalty_points:
        extra.append(words("debrief.points", n=view.penalty_points))
    if view.fines_yuan:
        extra.append(words("debrief.fine", n=view.fines_yuan))
    rows = [Content(row) for row in wrap_cjk(view.verdict, width)]
    if extra:
        rows.append(Content.styled(" · ".join(extra), "$error"))
    return lines(heading(words("debrief.verdict"), width, words("briefing.pass", n=view.pass_mark)), head, *rows)


def _marks(view: DebriefView, width: int, words: Words) -> Content:
    label = max((cell_len(item.name) for item in view.marks), default=0) + 2
    since = any(item.before is not None for item in view.marks)
    room = width - label - 6 - (6 if since else 0)
    rows = []
    for item in view.marks:
        change = ("" if item.before is None or item.score is None else f"{item.score - item.before:+.1f}").removesuffix(".0")
        value = f" {mark(item.score):>5}" if item.score is not None else ""
        track = (
            bar(item.score / 100, room, score_tone(item.score, view.pass_mark))
            if item.score is not None
            else Content.styled(fit(words("debrief.not_assessed"), room), "$muted")
        )
        rows.append(
            Content.assemble(
                (fit(item.name, label), "$muted"),
                track,
                (value, "bold"),
                (f"{change:>6}", "$error" if change.startswith("-") else "$success"),
            )
        )
    return lines(heading(words("debrief.scores"), width, words("debrief.since") if since else ""), *rows)


def _moods(view: DebriefView, width: int, words: Words) -> Content:
    parts = [heading(words("debrief.mood"), width)]
    names = list(dict.fromkeys(name for point in view.mood for name, _ in point.mood))
    label = max(map(cell_len, names), default=0) + 2
    for name in names:
        values = [value for point in view.mood for key, value in point.mood if key == name]
        line = steps(values, width - label - 4, height=3).split("\n")
        last = Content.styled(f" {values[-1]:>3}", f"bold {level_colour(values[-1])}")
        for index, row in enumerate(line):
            middle = index == len(line) // 2
            side = (fit(name, label), "$muted") if middle else (" " * label, "")
            parts.append(Content.assemble(side, row, last if middle else ""))
    return lines(*parts)


def _reasons(view: DebriefView, width: int, words: Words) -> Content:
    rows = [heading(words("debrief.reasons"), width)]
    for point in view.mood:
        if not point.why and not point.change:
            continue
        change = Content(" ").join(
            [
                Content.assemble((f"{name} ", "$muted"), (f"{delta:+d}", "$success" if delta > 0 else "$error"))
                for name, delta in point.change
            ]
        )
        lead = f"{minutes(point.at)}  "
        for index, row in enumerate(wrap_cjk(point.why, width - len(lead))):
            rows.append(Content.assemble((lead if index == 0 else " " * len(lead), "$faint"), (row, "$foreground")))
        if point.change:
            rows.append(Content.assemble(" " * len(lead), change))
    return lines(*rows)
