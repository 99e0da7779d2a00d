"""How well the rules judge short talks: `python -m benchmarks.compliance_quality [--missed] [--rule ID] FILE...` (corpus/README.md).

Only the last turn of a talk is judged. A talk breaks `violates`; a report of a rule under `tolerates` is neither right nor wrong.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scoring.rulebook import Rulebook, load_rulebook
from simulator.bench import rules_broken

RULES = Path(__file__).parent.parent / "scoring" / "rules"


@dataclass(slots=True)
class Tally:
    """What came of the talks judged so far."""

    violations: int = 0
    hit: int = 0
    guilty: int = 0
    caught: int = 0
    evasive: int = 0
    evasive_caught: int = 0
    innocent: int = 0
    false: int = 0
    fatal: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def add(self, talk: Mapping[str, Any], reported: frozenset[str], fatal: frozenset[str], rule: str | None) -> None:
        violates, tolerates = frozenset(talk["violates"]), frozenset(talk.get("tolerates", ()))
        false = reported - violates - tolerates
        self.asked.update(violates)
        self.found.update(violates & reported)
        self.wrong.update(false)
        if violates:
            self.guilty += 1
            self.violations += len(violates)
            self.hit += len(violates & reported)
            self.caught += bool(reported - tolerates)
            if "evasive" in talk.get("tags", ()):
                self.evasive += 1
                self.evasive_caught += bool(reported - tolerates)
        else:
            self.innocent += 1
            self.false += bool(false)
            self.fatal += bool(false & fatal)
        if (missing := violates - reported) | false and (rule is None or rule in missing | false):
            said = " | ".join(turn["text"] for turn in talk["turns"][-2:])
            marks = ", ".join([*(f"-{name}" for name in sorted(missing)), *(f"+{name}" for name in sorted(false))])
            self.missed.append(f"{marks}: {said} {json.dumps(talk.get('facts') or {}, ensure_ascii=False)}")


def reported(talk: Mapping[str, Any], rulebook: Rulebook) -> frozenset[str]:
    """Returns the rules that the last turn is reported for."""
    return rules_broken([(turn["who"], turn["text"]) for turn in talk["turns"]], talk.get("facts") or {}, rulebook.on(None))


def talks_of(paths: Iterable[Path]) -> Iterator[Mapping[str, Any]]:
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)


def rulebook() -> Rulebook:
    """Returns the rules that ship with the program, those about what is said."""
    return load_rulebook({path.name: path.read_text("utf-8") for path in sorted((RULES / "compliance").glob("*.yaml"))})[0]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--missed", action="store_true", help="print the talks judged wrongly")
    parser.add_argument("--rule", help="print only those that concern this rule")
    options = parser.parse_args(argv)
    book, tally = rulebook(), Tally()
    fatal = frozenset(rule.id for rule in book.rules if rule.keys.fatal)
    for talk in talks_of(options.files):
        tally.add(talk, reported(talk, book), fatal, options.rule)
    if options.missed:
        print("\n".join(tally.missed))
    for name in sorted(tally.asked | tally.wrong):
        print(f"{name:24} found {tally.found[name]:4} of {tally.asked[name]:4}, wrongly {tally.wrong[name]}")
    print(
        f"exact rule {tally.hit / max(1, tally.violations):.3f}  caught {tally.caught / max(1, tally.guilty):.3f}"
        f"  evasive {tally.evasive_caught / max(1, tally.evasive):.3f}  false alarms {tally.false / max(1, tally.innocent):.4f}"
        f"  fatal ones {tally.fatal / max(1, tally.innocent):.4f}  ({tally.guilty} guilty, {tally.innocent} innocent)"
    )


if __name__ == "__main__":
    main()
