"""Signatures over what goes out to a receiver and what comes in from one."""

import base64
import hashlib
import hmac


def signature_of(secret: str, delivery_id: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 over id, time and body, so that none of them can be changed or used again later."""
    signed = f"{delivery_id}.{timestamp}.".encode() + body
    return "v1," + _base64_hmac(secret.encode(), signed)


def is_signed(signature: str, secret: str, delivery_id: str, timestamp: int, body: bytes) -> bool:
    """Compared in a time that tells nothing about the right one."""
    expected = signature_of(secret, delivery_id, timestamp, body)
    return hmac.compare_digest(expected.encode(), signature.encode())


def dingtalk_sign(secret: str, milliseconds: int) -> str:
    """DingTalk's custom robot: the secret signs the time and itself."""
    return _base64_hmac(secret.encode(), f"{milliseconds}\n{secret}".encode())


def feishu_sign(secret: str, seconds: int) -> str:
    """Feishu's custom robot: time and secret are the key, and nothing is signed."""
    return _base64_hmac(f"{seconds}\n{secret}".encode(), b"")


def _base64_hmac(key: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
