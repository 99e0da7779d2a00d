"""What a desk in memory shows: talks, cards, a debrief, broken content, and texts that have broken terminals."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from simulator.clean import clean
from simulator.problems import Mark as Place
from simulator.problems import Problem
from simulator.views import (
    Bubble,
    ConversationView,
    DebriefLine,
    DebriefView,
    Goal,
    Mark,
    MoodPoint,
    Note,
    OrderView,
    PhraseView,
    Row,
    ScenarioCard,
)

HOSTILE = (
    "[/]",
    "[/b][link=https://example.org]点我[/]",
    "[@click=app.quit]点我退出[/]",
    "[M]码 [ABC] [$primary]x [ok]",
    "\x1b]2;PWNED\x1b\\\x1b[2J\x9b31m红",
    "‮反过来\u200b零宽\ufeff",
    "👨‍👩‍👧 ❤️ 🇨🇳 1️⃣ 👍🏻",
    "a" * 400,
    "\\[[x]]\\",
    "{item.title} %s {0} ${x}",
)
"""Texts that have broken terminals and markup parsers."""

PHRASES = (
    PhraseView("welcome", "hy", "欢迎", "亲，您好~欢迎光临林记女装，很高兴为您服务！"),
    PhraseView("shipping", "fhsx", "发货时效", "亲，付款后 48 小时内发出，默认中通快递，发出后您可以在订单里查看物流哦~"),
    PhraseView("address", "hddz", "核对地址", "亲，跟您核对一下收货信息：林小满 138****6620 浙江杭州西湖区古翠路，请确认是否正确~"),
    PhraseView("size", "cmjy", "尺码建议", "亲，麻烦告诉我身高体重和平时穿的码数，我帮您推荐~"),
    PhraseView("insurance", "yfx", "运费险", "亲，这款赠送运费险，7 天无理由退换，请放心拍~"),
    PhraseView("sorry", "afzq", "安抚致歉", "亲，非常抱歉给您带来不好的体验，我马上帮您核实处理，请稍等 1 分钟好吗？"),
    PhraseView("offsite", "jjzw", "拒绝站外", "亲，为了保障您的权益，请在平台内沟通和付款哦~"),
    PhraseView("bye", "jsy", "结束语", "感谢您的光临，有任何问题随时联系我们，祝您生活愉快~"),
)

ITEM = (
    Row("标题", "秋冬加绒加厚圆领卫衣女宽松慵懒风", "plain"),
    Row("标价", "¥129", "accent"),
    Row("权限底价", "¥118", "warn"),
    Row("库存", "318"),
    Row("面料", "棉 65% 聚酯纤维 35%"),
    Row("卖点", "420g 加绒，不起球；送运费险"),
)
SHOP = (Row("发货", "14:00 前付款当天发"), Row("快递", "中通、圆通"), Row("退换", "7 天无理由"), Row("发票", "可开电子普票"))
GOALS = (
    Goal("must", "核对收货地址", None),
    Goal("must", "付款后 20 分钟内备注插旗", True),
    Goal("must", "不低于权限底价成交", None),
    Goal("more", "用一种议价技巧留住买家", True),
    Goal("delight", "送一件小礼物", False),
)


def bubble(at: float, kind: Any, text: str) -> Bubble:
    return Bubble(at, f"14:{int(at // 60) % 60:02d}", kind, text)


def _first_talk() -> tuple[Bubble, ...]:
    return (
        bubble(60, "notice", "买家从「秋冬加绒卫衣」详情页进店"),
        bubble(61, "auto", "亲，欢迎光临，客服马上就来~"),
        bubble(65, "buyer", "在吗？这件卫衣165/110斤穿M还是L"),
        bubble(120, "buyer", "喜欢宽松一点的"),
        bubble(150, "agent", "在的亲~您好！身高165体重110斤，这款是宽松版型，日常穿拍 M 码就很合适哦；喜欢明显宽松慵懒的感觉可以拍 L 码。"),
        bubble(240, "buyer", "那拍L吧。我刚下单了，能便宜点吗？隔壁店同款才[109]包邮"),
        bubble(250, "coach", "买家在比价。先认同，再讲差异(加绒克重、运费险),最后给确定的优惠，不要直接改价。"),
        bubble(
            300,
            "agent",
            "理解亲想买得划算~我们这款是 420g 加绒、送运费险，穿着不合适可以免费退换。您已经拍下的这单，我帮您申请一张 5 元店铺券可以吗？",
        ),
        bubble(310, "action", "已发优惠券：满 100 减 5"),
        bubble(360, "buyer", "行吧😂 那地址帮我改一下，要寄公司"),
        bubble(362, "buyer", "浙江省杭州市余杭区文一西路969号 2号楼前台，电话还是原来那个"),
        bubble(366, "notice", "买家已付款 ¥124"),
    )


def talks_at_first() -> list[ConversationView]:
    order = OrderView(
        "paid",
        "221104873365",
        12400,
        0,
        "林** 138****6620 浙江杭州西湖区古翠路**",
        "客户要求改地址",
        "yellow",
        128.0,
        (Row("规格", "奶杏色 / L × 1"),),
    )
    plain = OrderView()
    hundred = tuple(
        itertools.chain.from_iterable(
            (
                bubble(n * 30, "buyer", f"第 {n} 个问题：这款洗了会不会缩水呀？"),
                bubble(n * 30 + 12, "agent", f"亲，第 {n} 次回答您：正常机洗不缩水哦~"),
            )
            for n in range(55)
        )
    )

    def talk(
        number: int, nick: str, bubbles: tuple[Bubble, ...], waiting: float | None, tags: tuple[str, ...], **more: Any
    ) -> ConversationView:
        standard: dict[str, Any] = {
            "typing": False,
            "mood": 62,
            "ended": "",
            "order": plain,
            "item": ITEM,
            "shop": SHOP,
            "goals": GOALS,
            "unread": 1 if waiting else 0,
        }
        return ConversationView(
            id=f"c{number}", nick=nick, tags=tags, shop_name="林记女装旗舰店", bubbles=bubbles, waiting_s=waiting, **standard | more
        )

    return [
        talk(1, "林小满_92", _first_talk(), 47.0, ("88VIP", "老客 3单", "爱比价"), unread=2, order=order),
        talk(
            2,
            "大橘为重",
            (bubble(180, "buyer", "什么时候发货？？都三天了！"), bubble(290, "buyer", "再不发我就投诉了")),
            194.0,
            ("催发货",),
            unread=3,
            mood=12,
        ),
        talk(3, "tb_8842190", (bubble(300, "buyer", "收到少了一件"),), 101.0, ("售后",), mood=35),
        talk(4, "阿楠妈妈", (bubble(360, "buyer", "宝宝能穿吗 有没有A类标"),), 22.0, ("新客",), typing=True),
        talk(5, "Echo陈", hundred, None, ("已下单",), mood=90, ended="满意离开"),
        talk(
            6,
            "北城以北的一个名字特别特别长的买家用户",
            tuple(bubble(300 + n, "buyer", clean(text)) for n, text in enumerate(HOSTILE)),
            8.0,
            ("售后", "[b]标签[/b]"),
        ),
        talk(
            7,
            "小鹿爱吃糖",
            (bubble(200, "agent", "亲，付款后 48 小时内发出哦"),),
            None,
            ("催付",),
            order=replace(order, stage="placed", paid_s_ago=None, remark="", flag=""),
        ),
        talk(8, "[/]刷单勿扰007", (bubble(360, "buyer", "加V聊 返现50"),), 36.0, ("可疑",), mood=None),
    ]


CARDS = (
    ScenarioCard(
        "haggler_last_piece",
        "最后一件，还能再便宜吗",
        "买家盯上了最后一件卫衣，一轮一轮往下砍。守住底线，给足面子。",
        2,
        "haggler",
        "讲价型买家",
        "林记女装",
        8,
        3,
        86.5,
        72,
        True,
    ),
    ScenarioCard("haggler_next_door", "隔壁店更便宜", "同款比价，买家手里有截图。", 3, "haggler", "讲价型买家", "林记女装", 8, 2, 64, 64),
    ScenarioCard("haggler_bulk", "公司团购三十件", "量大压价，还要发票。", 4, "haggler", "讲价型买家", "青禾办公", 12),
    ScenarioCard(
        "silent_placed",
        "拍下了不付款也不说话",
        "订单挂着两小时，发什么都已读不回。",
        2,
        "silent_buyer",
        "沉默型买家",
        "林记女装",
        6,
        1,
        91,
        91,
        True,
    ),
    ScenarioCard("silent_browsing", "只看不问", "进店五分钟没有一句话。", 1, "silent_buyer", "沉默型买家", "山茶茶业", 5),
    ScenarioCard(
        "extort_refund",
        "不退一百就给差评",
        "买家拿差评要钱，语气一句比一句重。",
        4,
        "review_extortionist",
        "差评要挟型买家",
        "青禾办公",
        10,
        4,
        78.5,
        70,
    ),
    ScenarioCard("extort_screenshot", "截图威胁", "对方自称职业打假。", 5, "review_extortionist", "差评要挟型买家", "林记女装", 12),
    ScenarioCard(
        "first_phone",
        "第一次网购的阿姨",
        "不会改地址，也不知道什么是支付宝。",
        1,
        "first_time_shopper",
        "第一次网购的买家",
        "山茶茶业",
        8,
        1,
        83,
        83,
        True,
    ),
)


def debrief(mode: Any = "practice") -> DebriefView:
    """Returns a debrief with notes of every tone."""

    def note(title: str, tone: Any, span: tuple[int, int] | None, message: str, better: str, delta: float, **more: Any) -> Note:
        return Note(title, title, tone, span, "", message, "买家和平台都会把这句话当作店铺的承诺。", "seed 001", better, delta, **more)

    lines = (
        DebriefLine(0, "14:03", "notice", "买家从详情页进店"),
        DebriefLine(5, "14:03", "buyer", "什么时候发货？？都三天了！"),
        DebriefLine(
            117,
            "14:05",
            "agent",
            "亲，正常 48 小时内发货的哦。",
            (
                note(
                    "首次响应过慢",
                    "bad",
                    None,
                    "响应 112 秒，超过 30 秒目标；没有道歉，也没有查单。",
                    "亲，让您等这么久非常抱歉！我马上帮您查这单的物流，1 分钟内给您准信~",
                    -12,
                ),
            ),
            112,
        ),
        DebriefLine(130, "14:05", "buyer", "我付款都72小时了，你们自己看看"),
        DebriefLine(
            154,
            "14:06",
            "agent",
            "非常抱歉亲！刚帮您查到仓库漏单了，我已加急，今天 18 点前发出，另外补偿您 5 元红包，可以吗？",
            (note("先致歉再给时间", "good", (0, 6), "先致歉 + 查明原因 + 给出确定时间 + 合理补偿，四步完整。", "", 4),),
            24,
        ),
        DebriefLine(160, "14:06", "action", "备注插旗：仓库漏单，已加急(红旗)"),
        DebriefLine(170, "14:07", "buyer", "那行吧，别再忘了"),
        DebriefLine(
            188,
            "14:07",
            "agent",
            "您加我微信，我盯着给您发照片",
            (
                note(
                    "私留联系方式",
                    "bad",
                    (1, 5),
                    "“加我微信”是在交换私人联系方式，平台和店铺都不允许。",
                    "亲，公司规定只能在旺旺上沟通哦，您在这里说就好。",
                    -25,
                    fatal=True,
                    points=6,
                ),
                note("未兑现的承诺", "unsure", (6, 13), "这句话可能是一个做不到的承诺，请培训师看一眼。", "", 0),
            ),
            18,
        ),
        DebriefLine(200, "14:08", "buyer", "[/] 哦"),
    )
    moods = ((70, 60, 50), (55, 60, 40), (35, 55, 30), (50, 60, 45), (62, 66, 55), (60, 66, 40))
    whys = ("开场", "等了将近两分钟没有人回", "没有道歉，直接念规则", "先致歉，查明了原因", "给出了确定的时间", "要加微信，买家起了疑心")
    points = []
    for index, (values, why) in enumerate(zip(moods, whys, strict=True)):
        names = ("耐心", "兴趣", "信任")
        before = moods[max(0, index - 1)]
        change = tuple((name, now - then) for name, now, then in zip(names, values, before, strict=True) if now != then)
        points.append(MoodPoint(index * 35.0, tuple(zip(names, values, strict=True)), change, why))
    return DebriefView(
        "demo",
        "催发货 · 情绪安抚",
        mode,
        4,
        372.0,
        5,
        72.0,
        False,
        "D",
        80,
        "买家勉强接受",
        "没有通过：出现致命违规“私留联系方式”。",
        (
            Mark("timeliness", "响应", 55.0, 25, 67.0),
            Mark("politeness", "礼貌", 80.5, 25, 71.0),
            Mark("compliance", "合规", 60.0, 30, 80.0),
            Mark("outcome", "结果", None, 20),
        ),
        lines,
        (note("备注缺信息", "bad", None, "备注里没有写买家姓名和尺码。", "林小满 L 码 今天加急 小夏", -5),),
        GOALS,
        ((117, 112.0), (154, 24.0), (188, 18.0), (220, 31.0), (260, 12.0), (300, 9.0), (330, 44.0), (350, 15.0)),
        tuple(points),
        (
            Row("首次响应", "112 秒", "bad"),
            Row("平均响应", "33.1 秒"),
            Row("2 分钟以上等待", "0", "good"),
            Row("答问比", "1.3"),
            Row("打字速度", "61 字/分"),
        ),
        (
            "总分 = 各维度得分 × 权重 ÷ 已评维度的权重之和",
            "= (55 × 25 + 80.5 × 25 + 60 × 30) ÷ 80 = 64.8",
            "结果：没有可评的内容，不计入总分",
        ),
        0,
        6,
        ("先认同再讲差异", "给确定的时间"),
    )


def broken_content() -> tuple[Problem, ...]:
    """Returns two problems of content."""
    return (
        Problem(Place("scenarios/haggler_x/scenario.yaml", 12, 3), "C102", "unknown key 'levle'", "did you mean 'level'?"),
        Problem(Place("personas/angry.yaml", 40, 1), "C310", "state 'waits' has no silence that leads out", ""),
    )
