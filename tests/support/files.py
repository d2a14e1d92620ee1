"""Files of every kind that may be attached, as small as they can be, and some that may not."""

import io
import struct
import zipfile
from collections.abc import Mapping

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(17)
JPEG = b"\xff\xd8\xff\xe0" + bytes(16)
TEXT = "督查报告：已办结。\n".encode()
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(56)
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
FREE, LAST, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def zipped(entries: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def open_xml(main_part: str, **more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", main_part: b"<x/>", **more})


def compound(*streams: str) -> bytes:
    """A compound file with one sector of directory: the root and up to three streams."""
    header = bytearray(512)
    header[:8] = COMPOUND
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<IIIIII", header, 48, 1, 0, 4096, LAST, 0, LAST)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    table = struct.pack("<128I", TABLE, LAST, *[FREE] * 126)
    directory = b"".join(_entry(name, kind) for name, kind in (("Root Entry", 5), *((one, 2) for one in streams)))
    return bytes(header) + table + directory.ljust(512, b"\0")


def _entry(name: str, kind: int) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    return (text.ljust(64, b"\0") + struct.pack("<HB", len(text), kind)).ljust(128, b"\0")
