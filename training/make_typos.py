"""Writes the table of sound-alike mistakes: for each pair of characters that matters in customer talk, the wrong pairs of the same sound.

`python -m training.make_typos DICT` needs `pip install pypinyin` and, as DICT, a list of words with their frequencies (word count …), such
as the one jieba ships. A wrong pair is kept only where it is no word, no part of one, and no common neighbourhood in the corpus.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
_EVERYDAY = 700
"""The commonest characters of the corpus stand beside any other (只保温), so a pair that holds one by mistake is not safe to mend."""
TARGET = ROOT / "simulator/reading/lexicon/zh/typos.txt"

_WORDS = """
发票 开票 专票 税点 抬头 报销 包邮 邮费 运费 免邮 便宜 优惠 打折 折扣 降价 价格 价钱 抹零 赠品 赠送 礼品 小样
红包 返现 好评 差评 评价 晒图 退货 退款 退钱 换货 换新 补发 重新 补偿 赔偿 差价 保价 运险 质量 正品 假货 保修
质保 检查 放心 发货 快递 顺丰 中通 圆通 申通 韵达 邮政 物流 包裹 单号 签收 派送 驿站 催件 催促 收货 地址 电话
手机 微信 联系 付款 支付 转账 信用 花呗 分期 刷卡 货到 到付 银行 账号 旺旺 平台 投诉 介入 维权 小二 申请 证据
截图 聊天 记录 照片 拍照 视频 链接 宝贝 库存 现货 有货 缺货 断货 补货 尺码 体重 颜色 款式 材质 面料 纯棉 掉色
色差 透气 舒服 推荐 建议 适合 喜欢 拍下 下单 订单 修改 关闭 取消 备注 自提 自取 上门 仓库 明天 后天 下午 小时
尽快 马上 立刻 保证 肯定 一定 可能 应该 大概 估计 清楚 知道 理解 明白 抱歉 谢谢 感谢 客气 请稍 稍等 您好 光临
祝您 愉快 打扰 帮您 主管 店长 老板 转接 售后 专员 同事 问题 处理 解决 回复 确认 核对 收件 优券 满减 活动 会员
领取 全网 最低 安装 清洗 充电 说明 步骤 奶粉 扫码 验货 官方 旗舰 破损 瑕疵 漏发 少发 发错 坏了 威胁 曝光 拉黑
起诉 律师 同行 别家 便签 成本 进价 利润 面料 划算 实惠 加急 到手 到货 几天 需要 随时 客服 麻烦 提供 能不 优质
卡号 支票 收据 个点 信息 透露 隐私 下架 促销
"""
WORDS = _WORDS.split()

WORDS_TOO = {"换芯"}
"""Sound-alikes that the dictionary lacks though they are words."""

BY_HAND = {
    "什么": "甚么",
    "著名": "着名",
    "著作": "着作",
    "显著": "显着",
    "账号": "帐号",
    "转账": "转帐 砖账",
    "账户": "帐户",
    "到账": "到帐",
    "账单": "帐单",
    "订单": "定单",
    "优惠": "优慧 尤惠",
    "惠券": "慧卷 惠卷 会券 慧券",
    "没问": "木问",
    "好的": "好滴 好哒",
    "问题": "问提",
    "没有": "木有 米有",
    "没法": "木法",
    "便宜": "便易 偏宜 便谊",
    "须知": "需知",
    "需要": "须要",
    "尽量": "尽亮",
    "网络": "网路",
    "催件": "崔件",
    "催一": "崔一",
    "信用": "信佣",
    "卡付": "咔付",
    "用卡": "用咔",
    "付款": "付宽 付欵 付钱款",
    "退款": "退宽 退欵 推款",
    "重新": "从新",
    "收货": "收获",
    "客服": "客付 客福",
    "不行": "不形 布行",
    "不好": "不号",
    "意思": "以思 意私",
    "转接": "转解",
    "扫码": "扫马",
    "奶粉": "奶份",
    "理解": "里解 理介",
    "这里": "这理",
    "那里": "那理",
    "等着": "等这",
    "差评": "差凭 差苹 叉评",
    "好评": "好凭 好平",
    "投诉": "投素 投述",
    "快递": "快第 快敌 快弟 块递",
    "发票": "发漂 发飘 发嫖",
    "包邮": "报邮 包油 包由",
    "邮费": "邮非 油费",
    "颜色": "颜涩 颜se",
    "刷卡": "刷咔",
}
"""Right pair -> wrong ones people also write, whatever the dictionary says; equal length only."""


def main(dictionary: Path) -> None:
    from pypinyin import Style, pinyin  # type: ignore[import-not-found, unused-ignore]

    frequency: Counter[str] = Counter()
    for line in dictionary.read_text("utf-8").splitlines():
        word, count, *_ = line.split()
        for at in range(len(word) - 1):
            frequency[word[at : at + 2]] += int(count)
        if len(word) == 1:
            frequency[word] += int(count)
    seen: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    for path in sorted(ROOT.glob("corpus/*/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            text = str(json.loads(line).get("text", ""))
            seen.update(text[at : at + 2] for at in range(len(text) - 1))
            letters.update(text)
    everyday = {char for char, _ in letters.most_common(_EVERYDAY)}
    common = [char for char, count in frequency.most_common() if len(char) == 1 and count > 300 and "\u4e00" <= char <= "\u9fff"]
    alike: dict[str, list[str]] = defaultdict(list)
    for char in common:
        for sound in pinyin(char, style=Style.NORMAL, heteronym=True)[0]:
            alike[_blurred(sound)].append(char)
    wrongs: dict[str, list[str]] = defaultdict(list)
    taken = set(WORDS) | set(BY_HAND) | WORDS_TOO
    for right, listed in BY_HAND.items():
        wrongs[right] += [wrong for wrong in listed.split() if len(wrong) == len(right)]
        taken.update(wrongs[right])
    for right in dict.fromkeys(WORDS):
        options = [[right[at], *alike[_blurred(pinyin(right[at], style=Style.NORMAL)[0][0])]] for at in (0, 1)]
        for pair in map("".join, itertools.product(*options)):
            changed = sum(a != b for a, b in zip(pair, right, strict=True))
            odd = next((a for a, b in zip(pair, right, strict=True) if a != b), "")
            if changed == 1 and odd not in everyday and pair not in taken and frequency[pair] < 1 and seen[pair] <= 2:
                wrongs[right].append(pair)
                taken.add(pair)
    lines = [f"{right} {' '.join(dict.fromkeys(wrong))}" for right, wrong in sorted(wrongs.items()) if wrong]
    strange = {a for right, listed in wrongs.items() for pair in listed for a, b in zip(pair, right, strict=True) if a != b}
    head = "# The characters that stand wrongly; then right pair and the wrong pairs read as it. Written by training/make_typos.py.\n"
    head += "".join(sorted(strange)) + "\n"
    TARGET.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _blurred(sound: str) -> str:
    """Returns a syllable without what typists mix up: z/zh, s/sh, c/ch, n/l, in/ing, en/eng, an/ang."""
    for clear, blurred in (("zh", "z"), ("sh", "s"), ("ch", "c"), ("ing", "in"), ("eng", "en"), ("ang", "an")):
        sound = sound.replace(clear, blurred)
    return sound


if __name__ == "__main__":
    main(Path(sys.argv[1]))
