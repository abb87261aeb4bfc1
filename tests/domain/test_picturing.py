"""What stays of a picture, and which pictures are refused."""

from __future__ import annotations

import struct
import zlib

import pytest

from bot.domain.mob import Refusal
from bot.domain.picturing import MOST_BYTES, bare

PLACE = b"51.5074 N, 0.1278 W"


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(turned: int, order: str = "<") -> bytes:
    """What a camera writes: a first entry, how it was held, and somewhere the place."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entries = [(0x010F, 2, 4, 0), (0x0112, 3, 1, turned)]
    body = b"".join(struct.pack(f"{order}HHIHH", t, k, n, v, 0) for t, k, n, v in entries)
    count = struct.pack(f"{order}IH", 8, len(entries))
    return b"Exif\0\0" + mark + count + body + struct.pack(f"{order}I", 0) + PLACE


def jpeg(*extra: bytes, width: int = 640, height: int = 480, behind: bytes = b"") -> bytes:
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    tables = segment(0xDB, b"\0" * 65)
    return b"\xff\xd8" + b"".join(extra) + tables + frame + scan + b"\xff\xd9" + behind


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*extra: bytes, width: int = 2, height: int = 2, behind: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\x10\x20\0\x30\x40"))
    end = chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + pixels + end + behind


@pytest.mark.parametrize(
    "extra",
    [
        (segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),),
        (segment(0xE1, exif(1)),),
        (segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + PLACE),),
        (segment(0xED, b"Photoshop 3.0\0" + PLACE), segment(0xFE, PLACE)),
        (segment(0xE2, b"MPF\0" + PLACE),),
    ],
)
def test_nothing_but_the_picture_stays_of_a_photograph(extra: tuple[bytes, ...]) -> None:
    assert bare(jpeg(*extra, behind=b"a short film" + PLACE)) == jpeg()


def test_how_the_colours_are_read_stays() -> None:
    colours = segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")
    assert bare(jpeg(colours)) == jpeg(colours)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_stays_the_right_way_up_and_says_nothing_else(order: str) -> None:
    kept = bare(jpeg(segment(0xE1, exif(6, order))))
    assert isinstance(kept, bytes)
    assert PLACE not in kept
    upright = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    assert kept == jpeg(segment(0xE1, upright))
    assert bare(kept) == kept


def test_nothing_but_the_picture_stays_of_a_png() -> None:
    told = [chunk(name, PLACE) for name in (b"tEXt", b"iTXt", b"eXIf", b"tIME", b"iCCP", b"acTL")]
    assert bare(png(*told, behind=PLACE)) == png()
    clear = chunk(b"tRNS", b"\0\1")
    assert bare(png(clear)) == png(clear)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "no_picture"),
        (b"GIF89a" + b"\0" * 50, "no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "no_picture"),
        (b"\xff\xd8\xff", "picture_broken"),
        (jpeg()[:-2], "picture_broken"),
        (jpeg()[:40], "picture_broken"),
        (b"\xff\xd8\xff\xd9", "picture_broken"),
        (jpeg(width=0), "picture_broken"),
        (jpeg(width=8000, height=5001), "picture_too_wide"),
        (b"\x89PNG\r\n\x1a\n", "picture_broken"),
        (png()[:-6], "picture_broken"),
        (png().replace(b"IDAT", b"IDAX"), "picture_broken"),
        (png(width=40_000, height=1_001), "picture_too_wide"),
        (png() + b"\0" * MOST_BYTES, "picture_too_heavy"),
    ],
)
def test_what_is_no_picture_to_show(data: bytes, kind: str) -> None:
    found = bare(data)
    assert isinstance(found, Refusal)
    assert found.kind == kind


def test_no_cut_of_a_picture_breaks_more_than_the_picture() -> None:
    for whole in (jpeg(segment(0xE1, exif(6))), png(chunk(b"tEXt", PLACE))):
        for end in range(len(whole)):
            assert isinstance(bare(whole[:end]), Refusal)
