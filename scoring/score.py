"""From a transcript and a rulebook to a scorecard: pure, no clock, no file, no chance. The same transcript gives the same bytes.

Every dimension starts at 100 marks, and each finding takes what its rule says; the total is the mean of the assessed dimensions by
the weights of the rubric. What nothing spoke to is not assessed. `formula` says it line by line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from scoring.courtesy import courtesy
from scoring.metrics import counts, metrics
from scoring.outcome import outcome, techniques
from scoring.rulebook import Rule, Rulebook
from scoring.rulefile import both
from scoring.scorecard import DIMENSIONS, FULL, GENERAL, Assessment, Finding, Rubric, Scorecard, Text, filled
from scoring.timeline import Timeline, Transcript, timeline
from simulator.scenario import Scenario
from simulator.words import LANGUAGES, pick

NAMES: Mapping[str, Text] = {
    "timeliness": {"zh": "时效", "en": "Timeliness"},
    "politeness": {"zh": "礼貌", "en": "Politeness"},
    "compliance": {"zh": "合规", "en": "Compliance"},
    "outcome": {"zh": "成效", "en": "Outcome"},
}


def score(transcript: Transcript, rulebook: Rulebook, scenario: Scenario | None = None) -> Scorecard:
    """Returns the scorecard of a transcript; without a scenario by the general rubric, and without the outcome."""
    sitting = timeline(transcript)
    found = findings(sitting, rulebook.on(day(sitting)))
    rubric = rubric_of(scenario) if scenario else GENERAL
    wanted = outcome(sitting, scenario.objectives) if scenario else None
    assessments = {
        "timeliness": by_takes("timeliness", any(map(counts, sitting.waits)), found),
        "politeness": courtesy(sitting),
        "compliance": by_takes("compliance", any(talk.acted for talk in sitting.talks), found),
        **({"outcome": wanted.assessment} if wanted else {}),
    }
    header = sitting.header
    scores = {dimension: assessments[dimension].marks if dimension in assessments else None for dimension in DIMENSIONS}
    everything = ordered(finding for assessment in assessments.values() for finding in assessment.findings)
    total, line = weighted(scores, rubric)
    fatal = any(finding.fatal and not finding.unsure for finding in everything)
    passed = total is not None and total >= rubric.pass_mark * 10 and not fatal and not below_floors(scores, rubric)
    sums = Counter[str]()
    for finding in everything:
        sums.update(fines=finding.fine, points=finding.points)
    return Scorecard(
        session=header.id,
        scenario=header.scenario,
        content=header.content,
        rubric=rubric,
        total=total,
        passed=passed,
        grade=grade(total, passed),
        scores=scores,
        metrics=metrics(sitting, rulebook.service, fines_yuan=sums["fines"], penalty_points=sums["points"]),
        findings=everything,
        objectives=wanted.objectives if wanted else (),
        techniques=wanted.techniques if wanted else techniques(sitting),
        formula=(*(row for name in DIMENSIONS if name in assessments for row in _formula(name, assessments[name])), line),
    )


def rubric_of(scenario: Scenario) -> Rubric:
    """Returns the rubric of a scenario."""
    marks = scenario.rubric
    floors = {name: floor for name in DIMENSIONS if (floor := getattr(marks.floors, name)) is not None}
    return Rubric({name: getattr(marks, name) for name in DIMENSIONS}, marks.pass_mark, floors)


def day(sitting: Timeline) -> date | None:
    """Returns the day of the sitting, by which rules are chosen; None where the transcript does not say it."""
    return datetime.fromisoformat(sitting.header.started).date() if sitting.header.started else None


def findings(sitting: Timeline, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """Returns what the rules found, in order of time, with marks taken up to each rule's limit and fines as the rule counts them."""
    return ordered(finding for rule in rules for finding in _taken(rule, _found(rule, sitting)))


def _found(rule: Rule, sitting: Timeline) -> tuple[Finding, ...]:
    keys = rule.keys
    return ordered(
        Finding(
            rule=rule.id,
            group=keys.group,
            dimension=rule.dimension,
            conversation=hit.conversation,
            at=hit.at,
            message=filled(both(keys.says), matched=hit.matched, **hit.values),
            span=hit.span,
            matched=hit.matched,
            delta=0 if hit.unsure else -keys.takes * 10 * hit.share // 1000,
            points=0 if hit.unsure else keys.points,
            fatal=keys.fatal and not hit.unsure,
            unsure=hit.unsure,
            name=both(keys.name),
            why=both(keys.why),
            source=str(keys.source),
            better=filled(both(keys.better), matched=hit.matched, **hit.values),
            version=keys.since.isoformat(),
        )
        for hit in rule.find(sitting)
    )


