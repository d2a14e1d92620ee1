"""When two texts ask the same: compared without what does not change the meaning, exactly or nearly. Pure.

Nearly: at least `NEAR` of the shingles of both are in both (Jaccard). Candidates are found by the bands of a min-hash
sketch, so that an office with many items compares a text with few of them: two texts of which `NEAR` is the same share
one of the bands with a probability above 0.98, two of which a third is the same below 0.1.
"""

import hashlib
import re
import unicodedata
from functools import cache

SHORTEST = 12  # characters; a shorter text ("按月报送进展") says too little to be called the same
SHINGLE = 4  # characters
NEAR = 0.8
BANDS, ROWS = 8, 4
_MEANINGLESS = re.compile(r"[\W_]+")
_PLACE = re.compile(r"^(第?[一二三四五六七八九十百]+[、.是]|[(（][一二三四五六七八九十\d]+[)）]|\d+[、.．)])")


def normalised(text: str) -> str:
    """Without its number at the beginning, spaces and punctuation; wide and narrow characters alike, lower case."""
    plain = unicodedata.normalize("NFKC", _PLACE.sub("", text.strip())).casefold()
    return _MEANINGLESS.sub("", plain)


def fingerprint(text: str) -> str | None:
    """SHA-256 of what is asked, in hexadecimal; None where the text is too short to tell."""
    plain = normalised(text)
    return hashlib.sha256(plain.encode()).hexdigest() if len(plain) >= SHORTEST else None


def matter_print(source: str, issuer: str, title: str) -> str | None:
    """SHA-256 of where a matter comes from and what it is called; None where the title is too short to tell."""
    plain = normalised(title)
    whole = "\n".join((source.strip(), normalised(issuer), plain))
    return hashlib.sha256(whole.encode()).hexdigest() if len(plain) >= SHORTEST else None


def shingles(text: str) -> frozenset[str]:
    """All runs of four characters of what is asked; none where it is too short to tell."""
    plain = normalised(text)
    if len(plain) < SHORTEST:
        return frozenset()
    return frozenset(plain[at : at + SHINGLE] for at in range(len(plain) - SHINGLE + 1))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing in common, to 1, the same runs of characters."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def bands(text: str) -> tuple[int, ...]:
    """The bands of the sketch, signed integers of 64 bits; none where the text is too short to tell."""
    found = shingles(text)
    if not found:
        return ()
    hashed = [int.from_bytes(hashlib.blake2b(one.encode(), digest_size=8).digest()) for one in found]
    sketch = [min((value * factor + add) & _MASK for value in hashed) for factor, add in _permutations()]
    return tuple(_band(number, sketch[number * ROWS : (number + 1) * ROWS]) for number in range(BANDS))


_MASK = 2**64 - 1


@cache
def _permutations() -> tuple[tuple[int, int], ...]:
    """Odd factors and addends, the same for ever: what is stored is compared with what comes."""
    digests = (hashlib.sha256(f"duban-{number}".encode()).digest() for number in range(BANDS * ROWS))
    return tuple((int.from_bytes(one[:8]) | 1, int.from_bytes(one[8:16])) for one in digests)


def _band(number: int, rows: list[int]) -> int:
    digest = hashlib.blake2b(f"{number}:{rows}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
