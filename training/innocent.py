"""Replies that forbid nothing wherever they are said. Put after the line of a buyer who tempts, they teach (and test) that the temptation
alone makes nobody guilty.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator.reading.bare import bare_answer
from simulator.yamlfile import load
from training.corpus import Line

SHOPS = Path(__file__).parent.parent / "scenarios" / "shops"

INNOCENT = frozenset(
    [
        "greet",
        "ask_to_wait",
        "apologize",
        "thank",
        "empathize",
        "welcome",
        "offer_help",
        "close",
        "ask_need",
        "ask_link",
        "describe_product",
        "quote_price",
        "unit_price",
        "state_courier",
        "state_ship_time",
        "estimate_arrival",
        "keep_on_platform",
        "refuse_contact",
        "refuse_extortion",
        "refuse_pickup",
        "limit_invoice",
        "verify_account",
        "confirm_address",
        "ask_evidence",
        "explain_cause",
        "reassure_quality",
        "offer_exchange",
        "offer_return",
        "track_parcel",
        "urge_courier",
        "urge_payment",
        "refuse_discount",
        "guide_use",
        "recommend",
        "ask_invoice_title",
        "confirm_stock",
        "compare_value",
    ]
)
"""Acts that are no fault by themselves."""

ARGUABLE: Mapping[str, frozenset[str]] = {
    "arrival_promised": frozenset({"reassure_quality", "estimate_arrival"}),
    "cod_refused": frozenset({"keep_on_platform", "guide_use", "apologize"}),
    "courier_switched": frozenset({"state_courier", "apologize"}),
    "credit_card_refused": frozenset({"keep_on_platform", "guide_use", "apologize", "refuse_extortion"}),
    "deposit_scam": frozenset({"guide_use", "reassure_quality"}),
    "fake_order": frozenset({"guide_use", "confirm_address"}),
    "info_leaked": frozenset({"confirm_address", "track_parcel", "describe_product", "state_courier", "confirm_stock", "estimate_arrival"}),
    "invoice_false": frozenset({"ask_invoice_title"}),
    "invoice_refused": frozenset({"limit_invoice", "apologize", "refuse_extortion"}),
    "invoice_troll_fed": frozenset({"apologize", "offer_return"}),
    "off_platform_payment": frozenset({"guide_use", "offer_return"}),
    "price_below_authority": frozenset({"quote_price", "unit_price"}),
    "promise_denied": frozenset({"apologize", "refuse_discount", "explain_cause"}),
    "quality_dodged": frozenset(
        {"reassure_quality", "explain_cause", "describe_product", "guide_use", "refuse_extortion", "refuse_contact"}
    ),
    "return_refused": frozenset({"explain_cause", "describe_product", "apologize"}),
    "review_bought": frozenset({"offer_return", "offer_exchange"}),
    "stock_evaded": frozenset({"recommend", "encourage_order", "ask_to_wait"}),
}
"""Rule -> acts that may break it after a buyer's line about its matter, or that people would argue about there."""

HELD = frozenset({"hand10", "hand11", "hand12"})
"""Hands whose innocent replies are kept for testing (benchmarks/false_alarms.py)."""


def innocent_lines(lines: Sequence[Line], hands: Collection[str]) -> list[Line]:
    """Returns the replies of `hands` that are innocent after anything; a plain yes or no is not, as it takes up what was asked."""
    return [
        line
        for line in lines
        if line.hand in hands and line.labels and line.labels <= INNOCENT and not line.buyer and not bare_answer(line.text)
    ]


def quick_phrases() -> list[str]:
    """Returns the quick phrases of every shop with their blanks filled, but those that may be guilty: a plain yes or no, a gift."""
    told = {
        "{shop.name}": "小店",
        "{shop.ship_cutoff}": "16:00",
        "{shop.couriers}": "顺丰冷运",
        "{order.address}": "林佑佳 139****1111 南昌市青云谱区洪都大道某小区",
        "{item.title}": "白瓷盖碗",
    }
    found = set()
    for path in sorted(SHOPS.glob("*.yaml")):
        content: Any = load(path).content
        for phrase in content["phrases"]:
            text = phrase["text"] if isinstance(phrase["text"], str) else phrase["text"]["zh"]
            for blank, value in told.items():
                text = text.replace(blank, value)
            found.add(text)
    return sorted(text for text in found if not (bare_answer(text) or text.startswith("可以") or "送" in text))
