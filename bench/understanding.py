"""CPU of understanding a message, in units of `json.loads` on a Mastodon mention of 5.9 kB.

Run: python -m bench.understanding
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable
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


def each(call: Callable[[], object]) -> float:
    """The best CPU seconds of one call out of `ROUNDS`."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time_ns()
        call()
        best = min(best, (time.process_time_ns() - begin) / 1e9)
    return best


def understanding() -> list[float]:
    """CPU seconds to understand each message of the corpus, with a ballot of nine."""
    known = json.loads((CORPUS / "ballot.json").read_text(encoding="utf-8"))
    rows = (CORPUS / "mentions.jsonl").read_text(encoding="utf-8").splitlines()
    out = []
    for row in map(json.loads, rows):
        context = context_of(row, known)
        nine = Context(**{s: getattr(context, s) for s in Context.__slots__} | {"candidates": NINE})
        understand(row["text"], row["lang"], nine)
        out.append(each(lambda row=row, nine=nine: understand(row["text"], row["lang"], nine)))
    return out


def matching() -> list[float]:
    """CPU seconds to match a name, some typed wrong, against five thousand known shops."""
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
    typed = [rng.choice(names) for _ in range(200)]
    wrong = [name[:3] + name[4:] for name in typed[:100]] + typed[100:]
    return [each(lambda name=name: matcher.match(name)) for name in wrong]


def main() -> None:
    """Print the figures beside their bounds."""
    text = mention()
    unit = each(lambda: json.loads(text))
    one = statistics.median(understanding())
    match = statistics.median(matching())
    print(f"json.loads of {len(text)} bytes     {unit * 1e6:7.1f} µs")
    print(f"understand, median          {one * 1e6:7.1f} µs = {one / unit:5.2f} (bound 2.5)")
    print(
        f"match among {KNOWN_SHOPS}, median  {match * 1e6:7.1f} µs = {match / unit:5.2f} (bound 25)"
    )


if __name__ == "__main__":
    main()
