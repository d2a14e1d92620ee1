"""The program `duban`, as `python -m cli` and as it is installed."""

import gc


def main() -> None:
    """Import everything with the collector at rest: what is imported stays, and to look through it again and again
    while it comes takes a quarter of a start.
    """
    gc.disable()
    from cli.main import main as run  # noqa: PLC0415 - see above

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
