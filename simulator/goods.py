"""Words for what goods are made of and where they come from, so that 尼龙 is known to be another material than 涤纶."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

_WORDS: Mapping[str, str] = {
    "material": """
        纯棉 棉麻 全棉 长绒棉 新疆棉 棉 亚麻 苎麻 麻 真丝 桑蚕丝 蚕丝 丝绸 缎面 羊毛 羊绒 羊羔绒 腈纶 涤纶 聚酯纤维 聚酯 化纤 氨纶
        锦纶 尼龙 莫代尔 莱赛尔 天丝 粘胶 粘纤 人造丝 冰丝 牛仔布 帆布 雪纺 绒布 珊瑚绒 法兰绒 灯芯绒 羽绒 鹅绒 鸭绒 白鸭绒 白鹅绒
        灰鸭绒 羽丝棉 羽丝绒 丝绵 海绵 乳胶 天然乳胶 记忆棉 荞麦壳 决明子 真皮 头层牛皮 二层牛皮 牛皮 羊皮 猪皮 麂皮 翻毛皮 超纤皮
        超纤 人造革 pu皮 pu 仿皮 西皮 皮革 pvc eva tpr tpe tpu abs pp pe pc pet 塑料 亚克力 树脂 硅胶 橡胶 软胶 不锈钢 铝合金 镁合金
        锌合金 合金 铝 碳纤维 碳纤 碳素 玻璃钢 钛合金 纯钛 钛钢 钛 铸铁 铁 铜 黄铜 紫铜 纯铜 足金 18k金 真金 黄金 镀金 包金 纯银 925银
        s925银 银 镀银 铂金 陶瓷 骨瓷 紫砂 玻璃 高硼硅玻璃 钢化玻璃 水晶 玉 岫玉 翡翠 和田玉 玛瑙 琥珀 蜜蜡 珍珠 大理石 岩板 实木
        橡胶木 胡桃木 黑胡桃 橡木 松木 榉木 桦木 荷木 红木 楠木 乌金木 白蜡木 樟木 柚木 竹 竹子 密度板 颗粒板 刨花板 胶合板 生态板
        藤编 藤 纸 牛皮纸 道林纸 铜版纸""",
    "origin": """
        国产 进口 原装 本地 北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 东北 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南
        四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 内蒙 广西 西藏 宁夏 新疆 香港 澳门 义乌 佛山 广州 深圳 东莞 温州 温岭 宁波 苏州
        景德镇 宜兴 武夷山 安溪 杭州 西湖 烟台 赣南 阳澄湖 舟山 秦岭 神农架 五常 长白山 德国 日本 韩国 美国 英国 法国 意大利 瑞士 澳洲
        澳大利亚 新西兰 泰国 越南 荷兰 俄罗斯 加拿大 智利 挪威 西班牙 印度 土耳其 丹麦 瑞典 马来西亚 印尼""",
}
_ORIGINS = _WORDS["origin"].split()
_FROM_HERE, _FROM_ABROAD = (frozenset(_ORIGINS[start:end]) for start, end in ((4, _ORIGINS.index("德国")), (_ORIGINS.index("德国"), None)))

KINDS = tuple(_WORDS)


@lru_cache(4096)
def named(kind: str, text: str) -> frozenset[str]:
    """Returns the words of a kind, `material` or `origin`, in a normalised text; a place also says 国产 or 进口."""
    found = frozenset(_pattern(kind).findall(text))
    if kind == "origin":
        found |= {"国产"} if found & _FROM_HERE else frozenset()
        found |= {"进口"} if found & _FROM_ABROAD else frozenset()
    return found


def agrees(told: Iterable[str], known: Iterable[str]) -> str:
    """Returns whether words told are known ones (`same`), some of them (`mixed`) or none (`other`); a word is known by a longer one."""
    fits = [any(word in other or other in word for other in known) for word in told]
    return "same" if all(fits) else "mixed" if any(fits) else "other"


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_WORDS[kind].split(), key=len, reverse=True))))
