"""A Reading as the command line prints it: plain dicts, lists and numbers; money in yuan."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from simulator.reading.marks import Reading

_MONEY = ("price", "off", "threshold", "number")


def as_json(reading: Reading) -> dict[str, Any]:
    """Returns the reading with the keys of docs/cli.md; spans are [start, end] in characters of the raw text."""
    return {
        "text": reading.text,
        "acts": [{"act": m.act, "span": list(m.span), "confidence": round(m.confidence, 3), "how": m.how} for m in reading.acts],
        "asks": [{"ask": m.ask, "span": list(m.span), "confidence": round(m.confidence, 3), "how": m.how} for m in reading.asks],
        "amounts": [
            {"kind": a.kind, "value": a.value / 100 if a.kind in _MONEY else a.value / 1000, "pieces": a.pieces, "span": list(a.span)}
            for a in reading.amounts
        ],
        "contacts": [{"kind": c.kind, "value": c.value, "disguised": c.disguised, "span": list(c.span)} for c in reading.contacts],
        "promises": [{"what": p.what, "value": p.value, "sure": p.sure, "span": list(p.span)} for p in reading.promises],
        "politeness": {
            "score": reading.politeness,
            "markers": [{"kind": m.kind, "span": list(m.span), "weight": m.weight} for m in reading.markers],
        },
    }
