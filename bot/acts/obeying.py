"""Obeying: an organiser's order by private message, carried out once and answered in private.

An order counts only from an account that the city's configuration names, and only where nobody
else reads it. It is carried out in the transaction that files its message, so that no restart and
no second reading carries it out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.acts.codes import Wrong, redeem, wait_for
from bot.acts.forgetting import forget_for
from bot.acts.ordering import Carried, carry, chosen
from bot.acts.pausing import turn
from bot.acts.voices import speaker
from bot.config import City
from bot.config.rhythm import WallTimeError, mob_at
from bot.config.settings import Organiser
from bot.domain.mob import ENDED, Mob, Refusal
from bot.domain.ordering import (
    Act,
    Approve,
    AskOwner,
    Cancel,
    Choose,
    Hold,
    Postpone,
    RecordConsent,
    RecordRefusal,
    Reject,
    Reveal,
    order,
)
from bot.domain.posts import Mention, Origin, Say, Value, Visibility
from bot.domain.standing import Tally
from bot.domain.tasks import tasks
from bot.listening.orders import Order, order_in, words
from bot.speaking import refusal, speak, tell
from bot.speaking.drafting import confide
from storage import audit, lanes, lost, mobs, outbox, pauses, people, waiting
from storage.pauses import Pause

TOO_OLD = timedelta(days=1)
_ANSWER_WITHIN = timedelta(days=1)
# More than these are read better at the terminal.
_MOST_TASKS = 6


@dataclass(frozen=True, slots=True)
class _Case:
    """One order with all that carrying it out needs; `who` stands in the log."""

    work: Connection
    city: City
    order: Order
    mention: Mention
    organiser: str
    now: datetime

    @property
    def who(self) -> str:
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


def order_of(city: City, mention: Mention) -> Order | None:
    """The order that a message is; None where it is none, or nobody's who may give one."""
    if not mention.tags_us or mention.by_bot or mention.repost:
        return None
    if _organiser(city, mention) is None:
        return None
    found = order_in(mention.text, mention.lang)
    return found if found is not None and (is_private(mention) or found.changes) else None


def _organiser(city: City, mention: Mention) -> Organiser | None:
    return next((one for one in city.organisers if mention.person in one.accounts), None)


def is_private(mention: Mention) -> bool:
    """Whether nobody but the bot reads a message: there are such messages on Mastodon alone."""
    return mention.network == "mastodon" and mention.visibility is Visibility.DIRECT


def obey(work: Connection, city: City, given: Order, mention: Mention, now: datetime) -> None:
    """Carries out an order that was never read before, and answers it; one that others could read
    is only noted, and so is one that is too old or of the time that a backup does not know."""
    organiser = _organiser(city, mention)
    assert organiser is not None
    case = _Case(work, city, given, mention, organiser.name, now)
    if not is_private(mention):
        _note_public(case)
        return
    _answer(case, _outdated(case) or _ANSWERS.get(given.word, _by_act)(case))


def _outdated(case: _Case) -> str | None:
    """Why an order is not carried out any more, None where it is."""
    said_at = case.mention.said_at
    if lost.span(case.work) is not None:
        return _noted(case, "order_lost", "while a backup was put back")
    if case.now - said_at > TOO_OLD:
        return _noted(case, "order_old", "too old")
    known = mobs.all_of_city(case.work, case.city.key)
    if known and all(said_at < mob.created_at for mob, _ in known):
        return _noted(case, "order_old", "older than all that is known")
    return None


def _noted(case: _Case, kind: str, reason: str) -> str:
    _log(case, "order_ignored", order=case.order.written(), reason=reason)
    return case.tell(kind, said=case.mention.said_at, order=case.order.written())


def _log(case: _Case, act: str, **details: str) -> None:
    city = case.city.key
    audit.write(case.work, case.now, city=city, who=case.who, act=act, details=details)


def _answer(case: _Case, text: str) -> None:
    """Promises the answer, to the organiser alone, also while the bot is paused."""
    m, city = case.mention, case.city
    voice = speaker(city, lanes.all_lanes(case.work)).voices[m.network]
    origin = Origin(m.network, m.event, m.name, m.lang, m.visibility)
    key = f"order:{m.network}:{m.event}"
    until = case.now + _ANSWER_WITHIN
    say = Say("order", key, case.now, until, origin=origin, organiser=True)
    drafts = confide(text, origin, voice, case.order.language)
    rows = [(_mob_of_answers(case), say, m.network, draft) for draft in drafts]
    outbox.promise(case.work, city.key, rows)


