"""The scorecard: marks in tenths, findings that explain every lost point, and its JSON (docs/command-line.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.reading.marks import Span
from simulator.words import pick

DIMENSIONS = ("timeliness", "politeness", "compliance", "outcome")
FULL = 1000
"""Full marks of a dimension, in tenths."""

Text = Mapping[str, str] | str
"""A text in Chinese and English; a plain string is the same in both."""


def filled(text: Text, /, **values: object) -> Text:
    """Returns `text` with its {placeholders} filled; a placeholder nobody fills stays as it is."""
    if isinstance(text, str):
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text
    return {lang: str(filled(words, **values)) for lang, words in text.items()}


def tenths(value: int | None) -> float | None:
    """Returns marks as people read them, with one decimal."""
    return None if value is None else value / 10


@dataclass(frozen=True, slots=True)
class Rubric:
    """How a sitting is judged: weights of the dimensions, the pass mark and the floors, in whole marks."""

    weights: Mapping[str, int]
    pass_mark: int = 80
    floors: Mapping[str, int] = field(default_factory=dict)


GENERAL = Rubric({"timeliness": 30, "politeness": 30, "compliance": 40})
"""The rubric of a transcript without a scenario."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One point lost or won, or something for a person to look at. `delta` is in tenths of the dimension's marks, `fine` in yuan.

    `span` counts characters of the message at `at`; None where no words are meant. `version` is the rule's `since`.
    `fined` is None for rules that have no fine or fine at once; else whether this sitting had enough of them to be fined.
    """

    rule: str
    group: str
    dimension: str
    conversation: str
    at: float
    message: Text
    span: Span | None = None
    matched: str = ""
    delta: int = 0
    points: int = 0
    fine: int = 0
    fatal: bool = False
    unsure: bool = False
    fined: bool | None = None
    name: Text = ""
    why: Text = ""
    source: str = ""
    better: Text = ""
    version: str = ""

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        line: dict[str, Any] = {
            "rule": self.rule,
            "group": self.group,
            "conversation": self.conversation,
            "at": round(float(self.at), 3),
            "span": list(self.span) if self.span else None,
            "matched": self.matched,
            "delta": self.delta / 10,
            "points": self.points,
            "fine": self.fine,
            "fatal": self.fatal,
            "message": pick(self.message, lang),
            "why": pick(self.why, lang),
            "source": self.source,
            "better": pick(self.better, lang),
            "version": self.version,
        }
        if self.unsure:
            line["unsure"] = True
        if self.fined is not None:
            line["fined"] = self.fined
        return line


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a dimension came to: its marks in tenths (None: not assessed), the findings behind it, and the formula."""

    marks: int | None
    findings: tuple[Finding, ...] = ()
    formula: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Metrics:
    """What was measured. Times in seconds, shares 0..1, None where there was nothing to measure."""

    first_response_s: float | None = None
    average_response_s: float | None = None
    waits_over_2min: int = 0
    three_minute_rate: float | None = None
    answer_ratio: float | None = None
    typing_chars_per_min: float | None = None
    fines_yuan: int = 0
    penalty_points: int = 0

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Reached:
    """One objective of the scenario. `done` is None where nothing decided it yet; `at` is when it was decided, `lacking` what of the
    order's details was left out."""

    kind: str
    id: str
    text: Text
    done: bool | None
    at: float | None = None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The verdict on one sitting. `total` and `scores` are in tenths; None: not assessed. `formula` says how the marks came about."""

    session: str
    scenario: str | None
    content: str | None
    rubric: Rubric
    total: int | None
    passed: bool
    grade: str
    scores: Mapping[str, int | None]
    metrics: Metrics
    findings: tuple[Finding, ...]
    objectives: tuple[Reached, ...] = ()
    techniques: tuple[str, ...] = ()
    """Acts of bargaining and persuading that were used, by id."""
    formula: tuple[Text, ...] = ()

    def to_json(self, lang: str = "zh") -> dict[str, Any]:
        """Returns the scorecard as the published JSON object, texts in `lang`."""
        return {
            "session": self.session,
            "scenario": self.scenario,
            "content": self.content,
            "total": tenths(self.total),
            "passed": self.passed,
            "grade": self.grade,
            "scores": {dimension: tenths(self.scores.get(dimension)) for dimension in DIMENSIONS},
            "metrics": self.metrics.as_json(),
            "findings": [finding.as_json(lang) for finding in self.findings],
            "formula": [pick(line, lang) for line in self.formula],
        }
