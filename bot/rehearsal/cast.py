"""The cast of a rehearsal: the plot's parts given to people who speak the city's languages."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from bot.rehearsal import plot
from bot.rehearsal.cues import At, Cue, Delete, Doing, Edit, Like, Order, Shop, Write
from bot.rehearsal.plot import Act, Line
from bot.rehearsal.town import EVERY, Person

JITTER = 0.01
"""How far a cue may stray from its place in the plot; less than half of any step there."""

NAMELESS = 0.5
"""The share of those on Facebook whose name it does not tell, of the parts that bear it."""

ORDER = ("call", "shortlist", "ballot", "close", "announce", "gather", "amounts")
"""The moments from which cues are reckoned, as they follow each other."""


def languages() -> tuple[str, ...]:
    """The languages that the cast speaks, as ISO 639-1 codes in alphabetical order."""
    found = (entry.name for entry in files("bot.rehearsal").joinpath("casts").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def script(
    wanted: Sequence[str], seed: int, *, networks: Sequence[str] = EVERY, likes: bool = False
) -> tuple[Cue, ...]:
    """The whole script for a city of these languages, its first one first, in the plot's order.

    Each of the cast lives on one of the networks; the plot is the same on all. Languages without
    a cast are passed over; a city with none of them gets the English one. With `likes` those whom
    Facebook does not name vote by liking. The same arguments make the same script on any machine.
    """
    spoken = tuple(code for code in wanted if code in languages()) or ("en",)
    return _Casting(spoken, seed, networks, likes=likes).cues()


def fitted(line: Line, network: str) -> Line:
    """A line as it can be played on a network.

    X and Facebook have no private word to the bot: it is said aloud, on Facebook under the bot's
    newest post, where a writer can be told. On X replies cannot be edited, so a second message
    says it, and a reply keeps the bot's name, which X puts there, or the bot would not see it.
    """
    if network == "twitter" and line.says == "edit":
        line = replace(line, says="change", of=None)
    if network == "facebook" and line.private and line.answers is None:
        line = replace(line, answers=plot.UNDER[line.at.after])
    aloud = line if network == "mastodon" else replace(line, private=False)
    return replace(aloud, tag=True) if network == "twitter" else aloud


@cache
def _file(language: str) -> dict[str, Any]:
    source = files("bot.rehearsal").joinpath("casts", f"{language}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


class _Casting:
    """One rehearsal's people, shops and words, drawn once from a seed."""

    def __init__(
        self, spoken: tuple[str, ...], seed: int, networks: Sequence[str], *, likes: bool
    ) -> None:
        self._chance = random.Random(seed)
        # Apart, so that who lives where changes nothing else.
        self._settling = random.Random(f"{seed}/networks")
        self._spoken, self._likes = spoken, likes
        self._homes = self._dealt(networks)
        self._first = _file(spoken[0])
        self._people = self._cast()
        self._shops = self._chosen_shops()
        self._unsaid: dict[tuple[str, str], list[Any]] = {}
        self._last: dict[tuple[str, str], Write] = {}
        self._names: Counter[str] = Counter()

    def cues(self) -> tuple[Cue, ...]:
        """Everything in the plot, in its order."""
        acts = [self._act(act) for act in plot.ORGANISING]
        made = [*map(self._line, plot.LINES), *acts, self._till(), *self._figures()]
        return tuple(sorted(made, key=lambda cue: (ORDER.index(cue.at.after), cue.at.part)))

    def _cast(self) -> dict[str, Person]:
        others = self._spoken[1:] or self._spoken
        waiting = {code: self._shuffled(_file(code)["people"]) for code in self._spoken}
        people = {}
        for part in plot.PARTS:
            code = self._spoken[0]
            if part in plot.IN_ANOTHER_LANGUAGE:
                code = others[plot.IN_ANOTHER_LANGUAGE.index(part) % len(others)]
            people[part] = self._person(part, waiting[code].pop(), code)
        for part in ("organiser", "robot", "spammer"):
            people[part] = self._person(part, self._first[part], self._spoken[0])
        people["robot"] = replace(people["robot"], is_bot=True)
        one, other = (people[part] for part in plot.NAMESAKES)
        if one.networks != other.networks:
            people[plot.NAMESAKES[1]] = replace(other, handle=one.handle, name=one.name)
        return people

    def _person(self, part: str, found: dict[str, Any], language: str) -> Person:
        home = self._homes.get(part)
        unnamed = home == "facebook" and part in plot.MAY_BE_NAMELESS
        return Person(
            found["handle"],
            found["name"],
            language=language,
            networks=(home,) if home else (),
            server=found.get("server") if home == "mastodon" else None,
            nameless=unnamed and self._settling.random() < NAMELESS,
        )

    def _dealt(self, networks: Sequence[str]) -> dict[str, str]:
        """Where each part lives: equally many on each network, namesakes apart."""
        parts = (*plot.PARTS, "robot", "spammer")
        deck = self._settling.sample(parts, len(parts))
        homes = {part: networks[place % len(networks)] for place, part in enumerate(deck)}
        one, other = plot.NAMESAKES
        if len(networks) > 1 and homes[one] == homes[other]:
            swapped = next(part for part in deck if homes[part] != homes[one])
            homes[other], homes[swapped] = homes[swapped], homes[other]
        return homes

    def _chosen_shops(self) -> list[Shop]:
        """Five shops, those of each language in turn, shuffled; the chain comes last."""
        lists = [list(_file(code)["shops"]) for code in self._spoken]
        taken = [lists[turn % len(lists)].pop(0) for turn in range(plot.CHAIN)]
        shops = [Shop(shop["name"], shop["other"], shop["place"]) for shop in taken]
        chain = self._first["chain"]["name"]
        return [*self._shuffled(shops), Shop(chain, chain, "")]

    def _line(self, line: Line) -> Cue:
        who = self._people[line.part]
        line = fitted(line, who.networks[0])
        name, at = self._name(line.says, line.part), self._near(line.at)
        if self._likes and who.nameless and line in plot.VOTES and line.shop is not None:
            return Cue(name, at, who, Like(f"candidate:{self._shops[line.shop].name}"))
        return Cue(name, at, who, self._does(line))

    def _does(self, line: Line) -> Doing:
        if line.says == "like":
            return Like(line.answers or "")
        if line.says == "delete":
            return Delete(line.of or "")
        if line.says == "edit":
            return Edit(line.of or "", self._write(replace(line, says="vote_name")))
        return self._write(line)

    def _write(self, line: Line) -> Write:
        if line.again:
            return self._last[line.part, line.says]
        shop = None if line.shop is None else self._shops[line.shop]
        found = self._drawn(self._people[line.part].language, line.says)
        people = found.get("people", 1 if line.says == "commit_alone" else None)
        amount = found.get("amount") or (self._amount() if line.says == "spent" else None)
        write = Write(
            self._filled(found["text"], line, amount),
            plot.ROLES.get(line.says, "nothing"),
            answers=f"nomination:{shop.name}"
            if line.answers == "nomination" and shop
            else line.answers,
            shop=shop,
            people=people,
            amount=amount,
            visibility=line.visibility,
            tag=line.tag,
        )
        self._last[line.part, line.says] = write
        return write

    def _filled(self, text: str, line: Line, amount: str | None) -> str:
        if line.shop is not None:
            shop = self._shops[line.shop]
            text = text.replace("{shop}", shop.other if line.other else shop.name)
            text = text.replace("{place}", shop.place)
        mark = _file(self._people[line.part].language)["decimal"]
        return text.replace("{amount}", (amount or "").replace(".", mark))

    def _drawn(self, language: str, key: str) -> dict[str, Any]:
        """A text not heard yet, until all have been heard."""
        if not self._unsaid.get((language, key)):
            self._unsaid[language, key] = self._shuffled(_file(language)["say"][key])
        found = self._unsaid[language, key].pop()
        return found if isinstance(found, dict) else {"text": found}

    def _act(self, act: Act) -> Cue:
        shop = self._shops[act.shop]
        arguments = {"shop": shop.name}
        if act.act == "merge":
            arguments = {"shop": shop.other, "into": shop.name}
        if act.act == "reject":
            arguments["reason"] = "a chain"
        if act.channel:
            arguments |= {"by": self._people["organiser"].name, "channel": act.channel}
        name = self._name(act.act, "organiser")
        return Cue(name, self._near(act.at), self._people["organiser"], Order(act.act, arguments))

    def _till(self) -> Cue:
        total = f"{self._chance.randint(300, 700)}.{self._chance.randint(1, 9)}0"
        order = Order("till", {"amount": total})
        return Cue("till.organiser", plot.TILL, self._people["organiser"], order)

    def _figures(self) -> Iterator[Cue]:
        """More heads than promised, fewer sales than heads, and some that were new."""
        heads = self._chance.randint(20, 30)
        told = {"heads": heads, "sales": heads - 5, "new": self._chance.randint(25, 45)}
        for name, figure in told.items():
            order = Order(name, {"figure": str(figure)})
            yield Cue(f"{name}.organiser", plot.FIGURES[name], self._people["organiser"], order)

    def _amount(self) -> str:
        halves = self._chance.randint(20, 60)
        return f"{halves // 2}.{'50' if halves % 2 else '00'}"

    def _name(self, says: str, part: str) -> str:
        """The cue's own name, numbered where a part has done such a thing before."""
        name = f"{says}.{part}"
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name}.{self._names[name]}"

    def _near(self, at: At) -> At:
        return at._replace(part=round(at.part + self._chance.uniform(-JITTER, JITTER), 4))

    def _shuffled(self, items: Sequence[Any]) -> list[Any]:
        return self._chance.sample(items, len(items))