def _taken(rule: Rule, found: Sequence[Finding]) -> Iterable[Finding]:
    left, sure = rule.keys.at_most * 10, sum(not finding.unsure for finding in found)
    number = 0
    for finding in found:
        number += not finding.unsure
        delta = max(finding.delta, -left)
        left += delta
        fine, fined = _fine(rule, finding, number, sure)
        yield replace(finding, delta=delta, fine=fine, fined=fined)


def _fine(rule: Rule, finding: Finding, number: int, sure: int) -> tuple[int, bool | None]:
    """Returns what the `number`-th of `sure` findings is fined: each, or one fine for all once there are more than the rule allows."""
    after = rule.keys.fined_after
    if finding.unsure or not rule.keys.fine:
        return 0, None
    if not after:
        return rule.keys.fine, None
    return rule.keys.fine if number == after + 1 else 0, sure > after


def ordered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Returns findings by time, then conversation, rule and place."""
    return tuple(sorted(found, key=lambda one: (one.at, one.conversation, one.rule, one.span or (0, 0), one.matched)))


def by_takes(dimension: str, assessed: bool, found: Iterable[Finding]) -> Assessment:
    """Returns a dimension that starts at 100 and loses what its findings take, never below 0."""
    own = tuple(finding for finding in found if finding.dimension == dimension)
    if not assessed and not own:
        return Assessment(None)
    return Assessment(max(0, FULL + sum(finding.delta for finding in own)), own)


def _formula(dimension: str, assessment: Assessment) -> tuple[Text, ...]:
    return (sum_line(dimension, assessment), *assessment.formula)


def sum_line(dimension: str, assessment: Assessment) -> Text:
    """Returns the formula of a dimension: 100, and what its findings took and gave."""
    if assessment.marks is None:
        return {"zh": f"{pick(NAMES[dimension], 'zh')}：没有可评的内容", "en": f"{pick(NAMES[dimension], 'en')}: nothing to assess"}
    by_rule: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        if finding.delta:
            by_rule.setdefault(finding.rule, []).append(finding)
    plain = FULL + sum(finding.delta for finding in assessment.findings)
    bounds = {"zh": "（在 0 到 100 之间）", "en": " (kept within 0 and 100)"}
    line = {}
    for lang in LANGUAGES:
        terms = "".join(_term(found, lang) for found in by_rule.values())
        line[lang] = (
            f"{pick(NAMES[dimension], lang)} {written(assessment.marks)} = 100{terms}{bounds[lang] if plain != assessment.marks else ''}"
        )
    return line


def _term(found: Sequence[Finding], lang: str) -> str:
    delta = sum(finding.delta for finding in found)
    times = f" ×{len(found)}" if len(found) > 1 else ""
    name = f"{pick(found[0].name, lang)}{times}"
    return f" {'+' if delta > 0 else '−'} {written(abs(delta))}" + (f"（{name}）" if lang == "zh" else f" ({name})")


def weighted(scores: Mapping[str, int | None], rubric: Rubric) -> tuple[int | None, Text]:
    """Returns the total in tenths, rounded half up once, and its formula; None where no dimension with a weight was assessed."""
    parts = [(name, marks, rubric.weights.get(name, 0)) for name in DIMENSIONS if (marks := scores.get(name)) is not None]
    parts = [part for part in parts if part[2]]
    weights = sum(weight for _, _, weight in parts)
    if not weights:
        return None, {"zh": "总分：没有可评的内容", "en": "Total: nothing to assess"}
    total = (2 * sum(marks * weight for _, marks, weight in parts) + weights) // (2 * weights)
    line = {}
    for lang, word in (("zh", "总分"), ("en", "Total")):
        terms = " + ".join(f"{pick(NAMES[name], lang)} {written(marks)}×{weight}" for name, marks, weight in parts)
        line[lang] = f"{word} {written(total)} = ({terms}) ÷ {weights}"
    return total, line


def below_floors(scores: Mapping[str, int | None], rubric: Rubric) -> tuple[str, ...]:
    """Returns the dimensions whose marks are under the floor of the rubric."""
    return tuple(name for name in DIMENSIONS if (marks := scores.get(name)) is not None and marks < rubric.floors.get(name, 0) * 10)


def grade(total: int | None, passed: bool) -> str:
    """Returns A from 90, B from 80, C below, D for what was not passed; an empty text where nothing was assessed."""
    if total is None:
        return ""
    return "D" if not passed else "A" if total >= 900 else "B" if total >= 800 else "C"


def written(marks: int) -> str:
    """Returns tenths as people write marks."""
    return f"{marks // 10}.{marks % 10}" if marks % 10 else str(marks // 10)
