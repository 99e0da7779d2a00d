"""Writes the Traditional to Simplified character table from OpenCC's `t2s` configuration.

OpenCC is needed only here; at run time the reading loads the two rows of characters that this script writes:
`python -m training.make_t2s` (needs `pip install opencc`).
"""

from __future__ import annotations

from pathlib import Path

TARGET = Path(__file__).parent.parent / "simulator/reading/lexicon/zh/t2s.txt"
BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
OWN = {"著": "着", "妳": "你", "甦": "苏", "牠": "它", "衹": "只", "祇": "只", "唷": "哟", "囉": "啰"}
"""What Simplified customer talk writes and OpenCC leaves alone; words where 著 stays (著名) are put back by the typo table."""


def main() -> None:
    import opencc  # type: ignore[import-not-found, unused-ignore]

    convert = opencc.OpenCC("t2s").convert
    table = {char: convert(char) for block in BLOCKS for char in map(chr, block)}
    table = {char: plain for char, plain in table.items() if plain != char and len(plain) == 1 and ord(plain) < 0x10000} | OWN
    pairs = sorted(table.items())
    TARGET.write_text("".join(a for a, _ in pairs) + "\n" + "".join(b for _, b in pairs) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
