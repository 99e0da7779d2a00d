"""What the workbench asks for before it takes an action at the desk: one table of forms, and how a field is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from simulator.clean import clean


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. `options` are the values of a choice; their words are `option.<value>`."""

    name: str
    kind: Literal["money", "text", "choice"]
    required: bool = True
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """An action with the key that starts it and what it asks for. `confirm`: it has no fields but cannot be taken back."""

    name: str
    key: str = ""
    fields: tuple[Field, ...] = ()
    confirm: bool = False
    danger: bool = False


class FieldFault(Exception):
    """The text of a field cannot be used; `key` names the words that say why."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


FLAGS = ("red", "yellow", "green", "blue", "purple")

ACTIONS: tuple[Action, ...] = (
    Action("change_price", "f2", (Field("to", "money"),)),
    Action("remark", "f4", (Field("text", "text"), Field("flag", "choice", options=FLAGS))),
    Action("change_address", "f5", (Field("to", "text"),)),
    Action("change_freight", fields=(Field("to", "money"),)),
    Action("send_coupon"),
    Action("lookup_parcel"),
    Action("note_invoice", fields=(Field("title", "text"),)),
    Action("escalate", fields=(Field("to", "choice", options=("supervisor", "after_sales", "warehouse")), Field("note", "text"))),
    Action("handover", fields=(Field("text", "text"),)),
    Action("close_order", confirm=True, danger=True),
    Action(
        "report",
        fields=(Field("reason", "choice", options=("blackmail", "off_platform", "abuse", "fraud", "other")), Field("evidence", "text")),
        danger=True,
    ),
    Action("block", confirm=True, danger=True),
)
"""In the order of the menu; send_coupon chooses from the shop's coupons."""

BY_NAME = {action.name: action for action in ACTIONS}

_MONEY = re.compile(r"[￥¥]?(\d{1,6})(?:\.(\d{1,2}))?元?")


def read_field(field: Field, text: str) -> Any:
    """Returns the value of a field as the transcript keeps it: yuan as a number, text without its outer spaces. Raises FieldFault."""
    text = clean(text).strip()
    if not text:
        if field.required:
            raise FieldFault("form.missing")
        return ""
    if field.kind != "money":
        return text
    match = _MONEY.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if match is None:
        raise FieldFault("form.no_money")
    fen = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
    return fen // 100 if fen % 100 == 0 else fen / 100
