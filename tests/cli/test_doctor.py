"""`duban doctor`: what is wrong is found, said with how to mend it, and nothing is changed by looking."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from cli.main import app
from engine.anchor_key import load_key
from engine.site import Site
from engine.store.database import create, open_database
from tests.support.matter import dispatch
from tests.support.services import free_port


def looked(folder: Path, **variables: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and the findings by their code."""
    environment = {
        "DUBAN_DATA_DIR": str(folder),
        **{f"DUBAN_{name.upper()}": value for name, value in variables.items()},
    }
    done = CliRunner().invoke(app, ["doctor", "--json"], env=environment)
    return done.exit_code, {found["code"]: found for found in json.loads(done.output)}


def levels(found: dict[str, Any], *codes: str) -> list[str]:
    return [found[code]["level"] for code in codes]


def test_an_office_that_is_well_is_told_so(site: Site) -> None:
    load_key(site.settings.anchor_key)
    code, found = looked(site.settings.data_dir, base_url="https://duban.example.cn")
    assert levels(found, "folder", "keys", "address", "broker_embedded", "database", "tables") == ["ok"] * 6
    assert levels(found, "anchors_at_home", "mail_local") == ["advice"] * 2
    assert all(one["message"] for one in found.values())
    assert code == int(any(one["level"] == "wrong" for one in found.values()))


def test_postgresql_is_asked_for_its_version_and_its_clock(postgresql_site: Site) -> None:
    url = postgresql_site.engine.url.render_as_string(hide_password=False)
    _, found = looked(postgresql_site.settings.data_dir, database_url=url)
    assert levels(found, "database", "tables") == ["ok", "ok"]
    assert "clock" not in found


def test_where_nothing_is_yet_nothing_comes_into_being(tmp_path: Path) -> None:
    code, found = looked(tmp_path)
    assert (code, levels(found, "tables_missing")) == (1, ["wrong"])
    assert list(tmp_path.iterdir()) == []
    code, found = looked(tmp_path / "nowhere")
    assert (code, levels(found, "folder_closed", "tables_missing")) == (1, ["wrong"] * 2)


def test_tables_of_an_older_release_are_named_and_left_alone(tmp_path: Path) -> None:
    older = open_database(f"sqlite:///{tmp_path / 'duban.sqlite3'}")
    create(older, "0020", lambda connection: None)
    older.dispose()
    for _ in range(2):
        code, found = looked(tmp_path)
        assert (code, found["tables_older"]["facts"]["revision"]) == (1, "0020")


def test_a_key_that_others_can_read_is_wrong(site: Site) -> None:
    load_key(site.settings.anchor_key)
    site.settings.anchor_key.chmod(0o644)
    code, found = looked(site.settings.data_dir)
    assert (code, levels(found, "key_open")) == (1, ["wrong"])
    assert "chmod 600" in found["key_open"]["message"]


def test_what_does_not_answer_is_named_with_its_setting(site: Site) -> None:
    nobody = str(free_port())
    code, found = looked(
        site.settings.data_dir,
        broker_url=f"redis://127.0.0.1:{nobody}/0",
        smtp_host="127.0.0.1",
        smtp_port=nobody,
        base_url="http://duban.example.cn",
    )
    assert (code, levels(found, "broker_away", "mail_away", "address_plain")) == (1, ["wrong"] * 3)
    code, found = looked(
        site.settings.data_dir, database_url=f"postgresql+psycopg://duban:geheim@127.0.0.1:{nobody}/duban"
    )
    assert (code, levels(found, "database_away")) == (1, ["wrong"])
    assert "geheim" not in json.dumps(found)


def test_work_that_waits_too_long_is_told(site: Site) -> None:
    """The furnished office's clock stands in January; by the machine's clock what is due has waited for months."""

    dispatch(site)
    code, found = looked(site.settings.data_dir)
    assert (code, levels(found, "timers_late")) == (1, ["wrong"])


def test_the_lines_say_it_in_chinese(site: Site) -> None:
    done = CliRunner().invoke(app, ["doctor"], env={"DUBAN_DATA_DIR": str(site.settings.data_dir)})
    assert "✓ 表结构是最新的" in done.output
    assert "处请留意" in done.output
