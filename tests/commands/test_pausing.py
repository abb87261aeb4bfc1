"""An organiser stops the bot's tongue, and lets it speak again."""

from __future__ import annotations

from datetime import timedelta

from bot.speaking.organiser import tell
from schedulers import courier
from schedulers.courier import Errand, Route
from storage import posted
from storage.outbox import Promise, Rank, Sent
from storage.store import Store
from tests.commands.organiser import CONFIG, Organiser, called, started

MINUTE = timedelta(minutes=1)
WITH_ADDRESS = CONFIG.replace(
    'name = "Ida"', 'name = "Ida"\nmastodon = "@ida@social.oxbow.example"'
)


def sends(ida: Organiser) -> Errand | None:
    """What the bot would send now."""
    route = Route("oxbow", "mastodon", "Europe/Paris", None, 5 * MINUTE, MINUTE)

    def claim(store: Store) -> Errand | None:
        with store.work("claim") as work:
            return courier.claim(work, route, ida.at, fresh_start=False)

    found: Errand | None = ida.with_store(claim)
    return found


def promises(ida: Organiser) -> tuple[Promise, ...]:
    """Everything that was promised."""

    def of_city(store: Store) -> tuple[Promise, ...]:
        with store.reading() as view:
            return posted.of_city(view, "oxbow")

    found: tuple[Promise, ...] = ida.with_store(of_city)
    return found


def test_a_paused_bot_says_nothing_and_hears_everything(ida: Organiser) -> None:
    called(ida)
    assert ida.types("pause --by Ida").stdout.splitlines() == [
        "Oxbow is paused: nothing more is said, everything is still read.",
        "What becomes too late meanwhile stays unsaid. To go on: cashmob resume",
    ]
    ida.hears(("juno", "@cashmob I nominate Corner Cheese, Mill Street"))
    assert [shop["shop"] for shop in ida.reads("nominations")][-1] == "Corner Cheese"
    assert sends(ida) is None


def test_it_goes_on_where_it_stopped(ida: Organiser) -> None:
    called(ida).types("pause --by Ida")
    assert sends(ida) is None
    assert ida.types("resume --by Ida").stdout.splitlines() == [
        "Oxbow speaks again; it was paused since Sun 22 Nov 2026 11:00:03.",
        "What was not said meanwhile: cashmob outbox --all",
    ]
    errand = sends(ida)
    assert errand is not None
    assert errand.row.kind == "call"


def test_what_came_too_late_meanwhile_is_skipped_with_its_reason(ida: Organiser) -> None:
    called(ida).types("pause --by Ida")
    ida.at += timedelta(days=20)
    assert sends(ida) is None
    ida.types("resume --by Ida")
    assert sends(ida) is None
    kept = {(row.state, row.reason) for row in promises(ida) if row.rank is not Rank.ORGANISER}
    assert kept == {(Sent.SKIPPED, "too late: the bot was paused")}


def test_every_organiser_is_told_of_the_pause_and_of_its_end(ida: Organiser) -> None:
    ida.config_path.write_text(WITH_ADDRESS, encoding="utf-8")
    called(ida).types("pause --by Ida")
    ida.wait(minutes=1)
    errand = sends(ida)
    assert errand is not None
    paused = tell(
        "alert_paused", {"since": ida.at - MINUTE, "reason": "Ida"}, "en", zone="Europe/Paris"
    )
    assert errand.row.text.startswith(f"@ida@social.oxbow.example {paused}")
    ida.types("resume --by Ida")
    ida.wait(minutes=1)
    assert [row.kind for row in promises(ida) if row.kind.startswith("alert")] == [
        "alert_paused",
        "alert_resumed",
    ]


def test_the_pause_stands_in_status_and_todo_until_it_ends(ida: Organiser) -> None:
    started(ida).types("pause --by Ida")
    assert ida.types("status").stdout.splitlines()[1] == (
        "  PAUSED since Sun 01 Nov 2026 10:00 by Ida: nothing is said. To go on: cashmob resume"
    )
    assert [(t["kind"], t["command"]) for t in ida.reads("todo")] == [("paused", "cashmob resume")]
    assert ida.types("todo").stdout.startswith("• Oxbow: The bot is paused since Sun 1 Nov")
    ida.types("resume --by Ida")
    assert ida.types("todo").stdout == "Nothing to do. Thank you!\n"


def test_twice_is_once(ida: Organiser) -> None:
    started(ida)
    assert ida.types("resume --by Ida").stdout == "Oxbow was not paused.\n"
    ida.types("pause --by Ida")
    assert ida.types("pause --by Juno").stdout.splitlines()[0] == (
        "Oxbow is paused already, since Sun 01 Nov 2026 10:00, by Ida."
    )
