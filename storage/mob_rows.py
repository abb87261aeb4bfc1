"""A mob's rows as they stand in the store, and the mob they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any

from bot.domain.calendar import Steps
from bot.domain.checklist import Tick
from bot.domain.mob import Answer, Consent, Mob, Nomination, Reveal, Rules, State
from bot.domain.stages import Stage
from bot.domain.standing import Tally
from bot.domain.town_time import held_to, where

_CONSENT = ("consent_by", "consent_channel", "consent_told", "consent_wall", "consent_at")
LISTED = tuple(field.name for field in fields(Nomination)) + _CONSENT
"""The columns of a nomination, in the order in which a mob's list of them is to be read."""

_INSTANTS = frozenset({"said_at", "consent_told", "consent_at"})


def tally_from(summed: str) -> Tally:
    """A tally from its rows as JSON."""
    numbers: dict[tuple[str, int], int] = {}
    for what, number, n in json.loads(summed):
        numbers[what, number] = numbers.get((what, number), 0) + n
    return Tally(numbers)


def mob_from(row: Mapping[str, Any]) -> Mob:
    """A mob from its row, in which the list of nominations stands as JSON."""
    elsewhere = ("city", "listed", "summed", "let_go", "walls")
    fields: dict[str, Any] = {k: row[k] for k in row if k not in elsewhere}
    rules = rules_from(row["rules"])
    mob = Mob(
        **fields
        | {
            "rules": rules,
            "stage": Stage(row["stage"]),
            "done": frozenset(json.loads(row["done"])),
            "private": frozenset(json.loads(row["private"])),
            "nominations": _nominations(row["listed"], rules.zone),
        }
    )
    return held_to(mob, json.loads(row["walls"]))


@lru_cache(maxsize=256)
def _nominations(listed: str, zone: str) -> tuple[Nomination, ...]:
    """The list from its JSON; mostly it is as it was when it was read last."""
    nominations = (_nomination(values, zone) for values in json.loads(listed))
    return tuple(sorted(nominations, key=lambda n: n.number))


def _nomination(values: list[Any], zone: str) -> Nomination:
    row = dict(zip(LISTED, values, strict=True))
    for name in _INSTANTS & row.keys():
        row[name] = datetime.fromisoformat(row[name]) if row[name] else None
    told, hour = row.pop("consent_told"), row.pop("consent_wall")
    consent = Consent(
        Answer(row.pop("consent")),
        row.pop("consent_by"),
        row.pop("consent_channel"),
        # A yes was for the hour in the town, as the mob is.
        where(told, hour, zone) if told and hour else told,
        row.pop("consent_at"),
    )
    state = State(row.pop("state"))
    row |= {
        "pinned": bool(row["pinned"]),
        "own": bool(row["own"]),
        "near": tuple(json.loads(row["near"])),
        "ticks": tuple(_tick(*tick) for tick in json.loads(row["ticks"])),
        "aliases": tuple(json.loads(row["aliases"])),
    }
    return Nomination(**row, state=state, consent=consent)


def _tick(point: str, by: str, at: str) -> Tick:
    return Tick(point, by, datetime.fromisoformat(at))


def rules_json(rules: Rules) -> str:
    """The city's rules as the mob keeps them, durations in seconds."""
    return json.dumps(_plain(asdict(rules)), ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


@lru_cache(maxsize=256)
def rules_from(text: str) -> Rules:
    """The rules back from their JSON; what an older version did not know has its default."""
    data = json.loads(text)
    steps = {key: _step(value) for key, value in data.pop("steps").items()}
    durations = {key: _step(data[key]) for key in ("cool_down", "erase_after") if key in data}
    return Rules(
        **data
        | {
            "languages": tuple(data["languages"]),
            "divisive": tuple(data.get("divisive", ())),
            "reveal": Reveal(data["reveal"]),
            "steps": Steps(**steps),
        }
        | durations
    )


def _step(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_step(inner) for inner in value)
    if isinstance(value, str):
        return time.fromisoformat(value)
    return value if value is None else timedelta(seconds=value)
