"""A file as the body of a request: counted and hashed while it comes in, never whole in memory."""

import hashlib
from collections.abc import AsyncIterator
from typing import IO

from engine.domain.errors import Problem, TooLarge

MEGABYTE = 1024 * 1024


async def receive(stream: AsyncIterator[bytes], file: IO[bytes], megabytes: int) -> tuple[int, str]:
    """Its size and SHA-256 (hexadecimal); TooLarge as soon as it is, and the rest is not read."""
    digest, size = hashlib.sha256(), 0
    async for part in stream:
        size += len(part)
        if size > megabytes * MEGABYTE:
            raise TooLarge([Problem("attachments.too_large", {"limit": megabytes}, field="body")])
        digest.update(part)
        file.write(part)
    return size, digest.hexdigest()
