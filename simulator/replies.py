"""Files of replies for headless play: JSON Lines with times, or plain text, one reply a line."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.actions import ActionRefused, checked
from simulator.clean import clean
from simulator.events import ACTIONS
from simulator.problems import ContentError, Mark, Problems, did_you_mean

PAUSE_S = 20.0
"""How long after a buyer's turn a plain-text reply is sent."""

_LATEST_S = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing the trainee does: says `text`, or takes `action`. `at` is when, None: PAUSE_S after the buyer's next turn. `line` is the
    one of the file that says so."""

    at: float | None = None
    text: str | None = None
    action: str | None = None
    args: Mapping[str, Any] = field(default_factory=dict)
    conversation: str | None = None
    line: int = field(default=0, compare=False)


def read_replies(path: Path) -> tuple[Reply, ...]:
    """Returns the replies in the file at `path`, timed ones in order of time. Raises ContentError with every line that cannot be used.

    A transcript is a file of replies too: of its lines those that the agent said or did are played.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ContentError(_one(Mark(str(path)), "R002", f"cannot be read: {error.strerror or error}")) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = Mark(str(path), raw.count(b"\n", 0, error.start) + 1)
        raise ContentError(_one(mark, "R001", f"not UTF-8: byte 0x{raw[error.start]:02x}", "save the file as UTF-8")) from error
    return parse_replies(text, str(path))


def parse_replies(text: str, file: str = "<replies>") -> tuple[Reply, ...]:
    """Returns the replies in `text`; see read_replies."""
    problems = Problems()
    replies: list[Reply] = []
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1)]
    lines = [(number, line) for number, line in lines if line]
    if lines and not lines[0][1].startswith("{"):
        return tuple(Reply(text=clean(line), line=number) for number, line in lines)
    for number, line in lines:
        mark = Mark(file, number)
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            problems.add(mark, "R003", "is not JSON", "a file that begins with { holds one JSON object a line")
            continue
        if not isinstance(found, dict):
            remedy = 'write {"at": 12, "text": "..."} or {"at": 12, "action": "remark", "args": {}}'
            problems.add(mark, "R003", "is not a JSON object", remedy)
            continue
        reply = _reply(found, mark, problems)
        if reply is not None:
            replies.append(reply)
    problems.raise_if_any()
    if all(reply.at is not None for reply in replies):
        replies.sort(key=lambda reply: reply.at or 0.0)
    return tuple(replies)


def _reply(line: Mapping[str, Any], mark: Mark, problems: Problems) -> Reply | None:
    kind = line.get("type")
    if kind in ("session", "event") or (kind == "message" and line.get("from") != "agent"):
        return None
    action = line.get("name") if kind == "action" else line.get("action")
    text, at, args = line.get("text"), line.get("at"), line.get("args", {})
    before = len(problems)
    if at is not None and not (isinstance(at, int | float) and not isinstance(at, bool) and math.isfinite(at) and 0 <= at <= _LATEST_S):
        problems.add(mark, "R004", f'"at" is {at!r}', f"allowed: seconds since the start, 0 to {_LATEST_S:.0f}")
    if (action is None) == (text is None):
        problems.add(mark, "R005", 'needs either "text" or "action"', "one line says something or does something, not both")
    elif action is not None and action not in ACTIONS:
        problems.add(mark, "R006", f"there is no action {action!r}", did_you_mean(str(action), ACTIONS))
    elif text is not None and not isinstance(text, str):
        problems.add(mark, "R007", '"text" must be a string')
    if not isinstance(args, dict):
        problems.add(mark, "R008", '"args" must be an object')
    elif action in ACTIONS and len(problems) == before:
        try:
            checked(action, args)
        except ActionRefused as error:
            problems.add(mark, "R009", str(error))
    if len(problems) > before:
        return None
    conversation = line.get("conversation")
    return Reply(
        at=None if at is None else float(at),
        text=None if text is None else clean(text),
        action=action,
        args=args,
        conversation=conversation if isinstance(conversation, str) else None,
        line=mark.line,
    )


def _one(mark: Mark, code: str, message: str, remedy: str = "") -> Problems:
    problems = Problems()
    problems.add(mark, code, message, remedy)
    return problems
