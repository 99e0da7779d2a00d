"""Politeness of one reply: what it may never do, and that it reads the sentence rather than its ornaments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.reading import read
from simulator.reading.clauses import clauses_of
from simulator.reading.marks import ActMark, Marker
from simulator.reading.normal import normalise
from simulator.reading.politeness import courtesy, explain, judge, total, upset

ALPHABET = st.sampled_from("亲您请谢哦呢滚你有病吧不是抱歉理解,。!?~ 😊\n3a")
CORPUS = Path(__file__).parents[3] / "corpus" / "politeness"


def judged(text: str, before: str = "", acts: tuple[ActMark, ...] = ()) -> tuple[int, tuple[Marker, ...]]:
    normalised = normalise(text)
    return judge(normalised, clauses_of(normalised), acts, before, ())


def score(text: str, before: str = "") -> int:
    return judged(text, before)[0]


def kinds(text: str, before: str = "") -> set[str]:
    return {marker.kind for marker in judged(text, before)[1]}


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from(list("亲您请谢哦呢滚你有病吧不是抱歉理解,。!?~ 😊\n3a")), max_size=60),
    st.sampled_from(["", "坏了!", "在吗", "谢谢"]),
)
def test_any_text_has_one_score_within_0_and_100_and_markers_inside_it(text: str, before: str) -> None:
    first, markers = judged(text, before)
    assert 0 <= first <= 100
    assert (first, markers) == judged(text, before)
    assert all(0 <= marker.span[0] < marker.span[1] <= len(text) for marker in markers)


def test_the_score_is_the_sum_of_its_visible_markers() -> None:
    for text in ("真抱歉,让您久等了,我马上给您补发", "自己不会看吗", "您好,亲,在的哦", "嗯"):
        value, markers = judged(text, "还没发货?")
        assert value == total(markers)


@pytest.mark.parametrize("insult", ["你有病吧", "滚", "买不起就别问", "你脑子有问题", "穷鬼", "智商堪忧"])
def test_an_insult_never_rises_above_20_whatever_courtesy_is_put_around_it(insult: str) -> None:
    for text in (
        insult,
        f"亲,{insult}",
        f"{insult},谢谢您",
        f"您好亲,抱歉哦,{insult}呢,祝您生活愉快,有问题随时找我~",
        f"非常理解您的心情,{insult}",
    ):
        assert score(text, "怎么还不发货") <= 20


def test_an_act_the_reading_found_caps_the_score_where_no_word_of_the_lexicon_did() -> None:
    text = "您好亲,您这样问我也很为难呢"
    assert judged(text, acts=(ActMark("insult", (3, len(text))),))[0] <= 20
    assert judged(text, acts=(ActMark("insult", (3, len(text)), confidence=0.3),))[0] > 20
    late = "您好," * 2_000 + "您这样的人"
    assert judged(late, acts=(ActMark("insult", (len(late) - 5, len(late))),))[0] <= 20


@pytest.mark.parametrize(
    ("buyer", "kind", "rude"),
    [
        ("在哪看尺码", "在详情页最下面,位置不显眼,我截图给您。", "亲,您自己不会看吗"),
        ("能便宜点吗", "不好意思,这款已经是活动价了,没办法再少了,请您谅解。", "不讲价"),
        ("我要退", "拆了封确实退不了,很抱歉,我帮您看看能不能换一个。", "拆了就不能退了,谁让你拆的"),
        ("这个怎么装", "没关系,一步一步来,您先把底座放平。", "这个小学生都会的呢亲,请您动动脑筋哦~"),
        ("碎了两个!", "是我们包得不够好,对不起,今天给您补发两个。", "拍照,补发"),
        ("怎么还没到", "让您着急了,我马上帮您催。", "快递的事,你找快递去"),
        ("有黑色吗", "有的,黑色现货。", "有有有!!!问一遍就行!!!"),
        ("谢谢", "不客气,有问题随时找我。", "嗯"),
    ],
)
def test_the_kinder_reply_scores_higher(buyer: str, kind: str, rude: str) -> None:
    assert score(kind, buyer) > score(rude, buyer)


@pytest.mark.parametrize(
    "refusal", ["不好意思亲,偏远地区不包邮的呢", "抱歉,这款真的让不了价了,我帮您看看有没有券", "微信加不了,平台有规定,您在这里留言我随时回"]
)
def test_a_refusal_said_kindly_stays_polite(refusal: str) -> None:
    assert score(refusal, "可以吗") >= 60


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("滚筒洗衣机可以洗的", "能机洗吗"),
        ("您真有心,我来帮您挑", "给妈妈买的"),
        ("小朋友也能用的,边角是圆的", "孩子能用吗"),
        ("是我们自己没写清楚,不怪您看漏", "你们没写"),
        ("随便看随便逛,有需要叫我", "我先看看"),
        ("请您节哀,他的订单我这边来退", "我爸走了"),
        ("是有同事说过“爱买不买”,那话不该说,替他跟您道歉", "你们客服说爱买不买"),
    ],
)
def test_dangerous_words_in_a_kind_sense_are_no_fault(text: str, before: str) -> None:
    heavy = {marker.kind for marker in judged(text, before)[1] if marker.weight <= -13}
    assert not heavy
    assert score(text, before) >= 55


def test_courtesy_inside_a_sneer_counts_nothing() -> None:
    sneer = kinds("亲,请您擦亮眼睛看看哦,谢谢您~", "没看到")
    assert "mocking" in sneer
    assert not sneer & {"address", "softener", "please", "thanks", "greeting"}


def test_ornament_adds_little_to_what_is_said() -> None:
    plain = score("今天下午发出", "什么时候发货")
    assert plain < score("您好,今天下午发出的哦,谢谢您~", "什么时候发货") <= plain + 15


@pytest.mark.parametrize(
    ("buyer", "plain", "courteous"),
    [
        ("杯子裂了划到手", "手没事吧?先冲水贴上,今天给你补一个,旧的扔了", "亲,玻璃制品难免的呢,请您以后小心使用哦,感谢您的理解~"),
        ("宝宝用了起疹子", "先停了,还红就去看医生,药费我们出", "亲亲,每个宝宝体质不同的哦,请家长自行判断呢,祝您生活愉快~"),
        ("这个值得买吗", "说实话你用不上,别买这款", "亲,值得的哦,喜欢就早点下单呢,感谢您的支持~"),
        ("等了一周了", "一周不正常,是我们的事,我现在去问,三点前告诉你", "您好亲,已为您记录,请您耐心等待哦,以物流信息为准呢"),
    ],
)
def test_plain_care_is_worth_more_than_courteous_coldness(buyer: str, plain: str, courteous: str) -> None:
    assert score(plain, buyer) > score(courteous, buyer)
    assert not kinds(plain, buyer) & {"address", "softener", "please"}


def test_courtesy_around_the_same_words_is_never_worth_less() -> None:
    for text in ("有的,黑色现货", "今天给您补发一个", "手没划到吧,先别用了", "退给您,运费我们出"):
        assert score(f"您好,{text}哦", "坏了") >= score(text, "坏了")


def test_an_opening_is_no_answer_to_a_question() -> None:
    assert "no_answer" in kinds("您好,请问有什么可以帮您的呢", "这件有红色吗")
    assert "no_answer" not in kinds("您好,请问有什么可以帮您的呢", "你好,在吗")
    assert "no_answer" not in kinds("有的,红色现货,还有什么可以帮您的呢", "这件有红色吗")


def test_the_tone_is_shown_at_a_clause_and_bounded() -> None:
    bounds = courtesy().numbers["tone"]
    for text in ("你自己看呗,问什么问,真是的", "别急,我陪您一步一步来,今天就到", "有的"):
        for marker in judged(text)[1]:
            if marker.kind.startswith("tone_"):
                assert bounds["from"] <= abs(marker.weight) <= bounds["cold_most" if marker.kind == "tone_cold" else "warm_most"]
                assert text[slice(*marker.span)].strip()


def test_feeling_left_alone_is_a_fault_and_meeting_it_is_a_merit() -> None:
    assert "ignores_feeling" in kinds("换新,今天发出", "收到就坏了,气死我了")
    assert "ignores_feeling" not in kinds("换谁都会生气,真抱歉,今天给您换新", "收到就坏了,气死我了")
    assert "ignores_feeling" not in kinds("正常洗不会的", "会起球吗")
    assert upset("怎么还不发货")
    assert not upset("有红色的吗")


def test_traditional_and_full_width_read_the_same() -> None:
    assert score("親，您自己不會看嗎", "尺碼在哪") == score("亲,您自己不会看吗", "尺码在哪")


def test_length_alone_is_not_rewarded() -> None:
    short = score("有的,我拿给您看", "有黑色吗")
    long = score("有的,我拿给您看,黑色的,这款黑色的是黑色,不是别的颜色,黑色的就是黑色,颜色是黑色", "有黑色吗")
    assert long <= short


def test_ten_thousand_characters_and_no_chinese_are_judged() -> None:
    assert 0 <= score("哦" * 10_000, "在吗") <= 100
    assert 0 <= score("hello, it ships today") <= 100
    assert score("") == courtesy().numbers["base"]


def test_every_kind_is_proved_by_its_examples_and_near_misses() -> None:
    from simulator.yamlfile import load

    content = load(Path(__file__).parents[3] / "simulator/reading/lexicon/zh/politeness.yaml").content
    assert isinstance(content, dict)
    wrong = []
    for kind, about in content["kinds"].items():  # type: ignore[union-attr]
        wrong += [f"{kind} not in {text}" for text in about["examples"] if kind not in kinds(text)]
        wrong += [f"{kind} in {text}" for text in about["near_misses"] if kind in kinds(text)]
    assert not wrong


def test_every_fault_says_why_and_how_to_say_it_better_in_both_languages() -> None:
    for kind in courtesy().kinds:
        texts = explain(kind.id)
        for key in ("why", "better") if kind.group == "fault" else ("why",):
            assert texts[key]["zh"]
            assert texts[key]["en"]


@pytest.mark.parametrize("hand", ["pairs", "pairs_more", "pairs_contrast"])
def test_the_better_of_a_written_pair_is_preferred(hand: str) -> None:
    pairs = [json.loads(line) for line in (CORPUS / f"{hand}.jsonl").read_text("utf-8").splitlines()]
    right = [score(pair["better"], pair["buyer"]) > score(pair["worse"], pair["buyer"]) for pair in pairs]
    assert sum(right) / len(right) >= 0.97
    tricky = [ok for ok, pair in zip(right, pairs, strict=True) if pair["misleading"]]
    assert sum(tricky) / len(tricky) >= 0.97
    shorter = [ok for ok, pair in zip(right, pairs, strict=True) if len(pair["better"]) < len(pair["worse"])]
    assert sum(shorter) / len(shorter) >= 0.95


@pytest.mark.parametrize("reply", ["您好亲，请问您的身高体重是多少呢", "请问您是自己穿还是送人呢"])
def test_asking_what_one_must_know_is_no_cold_tone(reply: str) -> None:
    assert "tone_cold" not in {marker.kind for marker in read(reply, before="尺码怎么选啊").markers}


def test_a_question_that_sneers_is_still_cold_or_worse() -> None:
    found = read("请问您自己不会看详情页吗", before="尺码怎么选啊")
    assert found.politeness < 45


@pytest.mark.parametrize(
    ("before", "reply", "kind"),
    [
        ("这个靠谱吗", "放心的阿姨，都是自己码头的螃蟹，坏了包赔的", "blame"),
        ("加个微信吧", "平台规定不能加微信的，咱们就在旺旺上聊", "hollow"),
        ("我都说三遍了", "您不用再说，前面的我都看过了", "coldness"),
        ("别家才卖一半", "别人家的我不太清楚哈，我们这个里面是加厚抓绒", "unsure"),
        ("可以吧", "嗯嗯", "tone_cold"),
        ("收到坏的怎么办", "坏了您拍个照，我们给您补发或者退款，运费也是我们出", "conditional"),
        ("我没收到货", "您再找找，别什么都来问我", "offer_help"),
        ("我考虑下", "想好了再来问，我这儿排队的人多着呢", "next_step"),
        ("我要投诉", "好的呢，祝您投诉顺利", "wish"),
        ("这质量也太差了", "39块钱您还想要什么质量", "asks_need"),
    ],
)
def test_words_that_look_like_a_sign_are_none_here(before: str, reply: str, kind: str) -> None:
    assert kind not in {marker.kind for marker in read(reply, before=before).markers}
