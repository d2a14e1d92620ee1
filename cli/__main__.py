"""`python -m cli` is `duban`."""

from cli.main import main

main()
