"""Everything content must prove, in one pass: all problems of all files, sorted, each with file, line, column, code and remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from scoring.proof import prove
from scoring.rulebook import Rule
from simulator.library import CHECKOUT, LEXICON, PARTS, RULES, Library, own_roots
from simulator.problems import Mark, Problem, Problems
from simulator.proofs import check_heard, check_transcripts
from simulator.reading.prove import prove as prove_lexicon
from simulator.structure import check_structure

Wanted = Callable[[str], bool]
"""Whether a file, by the name problems call it, is to be checked."""


def check(library: Library, wanted: Wanted = lambda _file: True) -> Problems:
    """Returns every problem of the wanted files in `library`: the files themselves, definitions, references, shapes, proofs, rules."""
    problems = Problems()
    problems.extend(library.problems)
    for name, persona in library.personas.items():
        document = library.sources("persona")[name].document
        if wanted(document.file):
            check_structure(persona, document, problems)
            check_heard(library.machine(name), document, problems)
    for name in library.scenarios:
        if wanted(library.sources("scenario")[name].document.file):
            check_transcripts(library, name, problems)
    for rule in library.rulebook.rules:
        if wanted(rule.document.file):
            problems.extend(prove(rule))
    if any(wanted(str(path)) for path in LEXICON.rglob("*.yaml")):
        problems.extend(map(_from_checkout, prove_lexicon()))
    _own_names(library, problems)
    _check_unused(library, problems)
    return Problems(list(dict.fromkeys(problem for problem in problems if wanted(problem.mark.file))))


def check_paths(paths: Iterable[Path]) -> Problems:
    """Returns the problems of the files at or under `paths` alone; what they refer to is looked up beside them and in the program's own."""
    places = [path.resolve() for path in paths]
    outside = {root for path in places if not _inside(path, (*own_roots(), RULES)) and (root := content_root(path))}
    library = Library.load(more=sorted(outside))
    problems = check(library, lambda file: any(_is_at(file, path) for path in places))
    looked_at = [path.resolve() for path in (*library.files, *(root / file for root in (*outside, CHECKOUT) for file in _further(root)))]
    for place in places:
        if not any(file.is_relative_to(place) for file in looked_at):
            remedy = "content lies in personas/, scenarios/ or rules/ of a content folder, in files called *.yaml"
            problems.add(Mark(str(place)), "L05", "nothing here is content, and nothing was checked", remedy)
    return problems


def _further(root: Path) -> Iterator[Path]:
    """Yields what is checked under a root beside personas, shops, scenarios and exams: rules, the lexicon, recorded talks."""
    places = ("scoring/rules", "simulator/reading/lexicon") if root == CHECKOUT else ("rules",)
    for place in places:
        yield from (root / place).rglob("*.yaml")
    yield from (root / "scenarios").glob("*/*.jsonl")


def _own_names(library: Library, problems: Problems) -> None:
    """Reports rules of others that are called otherwise than their file, and those that take the place of a rule of ours."""
    rules = library.rulebook.rules
    ours = {rule.id: rule for rule in rules if _is_ours(rule)}
    for rule in rules:
        if _is_ours(rule):
            continue
        stem, mark = Path(rule.document.file).stem, rule.document.mark(("rule",))
        if stem != rule.id and not stem.startswith(f"{rule.id}_"):
            problems.add(
                mark, "L01", f"the rule {rule.id!r} lies in a file called {stem!r}", f"call the file {rule.id!r}, or the rule {stem!r}"
            )
        if rule.id in ours:
            known = ours[rule.id].keys
            fatal = "fatal" if known.fatal else "not fatal"
            message = f"from {rule.keys.since} on this takes the place of our rule {rule.id!r} ({known.kind}, {fatal})"
            problems.add(mark, "L06", message, "give it another id, unless that is meant", warning=True)


def _is_ours(rule: Rule) -> bool:
    return rule.document.file.startswith("scoring/rules/")


def content_root(path: Path) -> Path | None:
    """Returns the content folder around (or at) `path`, None where there is none."""
    for folder in (path, *path.parents):
        if any((folder / part).is_dir() for part in PARTS):
            return folder
    return None


def _inside(path: Path, roots: Iterable[Path]) -> bool:
    return any(path.is_relative_to(root.resolve()) for root in roots)


def _is_at(file: str, path: Path) -> bool:
    """Returns whether the file is `path`, lies in it, or is the scenario that the transcript `path` proves."""
    # A file of the program's own content is named from the top of its root.
    places = [Path(file)] if Path(file).is_absolute() else [root / file for root in (*own_roots(), CHECKOUT)]
    return any(
        place.is_relative_to(path) or (path.suffix == ".jsonl" and place.parent == path.parent) for place in map(Path.resolve, places)
    )


def _from_checkout(problem: Problem) -> Problem:
    """Returns the problem with its file named as those of other content are, from the top of the checkout."""
    path = Path(problem.mark.file)
    return replace(problem, mark=replace(problem.mark, file=str(path.relative_to(CHECKOUT)))) if path.is_relative_to(CHECKOUT) else problem


def _check_unused(library: Library, problems: Problems) -> None:
    """Warns of personas, shops and items that no scenario plays, scenarios with problems counted too."""
    played = [source.document.content for source in library.sources("scenario").values() if isinstance(source.document.content, dict)]
    for kind in ("persona", "shop"):
        used = {scenario.get(kind) for scenario in played}
        for name, source in library.sources(kind).items():
            if name not in used:
                problems.add(source.document.mark((kind,)), "U01", f"no scenario uses the {kind} {name!r}", warning=True)
    items = {(scenario.get("shop"), scenario.get("item")) for scenario in played}
    for name, shop in library.shops.items():
        for item in shop.items:
            if (name, item) not in items:
                mark = library.sources("shop")[name].document.mark(("items", item), key=True)
                problems.add(mark, "U02", f"no scenario sells the item {item!r}", warning=True)
