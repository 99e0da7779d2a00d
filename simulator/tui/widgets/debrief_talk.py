"""The annotated transcript of a debrief as text for one width, with the line on which each note begins. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.cells import cell_len
from textual.content import Content

from simulator.tui.text import wrap_cjk
from simulator.tui.widgets.charts import heading
from simulator.tui.widgets.panel import lines
from simulator.views import DebriefLine, DebriefView, Note
from simulator.words import Words

_TONES = {"bad": ("✘", "$error"), "good": ("✔", "$success"), "unsure": ("?", "$warning")}


@dataclass(slots=True)
class AnnotatedTalk:
    """The text, and for every note the row on which it begins."""

    rows: list[Content] = field(default_factory=list)
    note_rows: list[int] = field(default_factory=list)

    @property
    def content(self) -> Content:
        return lines(*self.rows)


def annotated(view: DebriefView, width: int, words: Words, current: int) -> AnnotatedTalk:
    """Returns the talk with its notes at `width` cells; the note with the number `current` stands out."""
    talk = AnnotatedTalk()
    if not view.lines:
        talk.rows.append(Content.styled(words("debrief.silent"), "$muted"))
    for line in view.lines:
        talk.rows += _line(line, width, words)
        for note in line.notes:
            _add_note(talk, note, width, words, current)
        talk.rows.append(Content())
    if view.general:
        talk.rows.append(heading(words("debrief.general"), width))
        for note in view.general:
            _add_note(talk, note, width, words, current)
            talk.rows.append(Content())
    return talk


def _line(line: DebriefLine, width: int, words: Words) -> list[Content]:
    tones = [note.tone for note in line.notes]
    tone = "bad" if "bad" in tones else "unsure" if "unsure" in tones else "good" if tones else ""
    sign, colour = _TONES.get(tone, (" ", "$faint"))
    if line.kind in ("notice", "action"):
        style = "$secondary" if line.kind == "action" else "$muted"
        rows = wrap_cjk(line.text, width - 9)
        return [
            Content.assemble(
                (line.clock if index == 0 else " " * 5, "$faint"), (f" {sign if index == 0 else ' '} ", f"bold {colour}"), (row, style)
            )
            for index, row in enumerate(rows)
        ]
    name, name_style, style = {
        "buyer": (words("debrief.buyer"), "$muted", "$foreground"),
        "agent": (words("chat.me"), "$secondary", "bold"),
        "auto": (words("chat.auto"), "$muted", "$muted"),
    }[line.kind]
    indent = max(6, cell_len(name) + 1)
    out = []
    spans = [note.span for note in line.notes if note.span is not None and note.tone != "good"]
    start = 0
    for index, row in enumerate(wrap_cjk(line.text, width - 9 - indent)):
        # Where the row begins in the text, so that the words of a finding can be underlined.
        start = line.text.find(row, start) if row else start
        text = Content.styled(row, style)
        for first, last in spans:
            if start >= 0 and first < start + len(row) and last > start:
                text = text.stylize(f"underline {colour}", max(0, first - start), min(len(row), last - start))
        start = max(0, start) + len(row)
        head = index == 0
        out.append(
            Content.assemble(
                (line.clock if head else " " * 5, "$faint"),
                (f" {sign if head else ' '} ", f"bold {colour}"),
                (name + " " * (indent - cell_len(name)) if head else " " * indent, name_style),
                text,
            )
        )
    asides = [f"{line.response_s:.0f}s"] if line.response_s is not None else []
    if line.plain and tone != "bad":
        asides.append(words("debrief.plain", delta=_signed(line.plain)))
    for aside in asides:
        if out[-1].cell_length + 2 + cell_len(aside) > width:
            out.append(Content(" " * 7))
        out[-1] = Content.assemble(out[-1], (f"  {aside}", "$muted"))
    return out


def _signed(delta: float) -> str:
    """Returns what was won or lost, with its sign."""
    return f"{delta:+.1f}".removesuffix(".0").replace("-", "−")


def _add_note(talk: AnnotatedTalk, note: Note, width: int, words: Words, current: int) -> None:
    chosen = len(talk.note_rows) == current
    talk.note_rows.append(len(talk.rows))
    _, colour = _TONES[note.tone]
    extras = []
    if note.delta:
        extras.append(_signed(note.delta))
    if note.tone == "unsure":
        extras.append(words("debrief.unsure"))
    if note.fatal:
        extras.append(words("debrief.fatal"))
    if note.points:
        extras.append(words("debrief.points", n=note.points))
    if note.fine:
        extras.append(words("debrief.fine", n=note.fine))
    ground = " on $panel" if chosen else ""
    edge = ("▌ " if chosen else "╰ ", f"{colour}{ground}")
    room = width - 10
    title = Content.assemble(
        ("        ", ""), edge, (f"{note.title}  ", f"bold {colour}{ground}"), (" · ".join(extras), f"{colour}{ground}")
    )
    talk.rows.append(_filled(title, width, ground))
    parts = [(note.message, f"$foreground{ground}")] if note.message else []
    if note.why:
        because = words("debrief.because", why=note.why) + (words("debrief.source", source=note.source) if note.source else "")
        parts.append((because, f"$muted{ground}"))
    for text, style in parts:
        for row in wrap_cjk(text, room):
            bar = ("▌ " if chosen else "  ", f"{colour}{ground}")
            talk.rows.append(_filled(Content.assemble("        ", bar, (row, style)), width, ground))
    if note.better:
        label = f"{words('debrief.better')}  "
        for index, row in enumerate(wrap_cjk(label + note.better, room - 2)):
            head = label if index == 0 else ""
            rest = row[len(head) :]
            fill = " " * max(0, room - 2 - cell_len(row))
            talk.rows.append(
                Content.assemble(
                    "        ",
                    ("▌ " if chosen else "  ", f"{colour}{ground}"),
                    ("▌ ", "$success on $coach"),
                    (head, "bold $success on $coach"),
                    (rest + fill, "$foreground on $coach"),
                )
            )


def _filled(row: Content, width: int, ground: str) -> Content:
    """Returns `row`, filled to the width where it has a ground of its own."""
    return Content.assemble(row, (" " * max(0, width - row.cell_length), ground.removeprefix(" "))) if ground else row
