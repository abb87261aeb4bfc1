"""The rehearsal on the screen: each stage, what people wrote, what was understood and said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.rule import Rule

from bot.commands.rehearsing import Rehearsal, Step
from bot.domain.intents import Ask, Commit, Intent, Nominate, Spent, Tentative, Vote, name_of
from bot.domain.mob import Mob
from bot.domain.posts import Action
from bot.domain.stages import Stage
from bot.domain.standing import Tally
from bot.rehearsal.cues import Delete, Edit, Like, Order
from bot.rehearsal.director import Played
from storage import mentions, mobs, outbox, posted
from storage.mentions import Kept
from storage.outbox import Rank, Sent

STAGES = {
    Stage.CALLING: "The call for nominations",
    Stage.BALLOTING: "The vote",
    Stage.CONSENTING: "The owner's yes",
    Stage.ANNOUNCED: "Announced, a week ahead",
    Stage.GATHERING: "The mob meets",
    Stage.RECAPPING: "What was spent",
    Stage.CLOSED: "The recap",
    Stage.POSTPONED: "Postponed",
    Stage.CANCELLED: "Cancelled",
}


NETWORKS = {"mastodon": "Mastodon", "twitter": "X", "facebook": "Facebook"}


class Screen:
    """Prints what is new since the last look: colours on a terminal, plain lines elsewhere."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        terminal = Console()
        self._console = terminal if terminal.is_terminal else Console(width=100, no_color=True)
        self._said: set[int] = set()
        self._heard: dict[str, tuple[Intent, ...]] = {}
        self._stage: Stage | None = None
        self._votes: tuple[int, ...] = ()

    def opening(self, urls: tuple[str, ...]) -> None:
        """Where we are, and that nothing leaves this machine."""
        city = self._rehearsal.city
        self._print(f"[bold]{escape(city.name)} rehearses a cash mob.[/bold]")
        self._print(
            "The real bot, a town of invented people on this machine, and a clock that jumps. "
            "No account is used and nothing leaves this machine."
        )
        self._print(f"The town listens at {', '.join(urls)}.")

    def show(self, step: Step) -> None:
        """Everything that happened since the last step."""
        mob, tally = self._loaded()
        if mob.stage is not self._stage:
            self._stage = mob.stage
            self._new_stage(mob, step.now)
        self._posts()
        self._understood()
        for played in step.played:
            self._play(played, step.now)
        votes = tuple(tally.of("votes", n.number) for n in mob.ballot)
        if votes != self._votes:
            self._votes = votes
            self._tally(mob, tally)

    def closing(self, wrong: tuple[str, ...], database: Path) -> None:
        """The figures, the verdict, and what to look at next."""
        mob, tally = self._loaded()
        self._print("")
        people, given = tally.of("people"), tally.of("commitments")
        self._print(f"{people} people promised by {given} messages to come; {_money(mob, tally)}.")
        if wrong:
            self._print("[bold red]This went wrong:[/bold red]")
            for sentence in wrong:
                self._print(f"  {escape(sentence)}")
        else:
            self._print("Every promised post went out once and in its time; the recount agrees.")
        command = f"cashmob --database {database}"
        self._print(
            f"Look next: {command} status   (also: tally, commitments, outbox; "
            f"the database is {database})"
        )

    def _loaded(self) -> tuple[Mob, Tally]:
        with self._rehearsal.store.reading() as view:
            loaded = mobs.load(view, self._rehearsal.mob_id)
        assert loaded is not None
        return loaded

    def _new_stage(self, mob: Mob, now: datetime) -> None:
        title = f"{STAGES[mob.stage]} · {self._when(now)}"
        if self._console.is_terminal:
            self._console.print(Rule(f"[bold]{title}"))
        else:
            self._print(f"\n== {title}")

    def _new_posts(self) -> Iterator[outbox.Promise]:
        with self._rehearsal.store.reading() as view:
            rows = posted.of_mob(view, self._rehearsal.mob_id)
        for row in rows:
            if row.state is Sent.SENT and row.id not in self._said:
                self._said.add(row.id)
                yield row

    def _posts(self) -> None:
        """What the bot said; the same words on several networks are shown once."""
        said: dict[str, list[outbox.Promise]] = {}
        for row in self._new_posts():
            if row.action is not Action.FAVOURITE:
                said.setdefault(" ".join(row.text.split()), []).append(row)
        for text, rows in said.items():
            who = {Rank.ORGANISER: "bot → organiser", Rank.REPLY: "bot replies"}
            networks = ", ".join(_places(row.network for row in rows))
            at = self._when(rows[0].sent_at or rows[0].due)
            by = who.get(rows[0].rank, "bot")
            self._print(f"{at}  [cyan]{by} ({networks})[/cyan]: {escape(text)}")

    def _understood(self) -> None:
        """What the bot made of the messages it has read since."""
        with self._rehearsal.store.reading() as view:
            rows = mentions.of_city(view, self._rehearsal.city.key)
        for filed in rows:
            m = filed.mention
            before = self._heard.get(m.event)
            if filed.state is Kept.HEARD and before != filed.intents:
                self._heard[m.event] = filed.intents
                meant = ", ".join(_told(i) for i in filed.intents) or "nothing to do"
                who = m.name or f"somebody on {NETWORKS[m.network]}"
                self._print(f"    [dim]understood from {escape(who)}: {escape(meant)}[/dim]")

    def _play(self, played: Played, now: datetime) -> None:
        cue, at = played.cue, self._when(now)
        if played.missed is not None:
            return
        if isinstance(cue.does, Order):
            given = ", ".join(cue.does.arguments.values())
            deed = _DEEDS.get(cue.does.act, f"{cue.does.act}s")
            text = f"[magenta]organiser {deed}[/magenta]{': ' if given else ''}{escape(given)}"
        elif played.post is None:
            return
        else:
            verb = _verb(cue.does)
            said = escape(" ".join(played.post.text.split()))
            where = NETWORKS[played.post.network]
            text = f"[green]{escape(cue.who.name)}[/green] ({where}) {verb}: {said}"
        self._print(f"{at}  {text}")

    def _tally(self, mob: Mob, tally: Tally) -> None:
        votes = "  ".join(f"{n.choice}. {n.name} {tally.of('votes', n.number)}" for n in mob.ballot)
        self._print(f"    [yellow]tally: {escape(votes)}[/yellow]")

    def _when(self, at: datetime) -> str:
        zone = ZoneInfo(self._rehearsal.city.timezone)
        return f"{at.astimezone(zone):%a %d %b %H:%M}"

    def _print(self, text: str) -> None:
        self._console.print(text, highlight=False, soft_wrap=True)


