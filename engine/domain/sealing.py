"""Sealing bytes under a secret key, with the standard library: a keyed SHAKE-256 stream, then HMAC-SHA256 over it all.

Encrypt, then authenticate (Bellare and Namprempre 2000). Every seal has a nonce of its own, so that sealing the same
bytes again gives other bytes; their length stays.
"""

import hashlib
import hmac
import secrets

NONCE_BYTES, TAG_BYTES = 32, 32


def seal(key: bytes, plain: bytes) -> bytes:
    """Nonce, sealed bytes, tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + _mixed(key, nonce, plain)
    return sealed + _tag(key, sealed)


def unseal(key: bytes, sealed: bytes) -> bytes:
    """ValueError where the key is another one or a byte has changed."""
    body, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
    if not hmac.compare_digest(tag, _tag(key, body)):
        raise ValueError("Expected what this key has sealed")
    return _mixed(key, body[:NONCE_BYTES], body[NONCE_BYTES:])


def derived(key: bytes, salt: bytes, purpose: str) -> bytes:
    """A key for one purpose; who has it cannot tell the key that it comes from."""
    return hmac.digest(key, purpose.encode() + b"\0" + salt, "sha256")


def _mixed(key: bytes, nonce: bytes, text: bytes) -> bytes:
    stream = hashlib.shake_256(derived(key, nonce, "stream")).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream, strict=True))


def _tag(key: bytes, body: bytes) -> bytes:
    return hmac.digest(derived(key, b"", "tag"), body, "sha256")
