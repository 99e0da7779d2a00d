"""Cuts a message into clauses and says in which scopes each stands: quotation, negation, condition, question, warning, report."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.reading.lazy import Lazy
from simulator.reading.marks import Clause, Span
from simulator.reading.normal import Normalised

_STOP = Lazy(r"[,。!?;:…~\n\"“”「」『』《》|]+|(?<!\d)\.+(?![\da-z])|(?<=\d)\.(?!\d)|--+|——+|(?<![a-z0-9]) +| +(?![a-z0-9])")
"""What ends a clause. A space does unless it stands between letters or digits; a decimal point does not."""

_LINK = Lazy(
    r"(?:但是|但(?!凡)|可是|不过(?!关|是|敏|时|滤|期)|而是|然而|所以|因此|因为|由于|不然|否则|要不然|除非|(?<=的话)|只是|至于"
    r"|如果|要是|假如|倘若|万一|只要)"
)
"""Words that start a new clause without punctuation."""

_SO = Lazy(
    r"就(?!算|是)|那(?!个|种|款|家|天|些|边|里|条|件|么)|可以|我们|咱们|我(?=给|帮|这)|给[您你]|帮[您你]|请|"
    r"都[能可会行]|再(?=给|来|帮)"
)
"""Where the consequence starts inside 如果不合适可以退."""

_IF = Lazy(
    r"^[那您你亲但可也,]{0,2}(?:如果|要是|假如|假使|倘若|若(?!干)|万一|只要|除非|一旦|如(?=有|需|您|果|您))|的话$|"
    r"^.{0,6}(?:如果|要是|倘若|万一|若是)"
)

_QUOTES = Lazy(r"“[^”\n]{1,60}”|「[^」\n]{1,60}」|『[^』\n]{1,60}』|\"[^\"\n]{1,60}\"")

_SAID = Lazy(
    r"(?<![按照跟听依随])(?:[您你]|[您你]们|客人|买家|顾客)(?:刚刚|刚才|刚|之前|上次|上回|昨天|前面|一直|老|又|总|都|也|"
    r"那天|一开始|开口|非要|这么)?"
    r"(?:要求|让我们?|叫我们?|要我们?|想让|想叫|说|讲|问|提)(?!了算|得对|得是|得没|得有|的对|的是|的也|的没|的都|的有|"
    r"呢|一下|下|个|声|哪|不说|完|清楚|明白|明|给|好|话|问|厂|快递|怎么|谁|过)"
    r"(?:要|让|想|的|我们|咱们)?(?!.{1,6}我?就)"
)

_NAMED = Lazy(
    r"[点选按找填搜进有叫刻印是成了用]$|备注.{0,2}$|显示.{0,2}$|出现.{0,2}$|看到.{0,2}$|回复.{0,2}$|申请.{0,2}$|"
    r"选择.{0,2}$|店名.{0,2}$|里的?$"
)
"""What stands before quotation marks that name a button, a shop or words to print, and quote nobody."""

_REPORT = Lazy(
    r"(?:有人|别人|有些人|骗子|陌生|不法|冒充|自称|假冒|凡是|任何人|谁要|对方).{0,8}(?:说|让|叫|要|发|称|打|加|给|是)|"
    r"(?:那些|这种|那种).{0,6}(?:让您|让你|短信|来电|说是客服)"
    r"|骗局|诈骗|骗子|被骗|盗号|钓鱼"
)

_WARN = Lazy(
    r"千万别|千万不|千万勿|切勿|切莫|切忌|请勿|勿|谨防|警惕|提防|别信|不要信|不要相信|别轻信|小心被|当心|注意防"
    r"|(?:^|[您你请亲也就])(?:别|不要|甭|莫)(?:再|随便|轻易|去|直接|私下)?(?:加|点|扫|转|付|打|给|把|用|信|汇|存|告诉|理|搭|回|走|留|泄|发)"
)

_NEEDED = {
    "warn": ("别", "不要", "勿", "谨防", "警惕", "提防", "当心", "千万不", "切莫", "切忌", "小心被", "注意防", "甭", "莫"),
    "link": (
        *("但", "可是", "不过", "而是", "然而", "所以", "因此", "因为", "由于", "不然", "否则", "除非", "的话", "只是", "至于"),
        *("如果", "要是", "假如", "倘若", "万一", "只要"),
    ),
    "if": ("如果", "要是", "假如", "假使", "倘若", "若", "万一", "只要", "除非", "一旦", "如有", "如需", "如您", "的话"),
    "said": ("您", "你", "客人", "买家", "顾客"),
}
"""scope -> words of which one stands in everything its pattern finds."""

_TAG = Lazy(
    r"(?:您看|你看)?(?:这样)?(?:好吗|好不好|好嘛|好么|行吗|行不行|行么|可以吗|可以么|可以不|成不|成吗|行不|好不|可好|"
    r"如何|怎么样|ok吗|对吧|是吧|好吧|吧|怎样|没问题吧)$"
)
_TAG_ENDS = "吗好嘛么行不成何样吧"
_ASKS = Lazy(
    r"吗|(?<!什|怎|这|那|多|要)么$|嘛$|不$|没$|没有$|([\u4e00-\u9fff])不\1|有没有|能否|可否|是否|什么|哪|几(?!乎)|"
    r"多少|多[大高重长]|谁|怎么|咋|啥|如何"
)
_SURE_ASK = Lazy(
    r"吗$|吗[呀啊哦呢]?$|(?<!什|怎|这|那|多|要)么$|(能|可以?|是|要|有|会|行|好)不(?:能|可|是|要|有|会|行|好)|有没有|"
    r"能否|可否|是否|(?<=[^都还也就])不[^\u4e00-\u9fffa-z0-9]*$|(?<=[^还都也就是])没[^\u4e00-\u9fffa-z0-9]*$"
)

_RHETORIC = Lazy(
    r"难道|怎么会|怎么可能|怎么能|怎么敢|哪能|哪会|哪敢|哪里会|哪里能|哪里敢|哪有(?!货)|哪儿能|岂|何必|谁敢|谁会|"
    r"怎么好意思"
)

_NOT = Lazy(
    r"(?P<fixed>不客气|不好意思|不错|不仅|不但|不光|不过|不同|差不多|不止|不管|不论|不少|不断|不妨|不见不散|不一会|"
    r"了不起|对不起|不久|不时|不愧|不得了"
    r"|不用(?:担心|客气|谢|怕|急|等|愁|操心)|不必(?:担心|客气|着急)|不要紧|不起球|不掉|不褪|不刺激|不变形|不易|不伤|"
    r"不闷|不粘|不锈|不碍|不敬|不急|不差|不怕|不贵|不算"
    r"|没关系|没问题|没事|没毛病|没得说|没想到|没准|无理由|无条件|无忧|无线|无糖|无痕|无缝|无聊|无论|无所谓|无甲醛|无添加|无味|未来|未必"
    r"|别的|别家|别人|别处|别样|特别|分别|区别|性别|级别|个别|识别|鉴别|告别|差别|类别|离别|辨别"
    r"|([\u4e00-\u9fff])不\2|可不可以|要不(?!要)|不但|(?<=[^不])不了解"
    r"|不(?:合适|合身|合脚|满意|喜欢|想要了?|要了?)(?=(?:的话)?(?:我们|您)?(?:也|都|就)?(?:支持|可以|能|随时|包|免费|给[您你]|帮[您你]))"
    r"|有没|(?<=.)不[^\u4e00-\u9fffa-z0-9]*$|(?<=[^还都也就是])没[^\u4e00-\u9fffa-z0-9]*$)"
    r"|(?P<double>不是不|不能不|不得不|没有不|不会不|不可能不|不无|没少|未尝不|无不|不是没|并非不|不是说不|没说不|没有说不)"
    r"|(?P<plain>不|没|别|无法|无权|无|未|勿|甭|莫(?!名|非|代)|拒绝|禁止|冇|唔|难以|没法|谢绝|严禁|木有|绝非|并非)"
)


_FORWARD, _BACK = 9, 4
"""How many characters a negation reaches forward, and back."""

_BACKWARD = Lazy(r"(?<=[\u4e00-\u9fff])不(?:了(?!解)|到|成|动|起|掉|下|上|来|出|住|得)")
_FINAL = Lazy(
    r"(?:不(?:行|可以|能|可|成|给|支持|允许|办|做|开|加|退|收|送|包|卖|接受|提供|用|好|了)?|没(?:有|了)?|无|免谈)(?:的|"
    r"哦|呢|啊|呀|哈|亲|啦|了|噢|吧|您)*$"
)
_RESUMES = Lazy(r"就|可以|但|也|我们(?=[也给退换包都])|也能|都能|还能|才|只能|得|要|我给|给[您你]|我来|我帮|帮[您你]|再|您看|直接")

_NAME = 12
"""A longer quotation is no name of a button."""

_SIGNS = {
    "said": frozenset("说讲问提求让叫"),
    "link": frozenset("但可不而然所因由否要除只至如假倘万的"),
    "if": frozenset("如要假倘若万只除旦话"),
    "ask": frozenset("吗么否不有没"),
    "not": frozenset("不没别无未勿甭莫拒禁冇唔难谢严木绝并"),
    "rhetoric": frozenset("难怎哪岂何谁"),
    "warn": frozenset("千切勿谨警提别不当小注甭莫"),
    "report": frozenset("骗诈盗钓人些陌法冒自假凡任谁对这那"),
}
"""scope -> characters of which its words have at least one; spares most clauses most patterns."""
_SCOPES_OF = {char: [scope for scope, signs in _SIGNS.items() if char in signs] for char in frozenset().union(*_SIGNS.values())}
_QUOTATION_MARKS = frozenset('“「『"')


def clauses_of(normalised: Normalised) -> tuple[Clause, ...]:
    """Returns the clauses of the message in order, each with its scopes; empty where nothing but punctuation was typed."""
    text = normalised.text
    may = {scope for char in _SCOPES_OF.keys() & text for scope in _SCOPES_OF[char]}
    for scope, pattern in (("report", _REPORT), ("rhetoric", _RHETORIC)):
        if scope in may and not pattern.search(text):
            may.discard(scope)
    for scope, needed in _NEEDED.items():
        if scope in may and not any(map(text.__contains__, needed)):
            may.discard(scope)
    quotes = () if _QUOTATION_MARKS.isdisjoint(text) else _quotations(text)
    found: list[Clause] = []
    linked = "link" in may or "if" in may
    said_before = False
    for start, end, stop in _pieces(text):
        words = text[start:end]
        said = _SAID.search(words) if "said" in may else None
        quoted = said_before or bool(quotes and any(left < start and end <= right for left, right in quotes))
        said_before = said is not None and said.end() >= len(words) - 1 and stop[:1] in ",:"
        for left, right in _parts(words) if linked else ((0, len(words)),):
            part = words[left:right]
            told = quoted or (said is not None and left <= said.start() and said.end() < right)
            found.append(_clause(normalised, start + left, part, stop if right == len(words) else "", told, may))
    return tuple(found)


def _clause(normalised: Normalised, at: int, part: str, stop: str, quoted: bool, may: set[str]) -> Clause:
    rhetorical = "rhetoric" in may and _RHETORIC.search(part) is not None
    question = False
    if not rhetorical and ("?" in stop or ("ask" in may and not _SIGNS["ask"].isdisjoint(part))):
        tag = _TAG.search(part) if part[-1] in _TAG_ENDS else None
        asked = part[: tag.start()] if tag else part
        question = _SURE_ASK.search(asked) is not None or ("?" in stop and (tag is None or _ASKS.search(asked) is not None))
    return Clause(
        normalised.span(at, at + len(part)),
        quoted,
        rhetorical != ("not" in may and not _SIGNS["not"].isdisjoint(part) and is_negated(part)),
        "if" in may and not _SIGNS["if"].isdisjoint(part) and _IF.search(part) is not None,
        question,
        "warn" in may and _WARN.search(part) is not None,
        "report" in may and _REPORT.search(part) is not None,
        at,
        part,
    )


def _quotations(text: str) -> tuple[Span, ...]:
    """Returns the spans of quotation marks that quote somebody; short ones after 点, 选, 备注 name something."""
    return tuple(
        (start, end)
        for start, end in (found.span() for found in _QUOTES.finditer(text))
        if end - start > _NAME or not _NAMED.search(text, max(0, start - 6), start)
    )


def is_negated(words: str) -> bool:
    """Returns whether a plain negation stands in `words`; 没关系, 不仅, 能不能 and double negation are none."""
    return any(found.lastgroup == "plain" for found in _NOT.finditer(words))


def negations(clause: Clause) -> tuple[Span, ...]:
    """Returns the spans of the normalised message that plain negations turn: forward from 不能, back from 加不了 and a last 不行."""
    if not clause.negated:
        return ()
    found: list[Span] = []
    words = clause.text
    for at in _NOT.finditer(words):
        if at.lastgroup != "plain":
            continue
        start = at.start()
        if _BACKWARD.match(words, start):
            found.append((start - _BACK, start))
            continue
        stop = _RESUMES.search(words, start + 2, start + _FORWARD)
        found.append((start, stop.start() if stop else start + _FORWARD))
        if _FINAL.match(words, start):
            found.append((start - _FORWARD, start))
    return tuple((clause.at + left, clause.at + right) for left, right in found)


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Yields (start, end, punctuation after it) of what stands between the stops."""
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() > start:
            yield start, stop.start(), stop.group()
        start = stop.end()
    if start < len(text):
        yield start, len(text), ""


def _parts(words: str) -> Iterator[Span]:
    """Yields the spans of the clauses inside one piece: split at 但是, 如果, 的话 and, after a condition, where its consequence starts."""
    start = 0
    cuts = [link.start() for link in _LINK.finditer(words) if link.start() > 1] if len(words) > 3 else []
    for cut in [*cuts, len(words)]:
        if cut <= start:
            continue
        part = words[start:cut]
        if len(part) > 4 and _IF.search(part):
            then = _SO.search(part, 4)
            if then and not part.endswith("的话"):
                yield start, start + then.start()
                start += then.start()
        yield start, cut
        start = cut


def clause_at(clauses: tuple[Clause, ...], at: int) -> Clause | None:
    """Returns the clause that holds position `at` of the normalised text, or the last one before it."""
    best = None
    for clause in clauses:
        if clause.at > at:
            break
        best = clause
    return best
