"""Writes docs/rules.md from the rule files and from what the bench of compliance says: `python -m benchmarks.rules_page [FILE...]`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.compliance_quality import Tally, reported, rulebook, talks_of
from scoring.rulebook import Rule

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "rules.md"
KINDS = (("says", "words"), ("bare", "yes/no"), ("'act'", "acts"), ("facts", "facts"), ("earlier", "earlier lines"))
CORPUS = sorted((ROOT / "corpus" / "compliance").glob("*.jsonl"))

HEAD = """# The rules about what is said

<!-- Written by `python -m benchmarks.rules_page`; change the rule files or that script, not this page. -->

Every rule is one file in `scoring/rules/compliance/`: what it looks at, since when it holds, its source, what a finding costs, the words a
trainee reads, and the talks that prove it. `kefu check` plays all of them. A rule may have several versions; the one in force on the day of
the talk judges it (`review_bought_2010.yaml` shows the habit of the old handbooks beside today's law).

## What a rule may look at

- **What was said** (`says`): phrases that are meant. A phrase that is quoted, denied, asked, warned of or told of others is none, so
  “加微信是不行的”, “小心让您转账的人” and “您说的五星返现我们没有” are innocent. `mentions` leaves out quotations only, `text` nothing.
- **A bare yes or no** (`bare`): “可以的亲” says what the buyer had just proposed, “行,打完告诉我” too.
- **The buyer's lines, earlier lines, facts**: what was asked, what was promised before, what the catalogue, the shop and the order hold.
- **Acts** (`act`, with `sure`): what the reading found, by pattern or by its trained model.
- **Suspicion** (`hint`): a model trained on `corpus/compliance` (`python -m training.rules`), in context. It only speaks from the
  confidence given below, never about a bare answer, and beside most rules only where the talk is about the matter at all.
- **Prices** (kind `price`): the price for one piece that the words come to (80给您, 两件150, 打八折, 好的 after 80卖不卖).
- **Claims** (kind `claim`): numbers, materials, places and yes/no properties against `item.attributes`; groups and limits are in the file.

## How sure is sure

A finding without “unsure” comes from a phrase, an act of high confidence or a strong suspicion. Thresholds were chosen on talks left out of
training, for few false alarms first: a false alarm costs a trainee marks that were earned, a miss only costs us. Claimed approval after the
agent really went to ask is left for a person to look at (`price_below_authority`). Points and fines are those the sources state; where the
sources disagree the file's note says so. They are a training tariff, not the platform's of today.

"""


def evidence(rule: Rule) -> str:
    """Returns what kinds of evidence the file of a rule uses, in words."""
    source = str(rule.document.content.get("when", "")) if isinstance(rule.document.content, dict) else ""
    kinds = [rule.keys.kind] if rule.keys.kind in ("price", "claim", "duty", "remark", "handover") else []
    kinds += [name for key, name in KINDS if key in source]
    hint = re.search(r"'hint': \{'\w+': '>= ([0-9.]+)'", source)
    return ", ".join(dict.fromkeys(kinds)) + (f", suspicion ≥ {hint[1]}" if hint else "")


def rows(tally: Tally) -> Iterator[str]:
    yield "| rule | since | source | cost | looks at | found in the corpus | wrongly | known misses |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for rule in rulebook().rules:
        keys = rule.keys
        costs = (f"{keys.takes} marks", f"{keys.points} points" * bool(keys.points), "fatal" * keys.fatal)
        cost = ", ".join(filter(None, costs))
        asked = tally.asked[rule.id]
        found = f"{tally.found[rule.id]} of {asked}" if asked else "—"
        source = " · ".join(filter(None, (str(keys.source), f"seed {keys.source.seed}" * bool(keys.source.seed))))
        cells = (f"`{rule.id}` {keys.name.zh}", keys.since, source, cost, evidence(rule), found, tally.wrong[rule.id])
        yield f"| {' | '.join(map(str, cells))} | {len(keys.examples.known_miss)} |"


def main(argv: Sequence[str]) -> None:
    """Writes the page; FILEs are more judged talks, of which only the figures are printed on it."""
    book = rulebook()
    fatal = frozenset(rule.id for rule in book.rules if rule.keys.fatal)
    lines = [HEAD, "## Figures\n", "| talks | exact rule | caught | evasive caught | false alarms | fatal ones |", "| --- |" + " --- |" * 5]
    whole = Tally()
    more = ((Path(name).stem, [Path(name)]) for name in argv)
    for name, paths in (("corpus/compliance (patterns and suspicion were made with it)", CORPUS), *more):
        tally = whole if paths is CORPUS else Tally()
        for talk in talks_of(paths):
            tally.add(talk, reported(talk, book), fatal, None)
        lines.append(
            f"| {name}: {tally.guilty} guilty, {tally.innocent} innocent | {tally.hit / max(1, tally.violations):.3f} | "
            f"{tally.caught / max(1, tally.guilty):.3f} | {tally.evasive_caught / max(1, tally.evasive):.3f} | "
            f"{tally.false / max(1, tally.innocent):.4f} | {tally.fatal / max(1, tally.innocent):.4f} |"
        )
    lines += ["", "## Rule by rule\n", *rows(whole), "", "## Talks still judged wrongly (a sample)\n"]
    lines += [f"- {line}" for line in whole.missed[:: max(1, len(whole.missed) // 40)]]
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
