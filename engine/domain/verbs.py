"""The verbs of a task that a diagram may do without at its activities (`duban:verbs without`)."""

FORBIDDABLE = ("claim", "transfer", "delegate", "add_signers", "return", "withdraw", "copy")
