"""What an organiser reads: where the mob stands, the votes, who comes, what is promised."""

from __future__ import annotations

import pytest

from schedulers.lock import alone, taken
from schedulers.pulse import Pulse
from storage import lanes, mentions, outbox, tables
from storage.store import Store
from tests.commands.organiser import Organiser, announced, balloting, called, started

READING = ["todo", "nominations", "status", "tally", "commitments", "outbox", "mob list"]


@pytest.mark.parametrize("line", [*READING, "mob show", "mob cancel", "approve 1"])
def test_without_a_database_it_says_what_to_do(ida: Organiser, line: str) -> None:
    result = ida.types(line)
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        f"There is no database yet ({ida.file}). `cashmob mob start` begins the first mob and "
        "makes it; `cashmob rehearse` shows one without any.\n",
    )
    assert not ida.file.exists()


@pytest.mark.parametrize("line", READING)
def test_a_file_that_is_no_database_is_left_alone(ida: Organiser, line: str) -> None:
    ida.file.write_text("my diary " * 500)
    result = ida.types(line)
    assert (result.exit_code, result.stderr) == (
        1,
        f"{ida.file} is no database of cashmob; it was left as it is\n",
    )
    assert ida.file.read_text() == "my diary " * 500


def test_a_database_can_be_named_without_any_configuration(ida: Organiser) -> None:
    """As after a rehearsal of the example city."""
    started(ida)
    ida.config_path.unlink()
    ida.database = str(ida.file)
    assert ida.types("outbox").exit_code == 0


def test_where_the_mob_stands(ida: Organiser) -> None:
    promised = len(balloting(ida).reads("outbox"))
    assert ida.types("status").stdout.splitlines() == [
        "Oxbow (oxbow)",
        "  mob 1: balloting, Sat 12 Dec 2026 11:00",
        "    next: Mon 30 Nov 2026 11:00, … or at the latest now, else the mob is postponed",
        "    3 votes; 0 people coming, perhaps 0 more",
        "Network   Account      Last read  Trouble",
        "mastodon  not met yet  never",
        f"Outbox: {promised} waiting, 0 blocked (cashmob outbox)",
        "The bot does not run: nothing is read or said. Start it: cashmob run",
    ]


def test_what_is_overdue_is_told(ida: Organiser) -> None:
    started(ida).at = ida.at.replace(day=30)
    assert ida.reads("status")["cities"][0]["mobs"][0]["next"] == {
        "moment": "call",
        "at": "2026-11-21T10:00:00+00:00",
        "overdue": True,
    }


def test_whether_the_bot_runs_and_hears(ida: Organiser) -> None:
    started(ida)

    def trouble(store: Store) -> None:
        with store.work("trouble") as work:
            lanes.note(
                work,
                "oxbow",
                "mastodon",
                handle="cashmob",
                read_at=ida.at,
                trouble="down: no answer",
                trouble_since=ida.at,
            )

    ida.with_store(trouble)
    Pulse(ida.file).show()
    with alone(ida.file):
        result = ida.types("status")
        health = ida.reads("status")["health"]
    wrong = "Oxbow on Mastodon: no sign of life at all"
    assert result.stdout.splitlines()[4:] == [
        "Network   Account  Last read              Trouble",
        "mastodon  cashmob  Sun 01 Nov 2026 10:00  since Sun 01 Nov 2026 10:00: down: no answer",
        "Outbox: 0 waiting, 0 blocked (cashmob outbox)",
        f"Not well: {wrong}",
    ]
    assert health == {"well": False, "runs": True, "wrong": [wrong]}


def test_looking_does_not_keep_the_bot_from_starting(ida: Organiser) -> None:
    started(ida).types("status")
    before = taken(ida.file)
    with alone(ida.file):
        assert (before, taken(ida.file)) == (False, True)


