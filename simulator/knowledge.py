"""What the desk knows of the item, the shop and the order, as labelled rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.scenario import Scenario
from simulator.shop import Shop
from simulator.templates import written
from simulator.views import Row
from simulator.words import Words

_TABLE = {
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "offered": ("支持", "yes"),
    "not_offered": ("不支持", "no"),
    "days": ("{days} 天", "{days} days"),
    "and": ("；", "; "),
    "item.title": ("商品", "Item"),
    "item.list_price": ("标价", "List price"),
    "item.floor_price": ("底价", "Floor price"),
    "item.free_shipping": ("包邮", "Free shipping"),
    "item.remote_regions": ("偏远地区", "Remote regions"),
    "item.stock": ("库存", "Stock"),
    "item.selling_points": ("卖点", "Selling points"),
    "shop.name": ("店铺", "Shop"),
    "shop.invoice": ("发票", "Invoice"),
    "shop.credit_card": ("信用卡", "Credit card"),
    "shop.cod": ("货到付款", "Cash on delivery"),
    "shop.self_pickup": ("自提", "Pick-up"),
    "shop.ship_cutoff": ("当天发货截止", "Ships today until"),
    "shop.couriers": ("快递", "Couriers"),
    "shop.return_days": ("无理由退货", "Free returns"),
    "shop.remote_regions": ("偏远地区", "Remote regions"),
    "order.name": ("姓名", "Name"),
    "order.item": ("商品", "Item"),
    "order.color": ("颜色", "Colour"),
    "order.size": ("尺码", "Size"),
    "order.pieces": ("件数", "Pieces"),
    "order.boxes": ("数量", "Boxes"),
    "order.courier": ("快递", "Courier"),
    "order.ship": ("发货", "Shipping"),
    "order.gift": ("赠品", "Gift"),
    "order.engraving": ("刻字", "Engraving"),
    "order.packing": ("包装", "Packing"),
    "order.make": ("加工", "Making"),
    "order.living_room": ("客厅", "Living room"),
    "order.bedroom": ("卧室", "Bedroom"),
    "order.study": ("书房", "Study"),
    "order.remark": ("备注", "Remark"),
}


def item_rows(scenario: Scenario, shop: Shop, lang: str) -> tuple[Row, ...]:
    """Returns what the desk knows of the item."""
    say = Words(_TABLE, lang)
    facts = scenario.facts_in(shop)["item"]
    rows = []
    for name in ("title", "list_price", "floor_price", "free_shipping", "remote_regions", "stock"):
        if facts.get(name) is not None:
            money = name.endswith("price")
            tone = "accent" if name == "list_price" else "warn" if name == "floor_price" else "plain"
            rows.append(Row(say(f"item.{name}"), f"¥{written(facts[name])}" if money else _value(facts[name], say), tone))
    rows += [Row(str(name), _value(value, say)) for name, value in facts.get("attributes", {}).items()]
    if facts.get("selling_points"):
        rows.append(Row(say("item.selling_points"), say("and").join(map(written, facts["selling_points"])), "muted"))
    return tuple(rows)


def shop_rows(scenario: Scenario, shop: Shop, lang: str) -> tuple[Row, ...]:
    """Returns the shop's policies."""
    say = Words(_TABLE, lang)
    facts = scenario.facts_in(shop)["shop"]
    names = ("name", "invoice", "credit_card", "cod", "self_pickup", "ship_cutoff", "couriers", "return_days", "remote_regions")
    return tuple(Row(say(f"shop.{name}"), _policy(name, facts[name], say)) for name in names if facts.get(name) is not None)


def order_rows(details: Mapping[str, Any], lang: str) -> tuple[Row, ...]:
    """Returns the details of an order; a label that an author made up stays as it is."""
    say = Words(_TABLE, lang)
    return tuple(Row(say(f"order.{name}") if f"order.{name}" in _TABLE else name, written(value)) for name, value in details.items())


def _policy(name: str, value: Any, say: Words) -> str:
    if isinstance(value, bool):
        return say("offered" if value else "not_offered")
    return say("days", days=value) if name == "return_days" else written(value)


def _value(value: Any, say: Words) -> str:
    return say("yes" if value else "no") if isinstance(value, bool) else written(value)
