"""What a bearer token may be used for. A scope never gives more than the person has; it only takes away."""

READ, TASKS, REGISTER, DESIGN, OPERATE, ADMINISTER = "read", "tasks", "register", "design", "operate", "administer"
SCOPES = (READ, TASKS, REGISTER, DESIGN, OPERATE, ADMINISTER)

ACCOUNT = "account"
"""One's own password, sessions and tokens: no token reaches them, whatever it may do else."""

ANYBODY = "anybody"
"""Who asks is not looked at, or proves it in another way (a signature)."""


def may_use(scopes: frozenset[str] | None, needed: str) -> bool:
    """`scopes` are those of the token that was shown; None is one without bounds, which still is no session."""
    if needed == ACCOUNT:
        return False
    return scopes is None or needed in scopes
