"""The catalogue names every text that the rules can ask for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import bot.acts
import bot.domain
from bot.domain.calendar import Moment
from bot.domain.stages import Stage
from bot.languages import load
from bot.speaking.catalogue import KINDS, REFUSALS

DOMAIN = Path(bot.domain.__file__).parent
ACTS = Path(bot.acts.__file__).parent
DOORS = (
    *("advancing", "announcing", "calls", "deciding", "hearing", "meanwhile", "new_date"),
    *("ordering", "owning", "reminding", "tasks"),
)
VALUES = frozenset().union(*(kind.values for kind in KINDS.values()))
# Words in the doors that name neither a text nor a value: figures of the tally, a moment's
# beginning, the sign without words, a city's rule, a cancellation's reason, a form without the
# shop's name.
OTHERS = {"unnamed", "nominators", "countdown", "read", "owner", "spenders", "number", "into"}
OTHERS |= {"mail", "private"}
OTHERS |= {
    "mastodon",
    "twitter",
    "facebook",
    "shop",
    "place",
    "status_",
    "_secret",
    "closed",
    "told",
    "stage",
    "people",
    "spent",
    "refuse",
    "email",
}


def strings(module: str, folder: Path = DOMAIN) -> Iterator[str]:
    for node in ast.walk(ast.parse((folder / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_word_of_the_doors_is_known() -> None:
    words = {w for door in DOORS for w in strings(door) if w.isidentifier() and w.islower()}
    named = set(KINDS) | set(REFUSALS) | set(VALUES) | set(Moment) | set(Stage)
    assert words - named - OTHERS == set()


def test_nothing_is_catalogued_that_the_doors_do_not_say() -> None:
    orders = {f"order_{word}" for word in load("en")["orders"]}
    obeying = {w for act in ("obeying", "orders", "codes") for w in strings(act, ACTS)} | orders
    words = {w for door in (*DOORS, "hours", "calls") for w in strings(door)} | obeying
    said = {f"status_{s}" for s in ("consenting", "postponed", "cancelled")} | words
    bases = {name.removesuffix("_secret").removesuffix("_undated") for name in KINDS}
    assert {b for b in bases if not b.startswith(("alert_", "flag_"))} - said == set()
    words |= {
        w
        for act in (
            *("ordering", "starting", "exporting", "blocking", "judging", "picturing"),
            "boosting",
        )
        for w in strings(act, ACTS)
    }
    words |= {*strings("picturing")}
    assert set(REFUSALS) - words == set()
