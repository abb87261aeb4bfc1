"""Stories of an organiser who writes config.toml, rightly and wrongly."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot import languages
from bot.config import ConfigError, MissingSecretError, Settings, example_path, load
from bot.config.settings import DIVISIVE
from bot.domain.calendar import Steps
from bot.domain.mob import Rules
from bot.domain.posts import Money

OXBOW = """
[city.oxbow]
name = "Oxbow"
timezone = "America/New_York"
country = "US"
currency = "USD"
languages = ["en"]
spend = ["10", "20"]
{city}
[[city.oxbow.organisers]]
name = "Ida"
{tables}
"""
MASTODON = '[city.oxbow.mastodon]\nbase_url = "https://social.example"'
TOKEN = "q8Zk3vY0Wm1nB5tR7uX2aC4dE6fG9hJ0kL1mN2pQ3rS"


def read(folder: Path, text: str, env: dict[str, str] | None = None) -> Settings:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, env or {})


def complaints(folder: Path, text: str, env: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as error:
        read(folder, text, env)
    return [str(problem) for problem in error.value.problems]


def oxbow(city: str = "", tables: str = "") -> str:
    return OXBOW.format(city=city, tables=tables)


def test_the_example_is_a_whole_city_in_two_languages() -> None:
    settings = load(example_path(), {})
    city = settings.cities["saint-rivage"]
    assert (city.key, city.name, city.languages) == ("saint-rivage", "Saint-Rivage", ("en", "fr"))
    assert city.amounts == (Money(1000, "CAD"), Money(2000, "CAD"))
    assert list(city.networks) == ["mastodon", "twitter", "facebook"]
    assert city.quiet_hours == (time(22), time(8))
    assert not settings.live


def test_the_example_says_the_defaults_where_it_says_they_are() -> None:
    city = load(example_path(), {}).cities["saint-rivage"]
    assert city.calendar == type(city.calendar)()
    assert city.twitter is not None
    assert city.twitter.prices == type(city.twitter.prices)()


def test_what_is_left_out_has_the_default(tmp_path: Path) -> None:
    settings = read(tmp_path, oxbow())
    city = settings.cities["oxbow"]
    assert settings.database_url == f"sqlite:///{tmp_path / 'cashmob.db'}"
    assert (city.consent, city.reveal, city.totals) == ("ask", "name", "order")
    assert (city.rhythm, city.networks, city.steps.reveal) == (None, {}, None)
    assert (city.losing_figures, city.theme, city.carry_over) == (False, "", True)
    assert (city.cool_down, city.self_nomination) == (timedelta(days=365), "mark")
    assert settings.waits.poll_fast == timedelta(seconds=20)


def test_a_hurried_organiser_is_told_everything_at_once(tmp_path: Path) -> None:
    text = """
