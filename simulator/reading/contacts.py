"""Finds private contact in any disguise: numbers in digits or Chinese numerals, spaced or split over messages, account names, links.

The words (薇信, 扣扣, 某多多) are lexicon entries of kind `contact`; here is what needs counting: numbers and addresses.
"""

from __future__ import annotations

from simulator.reading.lazy import Lazy
from simulator.reading.marks import ActMark, Clause, Contact, Span
from simulator.reading.normal import Normalised, normalise
from simulator.reading.patterns import Matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    Kind = Literal["wechat", "qq", "phone", "alipay", "bank"]

_DIGITS = dict(
    zip(
        "0123456789零〇一二三四五六七八九幺洞拐勾两壹贰叁肆伍陆柒捌玖",
        "01234567890012345678910792123456789",
        strict=True,
    )
)
_NUMERAL = "".join(_DIGITS)
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_BETWEEN = r"[^0-9a-z\u4e00-\u9fff,。!?;:\n]"
_RUN = Lazy(rf"[{_NUMERAL}](?:{_BETWEEN}{{0,3}}[{_NUMERAL}]){{4,29}}")
_SHORT_RUN = Lazy(rf"[{_NUMERAL}](?:{_BETWEEN}{{0,3}}[{_NUMERAL}]){{1,9}}")
_REMEMBERED = 3
_ASIDE = 8
"""How many characters beside its digits a message may hold that carries on a number."""
"""How many messages back the first part of a number may lie."""
_MOBILE = Lazy(r"1[3-9]\d{9}")
_LANDLINE = Lazy(r"0\d{2,3}[2-9]\d{6,7}")
_BANK = Lazy(r"(?:62|60|58|55|52|51|43|45|40|53|37|35)\d{13,17}")
_LINK = Lazy(
    r"(?:https?://|www\.)[a-z0-9./?=&%_#:~-]+|[a-z0-9-]{2,}\.(?:com|cn|net|shop|top|vip|cc|me|xyz|"
    r"co)(?:/[a-z0-9./?=&%_#-]*)?(?![a-z])"
)
_OWN = Lazy(
    r"taobao|tmall|alipay\.com|alicdn|1688\.com/?$|sf-express|zto|yto|sto\.|yunda|ems\.com|cainiao|kuaidi|12315|"
    r"gov\.cn|chinatax"
)
_EMAIL = Lazy(r"[a-z0-9_.-]{2,}@[a-z0-9-]+(?:\.[a-z]+)+")
_CHAT_WORD = Lazy(
    r"[微薇徽葳威维徵][信芯心]|wei ?xin|wechat|v信|v心|\+v|v我|(?<![a-z])(?:vx|wx|v)(?![a-z])|绿泡泡|绿色软件|那个绿的|微❤|v❤"
    r"|薇(?!姿|娅|诺)|[微威维]号|v号"
)
_QQ_WORD = Lazy(r"(?<![a-z])(?:qq?|tx)(?![a-z])|扣扣|扣|企鹅|秋秋|球球|蔻蔻|抠抠|🐧|腾讯号")
_PAY_WORD = Lazy(r"(?:支付宝|zfb|支付飽|之付宝|支付寶|某宝|某付宝|吱付宝)")
_ID = Lazy(r"[:是号叫搜找加 ]{0,4}([a-z][a-z0-9_-]{4,19}|[a-z0-9_-]*\d[a-z0-9_-]{4,19})")
_HARMLESS = Lazy(
    r"订单|单号|编号|运单|税号|货号|型号|款号|条码|尾号|热线|官方|厂家|客服电话|售后电话|快递员|网点|派件|师傅|驿站|司机|物业|门卫"
    r"|收件|收货|您的电话|您电话|您手机|您的手机|退货地址|退回地址|寄回|仓库地址|防伪|生产日期|批号|库存|sku|"
    r"流水号|交易号|执照|信用代码|纳税人|检测报告|证书|证号|专线|仓库|售后部|isbn|vesa|条形码|开户|授权"
)
_WINDOW = 14


def contacts_in(normalised: Normalised, earlier: Sequence[str] = ()) -> tuple[Contact, ...]:
    """Returns the numbers, account names, links and mail addresses that are somebody's contact, in order; not harmless numbers."""
    text = normalised.text
    found: list[Contact] = []
    if "." in text or "@" in text:
        found += _addresses(normalised)
    if _has_number(text):
        found += _numbers(normalised)
        if earlier and not found:
            found += _continued(normalised, earlier)
    found += _ids(normalised)
    return tuple(sorted(found, key=_by_span))


def _by_span(contact: Contact) -> Span:
    return contact.span


def _has_number(text: str) -> bool:
    digits = [char for char in text if char in _DIGITS]
    return len(digits) > 3 or (len(digits) > 1 and sum(map("0123456789".__contains__, digits)) > 1)


