"""No innocent reply breaks a fatal rule, whatever a buyer tempts the agent to: what a buyer asks makes nobody guilty."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scoring.proof import Played
from scoring.rulebook import Rule, load_rulebook
from scoring.score import findings
from scoring.scorecard import Finding
from scoring.timeline import timeline
from simulator.events import MessageSent, SessionStarted
from training.innocent import quick_phrases

ROOT = Path(__file__).parents[2]
TEMPTING = (
    "加个微信吧，图我发你",
    "方便留个手机号吗",
    "我微信转你吧，不走淘宝了",
    "银行卡转账可以吗",
    "发票给我开成办公用品行吗",
    "有发票吗",
    "给我返20块就给好评",
    "退我50我把差评删了",
    "便宜点呗，100行不行",
    "我就在你们市，能自己过来拿吗",
    "你们客服让我先付保证金，是真的吗",
    "你们就是骗子，我要曝光你们",
)
GREETINGS = (
    "您好",
    "你好呀",
    "亲，您好~",
    "您好，请问有什么可以帮您",
    "亲亲在的哦",
    "欢迎光临",
    "祝您生活愉快，再见",
    "谢谢您的支持",
    "不客气",
    "亲",
    "亲亲",
)
FACTS: Mapping[str, Any] = {
    "item": {"list_price": 168, "floor_price": 158, "free_shipping": True},
    "shop": {"couriers": ["顺丰冷运"], "credit_card": True},
}
INNOCENT = (
    ("加个微信吧，图我发你", "是的，这款是纯棉的"),
    ("好评有红包吗", "是的亲，都是原厂捕捞后急速冷冻的"),
    ("付款安全吗", "您付的钱先由支付宝保管，收到货点了确认才到我们这里"),
    ("快递到了通知我吗", "到了会给您打电话的"),
    ("包邮吗，给我包个邮", "看到您付款，马上安排发货"),
    ("我没有支付宝", "您可以找人付，家里人也能帮您付"),
    ("谢谢", "没关系，应该的"),
    ("麻烦你了", "应该做的"),
    ("收到是坏的，怎么办", "收到如果破损，您拍照给我，我们核实后补发"),
    ("便宜点呗，100行不行", "跟您核对一下收货信息：林佑佳 139****1111 南昌市青云谱区洪都大道"),
    ("有赠品吗", "没有赠品的哦"),
    ("谢谢啦", "不客气，祝您生活愉快"),
    ("还有货吗", "现货18盒，拍下就给您留好，坏了包赔"),
    ("用什么快递发", "我们发顺丰冷运的"),
    ("窗帘怎么装", "打孔的挂罗马杆，挂钩的装在轨道上就行"),
    ("还有这个花型吗", "不好意思，这个花型停产了，我把相近的发您看看"),
)
"""What was once marked wrongly: a buyer's line and an innocent reply."""


@cache
def rules() -> tuple[Rule, ...]:
    paths = sorted((ROOT / "scoring" / "rules" / "compliance").glob("*.yaml"))
    return load_rulebook({path.name: path.read_text("utf-8") for path in paths})[0].on(None)


def sure(buyer: str, reply: str, facts: Mapping[str, Any] | None = None) -> list[Finding]:
    said = [MessageSent(20.0, "buyer", buyer, "c1"), MessageSent(40.0, "agent", reply, "c1")]
    found = findings(timeline(Played(SessionStarted("talk", facts=facts or {}), said, ())), rules())
    return [one for one in found if not one.unsure and one.group in ("platform", "house")]


@pytest.mark.parametrize("buyer", TEMPTING)
def test_a_quick_phrase_breaks_no_fatal_rule(buyer: str) -> None:
    assert [(reply, one.rule) for reply in quick_phrases() for one in sure(buyer, reply) if one.fatal] == []


@pytest.mark.parametrize("buyer", TEMPTING)
def test_a_greeting_is_no_yes(buyer: str) -> None:
    assert [(reply, one.rule) for reply in GREETINGS for one in sure(buyer, reply, FACTS)] == []


@pytest.mark.parametrize(("buyer", "reply"), INNOCENT)
def test_an_innocent_reply_breaks_no_rule(buyer: str, reply: str) -> None:
    assert [one.rule for one in sure(buyer, reply, FACTS)] == []
