"""What a remark says, compared with the order: tolerant of writing, strict about figures."""

from __future__ import annotations

import pytest

from scoring.details import missing, mistakes

CARRIES = [
    ("3.2米*2.6米", "沈佳 320cm×260cm"),
    ("3.2米*2.6米", "3.2*2.6"),
    ("3.2米*2.6米", "320*260"),
    ("3.2米*2.6米", "３．２米＊２．６米"),
    ("3.2米*2.6米", "高2.6米 宽3.2米"),
    ("1.24米*2米", "1.24米乘2米"),
    ("3月9日", "03月09号发"),
    ("11月2日", "11/2发货"),
    ("2件", "两件"),
    ("XXL", "2xl码"),
    ("黑色", "要黑的"),
    ("陈女士", "收货人陈女士"),
    ("黑色哑光边框", "哑光边框,黑色"),
    ("發財樹", "发财树一盆"),
    (42, "42码"),
    (["黑色", "L"], "L 黑色"),
]
LACKS = [
    ("3.2米*2.6米", "沈佳"),
    ("3.2米*2.6米", "2.3米*2.6米"),
    ("3月9日", "9月3日"),
    ("2件", "3件"),
    ("L", "XL"),
    ("黑色", "白色"),
    ("一生平安", "一身平安"),
    (42, "41码"),
]
WRONG = [
    ("3.2米*2.6米", "2.3米*2.6米"),
    ("3.2米*2.6米", "2.6米*3.2米"),
    ("3.2米*2.6米", "32cm*26cm"),
    ("3月9日", "3月19日发货"),
    ("2件", "三件"),
    ("L", "M码"),
    ("黑色", "白色"),
    ("刘贺", "刘和,自提"),
    ("陈女士", "张女士"),
    ("42码", "41码"),
]


@pytest.mark.parametrize(("detail", "remark"), CARRIES)
def test_a_detail_is_carried_in_whatever_writing(detail, remark):
    assert missing(remark, {"x": detail}) == ()


@pytest.mark.parametrize(("detail", "remark"), LACKS)
def test_a_detail_that_is_not_there_is_missing(detail, remark):
    assert missing(remark, {"x": detail})


@pytest.mark.parametrize(("detail", "remark"), WRONG)
def test_another_figure_or_name_in_its_place_is_a_mistake(detail, remark):
    assert [mistake.wanted for mistake in mistakes(remark, remark, {"x": detail})] == [detail]


@pytest.mark.parametrize("remark", ["沈佳", "图案正常,送货上门", "议价248元,送2个赠品", ""])
def test_a_remark_that_says_nothing_of_a_detail_is_no_mistake(remark):
    assert mistakes(remark, remark, {"size": "3.2米*2.6米", "color": "黑色"}) == ()


def test_what_was_agreed_later_is_no_mistake():
    assert mistakes("白色", "白色", {"color": "黑色"}, agreed=["换成白色吧"]) == ()
    assert mistakes("白色", "白色", {"color": "黑色"})


def test_another_value_of_the_attribute_is_a_mistake():
    assert mistakes("星空", "星空", {"pattern": "远山"}, options=["远山/星空/松涛"])
    assert mistakes("星空", "星空", {"pattern": "远山"}) == ()
