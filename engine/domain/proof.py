#!/usr/bin/env python3
"""The proof of the record: chains of events, trees over the ends of chains, signatures; and a package of them, checked.

This file needs nothing but Python 3.9 and its standard library. It is the product's own arithmetic, and it goes as
`verify.py` into every evidence package, so that whoever is given one can check it without the product:

    python3 verify.py [--key PUBLIC_KEY]

- Canonical JSON: UTF-8, keys sorted, no spaces, nothing escaped that need not be.
- Chain: the hash of an event is SHA-256 over the hash before it (64 hexadecimal digits, nothing before the first) and
  the canonical JSON of the event.
- Tree: RFC 6962, 2.1: leaves are hashed behind a byte 0, pairs behind a byte 1.
- Signature: Ed25519, RFC 8032, 5.1, over the canonical JSON of an anchor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

Point = tuple[int, int, int, int]
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def chained_hash(previous: str, content: dict[str, Any]) -> str:
    """The hash of an event whose predecessor has the hash `previous`; hexadecimal."""
    return hashlib.sha256((previous + canonical(content)).encode()).hexdigest()


# ---- trees


def leaf_hash(leaf: list[Any]) -> bytes:
    """`leaf`: number of the instance, how many events it has, the hashes of its newest events up to the last."""
    return hashlib.sha256(b"\0" + canonical(leaf).encode()).digest()


def tree_root(hashes: list[bytes]) -> bytes:
    """The root over the hashes of leaves, in their order."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    return _levels(hashes)[-1][0]


def tree_path(hashes: list[bytes], index: int) -> list[str]:
    """What leads from a leaf to the root: neighbours, hexadecimal, "L" before one on the left and "R" on the right."""
    path = []
    for level in _levels(hashes)[:-1]:
        neighbour = index ^ 1
        if neighbour < len(level):
            path.append(("L" if neighbour < index else "R") + level[neighbour].hex())
        index //= 2
    return path


def root_by_path(leaf: bytes, path: list[str]) -> bytes:
    """The root that a leaf and its path lead to."""
    for step in path:
        neighbour = bytes.fromhex(step[1:])
        leaf = _pair(neighbour, leaf) if step[0] == "L" else _pair(leaf, neighbour)
    return leaf


