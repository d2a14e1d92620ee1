"""Signing with Ed25519 (RFC 8032, 5.1.5 and 5.1.6), with the arithmetic that checks the signatures.

Some milliseconds a signature, and not in constant time: for anchors, of which a worker signs one every few minutes,
and whose making nobody outside can measure.
"""

import hashlib

from engine.domain.proof import BASE, ORDER, challenge, encode_point, multiply


def public_key(secret: bytes) -> bytes:
    """The public key, 32 bytes, of a secret of 32 random bytes."""
    return encode_point(multiply(_scalar(secret)[0], BASE))


def sign(secret: bytes, message: bytes) -> bytes:
    """The signature, 64 bytes; the same for the same message."""
    scalar, prefix = _scalar(secret)
    public = encode_point(multiply(scalar, BASE))
    nonce = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % ORDER
    commitment = encode_point(multiply(nonce, BASE))
    answer = (nonce + challenge(commitment, public, message) * scalar) % ORDER
    return commitment + answer.to_bytes(32, "little")


def _scalar(secret: bytes) -> tuple[int, bytes]:
    if len(secret) != 32:
        raise ValueError(f"Expected a secret of 32 bytes, but got {len(secret)}")
    digest = hashlib.sha512(secret).digest()
    number = int.from_bytes(digest[:32], "little")
    return number & (2**254 - 8) | 2**254, digest[32:]
