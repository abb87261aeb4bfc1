"""A picture made fit to be shown: what it is by its content, how large, and nothing else in it.

A photograph tells where it was taken, when, and with whose telephone. All of that is left out; what
stays are the pixels, and how the picture is turned, without which half of all photographs lie on
their side.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from bot.domain.mob import Refusal

MOST_BYTES = 8_000_000
MOST_PIXELS = 40_000_000
LONGEST_ALT = 1_000
"""As long as X takes it; Mastodon takes half as much again."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# What a PNG needs to look as it does: size, palette, pixels, transparency, brightness.
_SHOWN = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
_SOI, _EOI, _SOS, _APP1, _APP14, _COMMENT = 0xD8, 0xD9, 0xDA, 0xE1, 0xEE, 0xFE
_APPLICATIONS = range(0xE0, 0xF0)
# Frame headers; C4, C8 and CC among them are tables and extensions.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ORIENTATION = 0x0112


class _Broken(Exception):
    """The file ends too early, or is not what it begins as."""


def bare(data: bytes) -> bytes | Refusal:
    """The picture without anything that does not belong to what one sees; a Refusal where it is
    too large, broken, or neither JPEG nor PNG, whatever the file is called."""
    if len(data) > MOST_BYTES:
        return Refusal("picture_too_heavy", {"size": len(data), "most": MOST_BYTES})
    try:
        if data.startswith(_PNG):
            shown, (width, height) = _png(data)
        elif data.startswith(_JPEG):
            shown, (width, height) = _jpeg(data)
        else:
            return Refusal("no_picture")
    except (_Broken, struct.error, IndexError):
        return Refusal("picture_broken")
    if not width or not height:
        return Refusal("picture_broken")
    if width * height > MOST_PIXELS:
        return Refusal("picture_too_wide", {"size": width * height, "most": MOST_PIXELS})
    return shown


def _png(data: bytes) -> tuple[bytes, tuple[int, int]]:
    parts, size, names = [_PNG], (0, 0), []
    for name, body in _chunks(data):
        if name == b"IHDR":
            size = struct.unpack(">II", body[:8])
        names.append(name)
        if name in _SHOWN:
            parts.append(_chunk(name, body))
    if names[:1] != [b"IHDR"] or b"IDAT" not in names:
        raise _Broken
    return b"".join(parts), size


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks up to the last; what is hung on behind it is not read."""
    at, name = len(_PNG), b""
    while name != b"IEND":
        length, name = struct.unpack(">I4s", data[at : at + 8])
        body, check = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if struct.unpack(">I", check) != (zlib.crc32(name + body),):
            raise _Broken
        yield name, body
        at += 12 + length


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


def _jpeg(data: bytes) -> tuple[bytes, tuple[int, int]]:
    parts, size, turned = [], (0, 0), 1
    for marker, body in _segments(data):
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", body[1:5])
            size = (width, height)
        if marker == _APP1 and body.startswith(b"Exif\0\0"):
            turned = _turned(body[6:])
        # Adobe's segment says how the colours are to be read.
        colours = marker == _APP14 and body.startswith(b"Adobe")
        if colours or marker not in (*_APPLICATIONS, _COMMENT):
            parts.append(_segment(marker, body))
    if not any(size):
        raise _Broken
    way_up = [_segment(_APP1, _exif(turned))] if turned != 1 else []
    return b"".join([b"\xff\xd8", *way_up, *parts, b"\xff\xd9"]), size


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments between beginning and end; a scan's pixels stand behind its header."""
    at, scans = 2, 0
    while True:
        if data[at] != 0xFF:
            raise _Broken
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        if marker == _EOI:
            break
        (length,) = struct.unpack(">H", data[at + 1 : at + 3])
        end = at + 1 + length
        if length < 2 or end > len(data):
            raise _Broken
        body = data[at + 3 : end]
        if marker == _SOS:
            scans += 1
            pixels = _end_of_scan(data, end)
            body, end = data[at + 3 : pixels], pixels
            yield marker, struct.pack(">H", length) + body
        else:
            yield marker, body
        at = end
    if not scans:
        raise _Broken


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands; within a scan only 00 and the restarts follow an FF."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise _Broken
        follows = data[at + 1]
        if follows != 0 and not 0xD0 <= follows <= 0xD7 and follows != 0xFF:
            return at
        at += 1 if follows == 0xFF else 2


def _segment(marker: int, body: bytes) -> bytes:
    if marker == _SOS:
        return bytes((0xFF, marker)) + body
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _turned(tiff: bytes) -> int:
    """How the camera was held, 1 to 8 as Exif counts; 1, upright, where that cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[first : first + 2])
        for number in range(count):
            at = first + 2 + 12 * number
            tag, _kind, _count, value = struct.unpack(f"{order}HHIH", tiff[at : at + 10])
            if tag == _ORIENTATION and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return 1
    return 1


def _exif(turned: int) -> bytes:
    """The smallest Exif there is: how the picture is turned, and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
