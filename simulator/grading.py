"""Joins transcripts and the library: the scorecard of a transcript by the content that it names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.library import Library

if TYPE_CHECKING:
    from scoring.scorecard import Scorecard
    from simulator.scenario import Scenario
    from simulator.transcript import Transcript


def open_library() -> Library:
    """Returns all content: ours, and that of the folders $KEFU_CONTENT names."""
    told = os.environ.get("KEFU_CONTENT", "")
    return Library.load(more=[Path(folder) for folder in told.split(os.pathsep) if folder])


def scenario_of(transcript: Transcript, library: Library) -> Scenario | None:
    """Returns the scenario a transcript names, None where it names none or one that is not there: the general rulebook judges it then."""
    return library.scenarios.get(transcript.header.scenario) if transcript.header.scenario else None


def grade(transcript: Transcript, library: Library) -> Scorecard:
    """Returns the scorecard of a transcript."""
    from scoring.score import score

    return score(transcript, library.rulebook, scenario_of(transcript, library))
