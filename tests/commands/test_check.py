"""`cashmob check` says all that is wrong, or when the next mob meets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.check import MOMENTS, check
from bot.config import example_path
from bot.domain.calendar import Moment


@dataclass
class Chosen:
    config_path: Path
    database: str | None = None


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(example_path().read_text(encoding="utf-8"), encoding="utf-8")
    return path


def checked(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(check, arguments, obj=Chosen(path))


def changed(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_example_is_well_and_its_next_mob_is_spelled_out(config: Path) -> None:
    result = checked(config)
    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[0], lines[-1]) == (
        0,
        "Saint-Rivage (saint-rivage), America/Moncton, on mastodon, twitter, facebook",
        "All well. live = false: nothing is said on any network.",
    )
    calendar = [line.split("  ")[-1] for line in lines[2:18]]
    assert calendar == [
        "the call for nominations",
        "you approve the names and ask the owners",
        "the vote opens",
        "… or at the latest now, else the mob is postponed",
        "the vote closes",
        "late votes are in, the result stands",
        "a yes still missing? the runner-up is asked",
        "the winner is announced",
        "the countdown: 3d to go",
        "the countdown: 1d to go",
        "the post of the morning",
        "the countdown: 1h to go",
        "the mob meets",
        "what did you spend?",
        "the recap, and the date of the next call",
        "have you been back?",
    ]


def test_every_moment_has_its_words() -> None:
    assert set(MOMENTS) == {moment.value for moment in Moment}


def test_every_problem_is_told_with_exit_code_78(config: Path) -> None:
    changed(config, '"America/Moncton"', '"America/Monkton"')
    changed(config, 'close = "11d"', 'close = "13d"')
    result = checked(config)
    assert (result.exit_code, result.stdout) == (78, "")
    assert result.stderr == (
        f"""{config} has 2 things to put right:

  city.saint-rivage.timezone
    found   "America/Monkton"
    wanted  an IANA time zone such as "Europe/Paris"
    → did you mean "America/Moncton"?

  city.saint-rivage.calendar.close
    found   "13d"
    wanted  less than ballot_latest ("12d"), which comes first
"""
    )


def test_what_deserves_a_second_thought_is_not_refused(config: Path) -> None:
    changed(config, "second saturday 11:00", "every friday 14:00")
    result = checked(config)
    assert result.exit_code == 0
    assert [line.strip() for line in result.stdout.splitlines() if "→" in line][:2] == [
        "→ purses tire: once a month is often enough to keep interest",
        "→ at other hours neighbours are at work, or shops are shut",
    ]


def test_a_missing_token_names_its_variable_and_matters_when_live(config: Path) -> None:
    assert checked(config).exit_code == 0
    changed(config, "live = false", "live = true")
    result = checked(config)
    assert result.exit_code == 78
    assert "found   no CASHMOB_SAINT_RIVAGE_MASTODON_TOKEN in the environment" in result.stdout


def test_asking_online_without_a_token_says_which(config: Path) -> None:
    result = checked(config, "--online")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-3:] == [
        f"✗ saint-rivage on {network}: CASHMOB_SAINT_RIVAGE_{name} is not set: "
        "put it into .env beside config.toml"
        for network, name in [
            ("mastodon", "MASTODON_TOKEN"),
            ("twitter", "TWITTER_CONSUMER_KEY"),
            ("facebook", "FACEBOOK_TOKEN"),
        ]
    ]
