"""Resolves an answer that names no topic (可以, 不行, 开的, 送不了) against what the buyer asked for."""

from __future__ import annotations

from simulator.reading.clauses import clauses_of
from simulator.reading.lazy import Lazy
from simulator.reading.lexicon import lexicon
from simulator.reading.marks import ActMark, Clause
from simulator.reading.normal import ZH, normalise, plain
from simulator.reading.patterns import Message, match
from simulator.reading.topics import features
from simulator.reading.value import value

_LEAD = (
    r"(?:嗯+|恩+|哦+|噢|啊|哎|唉|哈+|亲+|亲爱的|宝|哥|姐|您|这个|这款|这边|我们|咱们|咱家|咱|本店|小店|我|店里|真的?|"
    r"确实|暂时|目前|现在|其实|当然|肯定|必须|那|也|都|是|对|实在|抱歉|不好意思|对不起)*"
)

_TAIL = r"(?:的+|地|得|呢|哦+|啊|呀|哈+|哟|唷|咯|喽|啦|嘞|滴|哒|噢|喔|捏|吧|嘛|呗|亲+|您|诶|欸|了|耶|哇|么|啵)*"
_STRONG = r"(?:可以|能|行|成|没问题|支持|给|没得问题|木问题|照办|安排|好说|好办|中|要得|妥|妥妥|当然|肯定|必须|o+k+|okay|yes|可)"
_WEAK = r"(?:好|好+的|好嘞|好哒|好滴|收到|明白|知道了|得嘞|依您|听您|就这么办|就这么定|没事|都行|随您)"
_NO = r"(?:不|没|无|别|冇|唔|未|恕|免谈|免|难|抱歉|谢绝)"

_YES_CLAUSE = Lazy(rf"{_LEAD}(?:{_STRONG}{_TAIL})+")
_WEAK_CLAUSE = Lazy(rf"(?![您你]好){_LEAD}{_WEAK}{_TAIL}")
_YES_VERB = Lazy(rf"(?!可能){_LEAD}(?:{_STRONG}|肯定)(?:给|帮|替|为)?(?:您|你)?(?P<verb>[\u4e00-\u9fff]{{1,3}}?){_TAIL}")
_ECHO = Lazy(rf"{_LEAD}(?:给|帮)?(?:您|你)?(?P<verb>[\u4e00-\u9fff]{{1,2}}?){_TAIL}")
_HAVE = Lazy(rf"{_LEAD}有{_TAIL}")
_HAVE_NOT = Lazy(rf"{_LEAD}(?:没有|没|无|木有|冇){_TAIL}")
_NO_CLAUSE = Lazy(
    r"(?!不一定|不好意思|不客气|不用|不清楚|不知道|不确定|没关系|没事|没问题)"
    rf"{_LEAD}(?:不(?:行|可以|能|成|可|好|支持|允许|得|让|给|做|接受|提供|能够|方便|太行|太可以|大行|了)?|没法|没办法|"
    rf"办不到|做不到|给不了|不大行|恐怕不行|怕是不行|no|nope|免谈|没门|不存在|不可能)"
    rf"(?:给|帮)?(?:您|你)?[\u4e00-\u9fff]{{0,3}}?{_TAIL}"
)
_CANNOT_VERB = Lazy(rf"{_LEAD}(?P<verb>[\u4e00-\u9fff]{{1,4}}?)(?:不了|不到|不成|不起|不来|不得|不动){_TAIL}")
_ASKED_NOT = Lazy(r"不(?:能|可以|行|给|支持|包|送|开|退)[^吗嘛么?]{0,8}(?:吗|嘛|么|吧|\?)|是不是不|没有[^吗]{0,6}吗")
_AGREES = Lazy(rf"{_LEAD}(?:是|对|没错){_TAIL}")
_CONFIRMS = Lazy(rf"{_LEAD}(?:可不是|真的|就是|确定|确实|那当然|那是|没错|对|是|算|敢|百分百){_TAIL}")
_ASKING = Lazy(r"(?:对不对|对吧|是吧|没错吧|行不行|好不好|可以吧|行吧|行吗|可以吗|吗|吧|么|嘛|呗|呀|啊|诶|欸|\?|,|的)+$")
_SUPPOSED = Lazy(r"[对是]吧|没错吧|[对是]吗|是不是|对不对|是.{1,12}[吗吧]")
_TURNS = Lazy(r"但|可是|不过|只是|不能|不行|没法|不了|无法|不可以|得先|要等|等|申请|问")
_BENIGN = Lazy(
    r"(?:亲|您|您好|你好|哈+|谢谢(?:您|亲)?|稍等|马上|放心|在的?|请稍等|立刻|这就|现在就|当然|肯定|不好意思|抱歉|"
    r"对不起|请放心)(?:的|哦|呢|啊|呀|哈|啦|办|给您办|弄|处理)*"
)

_MOST_CLAUSES = 4
_LONGEST = 40
"""A longer message says something of its own."""
_LONGEST_YES = 10
_CONFIRMED = ("absolute_claim", "belittle_competitor", "give_link_out")
"""What a yes to the buyer's own words says as much as saying it."""
_WEAKEST_STRONG = 0.85
_ANY_VERB = ("做", "办", "给", "弄", "搞")
_NO_ECHO = "不没别是有的吗我你您他这那发在好"


@value
class Answer:
    """A yes or a no, the clause that says it, how sure, and whether the message says nothing else."""

    yes: bool
    clause: Clause
    sure: float
    alone: bool = False


