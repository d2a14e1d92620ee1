"""What goes into a column whose length PostgreSQL counts fits it; SQLite takes any length."""

import pytest

from engine.domain.messages import catalogue
from engine.store.models import ItemRecord, Notice, OutboxMail


@pytest.mark.parametrize(
    ("model", "prefix", "suffix"),
    [(ItemRecord, "words.record_", ""), (OutboxMail, "mail.", "_subject"), (Notice, "mail.", "_subject")],
)
def test_every_kind_that_has_words_fits_its_column(model: type, prefix: str, suffix: str) -> None:
    named = [one for one in catalogue("zh") if one.startswith(prefix) and one.endswith(suffix)]
    kinds = [one.removeprefix(prefix).removesuffix(suffix) for one in named]
    assert len(kinds) > 10
    length = model.__table__.c.kind.type.length  # type: ignore[attr-defined]
    assert [kind for kind in kinds if len(kind) > length] == []
