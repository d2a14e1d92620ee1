"""What a password must be: long and not to be guessed. No rule asks for kinds of characters or for a change by date.

After NIST SP 800-63B, 5.1.1.2: length, a list of common ones, nothing that follows from the account.
"""

from pathlib import Path

from engine.domain.errors import Problem

SHORTEST, LONGEST = 10, 128
FEWEST_DIFFERENT = 5
COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text("utf-8").split())


def password_problems(password: str, username: str, field: str = "password") -> list[Problem]:
    """Everything that is wrong with it, at once."""
    folded = password.casefold()
    found = {
        "password_short": len(password) < SHORTEST,
        "password_long": len(password) > LONGEST,
        "password_monotonous": len(set(folded)) < FEWEST_DIFFERENT,
        "password_common": folded in COMMON,
        "password_username": len(username) > 2 and username.casefold() in folded,
    }
    facts = {"length": SHORTEST, "longest": LONGEST, "different": FEWEST_DIFFERENT}
    return [Problem(f"people.{code}", facts, field=field) for code, is_so in found.items() if is_so]
