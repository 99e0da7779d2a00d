"""Texts of the command line in both languages."""

from __future__ import annotations

from simulator.words import Words

_TABLE = {
    "verdict.passed": ("合格", "passed"),
    "verdict.failed": ("不合格", "failed"),
    "verdict.interrupted": ("中断待定", "interrupted"),
    "results.none": ("还没有考核成绩。", "There are no exam results yet."),
    "play.saved": ("对话已保存：{path}", "The talk is kept in {path}"),
    "play.refused": ("{file}:{line}: {action} 没有执行：{why}", "{file}:{line}: {action} was not done: {why}"),
    "play.unread": ("第 {line} 行：{why}", "line {line}: {why}"),
    "exam.talk": ("第 {number}/{of} 段：{title}", "Talk {number} of {of}: {title}"),
    "exam.verdict": ("考核{verdict}，总分 {total}", "The exam is {verdict}, total {total}"),
    "exam.reason": ("  · {reason}", "  · {reason}"),
    "exam.kept": ("成绩已存档，编号 {attempt}", "The result is kept as attempt {attempt}"),
    "new.made": ("已写好 {path}", "Wrote {path}"),
}


def texts(lang: str) -> Words:
    """Returns the texts of the command line in `lang`."""
    return Words(_TABLE, lang)
