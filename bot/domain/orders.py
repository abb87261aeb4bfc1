"""What organisers may order: one small class an act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.mob import Nomination


@dataclass(frozen=True, slots=True)
class Approve:
    """The name may stand in public, corrected where `name` or `place` is given. With `pin` it
    stands on the ballot however few are for it; False takes that back."""

    number: int
    name: str | None = None
    place: str | None = None
    pin: bool | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """The name never becomes public; the reason stays in the audit log."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """The name waits until a doubt is settled; without an approval it stands nowhere."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class KeepForNext:
    """The shop is not for this mob (off its theme, say) and stands on the next one's list."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TickOff:
    """Somebody looked at these points of the shop's checklist, and they hold; with `undo` they
    are open again."""

    number: int
    points: tuple[str, ...]
    by: str
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Two nominations are one shop; people and votes go with it."""

    number: int
    into: int


@dataclass(frozen=True, slots=True)
class PutForward:
    """So many people put a shop forward on paper; `reason` says where the slips come from."""

    name: str
    reason: str
    place: str | None = None
    people: int = 1

    def names(self, nomination: Nomination) -> bool:
        """Whether this is the shop that the slips name."""
        known = (nomination.name, *nomination.aliases)
        return self.name.casefold() in (name.casefold() for name in known)


@dataclass(frozen=True, slots=True)
class AskOwner:
    """The owner has been asked and has not answered yet. With an address a letter goes to them
    now, and again when the mob is announced; without one, what was given before stays."""

    number: int
    by: str
    channel: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """The owner said yes to the date and hour `told`; by whom and by which channel it is known.
    To `email`, where it is given, goes the letter a week ahead."""

    number: int
    by: str
    channel: str
    told: datetime
    short_notice: bool = False
    email: str = ""


@dataclass(frozen=True, slots=True)
class RecordRefusal:
    """The owner said no, or wants it stopped."""

    number: int
    by: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """Nobody voted: an organiser chooses the shop."""

    number: int


@dataclass(frozen=True, slots=True)
class Draw:
    """Nobody voted: a lot decides, by a seed with which anybody can draw again."""

    seed: str = ""


@dataclass(frozen=True, slots=True)
class Postpone:
    """The mob is put off; `to` is the new date, None while it is not known. With `weather` an
    announced one is, and people read why."""

    to: datetime | None = None
    weather: bool = False


@dataclass(frozen=True, slots=True)
class Cancel:
    """The mob will not take place."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class EnterTill:
    """The till's total as the owner gave it, in minor units; a later one corrects it. A private
    one stays out of every public text and of the totals."""

    minor: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class CountHeads:
    """How many came; beside those who promised to, never added to them."""

    people: int


@dataclass(frozen=True, slots=True)
class CountSales:
    """How many sales the till made: fewer than heads, since families buy together. A private
    figure of the owner stays out of every public text and of the totals."""

    sales: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class CompareDay:
    """The day's takings in percent of a normal day's, as the owner puts it."""

    percent: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class ShareNew:
    """How many of a hundred customers had never been in the shop, as the owner puts it."""

    percent: int
    private: bool = False


Figure = CountHeads | CountSales | CompareDay | ShareNew
FIGURES = (EnterTill, CountHeads, CountSales, CompareDay, ShareNew)


@dataclass(frozen=True, slots=True)
class Reveal:
    """The shop's name is given away now, whatever the city's rule for it."""


@dataclass(frozen=True, slots=True)
class SetFacts:
    """What the owner told about coming, paying and opening; what is None stays as it was."""

    number: int
    parking: str | None = None
    access: str | None = None
    payment: str | None = None
    hours: str | None = None


@dataclass(frozen=True, slots=True)
class Thank:
    """Who put the shop forward and said yes to being thanked by name; "" takes it back."""

    number: int
    thanks: str


Act = (
    Approve
    | Reject
    | Hold
    | KeepForNext
    | TickOff
    | Merge
    | PutForward
    | AskOwner
    | RecordConsent
    | RecordRefusal
    | Choose
    | Draw
    | Postpone
    | Cancel
    | EnterTill
    | Figure
    | Reveal
    | SetFacts
    | Thank
)