def _mob_of_answers(case: _Case) -> int:
    """The mob under which the answer stands in the outbox: the order's own, else the last one."""
    known = mobs.all_of_city(case.work, case.city.key)
    return case.order.mob or max((mob.id for mob, _ in known), default=0)


def _note_public(case: _Case) -> None:
    """An order in public is not carried out: it stands in the log, the organisers are told, and a
    code that was shown there is good no more."""
    written = "code" if case.order.word == "code" else case.order.written()
    if case.order.word == "code":
        waiting.drop(case.work, case.city.key, case.mention.person)
    _log(case, "order_ignored", order=written, reason="it was not private")
    m, city = case.mention, case.city
    values: dict[str, Value] = {"name": case.organiser, "order": written, "network": m.network}
    say = Say(
        "order_public",
        f"order_public:{m.network}:{m.event}",
        case.now,
        case.now + _ANSWER_WITHIN,
        values,
        organiser=True,
    )
    voices = speaker(city, lanes.all_lanes(case.work)).voices.values()
    rows = [
        (_mob_of_answers(case), say, voice.network, draft)
        for voice in voices
        if voice.organisers
        for draft in speak(
            say, voice, languages=city.languages, zone=city.timezone, currency=city.currency
        )
    ]
    outbox.promise(case.work, city.key, rows)


# --- what only the city is asked


def _pause(case: _Case) -> str:
    held = turn(case.work, case.city.key, Pause(True, case.now, case.who))
    if held is not None:
        return case.tell("order_paused_already", since=held.since, name=held.who)
    return case.tell("order_paused")


def _resume(case: _Case) -> str:
    held = turn(case.work, case.city.key, Pause(False, case.now, case.who))
    return case.tell("order_not_paused" if held is None else "order_resumed")


def _list(case: _Case) -> str:
    return case.tell("order_list", order=", ".join(words(case.order.language)))


def _stop(case: _Case) -> str:
    return case.tell("order_stop")


def _status(case: _Case) -> str:
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


def _live(case: _Case) -> list[tuple[Mob, Tally]]:
    known = mobs.of_city(case.work, case.city.key)
    return [pair for pair in known if pair[0].stage not in ENDED or pair is known[-1]]


def _todo(case: _Case) -> str:
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


def _code(case: _Case) -> str:
    """Carries out the order that this code was made for."""
    found = redeem(case.work, case.city.key, case.order.rest, case.now, person=case.mention.person)
    if isinstance(found, Wrong):
        _log(case, "order_ignored", order="code", reason=found.kind)
        return case.tell(found.kind, count=found.left)
    confirmed = replace(case, order=found)
    return (
        _forget(confirmed, sure=True) if found.word == "forget" else _by_act(confirmed, sure=True)
    )


def _wants_code(case: _Case, given: Order) -> str:
    person, name = case.mention.person, case.organiser
    until = wait_for(case.work, case.city.key, given, case.now, person=person, name=name)
    _log(case, "order_waits", order=given.written())
    return case.tell("order_code_wanted", order=given.written(), until=until)


def _forget(case: _Case, *, sure: bool = False) -> str:
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


def _by_act(case: _Case, *, sure: bool = False) -> str:
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


def _each(case: _Case, acts: list[Act]) -> Iterator[str]:
    for act in acts:
        carried = case.carry(act)
        if carried.refused is not None:
            yield case.sorry(carried.refused)
            return
        assert carried.mob is not None
        yield _told(case, act, carried.mob)


def _told(case: _Case, act: Act, mob: Mob) -> str:
    number = getattr(act, "number", None)
    shop = mob.won if number is None else mob.nomination(number)
    values: dict[str, Value] = {
        "number": number,
        "shop": "" if shop is None else shop.name,
        "stage": mob.stage.value,
        "when": mob.meets_at,
    }
    return case.tell(f"order_{case.order.word}", **values)


def _acts(case: _Case, mob: Mob) -> list[Act] | str:
    """The acts that the order stands for, or what it lacks."""
    given, name = case.order, case.organiser
    if given.word == "postpone":
        return _postponed(case)
    if given.word in _PLAIN:
        return [_PLAIN[given.word](given)]
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


def _postponed(case: _Case) -> list[Act] | str:
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
    "refused": lambda number, given, name: RecordRefusal(number, name, _channel(given)),
}
_ANSWERS: dict[str, Callable[[_Case], str]] = {
    "pause": _pause,
    "resume": _resume,
    "status": _status,
    "todo": _todo,
    "orders": _list,
    "stop": _stop,
    "code": _code,
    "forget": _forget,
}
