"""Bringing pictures at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.organiser import Organiser, announced
from tests.domain.test_picturing import exif, jpeg, segment

ASKED = "--faces asked --children none --by Ida"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "day.jpeg"
    file.write_bytes(jpeg(segment(0xE1, exif(6))))
    return file


@pytest.fixture
def met(ida: Organiser) -> Organiser:
    announced(ida).wait(days=8)
    ida.wait(hours=1)
    return ida


def test_a_picture_is_brought_listed_and_taken_away(met: Organiser, picture: Path) -> None:
    brought = met.types(f"photos add {picture} --alt neighbours {ASKED}")
    assert brought.output == "Picture 1 goes out with the thank-you of mob 1.\n"
    (listed,) = met.reads("photos list")
    assert (listed["alt"], listed["consent"]) == ("neighbours", "faces: asked, children: none")
    assert "neighbours" in met.types("photos list").stdout
    assert "brought picture 1 for the thank-you" in met.types("log").stdout
    assert met.types("photos remove 1 --by Ida").stdout == "Picture 1 is erased.\n"
    assert met.types("photos list").stdout == "There are no pictures.\n"


def test_who_was_not_asked_is_not_shown(met: Organiser, picture: Path) -> None:
    answers = "neighbours\nnot asked\nnone\n"
    refused = met.types(f"photos add {picture} --by Ida", input=answers)
    assert refused.exit_code == 1
    assert "Nobody is shown who was not asked" in refused.stderr
    assert met.reads("photos list") == []


def test_what_is_no_picture_is_a_sentence(met: Organiser, tmp_path: Path) -> None:
    file = tmp_path / "notes.jpeg"
    file.write_text("not a picture")
    refused = met.types(f"photos add {file} --alt notes {ASKED}")
    assert (refused.exit_code, refused.stderr[:47]) == (
        1,
        "That file is neither a JPEG nor a PNG picture, ",
    )


def test_too_early(ida: Organiser, picture: Path) -> None:
    announced(ida)
    refused = ida.types(f"photos add {picture} --alt neighbours {ASKED}")
    assert "has not met yet" in refused.stderr
