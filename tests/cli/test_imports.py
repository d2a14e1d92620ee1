"""`duban calendar import` and `duban ledger import` as somebody types them."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select
from typer.testing import CliRunner, Result

from cli.main import app
from engine.documents.ledger_sheet import LEDGER
from engine.domain.errors import Invalid
from engine.queries.ledger_standing import standing_ledger
from engine.queries.reader import Reader
from engine.site import Site
from engine.store.models import Item
from tests.support.matter import dispatch
from tests.support.notices import OF_2027
from tests.support.office import OFFICER, act_of, roles

NATIONAL_DAY = date(2027, 10, 4)  # a Monday


@pytest.fixture(autouse=True)
def office(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("DUBAN_DATA_DIR", str(site.settings.data_dir))
    return site


def duban(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def is_provisional(site: Site) -> bool:
    with site.reading() as session:
        return site.act(session).calendar.is_provisional(NATIONAL_DAY)


def test_the_notice_of_a_year_is_taken_in_after_a_rehearsal(office: Site, tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(OF_2027, encoding="utf-8")
    done = duban("calendar", "import", str(file), "--dry-run")
    assert (done.exit_code, "没有作任何变动" in done.output, is_provisional(office)) == (0, True, True)
    done = duban("calendar", "import", str(file))
    assert done.exit_code == 0
    assert "春节：放假 2027-02-05、" in done.output
    assert "随之调整的期限：0 处" in done.output
    assert not is_provisional(office)


def test_a_notice_that_is_not_whole_changes_nothing(office: Site, tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(OF_2027.replace("六、中秋节：9月15日（周三）放假1天。\n", ""), encoding="utf-8")
    done = duban("calendar", "import", str(file))
    assert isinstance(done.exception, Invalid)
    assert [problem.code for problem in done.exception.problems] == ["calendar.festivals_missing"]
    assert is_provisional(office)


def test_a_ledger_is_taken_in_in_the_name_of_an_officer(office: Site, tmp_path: Path) -> None:
    item_id = dispatch(office)
    with office.reading() as session:
        act, number = act_of(office, session, OFFICER), session.get_one(Item, item_id).number or ""
        reader = Reader(act.actor_id or 0, roles(session, OFFICER), act.situation)
        cells = standing_ledger(session, act, reader).items({number})[number].cells
    file = tmp_path / "ledger.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = LEDGER.title
    sheet.append([column.heading for column in LEDGER.columns])
    sheet.append([{**cells, "number": number, "title": "改过的名称"}.get(column.name) for column in LEDGER.columns])
    book.save(file)
    assert duban("ledger", "import", str(file), "--user", "nobody").exit_code == 1
    done = duban("ledger", "import", str(file), "--user", OFFICER, "--dry-run")
    assert (done.exit_code, "修改：" in done.output) == (0, True)
    done = duban("ledger", "import", str(file), "--user", OFFICER)
    assert done.exit_code == 0
    with office.reading() as session:
        assert session.scalars(select(Item.title).where(Item.id == item_id)).one() == "改过的名称"
