"""CPU of understanding a message, in units of `json.loads` on a Mastodon mention of 5.9 kB.

Run: python -m bench.understanding
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.commands.understand import context_of
from bot.listening import Candidate, Context, understand
from bot.listening.shops import Known, Matcher

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
ROUNDS = 30
KNOWN_SHOPS = 5_000
NINE = tuple(
    Candidate(n, name)
    for n, name in enumerate(
        (
            "Librairie Le Bal des Ardents",
            "Chez Marcel",
            "Loganberry Books",
            "Café Jules",
            "Blumen Müller",
            "Tofu & Co",
            "서촌책방",
            "Hudson & Sons Ironmongers",
            "La Mercerie du Coin",
        ),
        start=1,
    )
)


def mention() -> str:
    """One Mastodon mention as a server sends it (5.9 kB): made-up people, every field there is."""
    return (CORPUS / "mention.json").read_text(encoding="utf-8")


def once(call: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    begin = time.process_time_ns()
    call()
    return (time.process_time_ns() - begin) / 1e9


def each(calls: list[Callable[[], object]]) -> list[float]:
    """The best CPU seconds of each call out of `ROUNDS`, taken in turns."""
    best = [float("inf")] * len(calls)
    for _ in range(ROUNDS):
        best = [min(one, once(call)) for one, call in zip(best, calls, strict=True)]
    return best


def understanding() -> list[Callable[[], object]]:
    """A call for each message of the corpus, with a ballot of nine."""
    known = json.loads((CORPUS / "ballot.json").read_text(encoding="utf-8"))
    rows = (CORPUS / "mentions.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        _call(row, replace(context_of(row, known), candidates=NINE))
        for row in map(json.loads, rows)
    ]


def _call(row: dict[str, str], context: Context) -> Callable[[], object]:
    return lambda: understand(row["text"], row["lang"], context)


def matching() -> list[Callable[[], object]]:
    """Calls that match a name, some typed wrong, against five thousand known shops."""
    rng = random.Random(7)
    first = [
        "Alte",
        "Neue",
        "Kleine",
        "Blue",
        "Red",
        "Golden",
        "Old",
        "Corner",
        "Green",
        "Royal",
        "Sunny",
        "Urban",
        "Happy",
    ]
    last = [
        "Müller",
        "Schmidt",
        "Huber",
        "Jones",
        "Smith",
        "García",
        "Rossi",
        "Jansen",
        "Kim",
        "Park",
        "Dupont",
        "Weber",
    ]
    kind = [
        "Bakery",
        "Buchladen",
        "Books",
        "Records",
        "Bikes",
        "Blumen",
        "Deli",
        "Toys",
        "Tea",
        "Wine",
        "Shoes",
        "Garden",
    ]
    names = [
        f"{rng.choice(first)} {rng.choice(last)}{n} {rng.choice(kind)}" for n in range(KNOWN_SHOPS)
    ]
    matcher = Matcher(Known(n, name) for n, name in enumerate(names))
    typed = [rng.choice(names) for _ in range(100)]
    wrong = [name[:3] + name[4:] for name in typed[:50]] + typed[50:]
    return [partial(matcher.match, name) for name in wrong]


def main() -> None:
    """Print the figures beside their bounds; what is compared is called in turns."""
    text = mention()
    turns = [(partial(json.loads, text), call) for call in understanding()]
    times = each([call for turn in turns for call in turn])
    unit, one = statistics.median(times[::2]), statistics.median(times[1::2])
    matches = each(matching())
    match, slowest = statistics.median(matches), max(matches)
    print(f"json.loads of {len(text)} characters {unit * 1e6:7.1f} µs")
    print(f"understand, median            {one * 1e6:7.1f} µs = {one / unit:5.2f} (bound 2.5)")
    print(f"match in {KNOWN_SHOPS:,}, median        {match * 1e6:7.1f} µs = {match / unit:5.2f}")
    print(
        f"match in {KNOWN_SHOPS:,}, slowest       {slowest * 1e6:7.1f} µs = {slowest / unit:5.2f}"
    )


if __name__ == "__main__":
    main()
