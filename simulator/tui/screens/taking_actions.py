"""From the wish to take an action to the desk: the menu of actions, the form or the question, the call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.content import Content

from simulator.tui.actions import ACTIONS, BY_NAME, Action
from simulator.tui.screens.action_form import ActionForm
from simulator.tui.screens.choose import Choose
from simulator.tui.text import fit, yuan
from simulator.views import ConversationView

if TYPE_CHECKING:
    from simulator.tui.screens.workbench import Workbench


def choose_action(bench: Workbench) -> None:
    """Offers all actions in a menu."""
    words = bench.words
    names = [words("action." + action.name) for action in ACTIONS]
    width = max(map(cell_len, names)) + 3
    answers = [
        (action.name, Content.assemble((fit(name, width), "$error" if action.danger else "bold"), (action.key.upper(), "$accent")))
        for action, name in zip(ACTIONS, names, strict=True)
    ]

    def chosen(name: str | None) -> None:
        if name is not None:
            ask_for_action(bench, name)

    bench.app.push_screen(Choose(words("actions.title"), "", answers), chosen)


def ask_for_action(bench: Workbench, name: str) -> None:
    """Asks for what the action needs and takes it. Desk work can be done after the buyer has left, up to the end of the sitting."""
    talk, action = bench.talk, BY_NAME[name]
    if talk is None:
        return
    if name == "send_coupon":
        _choose_coupon(bench, talk)
    elif action.confirm:
        _confirm(bench, talk, action)
    elif action.fields:
        form = ActionForm(action, _about(bench, talk, action), _given(talk, action))
        bench.app.push_screen(form, lambda args: None if args is None else _take(bench, talk.id, name, args))
    else:
        _take(bench, talk.id, name, {})


def _take(bench: Workbench, conversation_id: str, name: str, args: Mapping[str, Any]) -> None:
    if bench.attempt(lambda: bench.sitting.act(conversation_id, name, args)):
        bench.tell(bench.words("action.done", action=bench.words("action." + name)))
    bench.take_up()


def _confirm(bench: Workbench, talk: ConversationView, action: Action) -> None:
    words = bench.words
    name = words("action." + action.name)
    answers = [("no", Content(words("form.cancel"))), ("yes", Content.styled(name, "bold $error"))]
    question = Choose(name, words(f"action.{action.name}.confirm", nick=talk.nick), answers)
    bench.app.push_screen(question, lambda answer: _take(bench, talk.id, action.name, {}) if answer == "yes" else None)


def _choose_coupon(bench: Workbench, talk: ConversationView) -> None:
    coupons = bench.sitting.coupons(talk.id)
    if not coupons:
        bench.tell(bench.words("coupon.none"), tone="warning")
        return
    question = Choose(bench.words("action.send_coupon"), bench.words("coupon.text"), [(id, Content(name)) for id, name in coupons])
    bench.app.push_screen(question, lambda id: None if id is None else _take(bench, talk.id, "send_coupon", {"id": id}))


def _about(bench: Workbench, talk: ConversationView, action: Action) -> str:
    """Returns the lines above the form: what the action does, and what it is about."""
    words, order = bench.words, talk.order
    about = [words(f"action.{action.name}.about")]
    if action.name in ("change_price", "change_freight") and order.stage != "none":
        about.append(words("form.order", id=order.id, amount=yuan(order.amount), freight=yuan(order.freight)))
    elif action.name == "change_address" and order.address:
        about.append(words("form.address", address=order.address))
    return "\n".join(about)


def _given(talk: ConversationView, action: Action) -> dict[str, str]:
    """Returns what the form starts from: the remark and flag that the order carries already."""
    return {"text": talk.order.remark, "flag": talk.order.flag} if action.name == "remark" else {}
