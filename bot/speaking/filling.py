"""What goes into the gaps of a text: each value in the words of one language, made harmless."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.posts import Money, Value
from bot.domain.values import value
from bot.speaking.disarm import LONGEST, disarm, has_link
from bot.speaking.templates import Slot
from bot.speaking.wording import Wording

# A candidate's line stays whole in a thread, so it has to fit the shortest network: in Korean
# every letter counts twice on X.
CANDIDATE_NAME, CANDIDATE_PLACE = 60, 40


@value(frozen=True, slots=True)
class Setting:
    """Where a text is said: the city's zone and currency, the bot's handle there, and links."""

    zone: str
    currency: str
    handle: str = ""
    links: bool = True


@value(frozen=True, slots=True)
class Filling:
    """The values of one text; `due` is when it is said, `longest` how long a name may be."""

    words: Wording
    setting: Setting
    values: Mapping[str, Value]
    due: datetime | None = None
    longest: int = LONGEST

    def missing(self, slot: Slot) -> bool:
        """Whether there is nothing to say here: no value, an empty name, a count of nobody."""
        return self._value(slot.name) in (None, "", 0, ())

    def write(self, slot: Slot) -> str:
        """The value in words; nothing where there is none."""
        value = self._value(slot.name)
        if value is None:
            return ""
        if isinstance(value, datetime):
            return self.words.moment(value, self.setting.zone, slot.form)
        if isinstance(value, Money):
            return self.words.sum(value, self.setting.currency)
        if isinstance(value, int):
            return self.words.counted(slot.form, value) if slot.form else self.words.number(value)
        if isinstance(value, tuple):
            return self._candidates(value)
        if isinstance(value, str):
            return self._string(slot.name, value)
        raise TypeError(f"no words for {slot.name}: {type(value).__name__}")

    def _value(self, name: str) -> Any:
        """A value of the say, or one that follows from its values."""
        if name in _DERIVED:
            return _DERIVED[name](self)
        return self.values.get(name)

    def _string(self, name: str, text: str) -> str:
        if name in _OUR_OWN:
            return text
        if name == "stage":
            return str(self.words.names["stages"].get(text, text))
        return disarm(text, self.longest)

    def _candidates(self, candidates: tuple[Any, ...]) -> str:
        """A line each: number, name, and the place or how many votes there are."""
        lines = []
        for choice, name, place in candidates:
            line = f"{choice}. {disarm(name, min(CANDIDATE_NAME, self.longest))}"
            if isinstance(place, int):
                line += f": {self.words.number(place)}"
            elif place:
                line += f", {disarm(place, min(CANDIDATE_PLACE, self.longest))}"
            lines.append(line)
        return "\n".join(lines)

    def _spend(self) -> str | None:
        low, high = self.values.get("low"), self.values.get("high")
        if not isinstance(low, Money) or not isinstance(high, Money):
            return None
        return self.words.range(low, high, self.setting.currency)

    def _days(self) -> int | None:
        """How many midnights lie between the text and the mob."""
        when = self.values.get("when")
        if self.due is None or not isinstance(when, datetime):
            return None
        zone = ZoneInfo(self.setting.zone)
        return (when.astimezone(zone).date() - self.due.astimezone(zone).date()).days

    def _left(self) -> str | None:
        when = self.values.get("when")
        if self.due is None or not isinstance(when, datetime):
            return None
        return self.words.left(when - self.due)

    def _contact(self) -> str:
        """The organisers' address; on a network without links only one that is no link."""
        contact = " ".join(str(self.values.get("contact") or "").split())
        return contact if self.setting.links or not has_link(contact) else ""

    def _hashtag(self) -> str:
        tag = re.sub(r"\W", "", str(self.values.get("hashtag") or ""))
        return f"#{tag}" if tag else ""


_DERIVED: dict[str, Callable[[Filling], Value]] = {
    "spend": Filling._spend,
    "days": Filling._days,
    "left": Filling._left,
    "contact": Filling._contact,
    "hashtag": Filling._hashtag,
    "handle": lambda filling: filling.setting.handle,
    "today": lambda filling: filling.due,
}
# What the program itself wrote or derived, and what the organiser typed into the config.
_OUR_OWN = frozenset(
    {"spend", "left", "contact", "hashtag", "handle", "command", "city", "organiser", "phone"}
    | {"email", "before"}
)