def test_messages_that_were_set_aside_are_named(ida: Organiser) -> None:
    called(ida)

    def aside(store: Store) -> None:
        with store.work("aside") as work:
            changed = mentions.MENTION.update().where(mentions.MENTION.c.name == "@finn")
            work.execute(changed.values(state="aside", reason="too long"))

    ida.with_store(aside)
    found = ida.reads("status")["cities"][0]["set_aside"]
    assert [(each["network"], each["reason"]) for each in found] == [("mastodon", "too long")]


def test_the_votes_with_the_rule_for_level_ones(ida: Organiser) -> None:
    result = balloting(ida).types("tally")
    assert result.stdout.splitlines() == [
        "Oxbow, mob 1 (balloting): 3 votes, closes Tue 01 Dec 2026 11:00",
        "    No.  Shop             Votes  mastodon  Put forward by  First named",
        "1.    1  Harbour Books        2         2               2  Sun 22 Nov 2026 11:00",
        "2.    2  Thistle & Twine      1         1               1  Sun 22 Nov 2026 11:00:01",
        "Of two that are level, the one nominated first is ahead. ★ goes to the mob.",
        "Counted anew from every message: the same.",
    ]
    assert result.exit_code == 0


def test_a_tally_that_is_wrong_is_found_out(ida: Organiser) -> None:
    balloting(ida)

    def tamper(store: Store) -> None:
        tally = tables.TallyRow.__table__  # type: ignore[attr-defined]
        with store.work("tamper") as work:
            which = (tally.c.what == "votes", tally.c.number == 2)
            work.execute(tally.update().where(*which).values(n=9))

    ida.with_store(tamper)
    result = ida.types("tally")
    assert (result.exit_code, result.stdout.splitlines()[-3:]) == (
        1,
        [
            "Counted anew from every message, these differ:",
            "Figure  No.  Kept  Counted anew",
            "votes     2     9             1",
        ],
    )


def test_who_comes(ida: Organiser) -> None:
    announced(ida).hears(
        ("rosa", "@cashmob I'm in, we are three"),
        ("finn", "@cashmob might make it if I get off work in time"),
        ("noor", "@cashmob I'm in"),
        ("mila", "@cashmob I'm in"),
        ("mila", "@cashmob sorry, I have to cancel, I can't come"),
    )
    assert ida.types("commitments").stdout.splitlines() == [
        "Oxbow, mob 1: Sat 12 Dec 2026 11:00",
        "Name   Network   Since                     People  Perhaps",
        "@rosa  mastodon  Sun 06 Dec 2026 15:00:06       3",
        "@finn  mastodon  Sun 06 Dec 2026 15:00:07                1",
        "@noor  mastodon  Sun 06 Dec 2026 15:00:08       1",
        "4 people by 2 commitments; perhaps 1 more.",
    ]
    data = ida.reads("commitments 1")[0]
    assert (data["people"], data["commitments"], data["tentative"]) == (4, 2, 1)
    assert [who["person"].rpartition("/")[2] for who in data["who"]] == ["rosa", "finn", "noor"]


def test_a_mob_that_there_never_was(ida: Organiser) -> None:
    result = started(ida).types("tally 8")
    assert (result.exit_code, result.stderr) == (
        1,
        "There is no mob number 8. `cashmob mob list` shows them all.\n",
    )


def test_what_is_promised(ida: Organiser) -> None:
    started(ida).at = ida.at.replace(day=21)
    ida.wait(hours=2)
    assert ida.types("outbox").stdout.splitlines()[:2] == [
        "No.  Mob  Due                    Network   Kind  State    Words",
        "  1    1  Sat 21 Nov 2026 11:00  mastodon  call  pending  "
        "A cash mob: neighbours meet in one independent sh…",
    ]

    def sent(store: Store) -> None:
        with store.work("sent") as work:
            for number in (1, 2):
                outbox.mark(work, number, outbox.Sent.SENT)

    ida.with_store(sent)
    assert ida.types("outbox").stdout == (
        "Nothing waits, nothing is blocked. What is out: cashmob outbox --all\n"
    )
    assert [row["state"] for row in ida.reads("outbox --all")] == ["sent", "sent"]
