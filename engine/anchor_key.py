"""The key that signs anchors: a file that only the program's user may read, and beside it the public keys so far."""

from dataclasses import dataclass
from pathlib import Path

from engine.domain.signing import public_key, sign
from engine.secret_file import secret_in


@dataclass(frozen=True)
class AnchorKey:
    """An Ed25519 key: 32 random bytes and what follows from them."""

    secret: bytes
    public: str

    def sign(self, message: bytes) -> str:
        return sign(self.secret, message).hex()


def load_key(path: Path) -> AnchorKey:
    """The key in this file, made at the first start; ValueError where the file holds none."""
    secret = secret_in(path)
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
