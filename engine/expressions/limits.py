"""The bounds of the closed language, so that no expression can cost more than it is worth."""

MAX_LENGTH = 10_000
MAX_TOKENS = 2_500
MAX_NODES = 500
MAX_DEPTH = 50

MAX_NUMBER = 10**30
MAX_EXPONENT = 100
MAX_TEXT = 100_000
MAX_ITEMS = 20_000
