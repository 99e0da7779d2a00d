"""Finds the amounts of money in a message, in digits or Chinese numerals, as customers write them (一百二, 抹个零, 两件150)."""

from __future__ import annotations

from simulator.reading.lazy import Lazy
from simulator.reading.marks import Amount

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match

    from simulator.reading.marks import AmountKind, Span
    from simulator.reading.normal import Normalised

_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_UNIT = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_C = "零〇一二两俩仨三四五六七八九十百千万"
_N = rf"(?:\d{{1,6}}(?:,\d{{3}}(?!\d))*(?:\.\d{{1,2}})?|[{_C}]{{1,9}})"
_YUAN = r"(?:块钱|元钱|块|元|圆|￥|¥|rmb|刀|蚊|大洋)"
_PIECES = r"(?:件|个|双|条|套|盒|瓶|包|箱|袋|支|张|把|台|只|份|斤|串|桶|片|本|块|罐|床|对)"

_FOLD = Lazy(
    r"(?:打|给|享|算|低至)?(?P<n>(?:\d(?:\.\d)?|\d\d)|[一二三四五六七八九]{1,2}(?:点[一二三四五六七八九])?)折(?!叠|"
    r"痕|合|断|损|回|成)"
)
_PERCENT = Lazy(
    rf"(?:百分之(?P<c>[{_C}]{{1,4}}|\d{{1,2}}(?:\.\d)?)|(?P<d>\d{{1,2}}(?:\.\d)?|[一二三四五六七八九十]{{1,2}})个点|"
    rf"(?P<p>\d{{1,2}}(?:\.\d)?)%(?=的?(?:税|手续|服务|点|优惠|折)))"
)
_THRESHOLD = Lazy(
    rf"(?:满|超过|够|买够|凑够|凑满|消费满|每满)(?P<n>{_N}){_YUAN}?(?=.{{0,4}}(?:减|送|包邮|免|返|打|立减|省|优惠|才|"
    rf"就|可|的券|券))"
)
_OFF = Lazy(
    rf"(?:再?(?:便宜|优惠|减免|减去|减掉|减|少收|少算|少|让利|让|抹掉|抹去|抹|降价|降|扣掉|扣|立减|免掉|返还|返|退|补偿|"
    rf"补给|补|赔偿|赔|省下|省|下浮|免))"
    rf"(?:了|给|到|您|你|亲|个|的|去|掉|"
    rf"价)*(?P<n>{_N})(?!(?<=一)[下些会直定起样])(?P<y>{_YUAN}?)(?P<tail>[毛角])?(?P<bad>[个件双条套盒瓶包箱袋支张把台只份斤克g年月天日小时分钟点人号码楼层次%折倍厘公ml寸])?"
)
_ZERO = Lazy(r"抹(?:个|掉|去|了)?零(?:头)?|去(?:个|掉)零头|零头(?:给您|帮您|就|都)?(?:抹|免|去|不要|不收)")
_MANY = Lazy(
    rf"(?P<k>\d{{1,3}}|[一二两俩三四五六七八九十]{{1,2}}){_PIECES}(?:一共|一起|总共|算您|给您|只要|就|共|合计|打包|"
    rf"统共|的话|拍|收|您|算|"
    rf"卖){{0,3}}(?P<n>{_N})(?P<y>{_YUAN}?)(?P<bad>[克斤g年月天日小时分钟点人号码楼层次%折倍厘公mlc寸起件个{_C}])?"
)
_PRICE = Lazy(
    rf"(?P<lead>[￥¥]|(?:价|卖|只要|只需|现在是|现价|报价|算您|算你|给您|给你|到手|券后|折后|拼单|单价|一口价|活动价|"
    rf"特价|原价|成交|底价|最低|总价|总共|一共|合计|按|就|收您|收你|收|出|行|好)?"
    rf"(?:您|你|是|到|价|给|改成|改到|只要|要|成|做|:| )*)?(?P<n>{_N})(?P<y>{_YUAN}(?P<m>(?:\d|"
    rf"[一二两三四五六七八九])(?!{_PIECES}|[天年月点小]))?)(?P<tail>[毛角])?"
)
_BARE = Lazy(
    rf"(?:算您|算你|给您|给你|卖您|卖你|收您|收你|只要|只需|现价|售价|标价|价格是|价格|价|到手|券后|折后|改成|改到|报价|"
    rf"总共|一共|合计|就|按|做到|亏本|成交|底价|最低)(?:是|给您|给你|算|您|你|:| )*(?P<n>\d{{2,6}}(?:\.\d{{1,2}})?|"
    rf"[一二两三四五六七八九]?[十百千][{_C}]*)(?P<bad>[\d克斤g年月天日小时分钟点人号码楼层次%折倍厘公mlc寸件个双条套盒瓶包箱袋支张把台只份个{_C}])?"
    rf"|(?:^|[,。!? ])(?:行|好|好的|可以|成|那|那就|ok|嗯|亲|吧)*(?P<m>\d{{2,5}}(?:\.\d{{1,2}})?|"
    rf"[一二两三四五六七八九]?[十百千][{_C}]*)(?=$|给您|给你|卖|拿走|拿去|您拿|吧|就|成交|行|可以|,|。|!| )"
)
_SMALL = Lazy(r"(?P<n>\d{1,3}|[一二两三四五六七八九几]){1}毛钱?")
_HINT = frozenset("0123456789一二两俩三四五六七八九十百千万零折块元¥拾佰仟")

