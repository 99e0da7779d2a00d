"""The actions of the workbench: which arguments each takes, and a check of what was typed into its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simulator.clean import clean
from simulator.events import ACTIONS
from simulator.problems import did_you_mean
from simulator.words import pick

MOST_YUAN = 1_000_000


class ActionRefused(Exception):
    """An action that cannot be taken, as it was asked for or as the order stands; `why` says so, where a trainee may read it in both
    languages."""

    def __init__(self, why: Mapping[str, str] | str) -> None:
        super().__init__(pick(why, "en"))
        self.why = why


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: money in yuan or a text."""

    name: str
    kind: Literal["money", "text"] = "text"
    required: bool = True


ARGUMENTS: Mapping[str, tuple[Argument, ...]] = {
    "remark": (Argument("text"), Argument("flag", required=False)),
    "change_price": (Argument("to", "money"),),
    "change_freight": (Argument("to", "money"),),
    "change_address": (Argument("to"),),
    "close_order": (),
    "send_coupon": (Argument("id"),),
    "escalate": (Argument("to", required=False), Argument("note", required=False)),
    "block": (),
    "report": (Argument("reason", required=False), Argument("evidence", required=False)),
    "note_invoice": (Argument("title"),),
    "handover": (Argument("text"),),
    "lookup_parcel": (),
}


def checked(name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the arguments of the action as they are recorded. Raises ActionRefused."""
    if name not in ARGUMENTS:
        raise ActionRefused(f"there is no action {name!r}: {did_you_mean(name, ACTIONS)}")
    known = {argument.name: argument for argument in ARGUMENTS[name]}
    for key in args:
        if key not in known:
            raise ActionRefused(f"{name} has no argument {key!r}: {did_you_mean(key, known) if known else 'it has none'}")
    return {key: _value(name, argument, args[key]) for key, argument in known.items() if _given(name, argument, args)}


def _given(name: str, argument: Argument, args: Mapping[str, Any]) -> bool:
    value = args.get(argument.name)
    if value is not None and str(value).strip():
        return True
    if argument.required:
        raise ActionRefused(f"{name} needs {argument.name!r}")
    return False


def _value(name: str, argument: Argument, value: Any) -> Any:
    if argument.kind == "text":
        return clean(str(value))
    try:
        amount = float(value)
    except (TypeError, ValueError):
        amount = -1.0
    if isinstance(value, bool) or not 0 <= amount <= MOST_YUAN:
        raise ActionRefused(f"{name} needs {argument.name!r} in yuan, 0 to {MOST_YUAN:,}, found {str(value)[:40]!r}")
    amount = round(amount, 2)
    return int(amount) if amount == int(amount) else amount
