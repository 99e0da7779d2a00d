"""Charts of cells: bars, columns, step lines, heat maps. Pure functions of numbers that return Content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rich.cells import cell_len
from textual.content import Content

from simulator.tui.text import fit, shorten, wrap_cjk
from simulator.tui.theme import TONES
from simulator.tui.widgets.panel import lines
from simulator.views import Row


def heading(title: str, width: int, aside: str = "") -> Content:
    """Returns a section head: the title, a rule, and a quiet word at its end."""
    rule = max(0, width - cell_len(title) - cell_len(aside) - (2 if aside else 1))
    parts: list[tuple[str, str]] = [(f"{title} ", "bold $secondary"), ("─" * rule, "$line")]
    if aside:
        parts.append((f" {aside}", "$muted"))
    return Content.assemble(*parts)


def bar(share: float, width: int, colour: str) -> Content:
    """Returns a horizontal bar for a share of 0..1, exact to half a cell."""
    halves = round(max(0.0, min(1.0, share)) * width * 2)
    full, half = divmod(halves, 2)
    return Content.assemble(("━" * full + "╸" * half, colour), ("━" * (width - full - half), "$line"))


def dots(level: int, of: int = 5) -> Content:
    """Returns a level as filled and empty dots."""
    return Content.assemble(("●" * level, "$accent"), ("●" * (of - level), "$line"))


def stepper(stages: Sequence[str], reached: int, width: int) -> Content:
    """Returns two lines: a track of stages, those up to `reached` (0-based; -1: none) lit, and their names below."""
    names = [cell_len(stage) for stage in stages]
    gap = max(1, (width - sum(names)) // max(1, len(stages) - 1))
    track: list[tuple[str, str]] = []
    below: list[tuple[str, str]] = []
    for index, stage in enumerate(stages):
        lit = index <= reached
        centre = names[index] // 2
        last = index == len(stages) - 1
        before = "$success" if lit else "$line"
        after = "$success" if index < reached else "$line"
        track += [((" " if index == 0 else "━") * centre, before), ("●", "$success" if lit else "$faint")]
        if not last:
            track.append(("━" * (names[index] - centre - 1 + gap), after))
        below.append((stage + " " * (0 if last else gap), ("bold " if index == reached else "") + ("$success" if lit else "$muted")))
    return lines(Content.assemble(*track), Content.assemble(*below))


def columns(values: Sequence[float], width: int, *, height: int, target: float, unit: str = "s") -> Content:
    """Returns a column chart with values below; what exceeds `target` is warned of, what exceeds four times of it is bad."""
    room = width - 5
    shown = list(values)[-max(1, room // 3) :]
    step = max(3, min(8, room // max(1, len(shown))))
    top = max([*shown, target]) or 1.0
    rows = []
    for row in range(height, 0, -1):
        label = f"{top * row / height:>4.0f} " if row in (height, (height + 1) // 2) else " " * 5
        parts = [(label, "$faint")]
        for value in shown:
            level = max(0.0, min(1.0, value / top * height - (row - 1)))
            eighth = round(level * 8) or (1 if row == 1 else 0)
            parts += [(" ▁▂▃▄▅▆▇█"[eighth] * (step - 1), _urgency(value, target)), (" ", "$line")]
        rows.append(Content.assemble(*parts))
    labels = "".join(
        fit(f"{value:.0f}{unit}", step - 1).center(step - 1) + " " if step > 3 else fit(f"{value:.0f}", 2) + " " for value in shown
    )
    return lines(*rows, Content.assemble(" " * 5, (labels, "$muted")))


def _urgency(value: float, target: float) -> str:
    return "$success" if value <= target else "$warning" if value <= target * 4 else "$error"


def steps(values: Sequence[int], width: int, *, height: int = 4) -> Content:
    """Returns a step line for values of 0..100 over at most `width` cells."""
    if not values:
        return Content()
    shown = list(values)[-(width // 2) :]
    step = max(2, min(9, width // len(shown)))
    grid = [[(" ", "$line")] * (step * len(shown)) for _ in range(height)]
    # The rows span what the values span, so that changes show; a small change stays a small one.
    top = max(shown)
    span = max(40, top - min(shown))
    levels = [round((top - value) / span * (height - 1)) for value in shown]
    for index, (value, level) in enumerate(zip(shown, levels, strict=True)):
        colour = level_colour(value)
        start, end = index * step, (index + 1) * step - 1
        for x in range(start, end + 1):
            grid[level][x] = ("─", colour)
        grid[level][start + step // 2] = ("●", colour)
        if index + 1 < len(shown) and levels[index + 1] != level:
            below = levels[index + 1]
            into = level_colour(shown[index + 1])
            grid[level][end] = ("╮" if below > level else "╯", colour)
            grid[below][end] = ("╰" if below > level else "╭", into)
            for y in range(min(level, below) + 1, max(level, below)):
                grid[y][end] = ("│", into)
    return lines(*(Content.assemble(*row) for row in grid))


def level_colour(value: float) -> str:
    """Returns the colour variable of a mood of 0..100."""
    return "$success" if value >= 65 else "$primary" if value >= 45 else "$warning" if value >= 25 else "$error"


def heat(days: Sequence[tuple[str, int]], today: date, weeks: int, names: Sequence[str]) -> Content:
    """Returns a heat map of the last `weeks` weeks, a row for each day of the week; `days` are (ISO date, how many)."""
    count = dict(days)
    monday = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    shades = ("$line", "$success 40%", "$success 65%", "$success")
    rows = []
    for weekday, name in enumerate(names):
        cells: list[tuple[str, str]] = [(fit(name, 4), "$faint")]
        for week in range(weeks):
            day = monday + timedelta(days=week * 7 + weekday)
            shade = shades[min(3, count.get(day.isoformat(), 0))]
            cells.append(("■ ", shade) if day <= today else ("  ", "$line"))
        rows.append(Content.assemble(*cells))
    return lines(*rows)


def table(rows: Sequence[Row], width: int) -> Content:
    """Returns labelled values in two columns; long values wrap under themselves."""
    label_width = min(max((cell_len(row.label) for row in rows), default=0) + 2, max(6, width // 2))
    out = []
    for row in rows:
        for index, line in enumerate(wrap_cjk(row.value, max(4, width - label_width))):
            label = fit(shorten(row.label, label_width - 1), label_width) if index == 0 else " " * label_width
            out.append(Content.assemble((label, "$muted"), (line, TONES.get(row.tone, "$foreground"))))
    return lines(*out)


def pills(texts: Sequence[str], room: int) -> Content:
    """Returns as many tags as fit `room` cells."""
    parts: list[Content | tuple[str, str] | str] = []
    used = 0
    colours = ("$accent", "$primary", "$warning", "$success")
    for index, text in enumerate(texts):
        size = cell_len(text) + 3
        if used + size > room:
            break
        colour = colours[index % len(colours)]
        parts += [(f" {text} ", f"{colour} on {colour} 18%"), " "]
        used += size
    return Content.assemble(*parts)
