"""Outcome: what the scenario wanted. What must be done carries most of the marks, what more there is the rest, delight comes on top.

After Kano: a duty done goes unnoticed, a duty missed angers, an unexpected kindness delights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.kinds.remark import details_of, full, lacking
from scoring.kinds.said import spoken
from scoring.scorecard import FULL, Assessment, Finding, Reached, Text, filled
from scoring.timeline import Moment, Talk, Timeline, ms
from simulator.events import ActionTaken, WorldChanged
from simulator.scenario import Objective, Objectives
from simulator.words import LANGUAGES, pick

MUST, DELIGHT = 700, 50
"""Tenths of a mark: what all the musts weigh where there is more to do; what each delight adds."""
KINDS = ("must", "more", "delight")
TECHNIQUES = (
    "unit_price",
    "compare_value",
    "justify_price",
    "offer_gift",
    "offer_coupon",
    "offer_bundle",
    "consult_supervisor",
    "reassure_quality",
    "empathize",
)
"""Acts of bargaining and persuading that the debrief names."""

_TEXTS: dict[str, tuple[Text, Text]] = {
    "must": (
        {"zh": "没有做到：{text}", "en": "Not done: {text}"},
        {
            "zh": "这是必须做到的：做到了买家不觉得，少了就会不满。",
            "en": "A must: nobody notices when it is done, and the buyer is annoyed when it is not.",
        },
    ),
    "left": (
        {"zh": "没有做到：{text}", "en": "Not done: {text}"},
        {
            "zh": "买家还在，对话就停了：必须做到的事没有谈到，也算没有做到。",
            "en": "The talk was broken off while the buyer was still there: a must it never came to counts as not done.",
        },
    ),
    "lacking": (
        {"zh": "没有做到：{text}（备注里缺少：{lacking}）", "en": "Not done: {text} (the remark leaves out {lacking})"},
        {
            "zh": "仓库和制作部只看备注，少写一项就会发错或做错。",
            "en": "Warehouse and workshop see nothing but the remark: what it leaves out is made or sent wrong.",
        },
    ),
    "more": (
        {"zh": "还可以做到：{text}", "en": "Could have been done: {text}"},
        {"zh": "做到这一步，买家更愿意成交。", "en": "With this the buyer is readier to buy."},
    ),
    "delight": (
        {"zh": "做得好：{text}", "en": "Well done: {text}"},
        {"zh": "没有料到的用心最让买家记住。", "en": "An unexpected kindness is what the buyer remembers."},
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The assessment of the dimension, every objective with what became of it, and the techniques that were used."""

    assessment: Assessment
    objectives: tuple[Reached, ...]
    techniques: tuple[str, ...]


def outcome(sitting: Timeline, objectives: Objectives) -> Outcome:
    """Returns what became of the objectives of a scenario."""
    wanted = [(kind, one) for kind in KINDS for one in getattr(objectives, kind)]
    reached = tuple(_reached(kind, index, one, sitting) for index, (kind, one) in enumerate(wanted, start=1))
    return Outcome(_assessed(reached, sitting), reached, techniques(sitting))


def techniques(sitting: Timeline) -> tuple[str, ...]:
    """Returns the techniques the agent used, in the order of TECHNIQUES."""
    used = {act for talk in sitting.talks for moment in talk.messages("agent") if moment.reading for act in moment.reading.act_ids}
    return tuple(act for act in TECHNIQUES if act in used)


def _reached(kind: str, index: int, wanted: Objective, sitting: Timeline) -> Reached:
    text: Text = {"zh": wanted.text.say("zh"), "en": wanted.text.say("en")} if wanted.text else wanted.id or f"{kind} {index}"
    done: bool | None = None
    at: float | None = None
    left_out: tuple[str, ...] = ()
    for talk in sitting.talks:
        done, at = _decided(wanted, talk)
        left_out = _left_out(wanted, talk) if wanted.full and done is False else ()
        if done:
            break
    if done is None and kind == "must" and any(_broken_off(talk) for talk in sitting.talks):
        done = False
    return Reached(kind, wanted.id or f"{kind}_{index}", text, done, at, left_out)


def _broken_off(talk: Talk) -> bool:
    """Returns whether the agent took part in a talk and ended it, or just stopped, while the buyer was still there."""
    return talk.acted and not isinstance(talk.over, WorldChanged)