def resolve(message: Message, acts: frozenset[str]) -> tuple[ActMark, ...]:
    """Returns the acts of a bare answer by the buyer's open asks; none where `acts` already answer them, or where the reply says more."""
    if not message.asks or len(message.clauses) > _MOST_CLAUSES or len(message.normal.text) > _LONGEST:
        return confirmed(message)
    said = confirmed(message)
    before = plain(message.before)
    answer = _answer(message, before)
    if said or answer is None or not answer.alone:
        return said
    found: list[ActMark] = []
    for ask in answered(message.asks):
        yes, no = meant(ask, before)
        act = yes if answer.yes else no
        if act and not acts & {yes, no}:
            source = f"{'grants' if answer.yes else 'refuses'} {ask}"
            found.append(ActMark(act, answer.clause.span, answer.sure, "context", source))
    return tuple(found)


def confirmed(message: Message) -> tuple[ActMark, ...]:
    """Returns the acts that the buyer's line would be in the agent's mouth (你们是全网最好的吧), where the agent only says yes to it."""
    if not message.before or len(message.clauses) != 1 or len(message.normal.text) > _LONGEST_YES:
        return ()
    clause = message.clauses[0]
    if not any(pattern.fullmatch(clause.text) for pattern in (_YES_CLAUSE, _WEAK_CLAUSE, _CONFIRMS)):
        return ()
    said = _ASKING.sub("", plain(message.before).replace("是不是", "是")).strip()
    normal = normalise(said)
    clauses = clauses_of(normal)
    hits = lexicon(ZH).words.hits(normal.text)
    told = Message(normal, clauses, hits, features(normal, clauses, hits), "agent", "", ())
    acts = {mark.act for mark in match(told).acts if mark.act in _CONFIRMED}
    return tuple(ActMark(act, clause.span, 0.9, "context", f"confirms {act}") for act in sorted(acts))


def answered(asks: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the asks that a bare answer speaks to: those beside which no narrower one is open."""
    wider = {ask for narrow in asks for ask in lexicon(ZH).over.get(narrow, ())}
    return tuple(ask for ask in asks if ask not in wider)


def meant(ask: str, before: str) -> tuple[str, str]:
    """Returns the acts that a yes and a no to `ask` are, "" where none is; `before` is the buyer's line, normalised."""
    known = lexicon(ZH)
    yes, no = known.grants.get(ask, ""), known.refuses.get(ask, "")
    for name, words, other_yes, other_no in known.instead:
        if name == ask and any(word in before for word in words):
            return other_yes or yes, other_no or no
    return yes, no


def answers(message: Message) -> tuple[str, ...]:
    """Returns the marks `R:act` of what a yes or no in the message would be, for the trained model; none for other messages."""
    if not message.asks or len(message.normal.text) > _LONGEST:
        return ()
    before = plain(message.before)
    answer = _answer(message, before)
    if answer is None:
        return ()
    acts = [meant(ask, before)[0 if answer.yes else 1] for ask in answered(message.asks)]
    return tuple(f"R:{act}" for act in dict.fromkeys(acts) if act)


def _answer(message: Message, before: str) -> Answer | None:
    """Returns what the first clauses answer, or None where they are no yes or no."""
    clauses = [clause for clause in message.clauses if not clause.quoted]
    weak: Answer | None = None
    for place, clause in enumerate(clauses):
        rest = clauses[place + 1 :]
        found = None if clause.question else _of_clause(clause, before)
        if found and found.sure < _WEAKEST_STRONG:
            weak = weak or found
        elif found:
            if found.yes and any(_TURNS.search(after.text) for after in rest):
                return None
            return Answer(found.yes, clause, found.sure, all(_says_nothing_more(after) for after in rest))
        elif not _BENIGN.fullmatch(clause.text):
            return weak
    return Answer(weak.yes, weak.clause, weak.sure, True) if weak else None


def _says_nothing_more(clause: Clause) -> bool:
    return any(pattern.fullmatch(clause.text) for pattern in (_BENIGN, _YES_CLAUSE, _WEAK_CLAUSE, _NO_CLAUSE))


def _of_clause(clause: Clause, before: str) -> Answer | None:
    """Returns the yes or no that one clause is by itself; a verb must come back from the buyer's line (开不开票 - 开的)."""
    text = clause.text
    if _WEAK_CLAUSE.fullmatch(text):
        return Answer(True, clause, 0.8)
    if _HAVE_NOT.fullmatch(text):
        return Answer(False, clause, 0.9) if "有" in before or "没" in before else None
    if _NO_CLAUSE.fullmatch(text):
        return Answer(False, clause, 0.95)
    verb = _CANNOT_VERB.fullmatch(text)
    if verb and (verb["verb"][0] in before or verb["verb"] in _ANY_VERB):
        return Answer(False, clause, 0.95)
    if _HAVE.fullmatch(text):
        return Answer(True, clause, 0.9) if "有" in before else None
    if _YES_CLAUSE.fullmatch(text):
        return Answer(not (_ASKED_NOT.search(before) and _AGREES.fullmatch(text)), clause, 0.95)
    if _AGREES.fullmatch(text) and _SUPPOSED.search(before):
        return Answer(not _ASKED_NOT.search(before), clause, 0.9)
    verb = _YES_VERB.fullmatch(text)
    if verb and verb["verb"][0] in before:
        return Answer(True, clause, 0.95)
    verb = _ECHO.fullmatch(text)
    if verb and verb["verb"][0] in before and verb["verb"][0] not in _NO_ECHO:
        return Answer(True, clause, 0.9)
    return None
