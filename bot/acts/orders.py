"""What each order does: a small table from the words of orders to the acts of the organisers.

Each handler is given the whole case, does what is asked, and returns the answer as a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy.engine import Connection

from bot.acts.codes import Wrong, redeem, wait_for
from bot.acts.forgetting import forget_for
from bot.acts.ordering import Carried, carry, chosen
from bot.acts.pausing import turn
from bot.config import City
from bot.config.rhythm import WallTimeError, mob_at
from bot.domain.mob import ENDED, Mob, Refusal
from bot.domain.ordering import order
from bot.domain.orders import (
    Act,
    Approve,
    AskOwner,
    Cancel,
    Choose,
    CountHeads,
    EnterTill,
    Hold,
    Postpone,
    RecordConsent,
    RecordRefusal,
    Reject,
    Reveal,
)
from bot.domain.posts import Mention, Value
from bot.domain.standing import Tally, minor_units
from bot.domain.tasks import tasks
from bot.listening.orders import Order, words
from bot.speaking import refusal, tell
from storage import audit, mobs, pauses, people
from storage.pauses import Pause

# More than these are read better at the terminal.
_MOST_TASKS = 6


@dataclass(frozen=True, slots=True)
class Case:
    """One order with all that carrying it out needs; `who` stands in the log."""

    work: Connection
    city: City
    order: Order
    mention: Mention
    organiser: str
    now: datetime

    @property
    def who(self) -> str:
        """Who stands in the log."""
        return f"{self.organiser}, by message"

    def tell(self, kind: str, **values: Value) -> str:
        """One of the organisers' texts in the language of the order."""
        city = self.city
        language = self.order.language
        return tell(kind, values, language, zone=city.timezone, currency=city.currency)

    def sorry(self, refused: Refusal) -> str:
        """Why an act is not possible, in the language of the order."""
        return refusal(refused, self.order.language, zone=self.city.timezone)

    def carry(self, act: Act) -> Carried:
        """Carries out an act on the order's mob."""
        return carry(self.work, self.city, act, self.now, who=self.who, mob=self.order.mob)

    def log(self, act: str, **details: str) -> None:
        """A line of the audit log."""
        city = self.city.key
        audit.write(self.work, self.now, city=city, who=self.who, act=act, details=details)


def done(case: Case) -> str:
    """Does what the order asks, or lets it wait for its code; returns the answer."""
    return _ANSWERS.get(case.order.word, _by_act)(case)


# --- what only the city is asked


def _pause(case: Case) -> str:
    held = turn(case.work, case.city.key, Pause(True, case.now, case.who))
    if held is not None:
        return case.tell("order_paused_already", since=held.since, name=held.who)
    return case.tell("order_paused")


def _resume(case: Case) -> str:
    held = turn(case.work, case.city.key, Pause(False, case.now, case.who))
    return case.tell("order_not_paused" if held is None else "order_resumed")


def _list(case: Case) -> str:
    return case.tell("order_list", order=", ".join(words(case.order.language)))


def _stop(case: Case) -> str:
    return case.tell("order_stop")


def _status(case: Case) -> str:
    """Where every mob stands that is not over, and whether the bot is silent."""
    held = pauses.paused(case.work, case.city.key)
    lines = [] if held is None else [case.tell("order_paused_already", since=held.since)]
    for mob, tally in _live(case):
        won = mob.won.name if mob.won is not None else ""
        values: dict[str, Value] = {
            "number": mob.id,
            "stage": mob.stage.value,
            "when": mob.meets_at,
            "shop": won,
            "votes": tally.votes,
            "people": tally.of("people"),
        }
        lines.append(case.tell("order_status", **values))
    return "\n\n".join(lines) or case.sorry(Refusal("no_mob"))


def _live(case: Case) -> list[tuple[Mob, Tally]]:
    known = mobs.of_city(case.work, case.city.key)
    return [pair for pair in known if pair[0].stage not in ENDED or pair is known[-1]]


def _todo(case: Case) -> str:
    """What there is to do, the most urgent first."""
    found = [(mob, task) for mob, tally in _live(case) for task in tasks(mob, case.now, tally)]
    lines = []
    for mob, task in found[:_MOST_TASKS]:
        values = {"by": task.by, "when": mob.meets_at, **task.values, "command": task.command}
        lines.append(case.tell(task.kind, **values))
    if more := len(found) - len(lines):
        lines.append(case.tell("order_more", count=more))
    return "\n\n".join(lines) or case.tell("order_nothing")


# --- codes


def _code(case: Case) -> str:
    """Carries out the order that this code was made for."""
    found = redeem(case.work, case.city.key, case.order.rest, case.now, person=case.mention.person)
    if isinstance(found, Wrong):
        case.log("order_ignored", order="code", reason=found.kind)
        return case.tell(found.kind, count=found.left)
    confirmed = replace(case, order=found)
    return (
        _forget(confirmed, sure=True) if found.word == "forget" else _by_act(confirmed, sure=True)
    )


