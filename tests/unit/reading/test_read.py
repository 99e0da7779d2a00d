"""`read` as a whole: acts in scope, context, promises, JSON, and what holds for any text."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.reading import _read, read
from simulator.reading.as_json import as_json
from simulator.reading.marks import Reading

DANGEROUS = (
    "give_contact",
    "go_off_platform",
    "grant_false_invoice",
    "pay_for_review",
    "threaten",
    "insult",
    "promise_arrival",
    "disclose_order",
)


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("give_contact", "加我薇给您发细节图"),
        ("give_contact", "您加一下我的V,kefu_lan22"),
        ("go_off_platform", "你直接微信转我也行"),
        ("grant_false_invoice", "开成办公用品没问题"),
        ("pay_for_review", "五星好评送您十元红包"),
        ("threaten", "你给我等着"),
        ("insult", "你有病吧"),
        ("absolute_claim", "我们是全网最低价"),
        ("belittle_competitor", "他们家都是假货"),
        ("promise_arrival", "明天肯定到"),
        ("impatient", "爱买不买"),
        ("perfunctory", "嗯"),
        ("greet", "您好,有什么可以帮您"),
    ],
)
def test_patterns_are_sure(act: str, text: str) -> None:
    assert (act, "pattern") in [(mark.act, mark.how) for mark in read(text).acts]


@pytest.mark.parametrize(
    "text",
    [
        "加微信是不可以的哦亲",
        "您刚才说加我微信是吧,这个不行的",
        "凡是让您加微信付钱的都不是我们店的人",
        "请在订单里填写收货电话",
        "私下转账我们不敢收的",
        "您说的开成办公用品我们开不了",
        "我们不以返现换好评",
        "恐吓买家的事我们绝不做",
        "您别骂人,有话好说",
        "不能保证明天到",
        "傻瓜式操作,一键开机",
    ],
)
def test_refusals_quotations_and_warnings_are_innocent(text: str) -> None:
    assert not read(text).has(*DANGEROUS)


@pytest.mark.parametrize(
    ("buyer", "agent", "act"),
    [
        ("能用信用卡吗", "可以的", "accept_card"),
        ("能便宜点吗", "不行呢亲", "refuse_discount"),
        ("能开票不", "开的", "grant_invoice"),
        ("包邮吗", "包不了哦", "refuse_free_shipping"),
        ("我直接微信转你吧", "好的", "go_off_platform"),
        ("加个微信呗", "不加的哈", "refuse_contact"),
        ("我要退货", "没问题", "offer_return"),
        ("能送点小礼物吗", "可以", "offer_gift"),
    ],
)
def test_a_bare_answer_is_what_was_asked(buyer: str, agent: str, act: str) -> None:
    assert read(agent, before=buyer).has(act)


def test_declared_asks_go_before_those_read_from_the_line() -> None:
    (mark,) = [mark for mark in read("可以的", before="那这样呢", asks=("self_pickup",)).acts if mark.how == "context"]
    assert (mark.act, mark.span, mark.source) == ("agree_pickup", (0, 3), "grants self_pickup")


@pytest.mark.parametrize(
    ("buyer", "agent"),
    [("能开发票吗", "好的,我帮您问一下"), ("能开发票吗", "可以,但要等确认收货"), ("在吗", "可以的")],
)
def test_a_yes_that_goes_on_is_no_bare_answer(buyer: str, agent: str) -> None:
    assert not [mark for mark in read(agent, before=buyer).acts if mark.how == "context"]


def test_a_buyers_line_is_read_for_asks_alone() -> None:
    reading = read("能便宜点吗,包邮不", sender="buyer")
    assert reading.ask_ids == {"discount", "free_shipping"}
    assert reading.acts == ()


@pytest.mark.parametrize(
    ("text", "what", "value", "sure"),
    [
        ("那给您便宜5块吧", "price", "5", True),
        ("保证周五之前收到", "promise_arrival", "周五之前", True),
        ("一般2-3天左右到", "estimate_arrival", "2-3天左右", False),
        ("下午两点前付款当天发出", "state_ship_time", "下午两点前", True),
    ],
)
def test_promises(text: str, what: str, value: str, sure: bool) -> None:
    assert (what, value, sure) in [(promise.what, promise.value, promise.sure) for promise in read(text).promises]


def test_json_has_the_keys_of_the_command_line() -> None:
    found = as_json(read("给您便宜5块,加我微信 kefu888"))
    assert {"text", "acts", "asks", "amounts", "promises", "politeness"} <= set(found)
    assert {"act", "span", "confidence", "how"} == set(found["acts"][0])
    assert {"score", "markers"} == set(found["politeness"])
    assert found["amounts"][0]["value"] == 5
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found


def spans_of(reading: Reading) -> list[tuple[int, int]]:
    kinds = (reading.acts, reading.asks, reading.amounts, reading.contacts, reading.promises, reading.markers, reading.clauses)
    return [mark.span for marks in kinds for mark in marks]  # type: ignore[attr-defined]


PIECES = "加我 微信 不 没 发票 开 给您 便宜 5块 一三八 00001234 “ ” 您说 如果 的话 , 。 吗 好的 嗯 ❤ ① 包邮 退 明天 到 保证"
WORDS = st.sampled_from([*PIECES.split(), " "])


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map("".join)),
    st.sampled_from(["agent", "buyer"]),
    st.text(max_size=20),
)
def test_any_text_is_read_within_its_bounds_and_always_alike(text: str, sender: str, before: str) -> None:
    reading = read(text, sender=sender, before=before)
    _read.cache_clear()
    assert read(text, sender=sender, before=before) == reading
    assert all(0 <= start < end <= len(text) for start, end in spans_of(reading))
    assert all(0 <= mark.confidence <= 1 for mark in (*reading.acts, *reading.asks))
    assert 0 <= reading.politeness <= 100


@pytest.mark.parametrize("piece", ["加我微信", "1 ", "不", "“", "您说", "\u202e\x00", "如果", "(", "😊", "13800000000 ", "快第"])
def test_ten_thousand_characters_are_read_in_one_go(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    assert all(end <= 10_000 for _, end in spans_of(read(text)))


def test_hostile_characters_are_text() -> None:
    for text in ("\ud800加我微信", "\x00\x1b[31m", "\u202e\u2066", "", " ", "[red]不[/red]", "\U0010ffff" * 5):
        read(text)


@pytest.mark.parametrize(
    ("buyer", "agent", "act"),
    [
        ("你们是不是行业最好的啊", "是的呢", "absolute_claim"),
        ("你家官网也能下单吧,我走官网咯", "可以可以", "give_link_out"),
    ],
)
def test_a_yes_to_the_buyers_own_words_says_them(buyer: str, agent: str, act: str) -> None:
    assert (act, "context") in [(mark.act, mark.how) for mark in read(agent, before=buyer).acts]


def test_a_mere_yes_insults_nobody() -> None:
    assert not read("是的", before="是烟台的不，别拿别处的糊弄我").has("insult", "threaten")
    assert not read("对", before="那我就在你店里补拍那个链接,别的不用管吧").has("insult", "threaten")


def test_thanks_grant_nothing_whatever_was_asked() -> None:
    assert read("谢谢您的支持", before="便宜点呗，100行不行").act_ids == {"thank"}


@pytest.mark.parametrize("text", ["不合适支持七天无理由退换", "不满意支持七天无理由退货", "不喜欢支持七天无理由退货的"])
def test_what_is_promised_if_it_does_not_please_is_not_refused(text: str) -> None:
    assert read(text).has("reassure_quality", "offer_return")
    assert not read(text).has("refuse_return")
    assert read("不支持七天无理由退换").has("refuse_return")
