"""Names of files as people give them, made harmless for every system that a file may be saved on."""

import re
import unicodedata

LONGEST = 200  # bytes in UTF-8: file systems take 255, and a browser may add a number
UNNAMED = "附件"
FORBIDDEN = re.compile(r'[<>:"|?*]')  # in names on Windows; / and \ end a folder's part
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)  # devices on Windows
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # control, format (bidi, zero width), halves, separators


def clean_name(given: str) -> str:
    """The last part of a path without what is hidden, turns the reading direction or names a device; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    visible = "".join(character for character in last if unicodedata.category(character) not in HIDDEN)
    name = FORBIDDEN.sub("_", " ".join(visible.split())).strip(". ")
    if RESERVED.match(name):
        name = f"_{name}"
    return _shortened(name) or UNNAMED


def extension_of(name: str) -> str:
    """In small letters with its dot; empty where there is none."""
    stem, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot and stem else ""


def _shortened(name: str) -> str:
    """Cut before the extension, between characters."""
    extension = extension_of(name) if len(extension_of(name).encode()) <= LONGEST // 4 else ""
    stem = name[: len(name) - len(extension)]
    room = LONGEST - len(extension.encode())
    return stem.encode()[:room].decode(errors="ignore").strip() + name[len(stem) :]