def _decided(wanted: Objective, talk: Talk) -> tuple[bool | None, float | None]:
    """Returns whether a talk reached the objective (None: nothing spoke to it), and when that was decided."""
    if not talk.acted:
        return None, None
    moments: Sequence[Moment] = talk.moments
    since = 0
    if wanted.after:
        start = next((index for index, moment in enumerate(moments) if _name(moment) == wanted.after), None)
        if start is None:
            return None, None
        since, moments = ms(moments[start].event.at), moments[start + 1 :]
    if wanted.within is not None:
        moments = [moment for moment in moments if ms(moment.event.at) <= since + round(wanted.within * 1000)]
    if wanted.ending:
        left = next((m for m in moments if isinstance(m.event, WorldChanged) and m.event.name == "buyer_left"), None)
        if left is None or not isinstance(left.event, WorldChanged):
            return False, talk.end
        return left.event.args.get("ending") in wanted.ending, left.event.at
    return _held(wanted, talk, moments)


def _held(wanted: Objective, talk: Talk, moments: Sequence[Moment]) -> tuple[bool | None, float | None]:
    cue = wanted.when
    if cue is None:
        return None, None
    own = [moment for moment in moments if spoken(moment, actions=True) or isinstance(moment.event, WorldChanged)]
    if isinstance(cue.source, dict) and set(cue.source) == {"not"}:
        broken = next((moment for moment in own if not cue.holds(moment.situation)), None)
        return broken is None, broken.event.at if broken else talk.end
    if not cue.triggers:
        return bool(own) and cue.holds(own[-1].situation), talk.end
    tries = [moment for moment in own if cue.holds(moment.situation)]
    done = next((moment for moment in full(_tries(wanted, talk)) if moment in tries) if wanted.full else iter(tries), None)
    if done is None:
        return False, tries[-1].event.at if tries else talk.end
    return True, done.event.at


def _tries(wanted: Objective, talk: Talk) -> list[Moment]:
    """Returns what was done towards an objective in the whole talk: remarks written before count for what they say."""
    return [moment for moment in talk.moments if wanted.when and wanted.when.holds(moment.situation)]


def _left_out(wanted: Objective, talk: Talk) -> tuple[str, ...]:
    """Returns the order's details that no remark of the talk carries; nothing where there was no remark."""
    tries = _tries(wanted, talk)
    return lacking(tries, details_of(tries[-1])) if tries else ()


def _name(moment: Moment) -> str:
    return moment.event.name if isinstance(moment.event, WorldChanged | ActionTaken) else ""


def _assessed(reached: Sequence[Reached], sitting: Timeline) -> Assessment:
    decided = {kind: [one for one in reached if one.kind == kind and one.done is not None] for kind in KINDS}
    if not decided["must"] and not decided["more"]:
        return Assessment(None)
    weights = {"must": FULL if not decided["more"] else MUST if decided["must"] else 0}
    weights["more"] = FULL - weights["must"]
    findings: list[Finding] = []
    for kind in ("must", "more"):
        parts = _parts(weights[kind], len(decided[kind]))
        findings += [_finding(one, -part, sitting) for one, part in zip(decided[kind], parts, strict=True) if not one.done]
    findings += [_finding(one, DELIGHT, sitting) for one in decided["delight"] if one.done]
    marks = max(0, min(FULL, FULL + sum(finding.delta for finding in findings)))
    return Assessment(marks, tuple(findings))


def _parts(whole: int, count: int) -> tuple[int, ...]:
    """Returns `whole` in `count` nearly equal parts that add up to it."""
    return tuple(whole * (index + 1) // count - whole * index // count for index in range(count))


def _finding(one: Reached, delta: int, sitting: Timeline) -> Finding:
    # Nothing decided a must that is missed at no time: the talk was broken off before it came to it.
    told = "lacking" if one.lacking else "left" if one.kind == "must" and one.at is None else one.kind
    message, why = _TEXTS[told]
    said = {lang: str(filled(pick(message, lang), text=pick(one.text, lang), lacking="、".join(one.lacking))) for lang in LANGUAGES}
    return Finding(
        rule=f"outcome.{one.id}",
        group="outcome",
        dimension="outcome",
        conversation=sitting.talks[0].id if sitting.talks else "c1",
        at=one.at if one.at is not None else sitting.end,
        message=said,
        delta=delta,
        name=one.text,
        why=why,
    )
