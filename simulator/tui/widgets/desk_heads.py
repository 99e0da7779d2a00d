"""The lines above the desk: the top bar with the figures of the sitting, and the head of the open conversation. Pure."""

from __future__ import annotations

from textual.content import Content

from simulator.tui.text import minutes, shorten
from simulator.tui.widgets.charts import bar, level_colour, pills
from simulator.tui.widgets.conversation_list import LATE_S, PRESSING_S, SOON_S
from simulator.tui.widgets.panel import lines, spread
from simulator.views import ConversationView, SittingView
from simulator.words import Words


def top_bar(view: SittingView, width: int, words: Words) -> Content:
    """Returns the figures of the sitting on one line; the less important ones give way on narrow screens."""
    wide, middle = width >= 140, width >= 100
    waiting = sum(talk.waiting_s is not None for talk in view.conversations)
    exam = view.mode == "exam"
    figures: list[tuple[str, str, str]] = []
    if len(view.conversations) > 1:
        figures += [(words("top.talks"), str(len(view.conversations)), "$foreground")]
        figures += [(words("top.waiting"), str(waiting), "$warning" if waiting else "$success")]
    figures += [(words("top.late"), str(view.late), "$error" if view.late else "$success")]
    if middle and view.three_minute_rate is not None:
        figures.append(
            (words("top.three_minutes"), f"{view.three_minute_rate:.0%}", "$success" if view.three_minute_rate >= 0.9 else "$warning")
        )
    if middle and view.average_response_s is not None:
        figures.append(
            (words("top.average"), f"{view.average_response_s:.0f}s", "$success" if view.average_response_s <= SOON_S else "$warning")
        )
    if wide:
        figures.append((words("top.clock"), view.clock, "$foreground"))
    if view.left_s is not None:
        figures.append((words("top.left"), minutes(view.left_s), "$error" if view.left_s < 60 else "$accent"))
    right = Content("   " if wide else "  ").join(
        [Content.assemble((f"{label} ", "$muted"), (value, f"bold {colour}")) for label, value, colour in figures]
    )
    mode = Content.styled(f" {words('mode.' + view.mode)} ", "bold $background on " + ("$error" if exam else "$accent"))
    number = Content.styled(f"  {words('exam.number', number=view.number, of=view.of)}", "bold $error") if exam else Content()
    left = Content.assemble(mode, "  ", (view.title, "bold"), number)
    return spread(left, Content.assemble(right, " "), width)


def conversation_head(talk: ConversationView, width: int, words: Words, *, tall: bool) -> Content:
    """Returns who is talking, in what mood, and how long they have waited; with a second line where it is `tall`."""
    if talk.ended:
        wait = Content.styled(words("head.ended", ending=talk.ended), "bold $warning")
    elif talk.waiting_s is None:
        wait = Content.styled(words("list.answered"), "$muted")
    else:
        waited = talk.waiting_s
        colour = "$error" if waited >= PRESSING_S else "$warning" if waited >= SOON_S else "$success"
        late = "!" if waited >= LATE_S else ""
        wait = Content.assemble((words("head.waiting") + " ", "$muted"), (late + minutes(waited), f"bold {colour}"))
    right = Content.assemble(wait, " ")
    if talk.mood is not None and width >= 56:
        mood = Content.assemble((words("head.mood") + " ", "$muted"), bar(talk.mood / 100, 8, level_colour(talk.mood)))
        right = Content.assemble(mood, "   ", right)
    nick = shorten(talk.nick, max(8, width - right.cell_length - 4))
    left = Content.assemble(" ", (nick, "bold"), "  ")
    if not tall:
        room = width - left.cell_length - right.cell_length - 1
        return spread(Content.assemble(left, pills(talk.tags, room)), right, width)
    below = Content.assemble(" ", pills(talk.tags, width - 4)) if talk.tags else Content.styled(f" {talk.shop_name}", "$muted")
    return lines(spread(left, right, width), below)
