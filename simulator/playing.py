"""Headless play: a session driven by a file of replies on virtual time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simulator.actions import ActionRefused
from simulator.events import MessageSent
from simulator.replies import PAUSE_S, Reply
from simulator.session import Session

OnRefusal = Callable[[Reply, ActionRefused], None]
"""Is told of an action that the order did not allow; the play goes on without it, as at the desk."""

_PATIENCE = 10_000
"""Steps after which a talk that never comes to rest is left: a buyer has far fewer lines."""


def play(session: Session, replies: Sequence[Reply], on_refusal: OnRefusal, *, name: str = "") -> None:
    """Plays `replies` and closes the session: when the replies are used up and the buyers are gone, or when its time is over.

    Timed replies are said at their time; untimed ones PAUSE_S after the buyer's turn. `name` is the conversation they are meant for
    where they name none.
    """
    name = name or session.conversations[0].id
    for reply in replies:
        moment = reply.at if reply.at is not None else _after_the_turn(session)
        if moment is None:
            break
        session.advance(moment)
        if session.closed:
            break
        talk = reply.conversation or name
        if reply.text is not None:
            session.reply(talk, reply.text)
        elif reply.action is not None:
            try:
                session.act(talk, reply.action, reply.args)
            except ActionRefused as error:
                on_refusal(reply, error)
    for _ in range(_PATIENCE):
        due = session.next_due()
        if session.ended or due is None:
            break
        session.advance(due)
    if not session.closed:
        session.finish()


def _after_the_turn(session: Session) -> float | None:
    """Lets time pass until a buyer has said all it wants to say now; returns when the agent answers, None where no turn comes any more."""
    for _ in range(_PATIENCE):
        due = session.next_due()
        spoken = _last_of_buyer(session)
        if spoken is not None and (due is None or due > spoken + PAUSE_S):
            return max(session.now, spoken + PAUSE_S)
        if due is None or session.ended:
            return None
        session.advance(due)
    return None


def _last_of_buyer(session: Session) -> float | None:
    """Returns when the buyer said the last line, where no agent's line is behind it."""
    for event in reversed(session.events):
        if isinstance(event, MessageSent):
            return event.at if event.sender == "buyer" else None
    return None
