"""`duban audit` as somebody types it."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from typer.testing import CliRunner, Result

from cli.main import app, main
from engine.site import Site
from engine.store.final import unguarded
from engine.store.models import Event, Instance
from tests.support.commending import cycle_of
from tests.support.matter import dispatch
from tests.support.revoking import award_all, propose, take_back

NUMBER = "督批〔2026〕1号"


@pytest.fixture(autouse=True)
def recorded(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A matter on record; the program is pointed to it by its environment."""
    dispatch(site)
    monkeypatch.setenv("DUBAN_DATA_DIR", str(site.settings.data_dir))
    return site


def duban(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", *arguments])


def test_a_record_that_holds_is_said_to_with_what_was_not_proven(recorded: Site) -> None:
    done = duban("verify")
    assert done.exit_code == 0
    assert "通过：2 个实例的" in done.output
    assert "没有锚点" in done.output
    assert duban("anchor").output.startswith("1 ")
    done = duban("verify")
    assert (done.exit_code, "没有给出导出的锚点" in done.output) == (0, True)
    file = recorded.settings.anchor_folder / "anchors-0001.jsonl"
    done = duban("verify", "--anchors", str(file))
    assert (done.exit_code, len(done.output.splitlines())) == (0, 1)


def test_the_first_record_that_does_not_fit_is_named_with_its_time(recorded: Site) -> None:
    duban("anchor")
    with recorded.writing() as session, unguarded(session):
        session.execute(update(Event).where(Event.instance_id == 1, Event.seq == 3).values(name="改过"))
        session.execute(delete(Event).where(Event.instance_id == 2, Event.seq >= 5))
        session.execute(update(Instance).where(Instance.id == 2).values(event_count=4))
    done = duban("verify")
    assert done.exit_code == 1
    assert "实例 1 第 3 条（2026-01-05T01:30:00+00:00）：内容被修改" in done.output
    assert "实例 2 第 5 条（2026-01-05T01:30:00+00:00）：末尾被截去：第 1 号锚点" in done.output
    told = json.loads(duban("verify", "--json").output)
    assert told["holds"] is False
    assert [(one["instance"], one["seq"], one["code"]) for one in told["findings"]] == [(1, 3, "edited"), (2, 5, "cut")]


def test_a_key_of_somebody_else_is_named(recorded: Site) -> None:
    duban("anchor")
    ours = duban("key").output.strip()
    recorded.settings.anchor_key.with_suffix(".pub").write_text("0" * 64, encoding="ascii")
    assert f"锚点的公钥 {ours} 不是本单位的公钥" in duban("verify").output
    assert duban("verify", "--key", ours).exit_code == 0
    recorded.settings.anchor_key.with_suffix(".pub").unlink()
    assert "锚点是谁签的，没有核对" in duban("verify").output


@pytest.mark.parametrize("subject", [("--matter", NUMBER), ("--instance", "2")])
def test_evidence_is_written_to_a_file(subject: tuple[str, str], tmp_path: Path) -> None:
    duban("anchor")
    file = tmp_path / "evidence.zip"
    assert duban("export", str(file), *subject).exit_code == 0
    with zipfile.ZipFile(file) as package:
        assert "events/2.jsonl" in package.namelist()


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (["--matter", "督〔2026〕99号"], "没有这个事项、表彰或实例：督〔2026〕99号"),
        (["--cycle", "表彰〔2026〕99号"], "没有这个事项、表彰或实例：表彰〔2026〕99号"),
        (["--instance", "99"], "没有这个事项、表彰或实例：99"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(
    subject: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["duban", "audit", "export", str(tmp_path / "none.zip"), *subject])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 1
    assert said in capsys.readouterr().out
    assert not (tmp_path / "none.zip").exists()


def test_one_matter_cycle_or_instance_is_named(tmp_path: Path) -> None:
    assert duban("export", str(tmp_path / "none.zip")).exit_code == 2
    assert duban("export", str(tmp_path / "none.zip"), "--instance", "2", "--cycle", "表彰〔2026〕1号").exit_code == 2


def test_a_cycle_of_awards_is_exported_with_its_revocations_and_verified(recorded: Site, tmp_path: Path) -> None:
    cycle_id, awards = award_all(recorded)
    take_back(recorded, propose(recorded, awards[1].id))
    duban("anchor")
    file = tmp_path / "evidence.zip"
    assert duban("export", str(file), "--cycle", cycle_of(recorded, cycle_id).number).exit_code == 0
    with zipfile.ZipFile(file) as package:
        package.extractall(tmp_path / "out")
    (revocation,) = json.loads((tmp_path / "out" / "revocations.json").read_text(encoding="utf-8"))
    assert (revocation["state"], revocation["withdrawal_reason"]) == ("withdrawn", "事实有误")
    command = [sys.executable, "-I", str(tmp_path / "out" / "verify.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
