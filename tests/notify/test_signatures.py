"""A signature holds for one id, one moment and one body."""

import pytest

from engine.notify.signatures import dingtalk_sign, feishu_sign, is_signed, signature_of


def test_what_was_signed_is_signed() -> None:
    assert is_signed(signature_of("secret", "id", 1, b"{}"), "secret", "id", 1, b"{}")


@pytest.mark.parametrize(
    "changed",
    [("other", "id", 1, b"{}"), ("secret", "di", 1, b"{}"), ("secret", "id", 2, b"{}"), ("secret", "id", 1, b"[]")],
)
def test_nothing_of_it_can_be_changed(changed: tuple[str, str, int, bytes]) -> None:
    assert not is_signed(signature_of("secret", "id", 1, b"{}"), *changed)
    assert not is_signed("签名", *changed)


def test_the_robots_sign_in_their_own_ways() -> None:
    assert dingtalk_sign("s", 1) != feishu_sign("s", 1)
    assert dingtalk_sign("s", 1) != dingtalk_sign("s", 2)
