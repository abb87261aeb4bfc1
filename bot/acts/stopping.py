"""Making a stop reach everybody: the same words under every older post that people look at, and
to those who asked to be reminded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy.engine import Connection

from bot.acts.promises import Speaker
from bot.domain.announcing import FREE_OF_CHARGE
from bot.domain.mob import Mob
from bot.domain.posts import Action, Draft, Say, Visibility
from bot.domain.reminding import MOB as REMINDER
from bot.domain.reminding import asked
from bot.domain.standing import Said
from storage import mentions, outbox, posted
from storage.outbox import Promise, Rank, Sent

STOPS = frozenset({"postponed", "postponed_weather", "cancelled"})


def reach(work: Connection, speaker: Speaker, mob: Mob, says: Iterable[Say]) -> None:
    """Puts a stop, which stands under one post already, under all the others that are out: who
    kept the ballot or the countdown open reads it there. Only where posts cost nothing, and on
    Mastodon not on the public timelines a second time."""
    stops = [say for say in says if say.kind in STOPS]
    if not stops:
        return
    out = [row for row in posted.of_mob(work, mob.id) if _is_read(row)]
    asking = [ask for said in mentions.said_in(work, mob.id).values() if (ask := asked(said))]
    drafted = [
        found
        for say in stops
        for found in (
            *_under_each(speaker, mob, say, out),
            *_to_those_who_asked(speaker, mob, say, asking),
        )
    ]
    outbox.promise(work, speaker.city, drafted)


def _is_read(row: Promise) -> bool:
    """Whether a row is a public post that is out, with people under it; not an earlier stop."""
    public = row.rank is Rank.PUBLIC and row.action is Action.POST and row.after is None
    return (
        public
        and row.state is Sent.SENT
        and row.network in FREE_OF_CHARGE
        and row.kind not in STOPS | {"counted"}
    )


def _under_each(
    speaker: Speaker, mob: Mob, say: Say, out: Iterable[Promise]
) -> Iterator[tuple[int, Say, str, Draft]]:
    # A post of a second date has a number behind its name; the newest of a name is answered.
    places = {(row.network, row.key.partition(".")[0]) for row in out}
    for network, name in sorted(places):
        if name != say.under:
            there = replace(say, key=f"{say.key}:{name}", under=name, networks=(network,))
            for _, _, where, draft in speaker.drafts(mob, there):
                yield mob.id, there, where, _quiet(draft, where)


def _to_those_who_asked(
    speaker: Speaker, mob: Mob, say: Say, asking: Iterable[Said]
) -> Iterator[tuple[int, Say, str, Draft]]:
    """The stop in answer to everybody who wants to be reminded, where reminders are answered."""
    for ask in asking:
        voice = speaker.voices.get(ask.network)
        if voice is not None and REMINDER not in voice.unsaid:
            key = f"{say.key}:asked:{ask.network}:{ask.event}"
            yield from speaker.drafts(mob, replace(say, key=key, under=None, origin=ask.origin))


def _quiet(draft: Draft, network: str) -> Draft:
    return replace(draft, visibility=Visibility.UNLISTED) if network == "mastodon" else draft
