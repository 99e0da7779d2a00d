"""Killed at any moment, a sitting has on disk whatever was shown, and can be taken up again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from simulator.desk import Desk
from simulator.events import MessageSent
from simulator.home import Home
from simulator.transcript import read_transcript

ROOT = Path(__file__).parents[2]

CHILD = """
import sys
from pathlib import Path
from simulator.desk import Desk
from simulator.home import Home
desk = Desk(home=Home(Path(sys.argv[1])), lang="zh")
sitting = desk.start("haggler_last_piece", seed=4)
session = sitting._session
print(sitting.session_id, flush=True)
shown = 0
for round in range(200):
    session.advance(session.now + 7)
    if round % 5 == 4:
        session.reply("c1", f"亲,请稍等,我帮您看一下第{round}遍")
    for event in session.events[shown:]:
        if type(event).__name__ == "MessageSent":
            print(event.text, flush=True)
    shown = len(session.events)
"""


@pytest.mark.parametrize("lines", [1, 2, 4, 7, 11])
def test_what_was_shown_is_on_disk_and_the_sitting_goes_on(tmp_path: Path, lines: int) -> None:
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT, text=True, encoding="utf-8")
    assert child.stdout is not None
    session_id = child.stdout.readline().strip()
    shown = [child.stdout.readline().rstrip("\n") for _ in range(lines)]
    child.kill()
    child.wait()
    home = Home(tmp_path)
    kept = read_transcript(home.sessions / f"{session_id}.jsonl")
    texts = [event.text for event in kept.events if isinstance(event, MessageSent)]
    assert texts[:lines] == shown

    desk = Desk(home=home, lang="zh")
    assert [one.id for one in desk.unfinished()] == [session_id]
    sitting = desk.resume(session_id)
    bubbles = [bubble.text for bubble in sitting.view().conversations[0].bubbles]
    assert [text for text in bubbles if text in shown] == shown
    sitting.leave()
