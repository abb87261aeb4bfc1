"""The organiser of a simulated mob: does what `todo` says, by the very acts of the commands."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bot.acts.ordering import carry_out
from bot.config import City
from bot.domain.mob import Mob
from bot.domain.orders import (
    Act,
    Approve,
    AskOwner,
    Cancel,
    Choose,
    EnterTill,
    Postpone,
    RecordConsent,
    RecordRefusal,
)
from bot.domain.stages import Stage
from bot.domain.tasks import Task, tasks
from storage.store import Store
from tests.simulator.people import SHOPS


class Organiser:
    """One volunteer, with owners who each have made up their mind."""

    def __init__(self, store: Store, city: City, seed: int) -> None:
        self.store, self._city = store, city
        self._chance = random.Random(seed)
        self._agrees = {shop: self._chance.random() < 0.8 for shop in SHOPS}
        self._moved = False
        self._did: list[tuple[datetime, Act]] = []

    def works(self, mob: Mob, now: datetime) -> None:
        """Does all that is to be done now, in the order of the list."""
        for task in tasks(mob, now):
            act = self._answer(mob, task, now)
            if act is not None:
                self._does(act, now)

    def whim(self, now: datetime) -> None:
        """Changes everything on a whim: another date, or no mob at all."""
        other_day = Postpone(now + timedelta(days=self._chance.randint(9, 40)))
        self._does(self._chance.choice((Cancel("storm"), Postpone(), other_day)), now)

    def does_again(self, since: datetime, now: datetime) -> None:
        """What `restore` says is undone, as far as it can be done before the bot has caught up."""
        for at, act in list(self._did):
            if at > since:
                self._does(act, now)

    def _does(self, act: Act, now: datetime) -> None:
        self._did.append((now, act))
        carry_out(self.store, self._city, act, now, who="Organiser")

    def _answer(self, mob: Mob, task: Task, now: datetime) -> Act | None:
        number = task.number
        if task.kind == "todo_approve":
            return Approve(number)
        if task.kind == "todo_ask_owner":
            return AskOwner(number, "Organiser", "visit")
        if task.kind in ("todo_confirm", "todo_late"):
            return self._owner_says(mob, number, now)
        if task.kind == "todo_choose":
            return self._choice(mob)
        if task.kind == "todo_till":
            return EnterTill(self._chance.randrange(20_000, 90_000))
        if task.kind == "todo_new_date" and not self._moved:
            self._moved = True
            return Postpone(now + timedelta(days=28))
        return Cancel("nobody can") if task.kind == "todo_new_date" else None

    def _owner_says(self, mob: Mob, number: int, now: datetime) -> Act | None:
        nomination = mob.nomination(number)
        if nomination is None or mob.meets_at is None:
            return None
        if not self._agrees[nomination.name]:
            return RecordRefusal(number, "Organiser", "phone")
        late = mob.stage is Stage.POSTPONED or now > mob.moments()["announce"]
        return RecordConsent(number, "Organiser", "phone", mob.meets_at, short_notice=late)

    def _choice(self, mob: Mob) -> Act | None:
        able = [n for n in mob.nominations if self._agrees.get(n.name) and n.choice is not None]
        return Choose(able[0].number) if able else Cancel("nobody can")