def _wants_code(case: Case, given: Order) -> str:
    person, name = case.mention.person, case.organiser
    until = wait_for(case.work, case.city.key, given, case.now, person=person, name=name)
    case.log("order_waits", order=given.nameless)
    return case.tell("order_code_wanted", order=given.nameless, until=until)


def _forget(case: Case, *, sure: bool = False) -> str:
    name = case.order.rest
    found = people.called(case.work, case.city.key, name)
    if len(found) != 1:
        ids = ", ".join(person.person for person in found)
        kind = "several_people" if found else "no_such_person"
        return case.sorry(Refusal(kind, {"name": name, "people": ids}))
    if not sure:
        return _wants_code(case, replace(case.order, rest=found[0].person))
    forget_for(case.work, case.city.key, found[0].person, case.now, who=case.who)
    return case.tell("order_forgotten")


# --- acts on a mob


def _by_act(case: Case, *, sure: bool = False) -> str:
    """Carries out the acts of the domain that an order stands for, one after the other; the first
    that is refused ends it."""
    found = chosen(mobs.of_city(case.work, case.city.key), case.order.mob)
    if isinstance(found, Refusal):
        return case.sorry(found)
    mob, tally = found
    acts = _acts(case, mob)
    if isinstance(acts, str):
        return acts
    if case.order.destroys and not sure:
        refused = order(mob, acts[0], case.now, tally=tally).refused
        if refused is not None:
            return case.sorry(refused)
        return _wants_code(case, replace(case.order, mob=mob.id))
    case = replace(case, order=replace(case.order, mob=mob.id))
    return "\n".join(_each(case, acts))


def _each(case: Case, acts: list[Act]) -> Iterator[str]:
    for act in acts:
        carried = case.carry(act)
        if carried.refused is not None:
            yield case.sorry(carried.refused)
            return
        assert carried.mob is not None
        yield _told(case, act, carried.mob)


def _told(case: Case, act: Act, mob: Mob) -> str:
    number = getattr(act, "number", None)
    shop = mob.won if number is None else mob.nomination(number)
    values: dict[str, Value] = {
        "number": number,
        "shop": "" if shop is None else shop.name,
        "stage": mob.stage.value,
        "when": mob.meets_at,
        "people": mob.heads,
        "till": None if mob.till is None else mob.spend(mob.till),
    }
    return case.tell(f"order_{case.order.word}", **values)


def _acts(case: Case, mob: Mob) -> list[Act] | str:
    """The acts that the order stands for, or what it lacks."""
    given, name = case.order, case.organiser
    if given.word == "postpone":
        return _postponed(case)
    if given.word in _PLAIN:
        return [_PLAIN[given.word](given)]
    if given.word == "till":
        return [EnterTill(minor_units(Decimal(given.rest), mob.rules.currency))]
    numbers = given.numbers
    if not numbers and given.word in ("agreed", "refused") and mob.winner is not None:
        numbers = (mob.winner,)
    if not numbers:
        return case.tell("order_which", order=given.written())
    if given.word == "agreed":
        told = mob.meets_at or case.now
        return [RecordConsent(numbers[0], name, _channel(given), told)]
    return [_NUMBERED[given.word](number, given, name) for number in numbers]


def _channel(given: Order) -> str:
    """By which channel the owner's word is known; an order tells it or comes by message."""
    return given.rest or "message"


def _postponed(case: Case) -> list[Act] | str:
    wanted = case.order.rest
    if not wanted:
        return [Postpone()]
    try:
        return [Postpone(mob_at(wanted.upper(), case.city.zone))]
    except WallTimeError:
        return case.tell("order_no_time", order=wanted)


_PLAIN: dict[str, Callable[[Order], Act]] = {
    "reveal": lambda given: Reveal(),
    "cancel": lambda given: Cancel(given.rest),
}
_NUMBERED: dict[str, Callable[[int, Order, str], Act]] = {
    "approve": lambda number, given, name: Approve(number),
    "hold": lambda number, given, name: Hold(number, given.rest or "by message"),
    "reject": lambda number, given, name: Reject(number, given.rest),
    "choose": lambda number, given, name: Choose(number),
    "asked": lambda number, given, name: AskOwner(number, name, _channel(given)),
    "heads": lambda number, given, name: CountHeads(number),
    "refused": lambda number, given, name: RecordRefusal(number, name, _channel(given)),
}
_ANSWERS: dict[str, Callable[[Case], str]] = {
    "pause": _pause,
    "resume": _resume,
    "status": _status,
    "todo": _todo,
    "orders": _list,
    "stop": _stop,
    "code": _code,
    "forget": _forget,
}
