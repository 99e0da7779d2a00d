"""Writes docs/rules.md from the rule files and what was measured of them: `python -m benchmarks.rules_page`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks import false_alarms
from benchmarks.compliance_quality import Tally, reported, rulebook, talks_of
from scoring.rulebook import Rulebook
from simulator.reading.model import WEIGHTS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "rules.md"
HELD_OUT = ROOT / "corpus" / "heldout" / "compliance.jsonl"

HEAD = """# The rules about what is said

<!-- Written by `python -m benchmarks.rules_page`; change the rule files or that script, not this page. -->

Every rule is one file in `scoring/rules/compliance/`: what it looks at, since when it holds, its source, what a finding costs, the words a
trainee reads, and the talks that prove it. `kefu check` plays all of them. A rule may have several versions; the one in force on the day of
the talk judges it (`review_bought_2010.yaml` shows the habit of the old handbooks beside today's law).

## How a rule about words judges

Most rules are of the kind `suspected`. Small models, trained on the judged talks of `corpus/compliance` (`python -m training.rules`),
together give each message of the agent, in its situation, a confidence for every rule: a linear one, which knows many wordings, and a
pair of convolutional networks, which learn how words turn each other; how much each counts for a rule is laid on talks by hands that
neither had seen. They look at the words with their scopes (denied, asked, quoted, told of
others), the buyer's lines that are answered and what they ask for, a bare yes or no and what it takes up, what both sides said before,
contacts in any disguise, and what the facts say: the price that the words come to against the floor, the statement against
`item.attributes`, whether the account is the one that ordered. Which facts are known is no evidence. All count in whole numbers, so the
same message gets the same confidence on any machine.

- `sure` (0.35 where a rule does not say another; fatal rules 0.55 to 0.8) is the confidence of a finding, `look` (0.25) the one from
  which a person is asked: **unsure**, no marks.
  Confidences are laid on talks whose hand the models had not seen: of the talks it gives 0.8 to, about four in five break the rule.
- `only` names what must hold for the rule to be broken at all: a shop that takes cards, an item with free shipping, an account that did not
  order. `unsure` leaves to a person what would be a finding.
- The finding points at the clause that alone, in this situation, would be suspected most. Kind `price` adds the price worked out, kind
  `claim` the attribute in question.
- The examples in a rule's file prove it (`kefu check`) and are learnt from; what is not found is said (`known_miss`).

A rule of one's own that needs no model is of the kind `said`: cues over acts, phrases, facts and earlier lines ([cues.md](cues.md)).

## How sure is sure

A false alarm costs a trainee marks that were earned, a miss only costs us; but models this small do not understand, they have read much.
The figures below say how often it is wrong on talks by hands they never saw; whoever grades an exam should read the words of every finding.
Claimed approval after the agent really went to ask is left for a person to look at (`price_below_authority`). Points and fines are those
the sources state; where the sources disagree the file's note says so. They are a training tariff, not the platform's of today.

"""


def rows(held_out: Mapping[str, list[int]], blind: Tally) -> Iterator[str]:
    yield "| rule | since | source | cost | kind | hands left out: found | wrongly | unseen set: found | wrongly | known misses |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for rule in rulebook().rules:
        keys = rule.keys
        cost = ", ".join(filter(None, (f"{keys.takes} marks", f"{keys.points} points" * bool(keys.points), "fatal" * keys.fatal)))
        source = " · ".join(filter(None, (str(keys.source), f"seed {keys.source.seed}" * bool(keys.source.seed))))
        found, asked, wrong = held_out.get(rule.id, (0, 0, 0))
        trained = (f"{found} of {asked}", wrong) if asked else ("—", "—")
        measured = (f"{blind.found[rule.id]} of {blind.asked[rule.id]}", blind.wrong[rule.id]) if blind.asked[rule.id] else ("—", "—")
        cells = (f"`{rule.id}` {keys.name.zh}", keys.since, source, cost, keys.kind, *trained, *measured, len(keys.examples.known_miss))
        yield f"| {' | '.join(map(str, cells))} |"


def astray(book: Rulebook) -> Iterator[str]:
    """Yields how often innocent replies are marked that have nothing to do with the line they stand after."""
    tally = false_alarms.Tally()
    for played in false_alarms.crossed(6000, 20160101):
        tally.add(played, book.on(None))
    marked, fatal = 100 * tally.guilty / tally.replies, 100 * tally.fatal / tally.replies
    yield f"\nOf {tally.replies:,} innocent replies put after tempting lines that they do not answer, {marked:.1f} % are marked,"
    yield f"{fatal:.1f} % by a fatal rule: what evades a question looks like what evades a rule. Whoever answers an earlier question"
    yield "first can be wronged here."


def main() -> None:
    """Writes the page."""
    book = rulebook()
    fatal = frozenset(rule.id for rule in book.rules if rule.keys.fatal)
    held_out = json.loads((Path(WEIGHTS) / "trained.json").read_text("utf-8"))["rules"]["held_out"]
    blind = Tally()
    for talk in talks_of([HELD_OUT]):
        blind.add(talk, reported(talk, book), fatal, None)
    whole = f"{held_out['exact']:.3f} | {held_out['caught']:.3f} | — | {held_out['false_alarms']:.4f} | —"
    unseen = " | ".join(
        f"{part / max(1, of):.3f}"
        for part, of in (
            (blind.hit, blind.violations),
            (blind.caught, blind.guilty),
            (blind.evasive_caught, blind.evasive),
            (blind.false, blind.innocent),
            (blind.fatal, blind.innocent),
        )
    )
    lines = [
        HEAD,
        "## Figures\n",
        "| talks | exact rule | caught | evasive caught | false alarms | fatal ones |",
        "| --- |" + " --- |" * 5,
        f"| a tenth of the hands, left out of training (thresholds as they stood then) | {whole} |",
        f"| an unseen set, {blind.guilty} guilty and {blind.innocent} innocent | {unseen} |",
        *astray(book),
        "\nGoal: exact rule 0.90, caught 0.95, evasive 0.90, false alarms 0.015, fatal ones 0.005.\n",
        "## Rule by rule\n",
        *rows(held_out["rules"], blind),
    ]
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
