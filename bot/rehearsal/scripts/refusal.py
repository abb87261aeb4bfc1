"""The owner of the chosen shop says no: the runner-up steps in, in silence and without numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.engine import Connection

from bot.domain.mob import Answer, Mob
from bot.domain.posts import Visibility
from bot.rehearsal.cues import At, Cue, Order
from bot.rehearsal.scripts import Opening, Script, whole
from bot.rehearsal.town import TownPost
from bot.rehearsal.verdict import faults
from storage import audit, mobs, posted
from storage.outbox import Rank, Sent


def cues(opening: Opening) -> tuple[Cue, ...]:
    """The usual plot, in which the owner of the first shop has not answered before the vote, and
    says no after it."""
    usual = whole.cues(opening)
    agreed = next(cue for cue in usual if cue.name == "consent.organiser")
    assert isinstance(agreed.does, Order)
    no = Cue("no.organiser", At("count", "consent", 0.4), agreed.who, _no(agreed.does))
    return (*(cue for cue in usual if cue is not agreed), no)


def _no(agreed: Order) -> Order:
    return Order("refuse", agreed.arguments)


def wrong(
    view: Connection, mob: Mob, seen: Iterable[TownPost], networks: Iterable[str]
) -> tuple[str, ...]:
    """All promises kept; the shop with most votes is not where people met, the second one is, and
    after the close no text but the private words to organisers tells of the shop that said no, or
    of what the others got."""
    seen = tuple(seen)
    loaded = mobs.load(view, mob.id)
    assert loaded is not None
    tally = loaded[1]
    votes = {n.number: tally.of("votes", n.number) for n in mob.ballot}
    first, second = sorted(votes, key=lambda number: -votes[number])[:2]
    found = []
    if mob.winner != second or not mob.stepped_in:
        found.append("the shop with the second most votes did not step in")
    left = mob.nomination(first)
    if left is None or left.consent.answer is not Answer.NO:
        found.append("the owner of the shop with most votes did not say no")
    elif mob.closes is not None:
        late = [p for p in seen if p.at > mob.closes and p.visibility is not Visibility.DIRECT]
        found += [f"it was said that: {post.text}" for post in late if left.name in post.text]
    return (*faults(view, mob, seen, networks), *found, *_numbers(view, mob))


def _numbers(view: Connection, mob: Mob) -> Iterator[str]:
    """What tells a number of this vote after its close, but for how many votes there were."""
    asked = [line["at"] for line in audit.lines(view, mob.city, mob.id) if line["act"] == "winner"]
    for row in posted.of_mob(view, mob.id):
        public = row.rank is Rank.PUBLIC and row.state is Sent.SENT
        if public and row.kind in ("announcement", "figures"):
            yield f"{row.key} on {row.network} tells the numbers of the vote"
    if len(asked) != 2:
        yield f"the winner was settled {len(asked)} times, not twice"


SCRIPT = Script("the owner says no, and the runner-up steps in without a word", cues, wrong)
