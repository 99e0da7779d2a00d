"""What each clause is about and does, as designed marks; they feed the trained model and the patterns that ask for a topic."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from simulator.reading.clauses import negations
from simulator.reading.lazy import Lazy
from simulator.reading.lexicon import Hit, lexicon
from simulator.reading.marks import Clause
from simulator.reading.normal import ZH, Normalised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from simulator.reading.lexicon import Folder

_FLAGS = attrgetter("quoted", "negated", "conditional", "question", "warned", "reported")
_SCOPES = ("quoted", "neg", "if", "ask", "warn", "rep")
"""What each flag of a clause is called in marks."""

_REQUESTS = Lazy(r"方便|可否|能否|要不要|需不需要|用不用|麻烦|可以给我|能给我")
"""A question with one of these asks the buyer to do something or offers it."""


def features(
    normalised: Normalised, clauses: tuple[Clause, ...], hits: Sequence[Hit] | None = None, folder: Folder = ZH
) -> tuple[str, ...]:
    """Returns the distinct marks of a message in order: `TP:invoice`, `F:cannot`, `TF:invoice/cannot`, `TS:invoice/neg`, `S:quoted`.

    `TF` joins a topic and a function of the same clause, `TS` a topic and a scope it stands in. `TP` is a topic that at least one clause
    asserts, `TN` one that is only mentioned: denied close by, quoted, asked, warned of. `hits` are the words found, if at hand.
    """
    known = lexicon(folder)
    marks = known.marks
    found: dict[str, None] = {}
    asserted: dict[str, bool] = {}
    words = len(marks)
    ordered = sorted([hit for hit in (known.words.hits(normalised.text) if hits is None else hits) if hit[0] < words], key=_start)
    at, last = 0, len(ordered)
    for clause in clauses:
        end = clause.at + len(clause.text)
        asked = clause.question and _REQUESTS.search(clause.text) is None
        mentioned = clause.quoted or asked or clause.warned or clause.reported
        turned = negations(clause)
        wholly = mentioned or (clause.negated and not turned)
        topics: dict[str, None] = {}
        functions: dict[str, None] = {}
        while at < last and ordered[at][1] < end:
            word, left, right = ordered[at]
            at += 1
            for mark in marks[word]:
                if mark[0] == "F":
                    functions[mark[2:]] = None
                    continue
                topics[mark[2:]] = None
                if not asserted.get(mark):
                    denied = wholly or (turned and any(start <= left < stop and not left <= start < right for start, stop in turned))
                    asserted[mark] = not denied
        scopes = [scope for scope, stands in zip(_SCOPES, _FLAGS(clause), strict=True) if stands]
        for scope in scopes:
            found[f"S:{scope}"] = None
        for function in functions:
            found[f"F:{function}"] = None
            for scope in scopes:
                found[f"FS:{function}/{scope}"] = None
        for topic in topics:
            for function in functions:
                found[f"TF:{topic}/{function}"] = None
            for scope in scopes:
                found[f"TS:{topic}/{scope}"] = None
            if not functions and not scopes:
                found[f"TF:{topic}/plain"] = None
    for mark, stands in asserted.items():
        found[f"{'TP' if stands else 'TN'}:{mark[2:]}"] = None
    return tuple(found)


def _start(hit: Hit) -> tuple[int, int]:
    return hit[1], hit[0]
