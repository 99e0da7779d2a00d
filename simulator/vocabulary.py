"""The closed vocabularies that content is written in: acts, asks, facts, actions, events, and which act answers which ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from simulator.reading.lexicon import compiled
from simulator.yamlfile import load

LEXICON = Path(__file__).parent / "reading" / "lexicon" / "zh"
RULES = Path(__file__).parent.parent / "scoring" / "rules"

FACTS: Mapping[str, tuple[str, ...]] = {
    "item": ("title", "list_price", "floor_price", "free_shipping", "remote_regions", "stock", "attributes", "selling_points"),
    "shop": (
        "name",
        "invoice",
        "credit_card",
        "cod",
        "self_pickup",
        "ship_cutoff",
        "couriers",
        "return_days",
        "remote_regions",
    ),
    "order": (
        "id",
        "stage",
        "amount",
        "freight",
        "pieces",
        "address",
        "placed_at",
        "paid_at",
        "account_matches",
        "details",
        "remark",
        "flag",
    ),
    "buyer": ("case",),
}
"""What facts there are. `attributes` and `details` hold names of their own. Money is in yuan here, as in YAML and transcripts.

`buyer.case` is the beginning a scenario chose among those its persona knows.
"""

EVENTS = (
    "order_placed",
    "order_paid",
    "order_closed",
    "price_changed",
    "freight_changed",
    "address_changed",
    "coupon_sent",
    "parcel_shipped",
    "parcel_received",
    "parcel_status",
    "receipt_confirmed",
    "refund_requested",
    "refunded",
    "review_posted",
    "complaint_filed",
    "supervisor_replied",
    "invoice_noted",
    "buyer_moved",
    "buyer_left",
    "buyer_blocked",
    "buyer_reported",
    "online",
    "offline",
    "session_closed",
    "shift_ended",
    "facts",
)
"""What can happen outside the chat."""


@dataclass(frozen=True, slots=True)
class Act:
    """A dialogue act: its group, its name in Chinese, and the ask a bare 可以 / 不行 answers with it."""

    group: str
    zh: str
    grants: str = ""
    refuses: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ids by kind. `answers` is ask -> the acts that speak to it. `rules` are the ids of the rules that the model may suspect."""

    acts: Mapping[str, Act]
    asks: Mapping[str, str]
    answers: Mapping[str, frozenset[str]]
    rules: frozenset[str] = frozenset()


@cache
def vocabulary() -> Vocabulary:
    """Returns the vocabulary that ships with the program. Raises ContentError where its files are wrong."""
    files = [LEXICON / "acts.yaml", LEXICON / "asks.yaml", LEXICON / "answers.yaml"]
    # Kept as plain tables, since every command needs them and reading YAML strictly is slow.
    tables = compiled("vocabulary", LEXICON, [*files, Path(__file__)], lambda: _tables(*files))
    acts = {name: Act(*row) for name, row in tables["acts"].items()}
    answers = {
        ask: frozenset(tables["answers"].get(ask, ())) | {name for name, act in acts.items() if ask in (act.grants, act.refuses)}
        for ask in tables["asks"]
    }
    rules = frozenset(path.stem for path in RULES.glob("*/*.yaml"))
    return Vocabulary(acts, tables["asks"], answers, rules)


def _tables(acts: Path, asks: Path, answers: Path) -> dict[str, Any]:
    """Returns the plain tables in the three files."""
    by_group: dict[str, Any] = _entries(acts)
    return {
        "acts": {
            act: (group, entry.get("zh", act), entry.get("grants", ""), entry.get("refuses", ""))
            for group, entries in by_group.items()
            if isinstance(entries, dict)
            for act, entry in entries.items()
        },
        "asks": {ask: str(entry.get("zh", ask)) for ask, entry in _entries(asks).items() if isinstance(entry, dict)},
        "answers": _entries(answers)["answers"],
    }


def _entries(path: Path) -> dict[str, Any]:
    return cast(dict[str, Any], load(path, f"{path.parent.name}/{path.name}").content)
