"""Obeying: an organiser's order by private message, carried out once and answered in private.

An order counts only from an account that the city's configuration names, and only where nobody
else reads it. It is carried out in the transaction that files its message, so that no restart and
no second reading carries it out again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.acts.forgetting import bury_message
from bot.acts.orders import Case, done
from bot.acts.voices import speaker
from bot.config import City
from bot.config.settings import Organiser
from bot.domain.posts import Mention, Origin, Say, Value, Visibility
from bot.listening.orders import Order, order_in
from bot.speaking import speak
from bot.speaking.drafting import confide
from storage import lanes, lost, mobs, outbox, waiting

TOO_OLD = timedelta(days=1)
_ANSWER_WITHIN = timedelta(days=1)


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
    case = Case(work, city, given, mention, organiser.name, now)
    if not is_private(mention):
        _note_public(case)
    else:
        _answer(case, _outdated(case) or done(case))
    if given.word == "forget":
        bury_message(work, city.key, mention)


def _outdated(case: Case) -> str | None:
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


def _noted(case: Case, kind: str, reason: str) -> str:
    case.log("order_ignored", order=case.order.nameless, reason=reason)
    return case.tell(kind, said=case.mention.said_at, order=case.order.nameless)


def _answer(case: Case, text: str) -> None:
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


def _mob_of_answers(case: Case) -> int:
    """The mob under which the answer stands in the outbox: the order's own, else the last one."""
    known = mobs.all_of_city(case.work, case.city.key)
    return case.order.mob or max((mob.id for mob, _ in known), default=0)


def _note_public(case: Case) -> None:
    """An order in public is not carried out: it stands in the log, the organisers are told, and a
    code that was shown there is good no more."""
    written = "code" if case.order.word == "code" else case.order.nameless
    if case.order.word == "code":
        waiting.drop(case.work, case.city.key, case.mention.person)
    case.log("order_ignored", order=written, reason="it was not private")
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
