"""All texts of a language with made-up values, for whoever translates or proofreads them.

Run as `python -m bot.speaking.preview fr`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from bot.domain.posts import Money, Say, Value
from bot.languages import codes
from bot.speaking.catalogue import KINDS, Audience, Kind
from bot.speaking.drafting import ORGANISERS, Voice, speak

MEETS = datetime(2026, 12, 12, 10, tzinfo=UTC)
ZONE = "Europe/Vienna"
_DAY = timedelta(days=1)
_CANDIDATES = ("Libreria Tasso", "Chez Marcel", "Blumen Müller", "서촌책방")

SAMPLE: dict[str, Value] = {
    "low": Money(1000, "EUR"),
    "high": Money(2000, "EUR"),
    "when": MEETS,
    "until": MEETS - 14 * _DAY,
    "people": 23,
    "mine": 2,
    "meeting_point": "Piazza Dante",
    "look_for": "a yellow umbrella",
    "drinks": "Bar Centrale",
    "hashtag": "#CashMobTown",
    "contact": "hello@cashmob.example",
    "shop": "Libreria Tasso",
    "place": "Via Roma 3",
    "other": "Chez Marcel",
    "candidates": tuple((i, name, "Via Roma 3") for i, name in enumerate(_CANDIDATES, start=1)),
    "votes": 41,
    "total": 213,
    "up_to": MEETS - 12 * _DAY,
    "closed": MEETS - 11 * _DAY,
    "spent": Money(71800, "EUR"),
    "spenders": 30,
    "till": Money(113050, "EUR"),
    "heads": 47,
    "sales": 38,
    "usual_percent": 250,
    "new_percent": 40,
    "thanks": "Ada and Ben",
    "next_call": MEETS + 30 * _DAY,
    "parking": "behind the church, free on Saturdays",
    "access": "one step, a ramp on request",
    "payment": "cards and cash",
    "hours": "mon-fri 9-18, sat 9-11:15",
    "closes": MEETS,
    "backs": ((3, "Chez Marcel", None),),
    "waiting": 1,
    "voted": ((2, "Thistle & Twine", None),),
    "coming": 2,
    "perhaps": 1,
    "own_spent": Money(1850, "EUR"),
    "keep_days": 30,
    "others": 2,
    "erased": MEETS + 32 * _DAY,
    "number": 3,
    "theme": "no alcohol",
    "leading": "Thistle & Twine",
    "figures": ((2, "Thistle & Twine", 87), (1, "Harbour Books", 51)),
    "flag": "looks like a chain",
    "command": "cashmob approve 3",
    "by": MEETS - 14 * _DAY,
    "network": "Mastodon",
    "reason": "no answer within 20 seconds",
    "since": MEETS - 15 * _DAY,
    "count": 7,
    "order": "cancel mob 1",
    "name": "Dana",
    "stage": "announced",
    "said": MEETS - 15 * _DAY,
}


def sample(kind: Kind, values: dict[str, Value] = SAMPLE) -> Say:
    """A say of this kind with all the values its text may use, said three days ahead."""
    used = {name: value for name, value in values.items() if name in kind.values}
    if kind.name.endswith("_undated"):
        used["when"] = None
    due = MEETS - (timedelta(hours=1) if kind.name.startswith("soon") else 3 * _DAY)
    organiser = kind.audience is Audience.ORGANISER
    return Say(kind.name, kind.name, due, due + _DAY, used, organiser=organiser)


def preview(code: str) -> str:
    """Every text of the language, each under its key."""
    voice = Voice("preview", 5000, len, True, True, False, "@cashmob@town.example", False)
    found = []
    for kind in KINDS.values():
        if kind.audience is Audience.ORGANISER and code not in ORGANISERS:
            continue
        for draft in speak(sample(kind), voice, languages=(code,), zone=ZONE, currency="EUR"):
            found.append(f"{kind.name}\n{draft.text}\n")
    return "\n".join(found)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in codes():
        sys.exit(f"Name one language: {' '.join(codes())}")
    print(preview(sys.argv[1]))
