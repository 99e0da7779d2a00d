"""Private contact in disguise, and its innocent twins."""

import pytest

from simulator.reading import read


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("我电话13812345678", "phone", "13812345678"),
        ("一三八 零零零零 一二三四", "phone", "13800001234"),
        ("幺三八零零零零幺二三四", "phone", "13800001234"),
        ("加①③⑤⑦⑦零②⑧④⑥⑨", "phone", "13577028469"),
        ("１３８-1234-5678", "phone", "13812345678"),
        ("138❤1234❤5678", "phone", "13812345678"),
        ("加我薇信 kefu888", "wechat", "kefu888"),
        ("V:nuannuan_33", "wechat", "nuannuan_33"),
        ("加企鹅 一七二 九零 三三 五六", "qq", "172903356"),
        ("扣扣51120089", "qq", "51120089"),
        ("http://pdd.example.cn/x", "link", "http://pdd.example.cn/x"),
        ("发到kefu@example.com", "email", "kefu@example.com"),
    ],
)
def test_contacts_are_found(text: str, kind: str, value: str) -> None:
    assert (kind, value) in [(contact.kind, contact.value) for contact in read(text).contacts]


@pytest.mark.parametrize(
    "text",
    [
        "快递热线95338",
        "订单号1234567890123456789",
        "运单号13812345678",
        "收货电话是13812345678对吗",
        "尺码160 84a 厚度12345",
        "价格是12800元",
        "厂家电话4008123123",
        "https://item.taobao.com/item.htm?id=1",
        "派件员13812345678已联系您",
    ],
)
def test_innocent_numbers(text: str) -> None:
    assert read(text).contacts == ()
    assert not read(text).has("give_contact")


def test_a_number_split_over_messages_is_put_together() -> None:
    assert read("5678").contacts == ()
    (contact,) = read("5678", earlier=("我号码", "138", "1234")).contacts
    assert (contact.kind, contact.value, contact.span, contact.disguised) == ("phone", "13812345678", (0, 4), True)


def test_sizes_dates_and_masked_numbers_in_sentences_do_not_add_up_to_a_number() -> None:
    asked = ("跟您核对一下收货信息:穆林,151****9207,长沙市岳麓区麓谷大道4栋,对吗?", "宽1.5米高2.4米")
    assert read("好的,9月26日给您发出", earlier=asked).contacts == ()
    assert read("收货人151****9207,尺寸1.5*2.4米", earlier=("宽1.5高2.4",)).contacts == ()


def test_a_disguise_is_named_as_one() -> None:
    plain, hidden = read("我电话13812345678").contacts[0], read("我电话一三八一二三四五六七八").contacts[0]
    assert (plain.disguised, hidden.disguised) == (False, True)
