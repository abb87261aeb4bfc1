"""Chains: whether a shop's name is a brand with many branches in the city's country.

The list is distilled from the name-suggestion-index (BSD-3-Clause, see chains.LICENSE.md) by
bench/distil_chains.py. It is a warning for the organiser and never a refusal: a franchise can be
a family's own, and a short name can be somebody else's.
"""

from __future__ import annotations

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, partial
from importlib.resources import files

from bot.languages import hearable
from bot.listening.shops import fold, forget_keys
from bot.listening.vocabulary import words_of

COUNTRIES = frozenset(
    [
        "us",
        "gb",
        "ie",
        "ca",
        "au",
        "nz",
        "fr",
        "be",
        "ch",
        "lu",
        "mc",
        "de",
        "at",
        "li",
        "it",
        "sm",
        "nl",
        "se",
        "fi",
        "es",
        "mx",
        "ar",
        "cl",
        "co",
        "pe",
        "uy",
        "kr",
    ]
)
"""Where the eight languages are spoken, as ISO 3166 codes."""

WORLD = "001"
"""How the index writes "everywhere"."""

_SHORTEST = 3
_ONLINE = frozenset(
    {
        "amazon", "coupang", "쿠팡", "temu", "shein", "aliexpress", "ebay", "zalando", "netflix",
        "google", "apple", "tesla", "facebook", "meta", "microsoft", "bolcom", "배민", "네이버",
        "카카오", "삼성", "삼성전자", "엘지", "wish", "uber", "deliveroo",
    }
)  # fmt: skip
"""Companies without shops, which people nominate in jest."""

_SELLS = {
    "books": {"books"},
    "cafe": {"cafe", "coffee", "tea"},
    "restaurant": {"restaurant", "fast_food", "bar", "pub"},
    "flowers": {"florist", "garden_centre"},
    "bakery": {"bakery", "pastry", "confectionery"},
    "hardware": {"hardware", "doityourself"},
    "toys": {"toys", "games"},
    "clothes": {"clothes", "shoes", "fabric", "sewing", "boutique"},
    "food": {"supermarket", "convenience", "greengrocer", "butcher", "deli", "cheese", "wine"},
    "records": {"music"},
    "bikes": {"bicycle"},
}
"""Our kinds of shop (the `kinds` tables) and the index's for the same trade."""


@cache
def _brands() -> tuple[bytes, array[int]]:
    """A line for each name of each brand: the name's key, all its names, what it sells, where; and
    where each begins, in the order of the keys.

    Few names are ever looked for: ten thousand keys with what they stand for would take several
    times the room.
    """
    found, starts = bytearray(), array("I")
    with (
        files("bot.listening").joinpath("chains.tsv.gz").open("rb") as packed,
        gzip.open(packed) as lines,
    ):
        for line in lines:
            names = line.partition(b"\t")[0].decode().split("|")
            for key in {fold(name, kinds=False) for name in names}:
                starts.append(len(found))
                found += b"%b\t%b\n" % (key.encode(), line.rstrip(b"\n"))
    forget_keys()
    brands = bytes(found)
    return brands, array("I", sorted(starts, key=partial(_key, brands)))


def _key(brands: bytes, start: int) -> bytes:
    return brands[start : brands.index(b"\t", start)]


def _brands_of(key: str) -> Iterator[tuple[str, str, list[str]]]:
    """The brands of a name: how each is printed, what it sells, and where."""
    (brands, starts), wanted = _brands(), key.encode()
    first = bisect_left(starts, wanted, key=partial(_key, brands))
    for at in range(first, len(starts)):
        if _key(brands, starts[at]) != wanted:
            return
        line = brands[starts[at] : brands.index(b"\n", starts[at])].decode()
        _, names, kind, countries = line.split("\t")
        yield names.partition("|")[0], kind, countries.split()


def chain(name: str, country: str) -> str | None:
    """Why a name looks like a chain's in a country (ISO 3166, any case); None when it does not.

    The name counts as typed and without the words that say what it sells ("Buchhandlung Thalia").
    """
    where = country.lower()
    whole, short = fold(name, kinds=False), fold(name)
    for key in dict.fromkeys((whole, short)):
        if len(key) < _SHORTEST:
            continue
        for printed, kind, countries in _brands_of(key):
            there = where in countries or WORLD in countries
            if there and (key == whole or kind in _trades(name)):
                return f"{printed} ({kind.replace('_', ' ')}) has branches in {where.upper()}"
    return None


def is_brand(name: str) -> bool:
    """Whether a name as typed is that of a chain anywhere."""
    key = fold(name, kinds=False)
    return key in _ONLINE or (len(key) >= _SHORTEST and any(_brands_of(key)))


def _trades(name: str) -> set[str]:
    """What the index calls the trades that a name's own words speak of."""
    spoken_of = {
        kind
        for word in name.lower().split()
        for code in hearable()
        if (kind := words_of(code).kind_of(word))
    }
    return set().union(*(_SELLS.get(kind, set()) for kind in spoken_of))