def _addresses(normalised: Normalised) -> list[Contact]:
    found = [Contact("email", normalised.span(*at.span()), at.group()) for at in _EMAIL.finditer(normalised.text)]
    for at in _LINK.finditer(normalised.text):
        if not _OWN.search(at.group()) and not any(mail.span[0] <= normalised.span(*at.span())[0] < mail.span[1] for mail in found):
            found.append(Contact("link", normalised.span(*at.span()), at.group()))
    return found


def _numbers(normalised: Normalised) -> list[Contact]:
    """Returns the numbers that are somebody's contact by their shape or by the words before them."""
    text = normalised.text
    found: list[Contact] = []
    for run in _RUN.finditer(text):
        digits = _digits(run.group())
        kind = _kind(digits, text[max(0, run.start() - _WINDOW) : run.start()])
        if kind:
            plain = run.group().isdigit() and run.group().isascii()
            found.append(Contact(kind, normalised.span(*run.span()), digits, disguised=not plain))
    return found


def _kind(digits: str, before: str) -> Kind | None:
    if _HARMLESS.search(before):
        return None
    if _MOBILE.fullmatch(digits):
        return "wechat" if _CHAT_WORD.search(before) else "phone"
    if _LANDLINE.fullmatch(digits):
        return "phone"
    if _BANK.fullmatch(digits) and len(digits) in (16, 17, 18, 19):
        return "bank"
    if 5 <= len(digits) <= 11:
        if _QQ_WORD.search(before):
            return "qq"
        if _CHAT_WORD.search(before):
            return "wechat"
    return None


def _continued(normalised: Normalised, earlier: Sequence[str]) -> list[Contact]:
    """Returns a number whose first digits came in the messages just before (138, then 1234, then 5678)."""
    last = _piece(normalised.text)
    if last is None:
        return []
    digits = _digits(normalised.text[slice(*last)])
    for raw in reversed(earlier[-_REMEMBERED:]):
        text = normalise(raw).text
        if not _has_number(text):
            continue
        piece = _piece(text)
        if piece is None:
            return []
        digits = _digits(text[slice(*piece)]) + digits
        if _MOBILE.fullmatch(digits):
            return [Contact("phone", normalised.span(*last), digits, disguised=True)]
    return []


def _piece(text: str) -> Span | None:
    """Returns where the digits stand in a message that says little else; a size in a sentence is no piece of a number."""
    runs = [run.span() for run in _SHORT_RUN.finditer(text)]
    alone = len(runs) == 1 and "*" not in text and len(text) - (runs[0][1] - runs[0][0]) <= _ASIDE
    return runs[0] if alone else None


def _digits(run: str) -> str:
    return "".join(_DIGITS[char] for char in run if char in _DIGITS)


def _ids(normalised: Normalised) -> list[Contact]:
    """Returns account names that follow a word for WeChat, QQ or Alipay (微信 kefu888)."""
    found: list[Contact] = []
    text = normalised.text
    if _LETTERS.isdisjoint(text):
        return found
    for kind, word in _NAMED:
        for at in word.finditer(text):
            name = _ID.match(text, at.end())
            if name and not _HARMLESS.search(text[max(0, at.start() - 6) : at.start()]):
                found.append(Contact(kind, normalised.span(at.start(), name.end()), name.group(1), disguised=at.group() not in _PLAIN))
                break
    return found


_PLAIN = ("微信", "qq", "支付宝")
_NAMED: tuple[tuple[Kind, Lazy], ...] = (("wechat", _CHAT_WORD), ("qq", _QQ_WORD), ("alipay", _PAY_WORD))


def clause_of(contact: Contact, clauses: tuple[Clause, ...]) -> Clause | None:
    """Returns the clause in which the contact begins."""
    return next((clause for clause in reversed(clauses) if clause.span[0] <= contact.span[0]), None)


_HANDING = Lazy(r"加|我的?|打|联系|扣|找|私|微|薇|v|电话|手机|号|发|拨|call|转|汇|卡|老板|店主|账户|户名|备用|聊|搜|扫")


def contact_acts(contacts: tuple[Contact, ...], clauses: tuple[Clause, ...], matches: Matches) -> tuple[ActMark, ...]:
    """Returns give_contact for every number or id that the message hands out in words that do so."""
    found: list[ActMark] = []
    for contact in contacts:
        if contact.kind not in ("wechat", "qq", "phone", "alipay", "bank", "email"):
            continue
        clause = clause_of(contact, clauses)
        if clause is None or clause.quoted or clause.negated or clause.warned or clause.reported or clause.question:
            continue
        bare = clause.span[0] >= contact.span[0] - 2
        if contact.kind in ("phone", "bank", "email") and not bare and not _HANDING.search(clause.text):
            continue
        if any(veto.act == "give_contact" for veto in matches.vetoes):
            continue
        found.append(ActMark("give_contact", contact.span, 0.95, "pattern", f"contacts.{contact.kind}"))
    return tuple(found)