def _pair(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _levels(hashes: list[bytes]) -> list[list[bytes]]:
    """From the leaves to the root; one without a neighbour goes up as it is, which makes the tree of RFC 6962."""
    levels = [hashes]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [_pair(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        levels.append(above + below[len(below) - len(below) % 2 :])
    return levels


# ---- anchors


def anchor_hash(body: dict[str, Any], signature: str) -> str:
    """What the next anchor names as its predecessor; it covers the signature, too."""
    return hashlib.sha256((canonical(body) + signature).encode()).hexdigest()


def is_signed(body: dict[str, Any], signature: str) -> bool:
    """Is this the signature of the key that the anchor names? Whose key that is, is another question."""
    try:
        return verify_signature(bytes.fromhex(body["key"]), canonical(body).encode(), bytes.fromhex(signature))
    except (KeyError, TypeError, ValueError):
        return False


# ---- Ed25519 (RFC 8032, 5.1): points are (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(one: Point, other: Point) -> Point:
    """RFC 8032, 5.1.4."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar: int, point: Point) -> Point:
    """Not in constant time: for signing only where nobody can measure it."""
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def encode_point(point: Point) -> bytes:
    """RFC 8032, 5.1.2."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode_point(encoded: bytes) -> Point | None:
    """RFC 8032, 5.1.3; None for what is no point."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(encoded) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRAL


def challenge(commitment: bytes, public: bytes, message: bytes) -> int:
    return int.from_bytes(hashlib.sha512(commitment + public + message).digest(), "little") % ORDER


@lru_cache(maxsize=4096)
def verify_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032, 5.1.7."""
    key, commitment = decode_point(public), decode_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or len(signature) != 64 or scalar >= ORDER:
        return False
    right = add(commitment, multiply(challenge(signature[:32], public, message), key))
    return encode_point(multiply(scalar, BASE)) == encode_point(right)


# ---- a package


def check_package(folder: Path, trusted: set[str]) -> tuple[list[str], list[str]]:
    """What holds in an unpacked evidence package, and what does not; sentences in Chinese."""
    good: list[str] = []
    bad = _check_files(folder)
    anchors = _read_lines(folder / "anchors.jsonl", bad)
    for path in sorted((folder / "events").glob("*.jsonl"), key=lambda path: path.stem.zfill(20)):
        mine = [one for one in anchors if str(one.get("leaf", [None])[0]) == path.stem]
        _check_instance(path, mine, trusted, good, bad)
    stray = {str(one.get("leaf", [None])[0]) for one in anchors}
    stray -= {path.stem for path in (folder / "events").glob("*.jsonl")}
    bad += [f"实例 {name}：有锚点，但没有事件文件" for name in sorted(stray)]
    _check_kept(folder, good, bad)
    return good, bad


def _check_files(folder: Path) -> list[str]:
    """Every file is as `manifest.json` says, and no other is there but the manifest itself."""
    try:
        listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"manifest.json 无法读取：{error!r}"]
    bad = []
    for name, digest in sorted(listed.items()):
        path = folder / name
        if not path.is_file():
            bad.append(f"{name}：文件缺失")
        elif file_hash(path) != digest:
            bad.append(f"{name}：文件内容与 manifest.json 不符")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return bad + [f"{name}：manifest.json 里没有这个文件" for name in sorted(there - {*listed, "manifest.json"})]


def _read_lines(path: Path, bad: list[str]) -> list[dict[str, Any]]:
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n") if path.is_file() else [], 1):
        try:
            read = json.loads(line) if line else None
        except ValueError:
            read = line
        if isinstance(read, dict):
            found.append(read)
        elif line:
            bad.append(f"{path.name} 第 {number} 行无法读取")
    return found


def _check_instance(
    path: Path,
    anchors: list[dict[str, Any]],
    trusted: set[str],
    good: list[str],
    bad: list[str],
) -> None:
    """The chain of one instance, then that each anchor saw exactly this chain."""
    before = len(bad)
    hashes: list[str] = []
    for seq, event in enumerate(_read_lines(path, bad), 1):
        content = {name: value for name, value in event.items() if name != "hash"}
        right = chained_hash(hashes[-1] if hashes else "", content)
        place = f"实例 {path.stem} 第 {seq} 条（{content.get('at')}，{content.get('type')}）"
        if content.get("seq") != seq or str(content.get("instance")) != path.stem:
            bad.append(f"{place}：编号不连续，此处的记录被删除、调换或插入")
            break
        if right != event.get("hash"):
            bad.append(f"{place}：哈希不符，记录被修改、调换或重写")
            break
        hashes.append(right)
    anchored = 0
    for anchor in anchors:
        problem = _anchor_problem(anchor, hashes, trusted)
        if problem:
            bad.append(f"实例 {path.stem}，锚点 {anchor.get('anchor', {}).get('number')}：{problem}")
        else:
            anchored = max(anchored, anchor["leaf"][1])
    if len(bad) == before:
        rest = f"，其后 {len(hashes) - anchored} 条尚无锚点" if len(hashes) > anchored else ""
        good.append(f"实例 {path.stem}：{len(hashes)} 条记录前后相连；锚点证明了前 {anchored} 条{rest}")


def _check_kept(folder: Path, good: list[str], bad: list[str]) -> None:
    """Every file that the events say was attached or filed, and not removed, is there as it was; and no other."""
    attached: dict[str, dict[str, Any]] = {}
    filed: dict[str, dict[str, Any]] = {}
    counted: dict[str, dict[str, Any]] = {}
    for path in (folder / "events").glob("*.jsonl"):
        for event in _read_lines(path, []):
            data = event.get("data")
            if isinstance(data, dict) and event.get("type") == "attachment.added":
                attached[str(data.get("attachment"))] = {"name": event.get("name"), "sha256": data.get("sha256")}
            elif isinstance(data, dict) and event.get("type") == "attachment.removed":
                attached.pop(str(data.get("attachment")), None)
            elif isinstance(data, dict) and event.get("type") == "document.filed":
                filed[str(data.get("document"))] = {"name": event.get("name"), "sha256": data.get("sha256")}
            elif isinstance(data, dict) and event.get("type") == "ballot.counted":
                counted[str(data.get("ballot"))] = {"name": event.get("name"), "sha256": data.get("record")}
    _check_contents(folder / "attachments", "附件", "个", attached, good, bad)
    _check_contents(folder / "documents", "公文", "份", filed, good, bad)
    _check_ballots(folder / "ballots", counted, good, bad)


def _check_ballots(folder: Path, counted: dict[str, dict[str, Any]], good: list[str], bad: list[str]) -> None:
    """The published record of every ballot that was counted is the one of the count; and there is no other."""
    there = {path.parent.name: path for path in folder.glob("*/record.json")}
    before = len(bad)
    for code, kept in sorted(counted.items()):
        if code not in there:
            bad.append(f"表决 {code}《{kept['name']}》：投票记录缺失")
        elif _hash_of_json(there[code]) != kept["sha256"]:
            bad.append(f"表决 {code}《{kept['name']}》：投票记录与计票时的哈希不符")
    bad += [f"表决 {code}：记录里没有计票" for code in sorted(there.keys() - counted.keys())]
    if counted and len(bad) == before:
        good.append(f"表决：{len(counted)} 次，投票记录与计票时的哈希一致")


def _hash_of_json(path: Path) -> str:
    try:
        return hashlib.sha256(canonical(json.loads(path.read_text(encoding="utf-8"))).encode()).hexdigest()
    except (OSError, ValueError) as error:
        return repr(error)


def _check_contents(
    folder: Path, kind: str, measure: str, recorded: dict[str, dict[str, Any]], good: list[str], bad: list[str]
) -> None:
    """Those of one kind, each in a folder named by its number."""
    there = {path.parent.name: path for path in folder.glob("*/*") if path.is_file()}
    before = len(bad)
    for number, kept in sorted(recorded.items()):
        if number not in there:
            bad.append(f"{kind} {number}《{kept['name']}》：文件缺失")
        elif file_hash(there[number]) != kept["sha256"]:
            bad.append(f"{kind} {number}《{kept['name']}》：内容与记录里的哈希不符")
    bad += [f"{kind} {number}《{there[number].name}》：记录里没有" for number in sorted(there.keys() - recorded.keys())]
    if recorded and len(bad) == before:
        good.append(f"{kind}：{len(recorded)} {measure}，内容与记录里的哈希一致")


def file_hash(path: Path) -> str:
    """SHA-256, hexadecimal; the file may be larger than the memory."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            digest.update(part)
    return digest.hexdigest()


def _anchor_problem(anchor: dict[str, Any], hashes: list[str], trusted: set[str]) -> str | None:
    try:
        body, leaf = anchor["anchor"], anchor["leaf"]
        if not is_signed(body, anchor["signature"]):
            return "签名不符"
        if trusted and body["key"] not in trusted:
            return f"签名的公钥 {body['key']} 不是给定的公钥"
        if root_by_path(leaf_hash(leaf), anchor["path"]).hex() != body["root"]:
            return "证明路径与锚点的根不符"
        return _leaf_problem(leaf[1], leaf[2], hashes, body["at"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        return f"无法读取：{error!r}"


def _leaf_problem(count: int, seen: list[str], hashes: list[str], at: str) -> str | None:
    if count > len(hashes):
        return f"锚点时（{at}）有 {count} 条记录，现在只有 {len(hashes)} 条能核对：末尾被截去，或前面已断开"
    for seq, expected in enumerate(seen, count - len(seen) + 1):
        if hashes[seq - 1] != expected:
            return f"第 {seq} 条与锚点（{at}）不符：该条起被重写"
    return None


def main() -> int:
    """Check the package that this file lies in; 0 when all of it holds."""
    parser = argparse.ArgumentParser(description="核验督办证据包")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent, help="解开的证据包")
    parser.add_argument("--key", action="append", default=[], help="从出具单位另行取得的公钥（可以写几次）")
    arguments = parser.parse_args()
    good, bad = check_package(arguments.folder, {key.lower() for key in arguments.key})
    for line in good:
        sys.stdout.write(f"通过  {line}\n")
    for line in bad:
        sys.stdout.write(f"不符  {line}\n")
    if not arguments.key:
        sys.stdout.write("说明  未用 --key 给出公钥：只能证明记录与签名一致，不能证明是谁签的\n")
    sys.stdout.write("结论  核验未通过\n" if bad else "结论  核验通过\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
