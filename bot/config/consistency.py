"""What must fit together in a configuration, beyond each value being right by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.config.accounts import Account
from bot.config.durations import spell_duration
from bot.config.problems import Problem
from bot.config.rhythm import Rhythm, gap_sentence
from bot.config.settings import Calendar, City, MissingSecretError, Settings, Waits
from bot.domain.calendar import DAY

BEFORE = ("call", "shortlist", "ballot", "ballot_latest", "close", "consent", "announce")
AFTER = ("amounts", "recap", "nudge")
MOB = "the mob"
# Two posts of one step need a tick to be decided, one to be sent, and one that comes late.
TICKS_A_STEP = 3
SETTLES_A_STEP = 2
# Organisers who met every week had a full till the first time and a third of it the second.
CADENCE = 14 * DAY


def calendar_problems(
    key: str, steps: Calendar, *, waits: Waits, min_lead: timedelta
) -> Iterator[Problem]:
    """Steps out of order, too close for the daemon's tick, or a lead below the city's rule."""
    yield from _out_of_order(key, steps)
    yield from _too_close(key, steps, TICKS_A_STEP * waits.tick)
    if steps.announce < min_lead:
        yield Problem(
            f"{key}.announce",
            f'"{spell_duration(steps.announce)}"',
            f'at least the city\'s min_lead, "{spell_duration(min_lead)}"',
            "the shop and the neighbours are promised that much time: "
            "lower min_lead only if they know",
        )
    if steps.grace >= steps.close - steps.consent:
        yield Problem(
            f"{key}.grace",
            f'"{spell_duration(steps.grace)}"',
            "less than the time between close and consent",
        )


def _out_of_order(key: str, steps: Calendar) -> Iterator[Problem]:
    for (earlier, long), (later, short) in pairwise(_before(steps)):
        # A city may leave its ballot no room to be late; no other two steps fall together.
        if long < short or (long == short and later != "ballot_latest"):
            yield _misplaced(key, (earlier, long), (later, short), "less")
    for (earlier, short), (later, long) in pairwise(_after(steps)):
        if long <= short:
            yield _misplaced(key, (earlier, short), (later, long), "more")


def _misplaced(
    key: str, earlier: tuple[str, timedelta], later: tuple[str, timedelta], how: str
) -> Problem:
    name, found = earlier if later[0] == MOB else later
    if MOB in (earlier[0], later[0]):
        return Problem(f"{key}.{name}", f'"{spell_duration(found)}"', "more than no time at all")
    wanted = f'{how} than {earlier[0]} ("{spell_duration(earlier[1])}"), which comes first'
    return Problem(f"{key}.{name}", f'"{spell_duration(found)}"', wanted)


def _before(steps: Calendar) -> list[tuple[str, timedelta]]:
    """The steps before the mob in the order in which they come, the mob itself at the end."""
    last = [(f"countdown[{n}]", step) for n, step in enumerate(steps.countdown)]
    if isinstance(steps.morning, timedelta):
        last.append(("morning", steps.morning))
    last.sort(key=lambda pair: -pair[1])
    return [*((name, getattr(steps, name)) for name in BEFORE), *last, (MOB, timedelta(0))]


def _after(steps: Calendar) -> list[tuple[str, timedelta]]:
    return [(MOB, timedelta(0)), *((name, getattr(steps, name)) for name in AFTER)]


def gaps(steps: Calendar) -> Iterator[tuple[str, str, timedelta]]:
    """Each two neighbouring steps that are in order: the key to change, both names, the time."""
    for (earlier, long), (later, short) in pairwise(_before(steps)):
        if long > short and earlier != "ballot":
            key = earlier if later == MOB else later
            yield key, f"{earlier} and {later}", long - short
    for (earlier, short), (later, long) in pairwise(_after(steps)):
        if long > short:
            yield later, f"{earlier} and {later}", long - short


def _too_close(key: str, steps: Calendar, least: timedelta) -> Iterator[Problem]:
    for step, between, gap in gaps(steps):
        if gap < least:
            yield Problem(
                f"{key}.{step}",
                f'"{spell_duration(gap)}" between {between}',
                f'at least three ticks, "{spell_duration(least)}"',
                "make the steps longer, or waits.tick shorter",
            )


def rhythm_problems(key: str, rhythm: Rhythm, timezone: str) -> Iterator[Problem]:
    """A rhythm that meets, now or in a later year, at an hour which the clocks skip."""
    zone = ZoneInfo(timezone)
    skipped = rhythm.skipped(zone)
    if skipped is not None:
        yield Problem(
            f"{key}.rhythm",
            f'"{rhythm.text}"',
            "an hour that the city's clocks show on every such day",
            gap_sentence(skipped, zone),
        )


def account_problems(
    accounts: Mapping[tuple[str, str], Account], secrets: Mapping[str, SecretStr]
) -> Iterator[Problem]:
    """Two cities on one account; `accounts` is by city and network.

    They are one where the ids on one server are equal, or where the secrets are.
    """
    owners: dict[tuple[str, ...], str] = {}
    for (city, network), account in accounts.items():
        for mark in _marks(city, network, account, secrets):
            owner = owners.setdefault(mark, city)
            if owner != city:
                yield Problem(
                    f"city.{city}.{network}",
                    f"the account of city.{owner}",
                    "an account for each city",
                    "one account cannot tell whose message it got: open another one",
                )
                break


def _marks(
    city: str, network: str, account: Account, secrets: Mapping[str, SecretStr]
) -> Iterator[tuple[str, ...]]:
    if account.account is not None:
        yield network, account.base_url, account.account
    variables = account.variables(city)
    name = variables.get("token") or variables["access_token"]
    yield network, account.base_url, "variable", name
    if name in secrets:
        yield network, account.base_url, "secret", secrets[name].get_secret_value()


def missing_secrets(settings: Settings) -> Iterator[Problem]:
    """What `cashmob run` with `live = true` lacks: the variable of each secret that is not set."""
    for key, city in settings.cities.items():
        for network in city.networks:
            for name in settings.missing(key, network):
                yield Problem(
                    f"city.{key}.{network}",
                    f"no {name} in the environment",
                    "the secret of this account",
                    f"put {name}=… into .env beside config.toml and type: chmod 600 .env",
                )
    yield from _missing_password(settings)


def _missing_password(settings: Settings) -> Iterator[Problem]:
    try:
        settings.mail_password()
    except MissingSecretError as missing:
        yield Problem(
            "mail",
            f"no {missing.variable} in the environment",
            "the password of this mail server",
            f"put {missing.variable}=… into .env beside config.toml and type: chmod 600 .env",
        )


def cautions(cities: Iterable[City], waits: Waits) -> Iterator[Problem]:
    """What will work but deserves a second thought: never a reason to refuse a configuration."""
    for city in cities:
        key = f"city.{city.key}"
        yield from _short_steps(f"{key}.calendar", city.calendar, waits)
        if city.rhythm is not None:
            yield from _rhythm_cautions(key, city, city.rhythm)
        if city.consent == "notice":
            yield Problem(
                f"{key}.consent",
                '"notice"',
                '"ask" in most cities',
                "no owner will be asked, only warned",
            )
        if city.reveal != "name" and not (city.meeting_point and city.look_for):
            yield Problem(
                f"{key}.look_for",
                "the shop is a secret, and strangers are not told how to find each other",
                "a meeting_point, and what to look_for there",
            )
        if city.mail is not None and city.writer is None:
            yield Problem(
                f"{key}.organisers",
                "nobody with a telephone and an e-mail address",
                "an organiser whom a shop's owner can call and write to",
                "without one no letters are sent to owners",
            )
        if not city.networks:
            yield Problem(key, "no network", "an account to speak from, such as [….mastodon]")


def _short_steps(key: str, steps: Calendar, waits: Waits) -> Iterator[Problem]:
    least = SETTLES_A_STEP * waits.settle
    for step, between, gap in gaps(steps):
        if gap < least:
            yield Problem(
                f"{key}.{step}",
                f'"{spell_duration(gap)}" between {between}',
                f'two settles, "{spell_duration(least)}", or more',
                "a post whose fate is unsure may be settled too late",
            )


def _rhythm_cautions(key: str, city: City, rhythm: Rhythm) -> Iterator[Problem]:
    if rhythm.shortest_gap() < CADENCE:
        yield Problem(
            f"{key}.rhythm",
            f'"{rhythm.text}"',
            "two weeks or more between mobs",
            "purses tire: once a month is often enough to keep interest",
        )
    year = islice(rhythm.walls(), 12)
    if not all(map(_good_hour, year)):
        yield Problem(
            f"{key}.rhythm",
            f'"{rhythm.text}"',
            "a Saturday, a Sunday, or a weekday between 17:00 and 20:00",
            "at other hours neighbours are at work, or shops are shut",
        )
    morning = city.calendar.morning
    if isinstance(morning, time) and rhythm.hour <= morning:
        yield Problem(
            f"{key}.calendar.morning",
            f'"{morning:%H:%M}"',
            f'an hour before the mob meets at {rhythm.hour:%H:%M}, or "" for none',
            "that mob will have no morning post",
        )


def _good_hour(wall: datetime) -> bool:
    # A Friday mob at 14:00 found neighbours at work; the good ones met on evenings and weekends.
    if wall.weekday() >= 5:
        return time(9) <= wall.time() <= time(20)
    return time(17) <= wall.time() <= time(20)
