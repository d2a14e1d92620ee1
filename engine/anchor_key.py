"""The key that signs anchors: a file that only the program's user may read, and beside it the public keys so far."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from engine.domain.signing import public_key, sign


@dataclass(frozen=True)
class AnchorKey:
    """An Ed25519 key: 32 random bytes and what follows from them."""

    secret: bytes
    public: str

    def sign(self, message: bytes) -> str:
        return sign(self.secret, message).hex()


def load_key(path: Path) -> AnchorKey:
    """The key in this file, made at the first start; ValueError where the file holds none."""
    if not path.exists():
        _make(path)
    secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    key = AnchorKey(secret, public_key(secret).hex())
    if key.public not in public_keys(path):
        with public_file(path).open("a", encoding="ascii") as file:
            file.write(f"{key.public}\n")
    return key


def public_keys(path: Path) -> set[str]:
    """The public keys of this file's key and of those that it held before."""
    file = public_file(path)
    return set(file.read_text(encoding="ascii").split()) if file.exists() else set()


def public_file(path: Path) -> Path:
    return path.with_suffix(".pub")


def _make(path: Path) -> None:
    """Whole or not at all; of two that start at once, the key of one is the key of both."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"{secrets.token_bytes(32).hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
