"""The preview: every post that a mob has still before it, in the words of each network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.promises import Speaker
from bot.domain.foreseeing import foreseen
from bot.domain.mob import Mob
from bot.domain.posts import Action
from bot.domain.standing import Tally
from storage import posted
from storage.outbox import Promise, Rank, Sent

# What the preview calls the shops of a mob that nobody has nominated one for.
STAND_INS = ("(first shop)", "(second shop)")


@dataclass(frozen=True, slots=True)
class Ahead:
    """One post to come, one row for each part on each network. `length` is in the network's own
    count, as is `limit`; `promised` says that it waits in the outbox already."""

    due: datetime
    kind: str
    network: str
    language: str
    part: str
    under: str | None
    text: str
    length: int
    limit: int
    promised: bool


def preview(
    view: Connection, speaker: Speaker, mob: Mob, tally: Tally, now: datetime
) -> tuple[Ahead, ...]:
    """Every public post still to come, in order of time: what waits in the outbox, and what the
    calendar says if all goes well. Nothing is saved."""
    rows = posted.of_mob(view, mob.id)
    found = [*_waiting(speaker, rows), *_foreseen(speaker, mob, tally, now, {r.key for r in rows})]
    return tuple(sorted(found, key=lambda post: post.due))


def _waiting(speaker: Speaker, rows: tuple[Promise, ...]) -> Iterator[Ahead]:
    for row in rows:
        waits = row.state in (Sent.PENDING, Sent.SENDING) and row.rank is Rank.PUBLIC
        if waits and row.network in speaker.voices and row.action is Action.POST:
            voice = speaker.voices[row.network]
            where = (row.due, row.kind, row.network, row.language, row.part, row.under)
            yield Ahead(*where, row.text, voice.length(row.text), voice.limit, promised=True)


def _foreseen(
    speaker: Speaker, mob: Mob, tally: Tally, now: datetime, said: set[str]
) -> Iterator[Ahead]:
    for say in foreseen(mob, tally, now, stand_ins=STAND_INS):
        for _, _, network, draft in speaker.drafts(mob, say) if say.key not in said else ():
            voice = speaker.voices[network]
            where = (say.due, say.kind, network, draft.language, draft.part, say.under)
            yield Ahead(*where, draft.text, voice.length(draft.text), voice.limit, promised=False)
