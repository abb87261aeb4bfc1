"""The export of a vote: anyone can recount it, and it leads to nobody."""

from __future__ import annotations

import csv
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from bot.acts.exporting import told_apart
from bot.commands.export import harmless
from tests.commands.organiser import CONFIG, Organiser, announced, balloting


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def open_city(ida: Organiser) -> Organiser:
    """Oxbow, where the figures of all shops are public."""
    ida.config_path.write_text(CONFIG.replace("rhythm =", "losing_figures = true\nrhythm ="))
    return ida


def test_the_ballots_add_up_to_the_tally(open_city: Organiser) -> None:
    ida = announced(open_city)
    out = ida.config_path.parent / "out"
    assert ida.types(f"export --out {out}").stdout == (
        f"3 ballots are in {out}, with a README.txt on recounting.\n"
    )
    ballots = rows(out / "ballots.csv")
    tally = ida.reads("tally")[0]
    counted = Counter(ballot["shop"] for ballot in ballots)
    assert counted == {c["shop"]: c["votes"] for c in tally["candidates"]}
    assert rows(out / "result.csv") == [
        {"shop": "Harbour Books", "votes": "2"},
        {"shop": "Thistle & Twine", "votes": "1"},
    ]
    assert {(b["network"], b["hour"]) for b in ballots} == {("together", "2026-11-28 15:00")}


def test_the_line_in_the_readme_recounts_it(open_city: Organiser) -> None:
    ida = announced(open_city)
    out = ida.config_path.parent / "out"
    ida.types(f"export --out {out}")
    readme = (out / "README.txt").read_text(encoding="utf-8")
    line = re.search(r"^    (tail .*)$", readme, re.MULTILINE)
    assert line is not None
    done = subprocess.run(line[1], shell=True, cwd=out, capture_output=True, text=True, check=True)
    assert sorted(" ".join(each.split()) for each in done.stdout.splitlines()) == [
        "1 Thistle & Twine",
        "2 Harbour Books",
    ]
    assert "all lines together are 3 votes" in readme


def test_nobody_is_in_it_and_its_serials_are_new_each_time(open_city: Organiser) -> None:
    ida = announced(open_city)
    folders = [ida.config_path.parent / name for name in ("one", "two")]
    for out in folders:
        ida.types(f"export --out {out}")
    texts = [(out / "ballots.csv").read_text(encoding="utf-8") for out in folders]
    assert not [name for name in ("rosa", "noor", "finn") for text in texts if name in text]
    first, second = ({row["serial"] for row in rows(out / "ballots.csv")} for out in folders)
    assert len(first) == len(second) == 3
    assert first != second


def test_losing_shops_are_not_named_where_the_city_does_not_say_so(ida: Organiser) -> None:
    announced(ida)
    out = ida.config_path.parent / "out"
    ida.types(f"export --out {out}")
    assert rows(out / "result.csv") == [
        {"shop": "Harbour Books", "votes": "2"},
        {"shop": "another shop 1", "votes": "1"},
    ]
    assert "Thistle" not in "".join(path.read_text("utf-8") for path in out.iterdir())


def test_nothing_is_written_before_the_result_is_public(ida: Organiser) -> None:
    balloting(ida)
    out = ida.config_path.parent / "out"
    result = ida.types(f"export --out {out}")
    assert (result.exit_code, result.stderr) == (
        1,
        "The result is not public yet (stage: vote). Export it once the shop has been "
        "announced by name.\n",
    )
    assert not out.exists()


def test_the_numbers_of_a_vote_whose_leader_fell_out_are_never_written(ida: Organiser) -> None:
    balloting(ida)
    ida.wait(days=4)
    ida.types("mob refuse 1 --channel phone")
    ida.wait(minutes=1)
    ida.types("mob consent 2 --channel phone")
    ida.wait(days=4)
    out = ida.config_path.parent / "out"
    result = ida.types(f"export --out {out}")
    assert (result.exit_code, result.stderr.partition(".")[0]) == (
        1,
        "A runner-up stands in for the shop that had most votes",
    )
    assert not out.exists()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_name_is_a_formula(sign: str) -> None:
    assert harmless(f"{sign}SUM(A1)") == f"'{sign}SUM(A1)"
    assert harmless("Harbour Books") == "Harbour Books"


def test_networks_with_few_votes_are_put_together() -> None:
    assert told_apart({"mastodon": 40, "twitter": 12, "facebook": 9}) == {
        "mastodon": "mastodon",
        "twitter": "twitter",
        "facebook": "facebook",
    }
    # Two voters alone would still be two: the next larger network joins them.
    assert told_apart({"mastodon": 40, "twitter": 7, "facebook": 2}) == {
        "mastodon": "mastodon",
        "twitter": "together",
        "facebook": "together",
    }
