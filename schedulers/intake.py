"""Taking in a page of mentions: understood in memory, one transaction, one commit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.forgetting import forget
from bot.acts.obeying import obey
from bot.acts.promises import Speaker, promise
from bot.acts.recognising import newly, recognised
from bot.domain.hearing import ABOUT, hear
from bot.domain.mob import Decision, Mob
from bot.domain.posts import Mention, Say
from bot.domain.standing import SUSPECTED, Said, Standing, Tally, difference
from bot.domain.suspicion import Suspicion
from bot.listening.orders import Order
from schedulers.desk import Desk
from schedulers.filing import Filing, threads
from schedulers.memory import Memory
from schedulers.watcher import Suspects
from storage import blocks, mentions, mobs, posted, shops, standings
from storage.mentions import Filed, Kept


@dataclass(slots=True)
class _Sheet:
    """One mob while a page is taken in: as it was, as it becomes, and what is to be said. `asking`
    are the people who want to know what is kept about them, by the key of their answer."""

    before: Mob
    mob: Mob
    tally: Tally
    speaker: Speaker
    says: list[Say] = field(default_factory=list)
    changed: list[tuple[Standing, standings.Kept]] = field(default_factory=list)
    stands: dict[str, standings.Kept] = field(default_factory=dict)
    forget: list[str] = field(default_factory=list)
    asking: dict[str, str] = field(default_factory=dict)

    def change(self, was: Standing, now: standings.Kept) -> None:
        """One person's standing is another from now on, and the tally with it."""
        self.changed.append((was, now))
        self.stands[now.person] = now
        self.tally = self.tally.moved(difference(was, now.standing))


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What a city knows before a page is opened: whom it no longer hears, and the shops of earlier
    mobs. Read once for many pages: neither changes with what people write."""

    blocked: frozenset[str]
    visited: tuple[tuple[shops.Shop, datetime | None], ...]


def acquaintance(view: Connection, city: str) -> Acquaintance:
    """What the city knows now."""
    return Acquaintance(blocks.of_city(view, city), shops.visited(view, city))


def take_in(
    work: Connection,
    desk: Desk,
    found: Sequence[Mention],
    now: datetime,
    *,
    known_before: Acquaintance | None = None,
    gone: Sequence[str] = (),
) -> int:
    """Files a page of mentions with all that follows from it, and returns how many were news.

    A message filed before is news only where its text has changed or it is `gone`.
    """
    events = [m.event for m in found] + list(gone)
    # Whoever goes on writing under their own message says it to us.
    threads = {m.parent for m in found if m.parent}
    known, erased = _filed_before(work, desk, [*events, *threads.difference(events)])
    # By event: a network may tell one message twice on a page.
    once = {m.event: m for m in found}.values()
    news = [m for m in once if m.event not in erased and _is_news(m, known.get(m.event))]
    lost = [known[e] for e in gone if e in known and known[e].state is Kept.HEARD]
    if news or lost:
        before = known_before or acquaintance(work, desk.ear.city)
        _hear_all(work, desk, news, known=known, lost=lost, before=before, now=now)
    return len(news) + len(lost)


def brings_news(view: Connection, desk: Desk, found: Sequence[Mention]) -> bool:
    """Whether a page holds anything that is not filed already as it is now."""
    graves = {desk.grave(m.event): m for m in found}
    events = (*graves, *(m.event for m in found))
    filed = mentions.texts(view, desk.ear.city, desk.ear.network, events)
    return any(filed.get(m.event) != m.text for grave, m in graves.items() if grave not in filed)


def _filed_before(
    view: Connection, desk: Desk, events: Sequence[str]
) -> tuple[dict[str, Filed], set[str]]:
    """Those of the events that are filed, and those that were erased."""
    graves = {desk.grave(event): event for event in events}
    known = mentions.known(view, desk.ear.city, desk.ear.network, (*events, *graves))
    return known, {graves[event] for event in known if event in graves}


def _is_news(mention: Mention, filed: Filed | None) -> bool:
    return filed is None or filed.mention.text != mention.text


def _hear_all(
    work: Connection,
    desk: Desk,
    news: Sequence[Mention],
    *,
    known: Mapping[str, Filed],
    lost: Sequence[Filed],
    before: Acquaintance,
    now: datetime,
) -> None:
    sheets = {
        mob.id: _Sheet(mob, mob, tally, desk.speaker)
        for mob, tally in mobs.of_city(work, desk.ear.city)
    }
    orders = _orders(desk, news, before.blocked)
    persons = {m.person for m in news} | {f.mention.person for f in lost}
    earlier = standings.with_words(work, sheets, persons)
    said = threads(news, known)
    ours = posted.by_remote(
        work, desk.ear.city, desk.ear.network, {m.parent for m in said if m.parent}
    )
    memory = Memory({key: words for key, (_, words) in earlier.items()})
    current = {key: sheet.mob for key, sheet in sheets.items()}
    filing = Filing(desk, current, known, before.blocked, orders, ours, memory, now)
    filed = [filing.file(m) for m in said]
    for key, sheet in sheets.items():
        sheet.mob = filing.mobs[key]
    filed += [replace(f, state=Kept.GONE, intents=(), again_at=None) for f in lost]
    suspects = desk.watcher.suspects(filing.mobs, filed)
    bearing = [f for f in filed if _bears(f, known)]
    if strangers := {person for _, person in suspects} - persons:
        earlier |= standings.with_words(work, sheets, strangers)
    answered = _hear_persons(sheets, bearing, suspects, earlier, now=now)
    mentions.file(work, desk.ear.city, filed, answered=answered)
    for sheet in sheets.values():
        if newly(sheet.before, sheet.mob):
            sheet.mob = recognised(before.visited, sheet.before, sheet.mob, now)
    _save(work, desk, sheets.values(), now)
    for mention in news:
        # Once, at the first reading: an edited message orders nothing.
        if mention.event in orders and mention.event not in known and desk.city is not None:
            obey(work, desk.city, orders[mention.event], mention, now)


def _orders(desk: Desk, news: Sequence[Mention], blocked: Collection[str]) -> dict[str, Order]:
    """The organisers' orders on a page, by event."""
    heard = (m for m in news if m.person not in blocked)
    return {m.event: given for m in heard if (given := desk.order(m)) is not None}


