"""The arithmetic of the proof, against the published examples."""

import hashlib

import pytest

from engine.domain.proof import leaf_hash, root_by_path, tree_path, tree_root, verify_signature
from engine.domain.signing import public_key, sign

# RFC 8032, 7.1: secret, public key, message, signature
EXAMPLES = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), EXAMPLES)
def test_signatures_are_those_of_the_standard(secret: str, public: str, message: str, signature: str) -> None:
    assert public_key(bytes.fromhex(secret)).hex() == public
    assert sign(bytes.fromhex(secret), bytes.fromhex(message)).hex() == signature
    assert verify_signature(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))


def test_a_signature_holds_for_nothing_else() -> None:
    secret = bytes(range(32))
    public, signature = public_key(secret), sign(secret, b"anchor")
    assert not verify_signature(public, b"another", signature)
    assert not verify_signature(public_key(bytes(32)), b"anchor", signature)
    assert not verify_signature(public, b"anchor", signature[:-1])
    assert not verify_signature(public[:-1], b"anchor", signature)
    for place in (0, 31, 32, 63):
        changed = bytearray(signature)
        changed[place] ^= 1
        assert not verify_signature(public, b"anchor", bytes(changed))


def test_a_scalar_that_is_too_large_is_refused_though_the_equation_holds() -> None:
    """RFC 8032, 5.1.7: else a signature could be written in two ways."""
    secret = bytes(32)
    signature = sign(secret, b"anchor")
    order = 2**252 + 27742317777372353535851937790883648493
    larger = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    assert not verify_signature(public_key(secret), b"anchor", signature[:32] + larger)


@pytest.mark.parametrize("count", range(1, 20))
def test_every_leaf_has_a_path_to_the_root(count: int) -> None:
    hashes = [leaf_hash([number, 1, ["a"]]) for number in range(count)]
    root = tree_root(hashes)
    assert [root_by_path(hashes[one], tree_path(hashes, one)) for one in range(count)] == [root] * count
    assert root_by_path(leaf_hash([99, 1, ["a"]]), tree_path(hashes, 0)) != root


def test_the_tree_is_that_of_rfc_6962() -> None:
    """2.1: the left part is the largest full tree; with five leaves, four and one."""
    hashes = [bytes([number]) * 32 for number in range(5)]

    def pair(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\1" + left + right).digest()

    four = pair(pair(hashes[0], hashes[1]), pair(hashes[2], hashes[3]))
    assert tree_root(hashes) == pair(four, hashes[4])
