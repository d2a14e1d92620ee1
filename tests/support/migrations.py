"""Do the migrations make the tables the models describe? `python -m tests.support.migrations` exits 1 where not."""

import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.store.database import migration_config, open_database, upgrade
from engine.store.models import Base


def differences(database_url: str) -> list[Any]:
    """What a new migration would have to change in an empty database that was upgraded to this release."""
    engine = open_database(database_url)
    try:
        upgrade(engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "target_metadata": Base.metadata}
            )
            with warnings.catch_warnings():  # of an index on an expression SQLite tells nothing to compare
                warnings.filterwarnings("ignore", message=".*expression-based index")
                return list(compare_metadata(context, Base.metadata))
    finally:
        engine.dispose()


def heads() -> list[str]:
    """The newest migrations; more than one means that two people branched off."""
    engine = open_database("sqlite://")
    found = list(ScriptDirectory.from_config(migration_config(engine)).get_heads())
    engine.dispose()
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = differences(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
    lines = [f"models and migrations differ: {difference}" for difference in found]
    if len(newest := heads()) != 1:
        lines.append(f"expected one newest migration, but got {len(newest)}: {', '.join(newest)}")
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
