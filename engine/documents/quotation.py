"""Which characters stand inside quotation marks or brackets, paragraph by paragraph."""

PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")"}
OPENING_OF = {closing: opening for opening, closing in PAIRS.items()}


def inside_quotation(text: str) -> bytearray:
    """A flag for each character. A mark left open in its paragraph quotes nothing."""
    flags = bytearray(len(text))
    start = 0
    for paragraph in text.splitlines(keepends=True):
        _mark(paragraph, start, flags)
        start += len(paragraph)
    return flags


def _mark(paragraph: str, start: int, flags: bytearray) -> None:
    open_since: dict[str, list[int]] = {opening: [] for opening in PAIRS}
    if paragraph.count('"') % 2 == 0:
        _mark_straight(paragraph, start, flags)
    for position, character in enumerate(paragraph):
        if character in PAIRS:
            open_since[character].append(position)
        elif (opening := OPENING_OF.get(character)) and open_since[opening]:
            since = open_since[opening].pop()
            if not open_since[opening]:
                _fill(flags, start + since, start + position)


def _mark_straight(paragraph: str, start: int, flags: bytearray) -> None:
    marks = [position for position, character in enumerate(paragraph) if character == '"']
    for opening, closing in zip(marks[::2], marks[1::2], strict=True):
        _fill(flags, start + opening, start + closing)


def _fill(flags: bytearray, since: int, until: int) -> None:
    flags[since:until] = b"\x01" * (until - since)
