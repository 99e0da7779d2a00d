"""Joins transcripts and the library: the scorecard of a transcript by the content that it names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.library import PARTS, Library
from simulator.problems import ContentError, Mark, Problems

if TYPE_CHECKING:
    from scoring.scorecard import Scorecard
    from simulator.scenario import Scenario
    from simulator.transcript import Transcript


def content_folders() -> list[Path]:
    """Returns the folders that $KEFU_CONTENT names. Raises ContentError for those that are none, or hold no content."""
    folders = [Path(folder) for folder in os.environ.get("KEFU_CONTENT", "").split(os.pathsep) if folder]
    problems = Problems()
    for folder in folders:
        if not folder.is_dir():
            problems.add(Mark(str(folder)), "L04", "$KEFU_CONTENT names a folder that is not there", "mend it, or unset it")
        elif not any((folder / part).is_dir() for part in PARTS):
            message = "$KEFU_CONTENT names a folder without content"
            problems.add(Mark(str(folder)), "L04", message, f"a content folder holds {', '.join(PARTS[:-1])} or {PARTS[-1]}")
    problems.raise_if_any()
    return folders


def open_library() -> Library:
    """Returns all content: ours, and that of the folders $KEFU_CONTENT names. Raises ContentError where such a folder, or a rule in it, is
    broken: marks would be others without it, and nobody would see why."""
    folders = content_folders()
    library = Library.load(more=folders)
    if any((folder / "rules").is_dir() for folder in folders):
        broken = [problem for problem in library.rule_problems if not problem.warning]
        if broken:
            raise ContentError(broken)
    return library


def scenario_of(transcript: Transcript, library: Library) -> Scenario | None:
    """Returns the scenario a transcript names, None where it names none or one that is not there: the general rulebook judges it then."""
    return library.scenarios.get(transcript.header.scenario) if transcript.header.scenario else None


def misses_scenario(transcript: Transcript, library: Library) -> str:
    """Returns what to tell where a transcript names a scenario that is not there, so that other marks come out; "" where it does not."""
    name = transcript.header.scenario
    if not name or name in library.scenarios:
        return ""
    return f"there is no scenario {name!r} here: judged by the general rulebook, without its goals (is $KEFU_CONTENT set?)"


def grade(transcript: Transcript, library: Library) -> Scorecard:
    """Returns the scorecard of a transcript."""
    from scoring.score import score

    return score(transcript, library.rulebook, scenario_of(transcript, library))
