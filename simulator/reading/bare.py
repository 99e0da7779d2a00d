"""Whether a reply is but a yes or a no (好的, 嗯可以的亲, 行,打完告诉我一声): what it says is then what the other side had just said."""

from __future__ import annotations

from functools import lru_cache

from simulator.reading.lazy import Lazy
from simulator.reading.normal import normalise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Answer = Literal["", "yes", "no"]

LONGEST = 16
"""A longer reply says something of its own, unless a yes stands alone in its first clause and nothing after it turns."""
LONGEST_AFTER_YES = 30

_PARTICLE = r"[的了吧呀啊呢哈哦喔哒滴嘞咯啦嘛噢耶诶欸哟呐唷嗷么~!。,.…、 ]"
_ADDRESS = r"(?:亲亲?|宝宝?|宝妈|老板|您|姐姐?|哥|老师|😂|👌|\[[^\]]{1,4}\])"
_AGREES = (
    r"(?:好+|可以|可已|阔以|方便|行+|中|成交|成|没问题|没毛病|没问提|ok|okay|嗯+|恩+|是+|噠|对+|能|有|要|算|确定|没错|必须|当然|一定|肯定|保证|"
    r"依您|听您|卖|肯|会|敢|欢迎|小事|得|说定|照办|同意|减|送|给|接|收到|包|准到|没跑|准|真|百分百|可不是|可以这么(?:说|讲|理解)|是这样|一样|都是|就是)"
)
_TRAILS = (
    r"(?:稍等|等一?下|您?说[得的]对|您?发来|您?发吧|发您|给您[发写开弄]|马上|能?等您|您?慢点开?|付款吧|拍吧|拍下吧?|我?发图|等?短信|让他来|麻烦他了|我改|来吧|去吧|用吧|您?拍|"
    r"问题|谢谢|辛苦|懂的?|扫了|我?现在扫|我?这就|那|吧|都|我|您|包邮|别去)"
)
_YES = Lazy(rf"(?:{_ADDRESS}|{_PARTICLE})*{_AGREES}(?:{_AGREES}|{_TRAILS}|{_PARTICLE}|{_ADDRESS})*")
_REFUSES = (
    r"(?:不可以|不能|不行|不会|不用|不要|不支持|不给|不是|不卖|不收|不中|不成|不|没有?|没办法|没法|做不了|报不了|退不了|别|暂时不|冇|唔|恕)"
)
_NO = Lazy(
    rf"(?:{_ADDRESS}|{_PARTICLE}|嗯|这个?|抱歉|不好意思|真|确实|肯定|都)*{_REFUSES}"
    rf"(?:{_PARTICLE}|{_ADDRESS}|这么|样|有|能|行|可以|不|没|给|支持|抱歉|不好意思|真|谢谢|用|要)*"
)


_GREETS = Lazy(r"(?:亲亲?|宝宝?)?[,~! ]*[您你]好[啊呀哦呢的亲~!。,. ]*")
_AFFIRMS = Lazy(r"[嗯恩]*[是对][是对的呢呀啊哦亲~! ]*")
"""A yes to how things are, not to a wish: what follows it says what is so (是的亲,都是纯棉的)."""
_FIRST = Lazy(r"[^,。!?;~]+")
_TURNS = Lazy(
    r"但|不过|可是|只是|不(?!用|走|过|拍|要紧|客气)|没|无法|得先|要先|需要|等|申请|问|只|按|如实|实际|店里|平台|链接|系统|订单|旺旺|自动|页面|备注|发票|税|费|元|块|折|您(?:先|得|要|可以)"
)


@lru_cache(4096)
def bare_answer(text: str) -> Answer:
    """Returns whether `text` is a bare "yes" or "no"; "" where it says anything of its own."""
    plain = normalise(text).text.strip()
    if not plain or len(plain) > LONGEST_AFTER_YES or _GREETS.fullmatch(plain):
        return ""
    if len(plain) <= LONGEST:
        if _NO.fullmatch(plain):
            return "no"
        if _YES.fullmatch(plain):
            return "yes"
    first = _FIRST.match(plain)
    if first is None or first.end() == len(plain) or not _YES.fullmatch(first[0]) or _opens(first[0]):
        return ""
    return "" if plain[first.end()] == "?" or _TURNS.search(plain, first.end()) else "yes"


def _opens(clause: str) -> bool:
    """Returns whether a clause only leads to what follows: a greeting, or a yes to how things are (有,三天到)."""
    return clause[0] == "有" or _GREETS.fullmatch(clause) is not None or _AFFIRMS.fullmatch(clause) is not None
