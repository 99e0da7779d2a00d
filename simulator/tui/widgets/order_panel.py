"""The panel beside the chat: the order, the goals, the item and the shop, as text for one width. Pure."""

from __future__ import annotations

from textual.content import Content

from simulator.tui.text import minutes, wrap_cjk, yuan
from simulator.tui.widgets.charts import heading, stepper, table
from simulator.tui.widgets.panel import lines, spread
from simulator.views import ConversationView, Goal, OrderView, Row
from simulator.words import Words

_TRACK = ("placed", "paid", "shipped", "received")
_FLAG_COLOURS = {"red": "$error", "yellow": "$warning", "green": "$success", "blue": "$primary", "purple": "$secondary"}


def desk_text(conversation: ConversationView, width: int, words: Words) -> Content:
    """Returns everything the desk knows about a conversation, section by section."""
    sections = [order_text(conversation.order, width, words)]
    if conversation.task:
        task = (Content(line) for line in wrap_cjk(conversation.task, width))
        sections.append(lines(heading(words("briefing.task"), width), *task))
    if conversation.goals:
        sections.append(goals_text(conversation.goals, width, words))
    if conversation.item:
        sections.append(lines(heading(words("order.item"), width), table(conversation.item, width)))
    if conversation.shop:
        sections.append(lines(heading(words("order.shop"), width, conversation.shop_name), table(conversation.shop, width)))
    return Content("\n\n").join(sections)


def order_text(order: OrderView, width: int, words: Words) -> Content:
    """Returns the order: where it stands, what it costs, where it goes."""
    if order.stage == "none":
        return lines(heading(words("order.title"), width), Content.styled(words("order.none"), "$muted"))
    over = order.stage in ("closed", "refunded")
    tone = "$error" if over else "$success"
    paid = "" if order.paid_s_ago is None or over else words("order.paid_ago", time=minutes(order.paid_s_ago))
    strip = spread(Content(f" {words('stage.' + order.stage)}"), Content(f"{paid} "), width).stylize(f"bold {tone} on {tone} 16%")
    parts = [heading(words("order.title"), width, order.id), strip]
    if not over and order.stage in _TRACK:
        parts.append(stepper([words("stage.short." + stage) for stage in _TRACK], _TRACK.index(order.stage), width))
    rows = [
        Row(words("order.amount"), yuan(order.amount), "accent"),
        Row(words("order.freight"), yuan(order.freight) if order.freight else words("order.free")),
    ]
    if order.address:
        rows.append(Row(words("order.address"), order.address))
    rows += order.details
    parts.append(table(rows, width))
    if order.remark or order.flag:
        parts.append(_remark(order, width, words))
    return lines(*parts)


def _remark(order: OrderView, width: int, words: Words) -> Content:
    colour = _FLAG_COLOURS.get(order.flag, "$muted")
    flag = words("option." + order.flag) if order.flag in _FLAG_COLOURS else ""
    text = wrap_cjk(f"{flag}  {order.remark}" if flag else order.remark, width - 2)
    return lines(*(Content.assemble(("▌ ", colour), (line, "$foreground")) for line in text))


def goals_text(goals: tuple[Goal, ...], width: int, words: Words) -> Content:
    """Returns the goals, those that must be reached first, each with a mark for done, missed or open."""
    done = sum(goal.done is True for goal in goals)
    known = any(goal.done is not None for goal in goals)
    parts = [heading(words("goals.title"), width, f"{done}/{len(goals)}" if known else "")]
    for kind in ("must", "more", "delight"):
        parts.extend(_goal(goal, width, words) for goal in goals if goal.kind == kind)
    return lines(*parts)


def _goal(goal: Goal, width: int, words: Words) -> Content:
    sign, sign_style, style = {
        True: ("✔", "bold $success", "$muted"),
        False: ("✘", "bold $error", "$foreground"),
        None: ("·", "bold $warning", "$foreground"),
    }[goal.done]
    label = words("goals." + goal.kind)
    colour = "$accent" if goal.kind == "must" else "$muted"
    rows = []
    for index, line in enumerate(wrap_cjk(f"{label} {goal.text}", width - 2)):
        head = label if index == 0 else ""
        rows.append(Content.assemble((f"{sign} " if index == 0 else "  ", sign_style), (head, colour), (line[len(head) :], style)))
    return lines(*rows)