_OFF_SIGNS = frozenset("宜惠减少让抹降扣免还返退偿补赔省浮")
_YUAN_SIGNS = frozenset("块元圆￥¥刀蚊洋rb")


def chinese(words: str) -> int | None:
    """Returns the number that digits or Chinese numerals spell, in hundredths (一百二 = 12000, 3.5 = 350), None where they spell none."""
    plain = words.replace(",", "")
    if plain[:1].isdigit():
        whole, _, part = plain.partition(".")
        return int(whole) * 100 + int((part + "00")[:2]) if whole.isdigit() and (not part or part.isdigit()) else None
    total = section = digit = 0
    unit = 1
    last = ""
    for char in plain:
        if char in _DIGIT:
            if last and last in _DIGIT and char != "零" and last not in "零〇":
                return None
            digit = _DIGIT[char]
        elif char in _UNIT:
            unit = _UNIT[char]
            if unit == 10000:
                total, section, digit = (total + section + digit) * 10000, 0, 0
            else:
                section, digit = section + (digit or 1) * unit, 0
        else:
            return None
        last = char
    if digit and len(plain) > 1 and unit > 1 and plain[-2:-1] in "百千万":
        digit *= unit // 10
    return (total + section + digit) * 100


FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
"""Numerals as cheques have them, and as everybody else writes them."""
_FORMAL_SIGNS = frozenset("拾佰仟折")
_FIGURES = str.maketrans("0123456789", "零一二三四五六七八九")
_MIXED = Lazy(r"(?<![\d.])\d(?=[百千万])|(?<=[百千万])\d(?!\d)|(?<=\d)o(?![a-z])")


def spelled(text: str) -> str:
    """Returns a normalised text with the numbers written as usual, each character in its place: 捌折 is 八折, 2百2 二百二, 6o 60."""
    if not _FORMAL_SIGNS.isdisjoint(text):
        text = text.translate(FORMAL)
    plain: str = _MIXED.sub(lambda at: "0" if at[0] == "o" else at[0].translate(_FIGURES), text)
    return plain


def amounts_in(normalised: Normalised, taken: tuple[Span, ...] = ()) -> tuple[Amount, ...]:
    """Returns the amounts named, in order. `taken` are spans of the normalised text that are something else: times, phone numbers."""
    if _HINT.isdisjoint(normalised.text):
        return ()
    text = spelled(normalised.text)
    there = frozenset(text)
    found: list[tuple[Span, AmountKind, int, int]] = []
    used = list(taken)

    def add(span: Span, kind: AmountKind, value: int | None, pieces: int = 1) -> None:
        if value is not None and not any(left < span[1] and span[0] < right for left, right in used):
            used.append(span)
            found.append((span, kind, value, pieces))

    for at in _FOLD.finditer(text) if "折" in there else ():
        add(at.span(), "fold", _fold(at["n"]))
    for at in _PERCENT.finditer(text) if not there.isdisjoint("点分%") else ():
        value = chinese(at["c"] or at["d"] or at["p"])
        add(at.span(), "percent", value // 10 if value is not None else None)
    for at in _THRESHOLD.finditer(text) if not there.isdisjoint("满过够") else ():
        add(at.span(), "threshold", chinese(at["n"]))
    for at in _ZERO.finditer(text) if "零" in there else ():
        add(at.span(), "off", 0)
    digits = sum(map(str.isdecimal, text))
    for at in _MANY.finditer(text) if digits > 1 or digits + sum(map(_C.count, text)) > 1 else ():
        count, value = chinese(at["k"]), chinese(at["n"])
        if count and count > 100 and value and not at["bad"] and (at["y"] or value >= 1000):
            add((at.start(), at.end("y")), "price", value, count // 100)
    for at in _OFF.finditer(text) if not there.isdisjoint(_OFF_SIGNS) else ():
        if not at["bad"] or at["y"]:
            value = chinese(at["n"])
            add((at.start(), at.end("y")), "off", value // 10 if value and at["tail"] else value)
    for at in _PRICE.finditer(text) if not there.isdisjoint(_YUAN_SIGNS) else ():
        add((at.start("n") if not at["lead"] else at.start(), at.end()), "price", _yuan(at))
    for at in _BARE.finditer(text) if digits > 1 or not there.isdisjoint("十百千") else ():
        group = "n" if at["n"] else "m"
        if not at["bad"]:
            add(at.span(group), "price", chinese(at[group]))
    for at in _SMALL.finditer(text) if "毛" in there else ():
        value = chinese(at["n"])
        add(at.span(), "price", value // 10 if value is not None else None)
    found.sort()
    return tuple(Amount(kind, value, normalised.span(*span), pieces) for span, kind, value, pieces in found)


def _yuan(at: Match[str]) -> int | None:
    value = chinese(at["n"])
    if value is None:
        return None
    if at["m"]:
        part = chinese(at["m"])
        return value + (part or 0) // 10
    return value // 10 if at["tail"] else value


def _fold(words: str) -> int | None:
    """Returns the permille that stay: 八折 and 8折 are 800, 85折 and 八五折 850."""
    spoken = words.replace("点", "")
    digits = "".join(str(_DIGIT[char]) if char in _DIGIT else char for char in spoken if char != ".")
    return int((digits + "00")[:3]) if digits.isdigit() else None
