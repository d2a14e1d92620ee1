"""What the machine itself must have: room, readable keys, pages that are built, fonts."""

import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from api.app import WEB
from cli.doctor.findings import Findings, advice, ok, wrong
from engine.domain import messages
from engine.settings import Settings
from engine.typesetting.rendering import NoChineseFont, stand_ins

ENOUGH_BYTES = 2 * 2**30
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def folder(settings: Settings) -> Findings:
    where = settings.data_dir
    if not where.is_dir() or not os.access(where, os.W_OK):
        yield wrong("folder_closed", folder=where.resolve())
        return
    free = shutil.disk_usage(where).free
    facts = {"folder": where.resolve(), "free": f"{free / 2**30:.1f}"}
    yield ok("folder", **facts) if free >= ENOUGH_BYTES else advice("folder_full", **facts)


def keys(settings: Settings) -> Findings:
    there = [file for file in (settings.anchor_key, settings.ballot_key) if file.exists()]
    open_to_others = [file for file in there if stat.S_IMODE(file.stat().st_mode) & 0o077]
    for file in open_to_others:
        yield wrong("key_open", file=file)
    if there and not open_to_others:
        yield ok("keys", files=_listed(there))
    if not settings.anchor_dir and not settings.anchor_syslog and not settings.anchor_mail:
        yield advice("anchors_at_home", folder=settings.anchor_folder)


def pages(_: Settings) -> Findings:
    yield ok("pages") if (WEB / "index.html").is_file() else wrong("pages_missing")


def address(settings: Settings) -> Findings:
    """Cookies that only travel encrypted need https wherever anybody but this machine signs in."""
    parts = urlsplit(settings.base_url)
    if parts.hostname in LOOPBACK:
        yield advice("address_local", address=settings.base_url)
    elif parts.scheme != "https":
        yield wrong("address_plain", address=settings.base_url)
    else:
        yield ok("address", address=settings.base_url)


def fonts(settings: Settings) -> Findings:
    try:
        missing = stand_ins(settings.font_dir)
    except NoChineseFont:
        yield wrong("fonts_missing")
        return
    names = "、".join(messages.text(f"doctor.face_{face}") for face in missing)
    yield advice("fonts_stand_in", fonts=names) if missing else ok("fonts")


def _listed(files: Iterable[Path]) -> str:
    return "、".join(str(file) for file in files)
