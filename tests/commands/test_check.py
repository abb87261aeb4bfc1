"""`cashmob check` says all that is wrong, or when the next mob meets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.check import check
from bot.commands.moments import MOMENTS
from bot.config import example_path
from bot.domain.calendar import Moment
from bot.rehearsal.facebook_face import FacebookFace
from bot.rehearsal.mastodon_face import MastodonFace
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import EVERY, Person, Town
from bot.rehearsal.twitter_face import TwitterFace
from schedulers.clock import WallClock


@dataclass
class Chosen:
    config_path: Path
    database: str | None = None

    def now(self) -> datetime:
        return WallClock().now()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    example = example_path().read_text(encoding="utf-8")
    # Letters have their own tests: here no mail server is asked.
    written, mail, rest = example.partition("[mail]")
    assert mail
    after = rest.partition("\n\n")[2]
    path.write_text(written + after, encoding="utf-8")
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
    calendar = [line.split("  ")[-1] for line in lines[2:20]]
    assert calendar == [
        "the call for nominations",
        "you approve the names and ask the owners",
        "the vote opens",
        "… or at the latest now, else the mob is postponed",
        "who has not voted is reminded of the close",
        "the vote closes",
        "late votes are in, the result stands",
        "a yes still missing? the runner-up is asked",
        "the winner is announced",
        "the countdown: 3d to go",
        "the countdown: 1d to go",
        "the post of the morning",
        "the countdown: 1h to go",
        "the mob meets",
        "drinks afterwards",
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


class Watch:
    """The town's clock, which may go wrong by a while."""

    def __init__(self) -> None:
        self.wrong_by = timedelta(0)

    def __call__(self) -> datetime:
        return WallClock().now() + self.wrong_by


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def town(config: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The configuration of a city whose accounts are on servers of this machine."""
    with accounts_in(Town(watch, seed=1), config, monkeypatch):
        yield config


@contextmanager
def accounts_in(people: Town, config: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The configuration leads to the accounts of that town as long as the block lasts."""
    faces = {
        "mastodon": MastodonFace(people, token="key"),
        "twitter": TwitterFace(people, token="key"),
        "facebook": FacebookFace(people, token="key"),
    }
    with Serving(faces) as serving:
        urls = serving.urls
        changed(config, 'https://social.saint-rivage.example"\n', f'{urls["mastodon"]}"\n')
        changed(config, "user_id =", f'base_url = "{urls["twitter"]}"\nuser_id =')
        changed(config, "page_id =", f'base_url = "{urls["facebook"]}"\npage_id =')
        for secret in (
            "MASTODON_TOKEN",
            "TWITTER_CONSUMER_KEY",
            "TWITTER_CONSUMER_SECRET",
            "TWITTER_ACCESS_TOKEN",
            "TWITTER_ACCESS_SECRET",
            "FACEBOOK_TOKEN",
        ):
            monkeypatch.setenv(f"CASHMOB_SAINT_RIVAGE_{secret}", "key")
        yield


def test_an_account_that_is_not_marked_as_a_bot_is_told(
    config: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    unmarked = Town(watch, seed=1, bot=Person("cashmob", "Cash Mob", networks=EVERY))
    with accounts_in(unmarked, config, monkeypatch):
        result = checked(config, "--online")
    told = "! saint-rivage on mastodon: please mark the account as a bot in its profile"
    assert (result.exit_code, told in result.stdout.splitlines()) == (0, True)


def test_networks_that_answer_say_who_we_are_and_what_we_may(town: Path) -> None:
    result = checked(town, "--online")
    said = re.sub(r"account \d+", "account …", result.stdout)
    told = [line.replace("saint-rivage on ", "") for line in said.splitlines()]
    assert result.exit_code == 0, said
    assert [line.split(": ", 1)[-1] for line in told if line[:1] == "✓"] == [
        "speaks as cashmob (account …)",
        "reads the account's own posts (0 in the last hour)",
        "the server is 4.6.4",
        "the token may read and write",
        "speaks as CashMob (account …)",
        "reads the account's own posts (0 in the last hour)",
        "speaks as Cash Mob (account …)",
        "reads the account's own posts (0 in the last hour)",
        "the token does not expire",
        "its access to comments does not expire",
        "the token has all permissions that the bot needs",
        "Facebook answers as v26.0, asked as v26.0",
    ]
    assert [line.split(":")[0] for line in told if line[:1] == "!"] == [
        "! twitter",
        "! twitter",
        "! facebook",
        "! facebook",
    ]
    assert told[-1] == "All well. live = false: nothing is said on any network."


def test_a_token_of_another_account_is_refused(town: Path) -> None:
    changed(town, 'base_url = "http://', 'account_id = "42"\nbase_url = "http://')
    result = checked(town, "--online")
    assert (result.exit_code, "All well" in result.stdout) == (1, False)


def test_a_wrong_token_is_told_without_showing_it(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASHMOB_SAINT_RIVAGE_MASTODON_TOKEN", "stolen-words")
    result = checked(town, "--online")
    assert result.exit_code == 1
    assert "stolen-words" not in result.output


def test_clocks_that_disagree_are_told(town: Path, watch: Watch) -> None:
    watch.wrong_by = timedelta(minutes=5)
    result = checked(town, "--online")
    assert result.exit_code == 1
    assert result.stdout.endswith(
        "set this machine's clock, for nothing is sent before they agree\n"
    )