_DEEDS = {
    "till": "enters the till's total",
    "heads": "counts heads",
    "sales": "enters how many sales it was",
    "new": "enters how many of a hundred customers were new",
    "reveal": "gives the shop's name away",
}


def _places(networks: Iterable[str]) -> Iterator[str]:
    """Where the same words were said, and how often."""
    for network, times in Counter(networks).items():
        yield f"{NETWORKS[network]} ×{times}" if times > 1 else NETWORKS[network]


def _verb(does: object) -> str:
    if isinstance(does, Edit):
        return "changes it to"
    if isinstance(does, Like):
        return "likes"
    return "takes back" if isinstance(does, Delete) else "writes"


def _told(intent: Intent) -> str:
    match intent:
        case Nominate(shop, place, number):
            return f"nominates {shop}{f', {place}' if place else ''} (no. {number})"
        case Vote(choice):
            return f"votes for {choice}"
        case Commit(people):
            return f"comes, {people} in all"
        case Tentative(people):
            return f"perhaps comes, {people}"
        case Spent(amount, currency, more):
            said = f"{abs(amount)} {currency or ''}".rstrip()
            return f"got {said} back" if amount < 0 else f"spent {said}{' more' if more else ''}"
        case Ask(topic):
            return f"asks ({topic})"
        case _:
            return name_of(intent)


def _money(mob: Mob, tally: Tally) -> str:
    from babel.numbers import format_currency

    from bot.domain.standing import DECIMALS

    scale = 10 ** DECIMALS.get(mob.rules.currency, 2)
    spent = format_currency(tally.of("spent") / scale, mob.rules.currency, locale="en")
    told = f"{tally.of('spenders')} of them say they spent {spent}"
    if mob.till is None:
        return told
    till = format_currency(mob.till / scale, mob.rules.currency, locale="en")
    return f"{told}; the till says {till}"
