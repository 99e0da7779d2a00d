"""Resolves an answer that names no topic (可以, 不行, 开的, 送不了) against what the buyer asked for."""

from __future__ import annotations

import re

from simulator.reading.lexicon import lexicon
from simulator.reading.marks import ActMark, Clause
from simulator.reading.normal import normalise
from simulator.reading.patterns import Message

_LEAD = r"(?:嗯+|恩+|哦+|噢|啊|哎|唉|哈+|亲+|亲爱的|宝|哥|姐|您|这个|这款|这边|我们|咱们|咱家|咱|本店|小店|我|店里|真的?|确实|暂时|目前|现在|其实|当然|肯定|必须|那|也|都|是|对|实在|抱歉|不好意思|对不起)*"
_TAIL = r"(?:的+|地|得|呢|哦+|啊|呀|哈+|哟|唷|咯|喽|啦|嘞|滴|哒|噢|喔|捏|吧|嘛|呗|亲+|您|诶|欸|了|耶|哇|么|啵)*"
_STRONG = r"(?:可以|能|行|成|没问题|支持|给|没得问题|木问题|照办|安排|好说|好办|中|要得|妥|妥妥|当然|肯定|必须|o+k+|okay|yes|可)"
_WEAK = r"(?:好|好+的|好嘞|好哒|好滴|嗯+|恩+|收到|明白|知道了|得嘞|依您|听您|就这么办|就这么定|没事|都行|随您)"
_NO = r"(?:不|没|无|别|冇|唔|未|恕|免谈|免|难|抱歉|谢绝)"

_YES_CLAUSE = re.compile(rf"{_LEAD}{_STRONG}{_TAIL}")
_WEAK_CLAUSE = re.compile(rf"{_LEAD}{_WEAK}{_TAIL}")
_YES_VERB = re.compile(rf"{_LEAD}(?:{_STRONG}|肯定)(?:给|帮|替|为)?(?:您|你)?(?P<verb>[\u4e00-\u9fff]{{1,3}}?){_TAIL}")
_ECHO = re.compile(rf"{_LEAD}(?:给|帮)?(?:您|你)?(?P<verb>[\u4e00-\u9fff]{{1,2}}?){_TAIL}")
_HAVE = re.compile(rf"{_LEAD}有{_TAIL}")
_HAVE_NOT = re.compile(rf"{_LEAD}(?:没有|没|无|木有|冇){_TAIL}")
_NO_CLAUSE = re.compile(
    rf"{_LEAD}(?:不(?:行|可以|能|成|可|好|支持|允许|得|让|给|做|接受|提供|能够|方便|太行|太可以|大行|了)?|没法|没办法|办不到|做不到|给不了|不大行|恐怕不行|怕是不行|no|nope|免谈|没门|不存在|不可能)"
    rf"(?:给|帮)?(?:您|你)?[\u4e00-\u9fff]{{0,3}}?{_TAIL}"
)
_CANNOT_VERB = re.compile(rf"{_LEAD}(?P<verb>[\u4e00-\u9fff]{{1,4}}?)(?:不了|不到|不成|不起|不来|不得|不动){_TAIL}")
_ASKED_NOT = re.compile(r"不(?:能|可以|行|给|支持|包|送|开|退)[^吗嘛么?]{0,8}(?:吗|嘛|么|吧|\?)|是不是不|没有[^吗]{0,6}吗")
_AGREES = re.compile(rf"{_LEAD}(?:是|对|没错){_TAIL}")
_TURNS = re.compile(r"但|可是|不过|只是|不能|不行|没法|不了|无法|不可以|得先|要等|等|申请|问")
_BENIGN = re.compile(r"(?:亲|您|您好|你好|哈+|谢谢(?:您|亲)?|稍等|马上|放心|在的?|请稍等|立刻|这就|现在就|当然|肯定|不好意思|抱歉|对不起|请放心)(?:的|哦|呢|啊|呀|哈|啦|办|给您办|弄|处理)*")

def resolve(message: Message, acts: frozenset[str]) -> tuple[ActMark, ...]:
    """Returns the acts of bare answers by the buyer's latest open ask; none where `acts` already answer it, or for a longer reply."""
    if not message.asks or len(message.clauses) > 4 or len(message.normal.text) > 40:
        return ()
    known = lexicon()
    before = normalise(message.before).text
    found: list[ActMark] = []
    for ask in message.asks:
        grants, refuses = known.grants.get(ask), known.refuses.get(ask)
        if (grants is None and refuses is None) or acts & {grants, refuses}:
            continue
        answer = _answer(message, before)
        if answer is None:
            continue
        yes, clause, sure = answer
        act = grants if yes else refuses
        if act:
            found.append(ActMark(act, clause.span, sure, "context", f"{'grants' if yes else 'refuses'} {ask}"))
    return tuple(found)


def answers(message: Message) -> tuple[str, ...]:
    """Returns the marks `R:ask/yes` or `R:ask/no` of a bare answer, for the trained model; none for other messages."""
    if not message.asks or len(message.normal.text) > 40:
        return ()
    answer = _answer(message, normalise(message.before).text)
    return tuple(f"R:{ask}/{'yes' if answer[0] else 'no'}" for ask in message.asks) if answer else ()


def _answer(message: Message, before: str) -> tuple[bool, Clause, float] | None:
    """Returns (yes or no, the clause that says it, how sure), or None where the reply is no bare answer."""
    clauses = [clause for clause in message.clauses if not clause.quoted]
    weak: Clause | None = None
    for place, clause in enumerate(clauses):
        text = clause.text.strip("的 ") if clause.text != "的" else ""
        rest = clauses[place + 1 :]
        if clause.question:
            continue
        if _WEAK_CLAUSE.fullmatch(clause.text):
            weak = weak or clause
            continue
        if _HAVE_NOT.fullmatch(clause.text):
            return (False, clause, 0.9) if "有" in before or "没" in before else None
        if _NO_CLAUSE.fullmatch(clause.text) and text:
            return _flipped(before, False, clause, 0.95)
        verb = _CANNOT_VERB.fullmatch(clause.text)
        if verb and (verb["verb"][0] in before or verb["verb"] in ("做", "办", "给", "弄", "搞")):
            return False, clause, 0.95
        if _HAVE.fullmatch(clause.text):
            return (True, clause, 0.9) if "有" in before else None
        if any(_TURNS.search(after.text) for after in rest):
            return None
        if _YES_CLAUSE.fullmatch(clause.text):
            return _flipped(before, True, clause, 0.95)
        verb = _YES_VERB.fullmatch(clause.text)
        if verb and verb["verb"][0] in before:
            return True, clause, 0.95
        verb = _ECHO.fullmatch(clause.text)
        if verb and verb["verb"][0] in before and verb["verb"][0] not in "不没别是有的吗我你您他这那":
            return True, clause, 0.85
        if not _BENIGN.fullmatch(clause.text):
            break
    if weak is not None and all(c is weak or _WEAK_CLAUSE.fullmatch(c.text) or _BENIGN.fullmatch(c.text) for c in clauses):
        asked_for_more = {"contact", "off_platform"} & set(message.asks)
        return True, weak, 0.85 if asked_for_more or not _TURNS.search(before) else 0.75
    return None


def _flipped(before: str, yes: bool, clause: Clause, sure: float) -> tuple[bool, Clause, float] | None:
    """Returns the answer; to a question asked in the negative (不能退吗) an agreeing 是的 means no."""
    return (yes, clause, sure) if not (_ASKED_NOT.search(before) and _AGREES.fullmatch(clause.text)) else (False, clause, sure)

