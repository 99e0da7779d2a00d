"""The price that a reply grants for one piece, in fen: named in it, taken off in it, or the buyer's own that it accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from simulator.offers import lowest_offer
from simulator.reading.amounts import FORMAL, chinese, spelled
from simulator.reading.bare import bare_answer
from simulator.reading.marks import Amount, Clause, Reading, Span
from simulator.reading.normal import normalise
from simulator.situation import Situation, money

Granted = tuple[int, Span]

ACCEPTS = re.compile(
    r"成交|^卖|依您|按您(?:说|的|报)|怕了?您|服了|改好|这就改|我?来改|好吧|好啦|没毛病|一个价|您就多少|做的做的|没问题|咋办|答应您|让了|肯的|能出|减!"
    r"|随您|听您|ok|可以(?:的|呀|啊|亲|按|$|,)|^行|^中|^成|^好(?:的|吧|嘞|呀|,|$)|给您(?:直播|活动|员工|内部)价|按(?:米色|直播|员工|活动|去年|半价)|还(?:给您|是)上次|就[0-9一二两三四五六七八九十百千]+吧|给您吧|卖您|半价"
)
"""Words that take up the price the buyer named."""
INVITES = re.compile(r"拍吧|拍下(?:我|吧|来)")
"""Words that take up a price named in the lines they answer; one named before and not granted they do not."""
HOLDS = re.compile(
    r"过不了|做不|不行|不能|没法|没办法|没权限|申请(?!下来)|请示(?!过)|问问|问一下|看看$|等我|主管(?!点头|同意|批了)|不可以|出不了|按不下去|动不了|实在|真没|太低|做不了主|结束|可惜|如果|要是|下次"
)
"""Words that put a price off or refuse it; the amount beside them is not granted."""
ELSEWHERE = re.compile(
    r"平台券|才[0-9]|合[0-9]|[0-9]了$|别家|他们家|同款|去年|上次|旧款|那款|原价|恢复|直播间(?:的|才)|首页|店铺券|人人|公开|会员日|满[0-9]+|券(?!给您|您)|运费|邮费|克|绒|尺码|[0-9]个月|补偿|赔|坏|缺|破|清尾|预算|之前|市场|结束|截止|不是同一"
)
"""Words beside which an amount belongs to something other than this buyer's price."""
PERSONAL = re.compile(r"专属|单独(?:给|发|塞)|偷偷|悄悄|私下|拍两罐|内部价|员工价|直播价|预算走|预算来")
_FREE_PIECE = re.compile(r"第([二三四五六2-6])[一-龥]?[^,。]{0,4}送")
_ORDER = {"二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_HALF = re.compile(r"半价|对折|对半|砍半|一半的?价")
_PLAUSIBLE = 5
"""An amount under a fifth of the list price is no price for a piece; it is a quantity, or what comes off."""


def granted(situation: Situation) -> Granted | None:
    """Returns the price in fen for one piece that the reply grants and where it says so, None where it grants none."""
    reading, list_price = situation.reading, money(situation.facts, ("item", "list_price"))
    if reading is None or not list_price:
        return None
    answer = bare_answer(reading.text)
    if answer == "no":
        return None
    text = normalise(reading.text).text
    if _PUBLIC.search(text) and not PERSONAL.search(text):
        return None
    named = [amount for amount in priced(reading, list_price, pieces_asked(situation)) if _meant(amount, reading)]
    offered = _lowest(named, list_price)
    if offered is not None:
        return offered, named[0].span
    for clause in reading.clauses:
        free = _FREE_PIECE.search(clause.text)
        if free and not clause.negated:
            pieces = _ORDER.get(free[1]) or int(free[1])
            return list_price * (pieces - 1) // pieces, clause.span
        if _HALF.search(clause.text) and not (
            (clause.negated and not _LIGHT.search(clause.text)) or ELSEWHERE.search(clause.text) or HOLDS.search(text)
        ):
            return list_price // 2, clause.span
    proposed = None
    if answer == "yes" or (ACCEPTS.search(text) and not HOLDS.search(text)):
        proposed = proposal(situation, list_price)
    elif INVITES.search(text) and not HOLDS.search(text):
        proposed = _named_last(situation, [*reversed(situation.buyer)], list_price)
    return (proposed, (0, len(reading.text))) if proposed is not None else None


def _lowest(amounts: Sequence[Amount], list_price: int) -> int | None:
    """Returns the price of the first kind there is: a price named, else what is taken off or the share that stays."""
    prices = [amount for amount in amounts if amount.kind in ("price", "number")]
    others = [amount for amount in amounts if amount.kind in ("off", "fold") and amount.value]
    return lowest_offer(prices, list_price) if prices else lowest_offer(others, list_price) if others else None


def priced(line: Reading, list_price: int, asked: int = 1) -> list[Amount]:
    """Returns the amounts of a line that can be a price for a piece or come off it; where it names none, its bare numbers.

    `asked`: how many pieces the buyer spoke of, where the line itself does not say.
    """
    text = line.normal
    pieces = _pieces(text) or asked
    named = [_fair(amount, line.text, list_price, pieces) for amount in line.amounts]
    coupon = _COUPON.search(text)
    if coupon:
        named.append(Amount("off", int(coupon[1]) * 100, (0, len(line.text))))
    named = _plausible(named, list_price)
    if any(amount.kind in ("price", "fold") for amount in named):
        return named
    bare = [
        _fair(amount, line.text, list_price, pieces)
        for amount in (*_leading(line, list_price), *_numbers(line, list_price, pieces))
        if not any(other.span[0] < amount.span[1] and amount.span[0] < other.span[1] for other in line.amounts)
    ]
    return [*named, *_plausible(bare, list_price)]


def pieces_asked(situation: Situation) -> int:
    """Returns how many pieces the buyer's lines speak of, the last that say so; 1 where none does."""
    counts = (_pieces(line.normal) for line in _buyers_lines(situation))
    return next((count for count in counts if count), 1)


def _fair(amount: Amount, text: str, list_price: int, pieces: int) -> Amount:
    """Returns the amount as a price where it says what is taken down TO (优惠到72), and shared by the pieces where it is a total."""
    if amount.kind == "off" and "到" in text[slice(*amount.span)]:
        amount = Amount("price", amount.value, amount.span, amount.pieces)
    total = amount.kind == "off" or amount.value > list_price
    shared = amount.pieces == 1 and pieces > 1 and total and amount.kind in ("price", "number", "off")
    return Amount(amount.kind, amount.value, amount.span, pieces) if shared else amount


_COUPON = re.compile(r"([0-9]{1,4})(?:块|元)?的?(?:专属|私人|内部)券")
_PUBLIC = re.compile(r"首页|人人|大家都能|公开|店铺券|会员日|满[0-9]+(?:元)?减")
_CLASSIFIERS = (
    "件|个|双|条|套|盒|瓶|箱|袋|支|张|把|台|只|份|罐|床|幅|本|包|副|根|盆|桶|串|块(?=[表皂布毯砖板玉])|饼|枚|株|辆|部|顶|提|筒|坛"
)
_COUNT = re.compile(
    rf"(?<![第一每])([0-9]{{1,3}}|[二两三四五六七八九十])(?:{_CLASSIFIERS})(?!起)|([俩仨]|一对)(?!人|口子|礼拜|星期|月|小时|钟头)"
)
_EACH = re.compile(rf"[一每](?:{_CLASSIFIERS})(?![0-9二两三四五六七八九十]+(?:{_CLASSIFIERS}))")


def _pieces(text: str) -> int:
    """Returns how many pieces a line speaks of, 1 where it names the price of each, 0 where it does not say."""
    if _EACH.search(text):
        return 1
    counts = {found for match in _COUNT.finditer(text) if (found := chinese((match[1] or match[2]).replace("一对", "两"))) is not None}
    return counts.pop() // 100 if len(counts) == 1 else 0


def _plausible(amounts: Iterable[Amount], list_price: int) -> list[Amount]:
    return [
        amount
        for amount in amounts
        if amount.kind in ("off", "fold")
        or (amount.kind in ("price", "number") and list_price // _PLAUSIBLE <= amount.value // max(1, amount.pieces) <= 2 * list_price)
    ]


def _meant(amount: Amount, reading: Reading) -> bool:
    """Returns whether the amount stands in a clause that grants: not one that refuses, asks, puts off or speaks of something else."""
    clause = clause_of(amount, reading)
    if clause is None:
        return True
    personal = PERSONAL.search(clause.text) is not None
    if clause.quoted or (clause.question and not _TAGGED.search(clause.text)) or clause.reported or HOLDS.search(clause.text):
        return False
    if clause.negated and not _LIGHT.search(clause.text):
        return False
    if clause.text.endswith("的话") and HOLDS.search(normalise(reading.text).text):
        return False
    return personal or ELSEWHERE.search(clause.text) is None


_LIGHT = re.compile(r"没(?:赶|抢|事|关系|问题)|不用(?:问|给)|别(?:声张|跟|说|告诉|急|走)|不要(?:跟|的话)|不议|不扯|先(?:别|不)付")
_TAGGED = re.compile(r"(?:可以|行|好|合适|成)(?:吗|不|么)$")


def clause_of(amount: Amount, reading: Reading) -> Clause | None:
    return next((clause for clause in reading.clauses if clause.span[0] <= amount.span[0] < clause.span[1]), None)


def proposal(situation: Situation, list_price: int) -> int | None:
    """Returns the price for one piece that the buyer named last, in the lines answered or in those before the agent's last message."""
    return _named_last(situation, _buyers_lines(situation), list_price)


def _named_last(situation: Situation, lines: Iterable[Reading], list_price: int) -> int | None:
    """Returns the price for one piece that the first of `lines` to name one names."""
    pieces = pieces_asked(situation)
    prices = (_lowest(priced(line, list_price, pieces), list_price) for line in lines)
    return next((price for price in prices if price is not None), None)


def _buyers_lines(situation: Situation) -> list[Reading]:
    """Returns the buyer's lines answered and those before the agent's last message, the last first."""
    lines = [*reversed(situation.buyer)]
    replies = 0
    for past in reversed(situation.earlier):
        replies += past.sender == "agent"
        if replies > 1:  # what was asked before that has been dealt with
            break
        if past.sender == "buyer" and past.reading and past.reading not in lines:
            lines.append(past.reading)
    return lines


def quoted(situation: Situation, list_price: int) -> int | None:
    """Returns the price for one piece that the agent named last before this message, None where it named none."""
    replies = [past.reading for past in situation.earlier if past.sender == "agent" and past.reading is not None]
    for line in reversed(replies[-_QUOTED_BACK:]):
        prices = [amount for amount in priced(line, list_price) if amount.kind == "price"]
        if prices:
            return lowest_offer(prices, list_price)
    return None


_QUOTED_BACK = 3
"""How many of the agent's messages a price stays on the table."""


def _leading(line: Reading, list_price: int) -> Iterator[Amount]:
    """Yields the highest price that a leading digit allows (五字头 of 680: 599), or a number of digits (两位数 of 120: 99)."""
    normalised = normalise(line.text)
    scale = 10 ** (len(str(list_price // 100)) - 1)
    for match in _LEADING.finditer(normalised.text):
        if match[1]:
            highest = ((chinese(match[1]) or 0) // 100 + 1) * scale - 1
            yuan = highest if 100 * highest <= 2 * list_price else highest // 10
        elif chinese(match[2]) == 100 * (len(str(scale)) - 1):
            yuan = scale - 1
        else:
            continue
        yield Amount("price", 100 * yuan, normalised.span(*match.span()))


_LEADING = re.compile(r"([1-9一二三四五六七八九])(?:字头|字打头|打头|开头|字开头)|([一两二三四])位数")


_NUMBER = re.compile(
    r"(?<![0-9a-z.一二两三四五六七八九十百千第满])([0-9]{1,6}(?:\.[0-9]{1,2})?|[一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾]{2,8})(.?)"
)
_NO_PRICE = frozenset("0123456789.*件个双条套盒瓶箱袋支张把台只份斤克月年天日时分点号码楼层次倍厘公寸月期秒%年米折gkmcw岁本组幅罐床包%％年")


def _numbers(line: Reading, list_price: int, pieces: int) -> list[Amount]:
    """Returns the numbers near the list price that stand without a unit: in talk about a price they are prices (450我现在就付款)."""
    normalised = normalise(line.text)
    text = spelled(normalised.text)
    found = []
    for match in _NUMBER.finditer(text):
        value = chinese(match[1].translate(FORMAL))
        unit = match[2] and match[2] in _NO_PRICE and text[match.start(2) : match.start(2) + 2] not in ("包邮", "个零", "一对")
        if value is not None and not unit and 2 * list_price <= 5 * value <= 6 * list_price * pieces:
            found.append(Amount("price", value, normalised.span(*match.span(1))))
    return found
