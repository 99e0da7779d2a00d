"""A shop as a definition: policies, items, coupons, quick phrases. Money is in yuan, as in every file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from simulator.fields import Bool, ClockTime, Context, Id, Int, Model, Named, Template, Text, Yuan, validated
from simulator.problems import Problems
from simulator.vocabulary import Vocabulary
from simulator.yamlfile import Document

Price = Annotated[Yuan, Field(gt=0, le=1_000_000)]
Count = Annotated[Int, Field(ge=0, le=1_000_000)]


class Policies(Model):
    """What the shop offers; a policy that is not written is not known, and rules about it stay silent."""

    invoice: Bool | None = None
    credit_card: Bool | None = None
    cod: Bool | None = None
    self_pickup: Bool | None = None
    ship_cutoff: ClockTime | None = None
    couriers: tuple[Text, ...] | None = None
    return_days: Count | None = None
    remote_regions: tuple[Text, ...] | None = None


class Item(Model):
    """Something the shop sells. `floor_price` is the least an agent may grant alone; to `remote_regions` its free shipping does not reach,
    besides those of the shop."""

    title: Text
    list_price: Price
    floor_price: Price | None = None
    free_shipping: Bool | None = None
    remote_regions: tuple[Text, ...] | None = None
    stock: Count | None = None
    attributes: dict[str, str | Int | Yuan | Bool] = Field(default_factory=dict)
    selling_points: tuple[Text, ...] = ()


class Coupon(Model):
    """A coupon that `send_coupon` can send: `off` yuan from `over` yuan on."""

    id: Id
    name: Named
    off: Price
    over: Annotated[Yuan, Field(ge=0)] = 0.0


class Phrase(Model):
    """A quick phrase; `keys` are its pinyin initials."""

    id: Id
    keys: Text
    name: Named
    text: Template


class Shop(Model):
    """One shop."""

    format: Literal[1]
    shop: Id
    name: Named
    about: Named | None = None
    policies: Policies = Field(default_factory=Policies)
    items: dict[Id, Item]
    coupons: tuple[Coupon, ...] = ()
    phrases: tuple[Phrase, ...] = ()

    def facts(self, item: str) -> dict[str, dict[str, Any]]:
        """Returns the facts of the shop and of one of its items; money in yuan."""
        return {
            "item": self.items[item].model_dump(exclude_none=True, mode="json"),
            "shop": {"name": self.name.zh, **self.policies.model_dump(exclude_none=True, mode="json")},
        }


def read_shop(document: Document, words: Vocabulary, problems: Problems) -> Shop | None:
    """Returns the shop in `document`, or None after every problem with it was put into `problems`."""
    shop = validated(Shop, document, problems, Context(words))
    if shop is None:
        return None
    for name, item in shop.items.items():
        if item.floor_price is not None and item.floor_price > item.list_price:
            mark = document.mark(("items", name, "floor_price"))
            problems.add(mark, "H01", f"the floor price {item.floor_price:g} is above the list price {item.list_price:g}")
    for key, entries in (("coupons", shop.coupons), ("phrases", shop.phrases)):
        ids = [entry.id for entry in entries]
        for index, name in enumerate(ids):
            if name in ids[:index]:
                problems.add(document.mark((key, index, "id")), "H02", f"the id {name!r} stands here twice", "give it another id")
    return shop