live = "yes"
databse = "mobs.db"
[city.oxbow]
name = "Oxbow"
timezone = "America/Torronto"
country = "UK"
currency = "EURO"
languages = ["en", "frr"]
spend = ["20", "10"]
rhythm = "second caturday 11:00"
totals = "lve"
quiet_hours = "22-8"
max_people = "ten"
[city.oxbow.calendar]
balot = "14d"
recap = "2 days and a bit"
[city.oxbow.mastodon]
base_url = "http://social.example"
[waits]
tick = 10
"""
    assert complaints(tmp_path, text) == [
        'live: found "yes", wanted true or false',
        'city.oxbow.timezone: found "America/Torronto", wanted an IANA time zone such as '
        '"Europe/Paris"; did you mean "America/Toronto"?',
        'city.oxbow.country: found "UK", wanted a country\'s two letters by ISO 3166, such as '
        '"CA"; did you mean "GB"?',
        'city.oxbow.currency: found "EURO", wanted a currency\'s three letters by ISO 4217, such '
        'as "CAD"; did you mean "EUR"?',
        'city.oxbow.languages[1]: found "frr", wanted one of the languages the bot speaks: '
        f'{", ".join(languages.codes())}; did you mean "fr"?',
        'city.oxbow.spend: found ["20", "10"], wanted the least and the most to spend, such as '
        '["10", "20"], the smaller first',
        'city.oxbow.rhythm: found "second caturday 11:00", wanted a rhythm such as "second '
        'saturday 11:00", "every other friday 18:00" or "the 20th 18:00"',
        "city.oxbow.organisers: found nothing, wanted a value: this setting has no default",
        'city.oxbow.totals: found "lve", wanted one of "hidden", "order", "live"; '
        'did you mean "live"?',
        'city.oxbow.quiet_hours: found "22-8", wanted two hours such as "22:00-08:00", or "" '
        "for none",
        'city.oxbow.max_people: found "ten", wanted a whole number',
        'city.oxbow.calendar.recap: found "2 days and a bit", wanted a duration such as "7d", '
        '"6h", "1h30m" or "20s"',
        "city.oxbow.calendar.balot: found a setting nobody knows, wanted a known setting; "
        'did you mean "ballot"?',
        'city.oxbow.mastodon.base_url: found "http://social.example", wanted an address that '
        "begins with https:// (plain http only on this machine itself); "
        'did you mean "https://social.example"?',
        'waits.tick: found 10, wanted a duration such as "7d", "6h", "1h30m" or "20s"',
        'databse: found a setting nobody knows, wanted a known setting; did you mean "database"?',
    ]


def test_steps_out_of_order_are_named_with_the_one_before(tmp_path: Path) -> None:
    calendar = '[city.oxbow.calendar]\nballot = "17d"\nconsent = "11d"\nrecap = "12h"\nnudge="1h"'
    assert complaints(tmp_path, oxbow(tables=calendar)) == [
        'city.oxbow.calendar.ballot: found "17d", wanted less than shortlist ("16d"), '
        "which comes first",
        'city.oxbow.calendar.consent: found "11d", wanted less than close ("11d"), '
        "which comes first",
        'city.oxbow.calendar.recap: found "12h", wanted more than amounts ("1d"), '
        "which comes first",
        'city.oxbow.calendar.nudge: found "1h", wanted more than recap ("12h"), which comes first',
        'city.oxbow.calendar.grace: found "15m", wanted less than the time between close and '
        "consent",
    ]


def test_order_is_told_though_another_step_cannot_be_read(tmp_path: Path) -> None:
    calendar = '[city.oxbow.calendar]\nballot = "17d"\nnudge = "soon"'
    assert complaints(tmp_path, oxbow(tables=calendar)) == [
        'city.oxbow.calendar.nudge: found "soon", wanted a duration such as "7d", "6h", "1h30m" '
        'or "20s"',
        'city.oxbow.calendar.ballot: found "17d", wanted less than shortlist ("16d"), '
        "which comes first",
    ]


def test_a_lead_below_the_rule_must_be_wanted(tmp_path: Path) -> None:
    calendar = '[city.oxbow.calendar]\nannounce = "5d"'
    assert complaints(tmp_path, oxbow(tables=calendar)) == [
        'city.oxbow.calendar.announce: found "5d", wanted at least the city\'s min_lead, "7d"; '
        "the shop and the neighbours are promised that much time: lower min_lead only if they "
        "know"
    ]
    settings = read(tmp_path, oxbow('min_lead = "5d"', calendar))
    assert settings.cities["oxbow"].steps.announce == timedelta(days=5)


def test_a_whole_mob_fits_into_two_minutes(tmp_path: Path) -> None:
    calendar = """[city.oxbow.calendar]
