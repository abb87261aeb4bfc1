"""Two organisers act at the same time, each at a terminal of their own: one after the other is
heard, and nothing is done by halves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bot.acts.ordering import Carried, carry_out
from bot.domain.orders import Act, Cancel, Choose, Postpone
from storage.store import open_store
from tests.commands.organiser import Organiser


def at_the_same_time(ida: Organiser, acts: dict[str, Act]) -> list[Carried]:
    """Each act from its own terminal, begun at one moment."""
    begin = Barrier(len(acts))

    def sits_down(who: str, act: Act) -> Carried:
        store = open_store(ida.file)
        try:
            begin.wait()
            return carry_out(store, ida.city, act, ida.now(), who=who)
        finally:
            store.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(sits_down, acts, acts.values()))


def refused(carried: Carried) -> str:
    return "" if carried.refused is None else carried.refused.kind


def test_both_cancel_and_one_reads_that_it_is_done(ida: Organiser) -> None:
    ida.types("mob start --at 2026-12-12T11:00")
    done = at_the_same_time(ida, {"Ida": Cancel("storm"), "Ben": Cancel("flood")})
    assert sorted(map(refused, done)) == ["", "no_mob"]
    assert [line["act"] for line in ida.reads("log")].count("Cancel") == 1


def test_one_puts_it_off_while_the_other_does_what_cannot_be_done(ida: Organiser) -> None:
    ida.types("mob start --at 2026-12-12T11:00")
    done = at_the_same_time(ida, {"Ida": Postpone(None), "Ben": Choose(1)})
    assert list(map(refused, done)) == ["", "no_such_nomination"]
    assert [mob["stage"] for mob in ida.reads("mob list")] == ["postponed"]
