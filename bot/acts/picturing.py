"""Pictures for the recap: brought, listed and taken away again, until the recap is out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.ordering import chosen
from bot.acts.saving import log
from bot.domain.mob import AFTERWARDS, Mob, Refusal
from bot.domain.picturing import LONGEST_ALT, bare
from bot.domain.posts import Picture
from bot.domain.stages import Stage
from bot.networks import MOST_PICTURE, PICTURES_A_POST
from storage import mobs, pictures, posted
from storage.outbox import Sent
from storage.store import Store

RECAPS = frozenset({"recap", "recap_quiet"})


@dataclass(frozen=True, slots=True)
class Seen:
    """Who is to be seen on a picture: whether people can be recognised, and children, and whether
    those (or their parents) were asked; each "none", "asked" or "not asked"."""

    faces: str
    children: str

    @property
    def agreed(self) -> bool:
        """Whether nobody is shown who did not agree."""
        return "not asked" not in (self.faces, self.children)

    def __str__(self) -> str:
        return f"faces: {self.faces}, children: {self.children}"


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture that will be shown: its mob, its number there, and where it is too heavy."""

    mob: int
    number: int
    not_on: tuple[str, ...]


def bring(
    store: Store,
    city: str,
    picture: tuple[bytes, str],
    now: datetime,
    *,
    seen: Seen,
    who: str,
    mob: int | None = None,
) -> Brought | Refusal:
    """Keeps a picture (its bytes and its description) for the recap, without its metadata."""
    data, alt = picture[0], " ".join(picture[1].split())
    shown = _refused(alt, seen) or bare(data)
    if isinstance(shown, Refusal):
        return shown
    with store.work("picture") as work:
        found = _open(work, city, mob)
        if isinstance(found, Refusal):
            return found
        if len(pictures.listed(work, found.id)) >= PICTURES_A_POST:
            return Refusal("enough_pictures", {"most": PICTURES_A_POST})
        hung = Picture(shown, alt)
        number = pictures.hang(work, found.id, hung, now, consent=str(seen), by=who)
        log(work, found, now, who=who, act="picture", picture=number, consent=str(seen))
    heavy = (name for name, most in MOST_PICTURE.items() if len(shown) > most)
    return Brought(found.id, number, tuple(heavy))


def take_away(
    store: Store, city: str, number: int, now: datetime, *, who: str, mob: int | None = None
) -> Refusal | None:
    """Erases a picture before it is shown."""
    with store.work("picture") as work:
        found = _open(work, city, mob)
        if isinstance(found, Refusal):
            return found
        if not pictures.take_down(work, found.id, number):
            return Refusal("no_such_picture", {"number": number})
        log(work, found, now, who=who, act="picture_away", picture=number)
    return None


def _refused(alt: str, seen: Seen) -> Refusal | None:
    if not alt:
        return Refusal("picture_needs_words")
    if len(alt) > LONGEST_ALT:
        return Refusal("picture_words_too_long", {"size": len(alt), "most": LONGEST_ALT})
    return None if seen.agreed else Refusal("picture_needs_consent")


def _open(work: Connection, city: str, number: int | None) -> Mob | Refusal:
    """The mob whose recap is still to be said, and that has met."""
    found = chosen(mobs.of_city(work, city), number)
    if isinstance(found, Refusal):
        return found
    mob = found[0]
    if mob.stage not in AFTERWARDS | {Stage.GATHERING}:
        return Refusal("not_met_yet", {"stage": mob.stage.value})
    waits = (Sent.PENDING,)
    said = [row for row in posted.of_mob(work, mob.id) if row.kind in RECAPS]
    if any(row.state not in waits for row in said):
        return Refusal("recap_is_out")
    return mob
