"""`duban backup` and `duban restore` as somebody types them."""

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app, main
from engine.anchor_key import load_key
from engine.site import Site
from tests.support.matter import dispatch


def test_an_office_is_copied_and_restored_elsewhere(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch(site)
    load_key(site.settings.anchor_key)
    monkeypatch.setenv("DUBAN_DATA_DIR", str(site.settings.data_dir))
    file, elsewhere = tmp_path / "copy.zip", tmp_path / "elsewhere"
    done = CliRunner().invoke(app, ["backup", str(file)])
    assert (done.exit_code, "已备份：" in done.output, "钥匙不在备份里" in done.output) == (0, True, True)
    assert str(site.settings.anchor_key) in done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    done = CliRunner().invoke(app, ["restore", str(file), "--data-dir", str(elsewhere)])
    assert (done.exit_code, "已恢复：" in done.output, "启动以后会照常发出" in done.output) == (0, True, True)
    monkeypatch.setenv("DUBAN_DATA_DIR", str(elsewhere))
    assert "通过：2 个实例的" in CliRunner().invoke(app, ["audit", "verify"]).output


def test_what_is_in_the_way_is_told_in_a_sentence(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "copy.zip"
    monkeypatch.setenv("DUBAN_DATA_DIR", str(tmp_path / "nothing"))
    monkeypatch.setattr("sys.argv", ["duban", "backup", str(file)])
    with pytest.raises(SystemExit):
        main()
    assert "copies.nothing" in capsys.readouterr().out
    assert (list(tmp_path.glob("*.part")), file.exists()) == ([], False)
    monkeypatch.setenv("DUBAN_DATA_DIR", str(site.settings.data_dir))
    file.write_bytes(b"")
    with pytest.raises(SystemExit):
        main()
    assert "copies.exists" in capsys.readouterr().out
