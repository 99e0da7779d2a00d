"""Tables of results as CSV that a spreadsheet opens rightly and safely, and as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from simulator.archive import COLUMNS, Result

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def to_csv(results: Iterable[Result]) -> str:
    """Returns the results as CSV with a header line; marks are points with one decimal, empty where not assessed.

    A cell that a spreadsheet would take for a formula gets a leading apostrophe (CWE-1236).
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name.removesuffix("_tenths") for name in COLUMNS])
    for result in results:
        writer.writerow([_cell(name, getattr(result, name)) for name in COLUMNS])
    return out.getvalue()


def to_rows(results: Iterable[Result]) -> Sequence[dict[str, object]]:
    """Returns one JSON-ready mapping a result, marks as points."""
    return [{name.removesuffix("_tenths"): _value(name, getattr(result, name)) for name in COLUMNS} for result in results]


def _value(name: str, value: object) -> object:
    return value / 10 if name.endswith("_tenths") and isinstance(value, int) else value


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    text = str(_value(name, value))
    return f"'{text}" if text.startswith(_FORMULA) else text
