"""The trainee's progress as text for one width. Pure."""

from __future__ import annotations

from datetime import date, datetime

from rich.cells import cell_len
from textual.content import Content

from simulator.tui.text import fit, mark, wrap_cjk
from simulator.tui.theme import score_tone
from simulator.tui.widgets.charts import bar, heading, heat
from simulator.tui.widgets.panel import lines
from simulator.views import FinishedView, ProgressView
from simulator.words import Words


def this_day() -> date:
    """Returns the day where the user is."""
    return datetime.now().astimezone().date()


def progress_text(progress: ProgressView, width: int, words: Words, today: date, *, tall: bool) -> Content:
    """Returns today's figures, the dimensions as bars, the days, what to do next, and the latest talks; a welcome before the first."""
    if not progress.finished:
        return Content("\n\n").join([_welcome(width, words), *([_suggested(progress, width, words)] if progress.suggested else [])])
    sections = [figures_text(progress, width, words, today, tall=tall)]
    if progress.suggested:
        sections.append(_suggested(progress, width, words))
    sections.append(recent_text(progress, width, words))
    return Content("\n\n").join(sections)


def figures_text(progress: ProgressView, width: int, words: Words, today: date, *, tall: bool) -> Content:
    """Returns today's figures, the dimensions as bars and, where there is room, the days."""
    sections = [_today(progress, width, words), _dimensions(progress, width, words)]
    return Content("\n\n").join([*sections, *([_days(progress, width, words, today)] if tall else [])])


def _welcome(width: int, words: Words) -> Content:
    """Returns what a newcomer reads: how practising goes."""
    rows = []
    for number in (1, 2, 3):
        for index, row in enumerate(wrap_cjk(words(f"welcome.{number}"), width - 4)):
            rows.append(Content.assemble((f" {number}  " if index == 0 else "    ", "bold $accent"), row))
    return lines(heading(words("welcome.title"), width), *rows)


def _today(progress: ProgressView, width: int, words: Words) -> Content:
    figures = [
        (str(progress.streak_days), "progress.streak", "$accent"),
        (str(progress.today), "progress.done", "$primary"),
        (mark(progress.average_response_s), "progress.response", "$success"),
        (mark(progress.average_total), "progress.total", score_tone(progress.average_total)),
    ]
    across = 4 if width >= 64 else 2
    column = width // across
    cells = [Content.assemble((number, f"bold {colour}"), (f" {words(label)}", "$muted")) for number, label, colour in figures]
    padded = [Content.assemble(cell, " " * max(1, column - cell.cell_length)) for cell in cells]
    rows = [Content("").join(padded[start : start + across]) for start in range(0, len(padded), across)]
    return lines(heading(words("progress.today"), width), *rows)


def _dimensions(progress: ProgressView, width: int, words: Words) -> Content:
    names = [words(f"dimension.{name}") for name, _ in progress.dimensions]
    label = max(map(cell_len, names), default=0) + 2
    rows = [
        Content.assemble(
            (fit(name, label), "$muted"), bar((score or 0) / 100, width - label - 6, score_tone(score)), (f" {mark(score):>5}", "bold")
        )
        for name, (_, score) in zip(names, progress.dimensions, strict=True)
    ]
    return lines(heading(words("progress.dimensions"), width), *rows)


def _days(progress: ProgressView, width: int, words: Words, today: date) -> Content:
    weeks = max(4, min(26, (width - 4) // 2))
    return lines(heading(words("progress.days", n=weeks), width), heat(progress.days, today, weeks, words("weekdays")))


def _suggested(progress: ProgressView, width: int, words: Words) -> Content:
    rows = []
    for _, title, reason in progress.suggested:
        room = width - cell_len(title) - 2
        if room >= cell_len(reason) + 2:
            rows.append(Content.assemble(("› ", "$accent"), (title, "bold"), "  ", (reason, "$muted")))
        else:
            rows += [
                Content.assemble(("› ", "$accent"), (fit(title, width - 2), "bold")),
                Content.styled("  " + fit(reason, width - 2), "$muted"),
            ]
    return lines(heading(words("progress.suggested"), width), *rows)


LATEST = 8
"""How many finished talks the home screen lists; the results list them all."""


def recent_text(progress: ProgressView, width: int, words: Words) -> Content:
    """Returns the latest talks, newest first, each with its mark."""
    head = heading(words("progress.recent"), width)
    return lines(head, *(finished_row(talk, width, words) for talk in progress.finished[:LATEST]))


def finished_row(talk: FinishedView, width: int, words: Words) -> Content:
    """Returns a finished talk as one line: when, what, its mark and whether it was passed."""
    sign = ("✔", "$success") if talk.passed else ("✘", "$error")
    colour = "$success" if talk.passed else "$warning" if talk.total is not None else "$muted"
    exam = f" {words('mode.exam')} " if talk.mode == "exam" else ""
    when = cell_len(talk.when) + 2
    room = max(4, width - when - 9 - cell_len(exam) - bool(exam))
    return Content.assemble(
        (fit(talk.when, when), "$muted"),
        (exam, "$background on $error"),
        " " if exam else "",
        (fit(talk.title, room), "$foreground"),
        (f"{mark(talk.total):>6} ", f"bold {colour}"),
        sign,
    )