call = "100s"
shortlist = "90s"
ballot = "80s"
ballot_latest = "70s"
close = "60s"
grace = "2s"
consent = "50s"
announce = "40s"
countdown = ["30s", "20s"]
morning = "10s"
amounts = "6s"
recap = "12s"
nudge = "18s"
[waits]
tick = "1s"
settle = "2s"
"""
    steps = read(tmp_path, oxbow('min_lead = "40s"', calendar)).cities["oxbow"].steps
    assert (steps.call, steps.morning) == (timedelta(seconds=100), timedelta(seconds=10))


def test_steps_closer_than_three_ticks_cannot_be_kept(tmp_path: Path) -> None:
    calendar = '[city.oxbow.calendar]\ncountdown = ["1d", "20s"]\n[waits]\ntick = "10s"'
    assert complaints(tmp_path, oxbow(tables=calendar)) == [
        'city.oxbow.calendar.countdown[1]: found "20s" between countdown[1] and the mob, wanted '
        'at least three ticks, "30s"; make the steps longer, or waits.tick shorter'
    ]


def test_a_mob_at_an_hour_that_the_clocks_skip(tmp_path: Path) -> None:
    assert complaints(tmp_path, oxbow('rhythm = "second sunday 02:30"')) == [
        'city.oxbow.rhythm: found "second sunday 02:30", wanted an hour that the city\'s clocks '
        "show on every such day; the clocks in America/New_York never show 2024-03-10 02:30: "
        "they go forward that night; choose 01:59 or earlier, or 03:00 or later"
    ]


def two_cities(first: str, second: str) -> str:
    dunmore = oxbow().replace("oxbow", "dunmore").replace("Oxbow", "Dunmore")
    return (
        oxbow(tables=f"[city.oxbow.mastodon]\n{first}")
        + dunmore
        + f"[city.dunmore.mastodon]\n{second}"
    )


SHARED = [
    "city.dunmore.mastodon: found the account of city.oxbow, wanted an account for each city; "
    "one account cannot tell whose message it got: open another one"
]


def test_two_cities_on_one_account_by_its_id(tmp_path: Path) -> None:
    account = 'base_url = "https://social.example"\naccount_id = "42"'
    assert complaints(tmp_path, two_cities(account, account)) == SHARED


def test_two_cities_on_one_account_by_its_token(tmp_path: Path) -> None:
    account = 'base_url = "https://social.example"'
    env = {"CASHMOB_OXBOW_MASTODON_TOKEN": "same", "CASHMOB_DUNMORE_MASTODON_TOKEN": "same"}
    assert complaints(tmp_path, two_cities(account, account), env) == SHARED


def test_two_cities_on_one_server_are_welcome(tmp_path: Path) -> None:
    account = 'base_url = "https://social.example"'
    env = {"CASHMOB_OXBOW_MASTODON_TOKEN": "one", "CASHMOB_DUNMORE_MASTODON_TOKEN": "another"}
    settings = read(tmp_path, two_cities(account, account), env)
    assert list(settings.cities) == ["oxbow", "dunmore"]


@pytest.mark.parametrize(
    ("line", "key", "name"),
    [
        ('token = "abc"', "mastodon.token", "MASTODON_TOKEN"),
        (f'account_id = "{TOKEN}"', "mastodon.account_id", "MASTODON_ACCOUNT_ID"),
        (f'token_env = "{TOKEN}"', "mastodon.token_env", "MASTODON_TOKEN"),
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(
    tmp_path: Path, line: str, key: str, name: str
) -> None:
    told = complaints(tmp_path, oxbow(tables=f"{MASTODON}\n{line}"))
    assert told == [
        f"city.oxbow.{key}: found what looks like a secret (not shown), wanted no secret in "
        f"config.toml, which people copy and share; move it into .env as CASHMOB_OXBOW_{name}=…, "
        "type chmod 600 .env, and have the network issue a new one if this file was ever shared"
    ]


def test_a_password_in_an_address_is_a_secret_too(tmp_path: Path) -> None:
    told = complaints(tmp_path, 'database = "postgresql://mob:hunter2@db.example/mobs"' + oxbow())
    assert "hunter2" not in "".join(told)
    assert [line.partition(":")[0] for line in told] == ["database"]


def test_a_database_with_a_password_stands_in_the_environment(tmp_path: Path) -> None:
    url = "postgresql://mob:hunter2@db.example/mobs"
    settings = read(tmp_path, oxbow(), {"CASHMOB_DATABASE": url})
    assert settings.database_url == url
    assert "hunter2" not in repr(settings)


def test_an_env_file_that_others_can_read(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("CASHMOB_OXBOW_MASTODON_TOKEN=abc\n")
    dotenv.chmod(0o644)
    assert complaints(tmp_path, oxbow(tables=MASTODON)) == [
        f"{dotenv}: found a file that others can read (mode 0644), wanted a file that only you "
        f"can read; type: chmod 600 {dotenv}"
    ]
    dotenv.chmod(0o600)
    secret = read(tmp_path, oxbow(tables=MASTODON)).secret("oxbow", "mastodon")
    assert secret.get_secret_value() == "abc"


def test_the_environment_stands_above_the_env_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("CASHMOB_OXBOW_MASTODON_TOKEN=old\n")
    dotenv.chmod(0o600)
    env = {"CASHMOB_OXBOW_MASTODON_TOKEN": "new"}
    settings = read(tmp_path, oxbow(tables=MASTODON), env)
    assert settings.secret("oxbow", "mastodon").get_secret_value() == "new"


def test_a_missing_token_names_its_variable(tmp_path: Path) -> None:
    settings = read(tmp_path, oxbow(tables=MASTODON))
    assert settings.missing("oxbow", "mastodon") == ("CASHMOB_OXBOW_MASTODON_TOKEN",)
    with pytest.raises(MissingSecretError) as error:
        settings.secret("oxbow", "mastodon")
    assert str(error.value) == (
        "CASHMOB_OXBOW_MASTODON_TOKEN is not set: put it into .env beside config.toml"
    )


def test_secrets_are_shown_in_no_text(tmp_path: Path) -> None:
    env = {"CASHMOB_OXBOW_MASTODON_TOKEN": TOKEN}
    settings = read(tmp_path, oxbow(tables=MASTODON), env)
    assert TOKEN not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost", "http://localhost"),
        ("https://social.example/", "https://social.example"),
    ],
)
def test_addresses_that_are_right(tmp_path: Path, written: str, meant: str) -> None:
    settings = read(tmp_path, oxbow(tables=f'[city.oxbow.mastodon]\nbase_url = "{written}"'))
    assert settings.cities["oxbow"].networks["mastodon"].base_url == meant


@pytest.mark.parametrize(
    "written", ["social.example", "ftp://social.example", "https://", "http://127.0.0.1.example"]
)
def test_addresses_that_are_wrong(tmp_path: Path, written: str) -> None:
    told = complaints(tmp_path, oxbow(tables=f'[city.oxbow.mastodon]\nbase_url = "{written}"'))
    assert [line.partition(":")[0] for line in told] == ["city.oxbow.mastodon.base_url"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path / "config.toml", {})
    assert str(error.value) == (
        f"{tmp_path / 'config.toml'}: found no such file, wanted a configuration; "
        "`cashmob init` writes one, and config.example.toml shows all there is to say"
    )


def test_a_file_that_is_not_toml(tmp_path: Path) -> None:
    told = complaints(tmp_path, "live = true\nname = Oxbow\n")
    assert len(told) == 1
    assert "line 2" in told[0]


@pytest.mark.parametrize(
    ("text", "key"),
    [("city = 3", "city"), ("city.oxbow = 3", "city.oxbow"), ("", "city"), ("[city]", "city")],
)
def test_a_file_without_a_city(tmp_path: Path, text: str, key: str) -> None:
    told = complaints(tmp_path, text)
    assert [line.partition(":")[0] for line in told] == [key]


def test_a_city_key_is_a_slug(tmp_path: Path) -> None:
    told = complaints(tmp_path, oxbow().replace("city.oxbow", 'city."Saint Rivage"'))
    assert told == [
        'city.Saint Rivage: found "Saint Rivage", wanted small letters, digits and hyphens, '
        "such as [city.saint-rivage]"
    ]


def test_the_rehearsal_moves_every_account_to_the_town() -> None:
    settings = load(example_path(), {})
    town = settings.pointed_at({"mastodon": "http://127.0.0.1:9"}, token="rehearsal")
    city = town.cities["saint-rivage"]
    assert [(n, a.base_url) for n, a in city.networks.items()] == [
        ("mastodon", "http://127.0.0.1:9")
    ]
    assert town.secret("saint-rivage", "mastodon").get_secret_value() == "rehearsal"
    assert city.calendar == settings.cities["saint-rivage"].calendar


def test_an_amount_in_a_currency_without_cents(tmp_path: Path) -> None:
    text = oxbow().replace('"USD"', '"KRW"').replace('["10", "20"]', "[10000, 20000]")
    city = read(tmp_path, text).cities["oxbow"]
    assert (city.spend, city.amounts) == (
        (Decimal(10000), Decimal(20000)),
        (Money(10000, "KRW"), Money(20000, "KRW")),
    )


def test_a_shop_named_on_the_day_has_its_hour() -> None:
    city = load(example_path(), {}).cities["saint-rivage"]
    secretive = city.model_copy(update={"reveal": "hours before"})
    on_the_spot = city.model_copy(update={"reveal": "on the spot"})
    assert secretive.steps.reveal == timedelta(hours=6)
    assert on_the_spot.steps.reveal == timedelta(0)


def test_a_mob_starts_with_the_rules_of_its_city() -> None:
    city = load(example_path(), {}).cities["saint-rivage"]
    assert city.rules == Rules(
        city="saint-rivage",
        divisive=DIVISIVE,
        zone="America/Moncton",
        currency="CAD",
        spend_low=1000,
        spend_high=2000,
        languages=("en", "fr"),
        hashtag="CashMob",
        meeting_point="the clock on Place du Quai",
        look_for="a yellow umbrella",
        drinks="the Café du Phare next door",
        contact="506-555-0100",
        totals="order",
        country="CA",
        steps=Steps(drinks=timedelta(hours=1)),
    )


def test_the_watchmans_address_is_a_secret_and_goes_out_guarded(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(oxbow(), encoding="utf-8")
    url = "https://watch.example/ping/0f3a9c"
    settings = load(path, {"CASHMOB_WATCHMAN_URL": url})
    watchman = settings.watchman()
    assert watchman is not None
    assert (watchman.get_secret_value(), url in repr(settings)) == (url, False)
    assert load(path, {}).watchman() is None
    with pytest.raises(ConfigError) as error:
        load(path, {"CASHMOB_WATCHMAN_URL": "http://watch.example/ping/0f3a9c"})
    [problem] = error.value.problems
    assert (problem.key, "0f3a9c" in str(error.value)) == ("CASHMOB_WATCHMAN_URL", False)


def test_the_rules_of_suspicion_know_the_citys_own_server(tmp_path: Path) -> None:
    table = """
