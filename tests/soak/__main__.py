"""`make soak`: the long fault runs, loopback only. Seed and commit stand at the start and beside every failure."""

import argparse
import logging
import random
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import pytest
import structlog

from tests.soak.bounds import Bounds
from tests.soak.parts import PARTS


def main() -> None:
    options = _options()
    bounds = Bounds.short(options.seed) if options.short else Bounds(options.seed, options.kills, options.minutes)
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    logging.disable(logging.CRITICAL)
    _say(f"soak: seed {bounds.seed}, commit {_commit()}, {bounds}")
    failed = [name for name in options.parts or PARTS if not _holds(name, bounds)]
    _say(f"soak: {'failed: ' + ', '.join(failed) if failed else 'every promise held'}")
    sys.exit(1 if failed else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all when none is named")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--kills", type=int, default=Bounds.kills)
    parser.add_argument("--minutes", type=float, default=Bounds.minutes, help="for each of the two kill loops")
    parser.add_argument("--short", action="store_true", help="everything a few times, in a few minutes")
    return parser.parse_args()


def _holds(name: str, bounds: Bounds) -> bool:
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="duban-soak-", ignore_cleanup_errors=True) as folder:
            told = PARTS[name](bounds, Path(folder))
    except pytest.skip.Exception as skipped:
        _say(f"{name}: skipped: {skipped}")
        return True
    except Exception:
        _say(f"{name}: FAILED after {time.monotonic() - began:.0f} s, seed {bounds.seed}, commit {_commit()}")
        traceback.print_exc()
        return False
    _say(f"{name}: {told}, {time.monotonic() - began:.0f} s")
    return True


def _commit() -> str:
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "unknown"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
