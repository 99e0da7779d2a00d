"""Politeness of a whole sitting: its formula, its duties and the notes that add up to it."""

from __future__ import annotations

from scoring.politeness import FULL, JudgedMessage, PolitenessResult, assess, worth
from simulator.reading import read


def said(*turns: tuple[str, str], waited_s: float = 10.0, automatic: bool = False) -> list[JudgedMessage]:
    messages = []
    for number, (before, text) in enumerate(turns):
        reading = read(text, before=before)
        messages.append(JudgedMessage("c1", 10.0 * number, text, reading.politeness, reading.markers, before, waited_s, automatic))
    return messages


def kinds(result: PolitenessResult) -> list[str]:
    return [note.kind for note in result.notes]


WARM = (
    ("在吗", "您好,欢迎光临,请问有什么可以帮您?"),
    ("有黑色吗", "有的亲,黑色现货,您平时穿多大码?我帮您挑。"),
    ("好的,谢谢", "不客气,祝您购物愉快,有问题随时找我~"),
)
COLD = (("在吗", "说"), ("有黑色吗", "自己不会看吗"), ("好的,谢谢", "嗯"))


def test_a_sitting_in_which_nothing_was_said_is_not_assessed() -> None:
    assert assess([]).tenths is None
    assert assess(said(*WARM, automatic=True)).tenths is None


def test_a_warm_sitting_is_near_full_marks_and_a_cold_one_fails() -> None:
    warm, cold = assess(said(*WARM)).tenths, assess(said(*COLD)).tenths
    assert warm is not None
    assert cold is not None
    assert warm >= 950
    assert cold <= 500


def test_marks_are_full_marks_and_the_deltas_of_the_notes() -> None:
    for turns in (WARM, COLD, (*WARM, *COLD)):
        result = assess(said(*turns))
        assert result.tenths == max(0, FULL + sum(note.delta for note in result.notes))
        assert all(note.delta < 0 for note in result.notes)


def test_a_note_shows_the_words_why_and_a_better_wording() -> None:
    note = next(note for note in assess(said(*COLD)).notes if note.at == 10.0)
    assert note.kind in {"impatience", "rhetorical"}
    assert note.span is not None
    assert note.matched == COLD[1][1][slice(*note.span)]
    assert {"zh", "en"} == set(note.why) == set(note.better) == set(note.name)


def test_one_rude_message_weighs_more_than_one_warm_one() -> None:
    rude = ("怎么还没到", "催什么催,你有病吧")
    mixed = assess(said(*WARM, rude)).tenths
    assert mixed is not None
    assert mixed < (3 * FULL + worth(0)) // 4


def test_a_greeting_is_owed_and_an_automatic_one_counts() -> None:
    assert "no_greeting" in kinds(assess(said(("有货吗", "有的,黑色现货"))))
    assert "no_greeting" not in kinds(assess(said(("有货吗", "您好,有的,黑色现货"))))
    welcome = said(("", "您好,欢迎光临"), automatic=True)
    assert "no_greeting" not in kinds(assess([*welcome, *said(("有货吗", "有的,黑色现货"))]))


def test_a_long_wait_owes_an_apology_three_times_at_most() -> None:
    assert kinds(assess(said(("有货吗", "有的亲"), waited_s=121.0))).count("no_apology_for_wait") == 1
    assert "no_apology_for_wait" not in kinds(assess(said(("有货吗", "有的亲"), waited_s=120.0)))
    assert "no_apology_for_wait" not in kinds(assess(said(("有货吗", "抱歉让您久等了,有的"), waited_s=500.0)))
    many = said(*[("有货吗", "有的亲")] * 5, waited_s=300.0)
    assert kinds(assess(many)).count("no_apology_for_wait") == 3


def test_an_upset_buyer_is_owed_a_word_of_comfort_somewhere_in_the_talk() -> None:
    complaint = "收到就碎了,气死我了"
    assert "no_comfort" in kinds(assess(said((complaint, "拍照"), ("拍了", "补发了"))))
    assert "no_comfort" not in kinds(assess(said((complaint, "拍照"), ("拍了", "真对不起,马上给您补发"))))


def test_a_farewell_is_returned() -> None:
    assert "no_farewell" in kinds(assess(said(("谢谢,再见", "知道了"))))
    assert "no_farewell" not in kinds(assess(said(("谢谢,再见", "不客气,祝您生活愉快"))))


def test_worth_never_falls_as_the_score_rises() -> None:
    values = [worth(score) for score in range(101)]
    assert values == sorted(values)
    assert values[0] == 0
    assert values[-1] == FULL
