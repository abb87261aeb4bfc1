"""What people asked for before, so that their next words can be taken for what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.mob import Mob
from bot.domain.posts import Mention
from bot.domain.standing import Said, followed
from bot.listening.context import NOTHING, Earlier
from storage.mentions import Filed


class Memory:
    """What everybody of a page has said in each mob, by mob and person. It keeps up while the page
    is read: they may think better of it on the same page."""

    def __init__(self, said: Mapping[tuple[int, str], Sequence[Said]]) -> None:
        self._said = said
        self._read: dict[tuple[int, str], list[Filed]] = {}

    def before(self, mention: Mention, mob: Mob) -> Earlier:
        """What the writer of a message asked for in a mob before they wrote it; what they wrote in
        its place until they edited it is not counted."""
        key = mob.id, mention.person
        if key not in self._said and key not in self._read:  # as most
            return NOTHING
        words = *self._said.get(key, ()), *(filed.said for filed in self._read.get(key, ()))
        at, event = mention.said_at, mention.event
        course = followed(mob.window(), (s for s in words if s.said_at <= at and s.event != event))
        return Earlier(
            course.people,
            course.people_once,
            _choice(mob, course.vote),
            _choice(mob, course.vote_once),
            _choice(mob, course.nomination),
            course.spent is not None,
            course.tentative,
        )

    def add(self, filed: Filed) -> None:
        """One message more was read."""
        if filed.mob is not None and filed.intents:
            self._read.setdefault((filed.mob, filed.mention.person), []).append(filed)


def _choice(mob: Mob, number: int | None) -> int | None:
    """The choice by which a nomination is voted for."""
    found = None if number is None else mob.nomination(number)
    return None if found is None else found.choice or found.number
