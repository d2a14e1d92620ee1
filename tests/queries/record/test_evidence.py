"""A package of evidence proves itself, without the product, and shows what was done to it."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.commands.attachments.attach import Place, Received, attach
from engine.commands.attachments.remove import remove_attachment
from engine.domain.proof import chained_hash
from engine.jobs.anchoring import anchor
from engine.jobs.filing import file_waiting
from engine.queries.record.evidence import find_matter, instance_subject, matter_subject, write_evidence
from engine.site import Site
from engine.store.models import BlobChunk, Item
from engine.store.unit_of_work import snapshot
from tests.support.files import PDF, TEXT
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER, MONDAY, act_of

NUMBER = "督批〔2026〕1号"


def _take(site: Site, folder: Path, instance: int | None = None) -> Path:
    """The unpacked evidence of the one matter, or of an instance."""
    file = folder / "evidence.zip"
    with snapshot(site.engine) as session, file.open("wb") as target:
        if instance is not None:
            found = instance_subject(session, instance)
        else:
            found = matter_subject(session, find_matter(session, NUMBER))
        write_evidence(session, target, found, MONDAY, "示范市人民政府办公室")
    with zipfile.ZipFile(file) as package:
        package.extractall(folder / "evidence")
    return folder / "evidence"


def _verify(folder: Path, *arguments: str) -> tuple[int, str]:
    """As somebody would who has nothing but Python: -I keeps it from the product's packages."""
    program = [sys.executable, "-I", "-S", "-B", str(folder / "verify.py"), *arguments]
    done = subprocess.run(program, capture_output=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def _attach(site: Site, item: int, name: str, content: bytes, *, keep: bool = True) -> None:
    with site.writing() as session:
        act, place = act_of(site, session, HANDLER), Place(session.get_one(Item, item).instance_id or 0, None, item)
        file = Received(BytesIO(content), name, "text", len(content), sha256(content).hexdigest())
        attachment = attach(act, place, file)
        if not keep:
            remove_attachment(act, attachment.id)


@pytest.fixture
def evidence(site: Site, tmp_path: Path) -> Path:
    """A matter with an item that was signed for before the first anchor and handled before the second."""
    item = dispatch(site)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    anchor(site)
    _attach(site, item, "督查报告.txt", TEXT)
    _attach(site, item, "误传.pdf", PDF, keep=False)
    complete(site, HANDLER, open_task(site, "handle"), summary="已办结")
    file_waiting(site)
    anchor(site)
    return _take(site, tmp_path)


def test_it_holds_with_the_key_of_the_office_and_with_no_other(evidence: Path, site: Site) -> None:
    key = site.settings.anchor_key.with_suffix(".pub").read_text(encoding="ascii").strip()
    assert (evidence / "public-keys.txt").read_text(encoding="ascii").strip() == key
    code, said = _verify(evidence, "--key", key)
    assert (code, said.splitlines()[-1]) == (0, "结论  核验通过")
    assert "不能证明是谁签的" not in said
    code, said = _verify(evidence, "--key", "0" * 64)
    assert code == 1
    assert f"签名的公钥 {key} 不是给定的公钥" in said
    assert "不能证明是谁签的" in _verify(evidence)[1]


def test_the_files_of_the_matter_are_in_it_and_proven(evidence: Path) -> None:
    files = [path for path in evidence.glob("attachments/*/*") if path.is_file()]
    assert [(path.name, path.read_bytes()) for path in files] == [("督查报告.txt", TEXT)]
    assert "附件：1 个，内容与记录里的哈希一致" in _verify(evidence)[1]
    assert "误传.pdf" in (evidence / ITEM).read_text(encoding="utf-8")


def test_its_official_documents_are_in_it_and_proven(evidence: Path) -> None:
    order, word = sorted(path for path in evidence.glob("documents/*/*") if path.is_file())
    assert order.name == "督交〔2026〕1号 交办单.pdf"
    assert order.read_bytes().startswith(b"%PDF-")
    assert (word.parent.name, word.name) == (f"{order.parent.name}-docx", "督交〔2026〕1号 交办单.docx")
    assert "公文：2 份，内容与记录里的哈希一致" in _verify(evidence)[1]


def test_what_was_changed_in_the_database_is_given_out_and_named(site: Site, tmp_path: Path) -> None:
    _attach(site, dispatch(site), "督查报告.txt", TEXT)
    with site.writing() as session:
        session.scalars(select(BlobChunk)).one().content = b"another"
    code, said = _verify(_take(site, tmp_path))
    assert code == 1
    assert "附件 1《督查报告.txt》：内容与记录里的哈希不符" in said


def test_it_tells_what_there_is_of_the_matter(evidence: Path) -> None:
    matter = json.loads((evidence / "matter.json").read_text(encoding="utf-8"))
    assert (matter["number"], len(matter["items"])) == (NUMBER, 1)
    people = json.loads((evidence / "people.json").read_text(encoding="utf-8"))
    assert {one["name"] for one in people.values()} == {"郑怡", "陈璐"}
    assert NUMBER in (evidence / "README.md").read_text(encoding="utf-8")
    assert list(evidence.glob("bundles/*/*.bpmn"))


def test_what_came_after_the_last_anchor_is_said_to_be_unproven(site: Site, tmp_path: Path) -> None:
    dispatch(site)
    anchor(site)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    code, said = _verify(_take(site, tmp_path))
    assert code == 0
    assert "条尚无锚点" in said


def test_the_evidence_of_one_instance_tells_nothing_of_the_others(site: Site, tmp_path: Path) -> None:
    dispatch(site)
    dispatch(site)
    anchor(site)
    folder = _take(site, tmp_path, instance=2)
    assert [path.name for path in (folder / "events").iterdir()] == ["2.jsonl"]
    assert _verify(folder)[0] == 0
    matter = json.loads((folder / "matter.json").read_text(encoding="utf-8"))
    assert [item["instance_id"] for item in matter["items"]] == [2]


def _lines(evidence: Path, name: str) -> list[str]:
    return (evidence / name).read_text(encoding="utf-8").splitlines()


def _write(evidence: Path, name: str, lines: list[str]) -> None:
    """With a manifest that fits."""
    content = "".join(f"{line}\n" for line in lines).encode()
    (evidence / name).write_bytes(content)
    manifest = json.loads((evidence / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][name] = sha256(content).hexdigest()
    (evidence / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


ITEM = "events/2.jsonl"


def _edit(evidence: Path) -> str:
    lines = _lines(evidence, ITEM)
    _write(evidence, ITEM, [*lines[:3], lines[3].replace('"at":"2026', '"at":"2025'), *lines[4:]])
    return "实例 2 第 4 条"


def _delete(evidence: Path) -> str:
    lines = _lines(evidence, ITEM)
    _write(evidence, ITEM, [*lines[:3], *lines[4:]])
    return "实例 2 第 4 条"


def _swap(evidence: Path) -> str:
    lines = _lines(evidence, ITEM)
    _write(evidence, ITEM, [*lines[:3], lines[4], lines[3], *lines[5:]])
    return "实例 2 第 4 条"


def _cut(evidence: Path) -> str:
    _write(evidence, ITEM, _lines(evidence, ITEM)[:-1])
    return "末尾被截去"


def _rewrite(evidence: Path) -> str:
    rewritten, previous = [], ""
    for number, line in enumerate(_lines(evidence, ITEM), 1):
        content = json.loads(line)
        del content["hash"]
        if number == 4:
            content["name"] = "改过"
        previous = chained_hash(previous, content)
        rewritten.append(json.dumps({**content, "hash": previous}, ensure_ascii=False))
    _write(evidence, ITEM, rewritten)
    return "第 4 条与锚点"


def _change_an_anchor(evidence: Path) -> str:
    lines = _lines(evidence, "anchors.jsonl")
    _write(evidence, "anchors.jsonl", [lines[0].replace('"at":"2026', '"at":"2025'), *lines[1:]])
    return "签名不符"


def _change_a_leaf(evidence: Path) -> str:
    lines = [json.loads(line) for line in _lines(evidence, "anchors.jsonl")]
    lines[0]["leaf"][2][-1] = "0" * 64
    _write(evidence, "anchors.jsonl", [json.dumps(line) for line in lines])
    return "证明路径与锚点的根不符"


def _spoil(evidence: Path) -> str:
    (evidence / "records.json").write_text("[]", encoding="utf-8")
    return "records.json：文件内容与 manifest.json 不符"


def _add(evidence: Path) -> str:
    (evidence / "more.txt").write_text("x", encoding="utf-8")
    return "more.txt：manifest.json 里没有这个文件"


def _take_away(evidence: Path) -> str:
    (evidence / ITEM).unlink()
    return "events/2.jsonl：文件缺失"


def _garble(evidence: Path) -> str:
    _write(evidence, "anchors.jsonl", ["[1", "[]", *_lines(evidence, "anchors.jsonl")])
    return "anchors.jsonl 第 1 行无法读取"


def _change_an_attachment(evidence: Path) -> str:
    _write(evidence, "attachments/1/督查报告.txt", ["改过"])
    return "附件 1《督查报告.txt》：内容与记录里的哈希不符"


def _add_an_attachment(evidence: Path) -> str:
    (evidence / "attachments" / "7").mkdir()
    _write(evidence, "attachments/7/另一份.txt", ["x"])
    return "附件 7《另一份.txt》：记录里没有"


def _take_an_attachment_away(evidence: Path) -> str:
    (evidence / "attachments" / "1" / "督查报告.txt").unlink()
    return "附件 1《督查报告.txt》：文件缺失"


def _change_a_document(evidence: Path) -> str:
    _write(evidence, "documents/1/督交〔2026〕1号 交办单.pdf", ["改过"])
    return "公文 1《督交〔2026〕1号 交办单.pdf》：内容与记录里的哈希不符"


def _take_a_document_away(evidence: Path) -> str:
    (evidence / "documents" / "1" / "督交〔2026〕1号 交办单.pdf").unlink()
    return "公文 1《督交〔2026〕1号 交办单.pdf》：文件缺失"


TAMPERS = [
    _change_a_document,
    _take_a_document_away,
    _change_an_attachment,
    _add_an_attachment,
    _take_an_attachment_away,
    _edit,
    _delete,
    _swap,
    _cut,
    _rewrite,
    _change_an_anchor,
    _change_a_leaf,
    _spoil,
    _add,
    _take_away,
    _garble,
]


@pytest.mark.parametrize("tamper", TAMPERS)
def test_what_was_done_to_it_is_named(evidence: Path, tamper: Callable[[Path], str]) -> None:
    assert _verify(evidence)[0] == 0
    expected = tamper(evidence)
    code, said = _verify(evidence)
    assert (code, said.splitlines()[-1]) == (1, "结论  核验未通过")
    assert expected in said
