"""What the documents show works: whole files in them pass the check, and what they link to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.check import check_paths

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
_BLOCK = re.compile(r"^```yaml\n(format: 1\n.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def test_the_worked_persona_is_right(tmp_path: Path) -> None:
    (text,) = _BLOCK.findall((ROOT / "docs" / "trainers.md").read_text(encoding="utf-8"))
    path = tmp_path / "personas" / "hurried_buyer.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    assert [str(problem) for problem in check_paths([path]) if not problem.warning] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()] == []
