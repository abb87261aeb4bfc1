"""The scripts of the rehearsal: each story is told to its end, and says so when it went wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.rehearse import rehearse
from bot.commands.rehearsing import Rehearsal
from bot.config import load
from bot.domain.stages import Stage
from bot.rehearsal.cues import Cue
from bot.rehearsal.scripts import Opening, Script, names, script
from tests.commands.organiser import CONFIG, Organiser

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def rehearsal(folder: Path, story: Script) -> Rehearsal:
    """A rehearsal in a small town that is on Mastodon and speaks English."""
    config = folder / "config.toml"
    config.write_text(CONFIG.replace('"en", "fr"', '"en"'), encoding="utf-8")
    return Rehearsal(load(config, {}), seed=1, now=NOW, folder=folder, pace=0, script=story)


def stage_and_faults(folder: Path, story: Script) -> tuple[Stage, tuple[str, ...]]:
    """In which stage the mob ended, and what went wrong."""
    found = rehearsal(folder, story)
    with found.open():
        wrong = found.play()
        return found.mob.stage, wrong


def test_every_script_says_what_it_tells() -> None:
    assert {"empty", "rain", "refusal", "secret", "stuffed", "whole"} <= set(names())
    assert all(script(name).tells for name in names())


def test_a_script_that_there_is_not_is_told(ida: Organiser) -> None:
    done = CliRunner().invoke(rehearse, ["--script", "sunny"], obj=ida)
    assert (
        done.exit_code,
        "there are: empty, rain, refusal, secret, stuffed, whole" in done.stderr,
    ) == (2, True)


@pytest.mark.process
def test_nobody_nominates_and_the_mob_is_put_off(tmp_path: Path) -> None:
    assert stage_and_faults(tmp_path, script("empty")) == (Stage.POSTPONED, ())


@pytest.mark.process
def test_a_stuffed_ballot_decides_nothing(tmp_path: Path) -> None:
    assert stage_and_faults(tmp_path, script("stuffed")) == (Stage.ANNOUNCED, ())


@pytest.mark.process
@pytest.mark.parametrize("name", ["rain", "refusal", "secret"])
def test_another_turn_is_taken_and_the_mob_takes_place(tmp_path: Path, name: str) -> None:
    assert stage_and_faults(tmp_path, script(name)) == (Stage.CLOSED, ())


# What is left out of each story, and what is then found wrong beside the rest.
LEFT_OUT = {
    "rain": ("storm.organiser", "mastodon was never told that the mob is put off"),
    "refusal": ("no.organiser", "the owner of the shop with most votes did not say no"),
    "secret": ("reveal.organiser", "nobody gave the name away at the meeting point"),
}


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_story_without_its_turn_is_found_wrong(tmp_path: Path, name: str) -> None:
    story = script(name)
    cue_name, fault = LEFT_OUT[name]

    def without(opening: Opening) -> tuple[Cue, ...]:
        return tuple(cue for cue in story.cues(opening) if cue.name != cue_name)

    assert fault in stage_and_faults(tmp_path, replace(story, cues=without))[1]


@pytest.mark.process
def test_a_story_that_takes_another_turn_is_found_wrong(tmp_path: Path) -> None:
    """Somebody puts a shop forward in the story in which nobody should."""

    def with_a_nomination(opening: Opening) -> tuple[Cue, ...]:
        usual = script("whole").cues(opening)
        return tuple(cue for cue in usual if cue.name == "nominate.first")

    stage, wrong = stage_and_faults(tmp_path, replace(script("empty"), cues=with_a_nomination))
    assert stage is Stage.POSTPONED
    assert {line.partition(":")[0] for line in wrong} == {
        "there is a nomination",
        "missing on mastodon",
    }
