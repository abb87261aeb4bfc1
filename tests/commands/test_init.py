"""An organiser answers a few questions and has a city."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.init import init, slugged
from bot.config import load

OXBOW = [
    "Oxbow sur Mer",
    "CA",
    "",
    "America/Toronto",
    "",
    "fr, en",
    "15",
    "",
    "last friday 17:30",
    'the "old" clock',
    "",
    "Ida",
    "https://social.example",
    "",
    "",
]


@dataclass
class Chosen:
    config_path: Path
    database: str | None = None


def answer(folder: Path, *answers: str) -> Result:
    chosen = Chosen(folder / "config.toml")
    return CliRunner().invoke(init, obj=chosen, input="\n".join(answers) + "\n")


def test_a_city_is_written_and_can_be_read(tmp_path: Path) -> None:
    result = answer(tmp_path, *OXBOW)
    assert (result.exit_code, result.output.splitlines()[-2:]) == (
        0,
        [
            "Next: `cashmob check`, then `cashmob rehearse`; it needs no account.",
            "For the real thing: put your tokens into .env and live = true into the config.",
        ],
    )
    settings = load(tmp_path / "config.toml", {})
    city = settings.cities["oxbow-sur-mer"]
    assert (city.name, city.languages, city.currency) == ("Oxbow sur Mer", ("fr", "en"), "CAD")
    assert ([str(a) for a in city.spend], city.meeting_point) == (["15", "20"], 'the "old" clock')
    assert [organiser.name for organiser in city.organisers] == ["Ida"]
    assert [(n, a.base_url) for n, a in city.networks.items()] == [
        ("mastodon", "https://social.example")
    ]
    assert not settings.live


def test_the_file_keeps_the_comments_and_forgets_the_example_city(tmp_path: Path) -> None:
    answer(tmp_path, *OXBOW)
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert text.count("# what each neighbour is asked to spend") == 1
    left = [line for line in text.splitlines() if re.search("(?i)saint.rivage", line)]
    # How an organiser is written stays to be seen, as comments.
    assert [line.partition(" =")[0] for line in left] == ["# email", "# mastodon", "# accounts"]


def test_the_secrets_file_is_for_the_organiser_alone(tmp_path: Path) -> None:
    answer(tmp_path, *OXBOW)
    dotenv = tmp_path / ".env"
    assert stat.S_IMODE(dotenv.stat().st_mode) == 0o600
    assert dotenv.read_text(encoding="utf-8").splitlines()[-1] == (
        "CASHMOB_OXBOW_SUR_MER_MASTODON_TOKEN="
    )


@pytest.mark.parametrize("name", ["config.toml", ".env"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    result = answer(tmp_path, *OXBOW)
    assert (result.exit_code, result.output) == (
        1,
        f"Error: {tmp_path / name} is there already; it was left as it is\n",
    )
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_wrong_answer_from_a_pipe_ends_the_command(tmp_path: Path) -> None:
    result = answer(tmp_path, "Oxbow", "UK")
    assert (result.exit_code, result.output.splitlines()[-1]) == (
        1,
        "Error: Country, in two letters (such as CA): found 'UK', wanted a country's two letters "
        'by ISO 3166, such as "CA"; did you mean "GB"?',
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Saint-Rivage", "saint-rivage"),
        ("Besançon", "besancon"),
        ("서울", "city"),
        ("3 Rios", "city-3-rios"),
    ],
)
def test_a_city_has_a_key_in_plain_letters(name: str, key: str) -> None:
    assert slugged(name) == key