[city.oxbow.votes]
new_account = "2d"
crowd = 8
known_servers = ["Big.example"]
held_servers = ["farm.example"]
"""
    city = load(example_path(), {}).cities["saint-rivage"]
    assert "social.saint-rivage.example" in city.watch.known_servers
    watch = read(tmp_path, oxbow() + table).cities["oxbow"].watch
    assert (watch.new_account, watch.crowd, watch.within) == (
        timedelta(days=2),
        8,
        timedelta(minutes=10),
    )
    assert watch.known_servers >= {"big.example"}
    assert watch.held_servers == {"farm.example"}


def test_who_may_give_orders_is_named_by_an_id_and_not_by_a_handle(tmp_path: Path) -> None:
    good = 'accounts = ["https://social.example/users/ida", "https://social.example/@ida", "1234"]'
    organiser = read(tmp_path, oxbow(tables=f"{good}\n{MASTODON}")).cities["oxbow"].organisers[0]
    assert organiser.accounts[2] == "1234"
    for handle in ("@ida", "ida@social.example", "@ida@social.example", ""):
        told = complaints(tmp_path, oxbow(tables=f'accounts = ["{handle}"]\n{MASTODON}'))
        assert "accounts[0]: found" in told[0]
        assert "wanted an account's id" in told[0]
