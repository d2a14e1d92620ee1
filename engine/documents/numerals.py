"""Numerals as official documents write them, from one to ninety-nine."""

DIGITS = "〇一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def chinese(number: int) -> str:
    """`12` is 十二; numbers outside 1 to 99 are written with figures."""
    if not 0 < number < 100:
        return str(number)
    tens, units = divmod(number, 10)
    leading = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return leading + (DIGITS[units] if units else "")


def circled(number: int) -> str:
    """`3` is ③; numbers beyond 20 are written with figures in brackets."""
    return CIRCLED[number - 1] if 0 < number <= len(CIRCLED) else f"（{number}）"
