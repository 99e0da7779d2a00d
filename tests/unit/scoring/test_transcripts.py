"""Whole talks with the findings and metrics a person expects; the labels stand in tests/transcripts/expected.json."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.transcripts_check import Tally, faults, worse_of_pairs
from scoring.score import score
from simulator.report.debrief import debrief
from simulator.report.text import debrief_text
from simulator.transcript import parse

FOLDER = Path(__file__).parents[2] / "transcripts"
LABELS = json.loads((FOLDER / "expected.json").read_text("utf-8"))["files"]


def scored(name, rulebook):
    transcript = parse((FOLDER / name).read_bytes().split(b"\n"), name)
    return transcript, score(transcript, rulebook)


@pytest.mark.parametrize("name", sorted(LABELS))
def test_findings_and_metrics_are_as_expected(name, rulebook):
    assert list(faults(scored(name, rulebook)[1], LABELS[name], Tally())) == []


def test_the_better_talk_of_a_pair_scores_higher(rulebook):
    assert list(worse_of_pairs({name: scored(name, rulebook)[1] for name in LABELS}, LABELS)) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(LABELS))
def test_the_debrief_shows_every_finding_once(name, lang, rulebook):
    transcript, card = scored(name, rulebook)
    view = debrief(transcript, card, None, lang)
    notes = [note for line in view.lines for note in line.notes] + list(view.general)
    told = Counter(one.rule for one in card.findings)
    lost = {rule: sum(one.delta for one in card.findings if one.rule == rule) for rule in told}
    plain = "politeness.plain"
    assert Counter(note.rule for note in notes) == {rule: 1 if rule == plain else times for rule, times in told.items()}
    assert {rule: round(sum(note.delta for note in notes if note.rule == rule) * 10) for rule in told} == lost
    assert round(sum(line.plain for line in view.lines) * 10) == lost.get(plain, 0)
    text = debrief_text(view, lang)
    assert all(note.message in text for note in notes)
    assert all(line in text for line in view.formula)
