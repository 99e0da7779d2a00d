"""What can happen in a sitting. Each event is one line of the transcript (see docs/transcript.md); scoring reads nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

FORMAT = 1

CLOSED = "session_closed"
"""The event that closes a sitting: nothing follows it."""

Sender = Literal["buyer", "agent", "auto"]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """The first line: which scenario on which content, when it began (ISO 8601 with offset), and the facts that hold.

    `more` holds keys of our own beside the published ones: seed, mode, trainee, program version.
    """

    id: str
    scenario: str | None = None
    content: str | None = None
    started: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> Json:
        return {
            "type": "session",
            "format": FORMAT,
            "id": self.id,
            "scenario": self.scenario,
            "content": self.content,
            "started": self.started,
            "facts": dict(self.facts),
            **self.more,
        }


@dataclass(frozen=True, slots=True)
class MessageSent:
    """A line in the chat. `asks` is what a buyer's line asks for, where its author declared it; None means: read it from the text."""

    at: float
    sender: Sender
    text: str
    conversation: str = "c1"
    asks: tuple[str, ...] | None = None

    def as_json(self) -> Json:
        line: Json = {"type": "message", "at": self.at, "conversation": self.conversation, "from": self.sender, "text": self.text}
        if self.asks is not None:
            line["asks"] = list(self.asks)
        return line


@dataclass(frozen=True, slots=True)
class ActionTaken:
    """Something the trainee did at the desk beside talking: a remark, a new price, an escalation."""

    at: float
    name: str
    args: Mapping[str, Any] = field(default_factory=dict)
    conversation: str = "c1"

    def as_json(self) -> Json:
        return {"type": "action", "at": self.at, "conversation": self.conversation, "name": self.name, "args": dict(self.args)}


@dataclass(frozen=True, slots=True)
class WorldChanged:
    """Something that happened outside the chat: order_placed, order_paid, buyer_left, supervisor_replied, buyer_moved, ...

    An event named `facts` sets the facts of its conversation.
    """

    at: float
    name: str
    args: Mapping[str, Any] = field(default_factory=dict)
    conversation: str = "c1"
    facts: Mapping[str, Any] | None = None

    def as_json(self) -> Json:
        line: Json = {"type": "event", "at": self.at, "conversation": self.conversation, "name": self.name, "args": dict(self.args)}
        if self.facts is not None:
            line["facts"] = dict(self.facts)
        return line


Event = MessageSent | ActionTaken | WorldChanged
Line = SessionStarted | Event

ACTIONS = (
    "remark",
    "change_price",
    "change_freight",
    "change_address",
    "close_order",
    "send_coupon",
    "escalate",
    "block",
    "report",
    "note_invoice",
    "handover",
    "lookup_parcel",
)
"""The actions the workbench offers, in the order it shows them."""
