"""Files that leave: always to be saved, never to be shown or run by the browser under our address."""

from collections.abc import Iterator, Mapping
from typing import IO
from urllib.parse import quote

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
BLOCK = 256 * 1024
ASCII_FORBIDDEN = frozenset('"\\%;')


def download_headers(name: str) -> Mapping[str, str]:
    """RFC 6266: the name in UTF-8 for today's programs, and what is left of it in ASCII for others."""
    plain = "".join(one if one.isascii() and one.isprintable() and one not in ASCII_FORBIDDEN else "_" for one in name)
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": SANDBOX,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """A file from its beginning, closed once it has left."""
    with file:
        file.seek(0)
        while block := file.read(BLOCK):
            yield block
