"""Files of replies: both forms are read, and every unusable line is named."""

from __future__ import annotations

import pytest

from simulator.problems import ContentError
from simulator.replies import Reply, parse_replies


def test_plain_text_is_one_reply_a_line() -> None:
    assert parse_replies("您好\n\n  好的亲 \r\n") == (Reply(text="您好"), Reply(text="好的亲"))


def test_timed_replies_come_in_order_of_time() -> None:
    replies = parse_replies('{"at": 30, "action": "remark", "args": {"text": "L码"}}\n{"at": 5, "text": "您好"}')
    assert [reply.at for reply in replies] == [5.0, 30.0]
    assert replies[1].args == {"text": "L码"}


def test_a_transcript_gives_what_its_agent_said_and_did() -> None:
    text = "\n".join(
        (
            '{"type": "session", "format": 1, "id": "x"}',
            '{"type": "message", "at": 1, "from": "buyer", "text": "在吗"}',
            '{"type": "message", "at": 9, "from": "agent", "text": "在的亲"}',
            '{"type": "event", "at": 12, "name": "order_paid", "args": {}}',
            '{"type": "action", "at": 20, "name": "escalate", "args": {"to": "主管"}}',
        )
    )
    assert [(reply.at, reply.text, reply.action) for reply in parse_replies(text)] == [(9.0, "在的亲", None), (20.0, None, "escalate")]


def test_hostile_text_is_cleaned() -> None:
    (reply,) = parse_replies("您\u202e好\x1b[31m")
    assert "\u202e" not in (reply.text or "")
    assert "\x1b" not in (reply.text or "")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"at": -1, "text": "x"}', "R004"),
        ('{"at": NaN, "text": "x"}', "R004"),
        ('{"at": 1}', "R005"),
        ('{"at": 1, "text": "x", "action": "remark"}', "R005"),
        ('{"at": 1, "action": "remrk"}', "R006"),
        ('{"at": 1, "text": 3}', "R007"),
        ('{"at": 1, "action": "remark", "args": []}', "R008"),
        ('{"at": 1, "action": "remark", "args": {"txt": "x"}}', "R009"),
        ("{", "R003"),
    ],
)
def test_each_unusable_line_is_named(line: str, code: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse_replies('{"at": 0, "text": "您好"}\n' + line, "r.jsonl")
    assert [(problem.code, problem.mark.line) for problem in caught.value.problems] == [(code, 2)]