def _bears(filed: Filed, known: Mapping[str, Filed]) -> bool:
    """Whether a message changes anything: it asks for something now, or it did before."""
    was = known.get(filed.mention.event)
    return bool(filed.intents or (was is not None and was.intents))


def _hear_persons(
    sheets: Mapping[int, _Sheet],
    filed: Sequence[Filed],
    suspects: Suspects,
    earlier: Mapping[tuple[int, str], tuple[standings.Kept, Sequence[Said]]],
    *,
    now: datetime,
) -> set[str]:
    """Folds every person of the page anew, and returns the events that are answered in words."""
    theirs: dict[tuple[int, str], list[Filed]] = {}
    for f in sorted(filed, key=lambda f: (f.mention.said_at, f.mention.event)):
        if f.mob is not None and f.mob in sheets:
            theirs.setdefault((f.mob, f.mention.person), []).append(f)
    answered: set[str] = set()
    for (mob, person), mine in theirs.items():
        before, words = earlier.get((mob, person), (None, ()))
        touched = {f.mention.event for f in mine}
        said = [s for s in words if s.event not in touched]
        said += [f.said for f in mine if f.state is not Kept.GONE]
        answered |= _hear_person(sheets[mob], before, said, mine[-1].mention, now)
    _hold(sheets, suspects, earlier)
    return answered


def _hold(
    sheets: Mapping[int, _Sheet],
    suspects: Suspects,
    earlier: Mapping[tuple[int, str], tuple[standings.Kept, Sequence[Said]]],
) -> None:
    """Takes the votes under suspicion out of the count, those of the page and those before that
    turn out to be of the same crowd. What an organiser once decided about a person stays."""
    for (mob, person), reason in suspects.items():
        sheet = sheets[mob]
        before, _ = earlier.get((mob, person), (None, ()))
        stood = sheet.stands.get(person, before)
        if stood is None or stood.standing.vote is None or stood.standing.suspicion is not None:
            continue
        suspicion = Suspicion(sheet.tally.of(SUSPECTED) + 1, reason)
        after = replace(stood.standing, suspicion=suspicion)
        sheet.change(stood.standing, replace(stood, standing=after))


def _hear_person(
    sheet: _Sheet,
    before: standings.Kept | None,
    said: Sequence[Said],
    mention: Mention,
    now: datetime,
) -> set[str]:
    was = before.standing if before else Standing(nameless=mention.nameless)
    decision = hear(sheet.mob, was, said, now, tally=sheet.tally)
    return _note(sheet, decision, before, was, mention)


def _note(
    sheet: _Sheet,
    decision: Decision,
    before: standings.Kept | None,
    was: Standing,
    mention: Mention,
) -> set[str]:
    """Puts one person's decision on the mob's sheet."""
    after = decision.standing
    assert after is not None
    sheet.mob = decision.mob
    says = [say for say in decision.says if sheet.speaker.says(say)]
    sheet.says.extend(says)
    if after != was or before is None:
        since = before.since if before else mention.said_at
        who = (mention.person, mention.network, mention.name)
        sheet.change(was, standings.Kept(sheet.mob.id, *who, after, since))
    sheet.asking |= {say.key: mention.person for say in says if say.kind == ABOUT}
    if decision.forget:
        sheet.forget.append(mention.person)
    return {s.origin.event for s in says if s.origin and s.kind != "read"}


def _whole(work: Connection, desk: Desk, sheet: _Sheet, say: Say) -> Say:
    """Who is told what is kept about them is told also that there is more in other mobs."""
    person = sheet.asking.get(say.key)
    if person is None:
        return say
    others = {*standings.mobs_of(work, desk.ear.city, person)} - {sheet.mob.id}
    return replace(say, values={**say.values, "others": len(others)})


def _save(work: Connection, desk: Desk, sheets: Collection[_Sheet], now: datetime) -> None:
    for sheet in sheets:
        mobs.save(work, sheet.before, sheet.mob)
    standings.save(work, [changed for sheet in sheets for changed in sheet.changed])
    said = ((sheet, say) for sheet in sheets for say in sheet.says)
    promise(work, desk.speaker, ((s.mob, _whole(work, desk, s, say)) for s, say in said))
    for person in dict.fromkeys(person for sheet in sheets for person in sheet.forget):
        forget(work, desk.ear.city, person, now)
