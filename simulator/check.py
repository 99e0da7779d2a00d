"""Everything content must prove, in one pass: all problems of all files, sorted, each with file, line, column, code and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from simulator.library import Library
from simulator.problems import Problem, Problems
from simulator.proofs import check_heard, check_transcripts
from simulator.structure import check_structure


def check(library: Library) -> Problems:
    """Returns every problem of the content in `library`: files, definitions, references, shapes, proofs, rules, the lexicon."""
    problems = Problems()
    problems.extend(library.problems)
    for name, persona in library.personas.items():
        document = library.sources("persona")[name].document
        check_structure(persona, document, problems)
        check_heard(library.machine(name), document, problems)
    for name in library.scenarios:
        check_transcripts(library, name, problems)
    _check_rules(library, problems)
    _check_unused(library, problems)
    return _once(problems)


def check_paths(paths: Iterable[Path]) -> Problems:
    """Returns the problems of the files at or under `paths` alone; what they refer to is looked up beside them and in the program's own."""
    wanted = [path.resolve() for path in paths]
    library = Library.load()
    outside = {root for path in wanted if not _inside(path, library.roots) and (root := content_root(path))}
    if outside:
        library = Library.load(more=sorted(outside))
    found = Problems()
    found.extend(problem for problem in check(library) if any(_is_of(problem, path, library.roots) for path in wanted))
    return found


def content_root(path: Path) -> Path | None:
    """Returns the folder that holds `personas` or `scenarios` around (or at) `path`, None where there is none."""
    for folder in (path, *path.parents):
        if (folder / "personas").is_dir() or (folder / "scenarios").is_dir():
            return folder
    return None


def _inside(path: Path, roots: Iterable[Path]) -> bool:
    return any(path.is_relative_to(root.resolve()) for root in roots)


def _is_of(problem: Problem, path: Path, roots: Iterable[Path]) -> bool:
    places = [Path(problem.mark.file), *(root / problem.mark.file for root in roots)]
    return any(place.resolve().is_relative_to(path) for place in places)


def _check_rules(library: Library, problems: Problems) -> None:
    from scoring.proof import prove

    for rule in library.rulebook.rules:
        problems.extend(prove(rule))


def _check_unused(library: Library, problems: Problems) -> None:
    """Warns of personas, shops and items that no scenario plays."""
    played = library.scenarios.values()
    for kind, used in (("persona", {scenario.persona for scenario in played}), ("shop", {scenario.shop for scenario in played})):
        for name, source in library.sources(kind).items():
            if name not in used:
                problems.add(source.document.mark((kind,)), "U01", f"no scenario uses the {kind} {name!r}", warning=True)
    items = {(scenario.shop, scenario.item) for scenario in played}
    for name, shop in library.shops.items():
        for item in shop.items:
            if (name, item) not in items:
                mark = library.sources("shop")[name].document.mark(("items", item), key=True)
                problems.add(mark, "U02", f"no scenario sells the item {item!r}", warning=True)


def _once(problems: Problems) -> Problems:
    """Returns the problems sorted, none twice."""
    return Problems(list(dict.fromkeys(problems)))
