"""The settings of the program and of each city, as `config.toml` has them once it is right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    Field,
    PrivateAttr,
    SecretStr,
    StrictBool,
    StrictInt,
    StringConstraints,
    field_validator,
    model_validator,
)

from bot.config.accounts import (
    MAIL,
    MAIL_PASSWORD,
    NETWORKS,
    WATCHMAN,
    Account,
    Facebook,
    Health,
    Mail,
    Mastodon,
    Table,
    Twitter,
)
from bot.config.written import (
    AccountId,
    Country,
    Currency,
    Duration,
    Hashtag,
    Language,
    Morning,
    QuietHours,
    Server,
    Spend,
    WrittenRhythm,
    Zone,
    minor_units,
    wanted,
)
from bot.domain.addresses import is_address
from bot.domain.calendar import Steps
from bot.domain.mob import Reveal, Rules
from bot.domain.posts import Money
from bot.domain.suspicion import LARGE_SERVERS, Watch

DAY = timedelta(days=1)

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


# A cash mob is for everybody: what belongs to a party or a campaign waits for an organiser's word.
DIVISIVE = (
    *("campaign headquarters", "campaign office", "political party", "for mayor", "for congress"),
    *("for senate", "parti politique", "bureau de campagne", "parteibüro", "wahlkampfbüro"),
    *("partito politico", "partido político", "politieke partij", "politiskt parti", "정당"),
)


class Calendar(Table):
    """How long before the mob each step comes, and from `amounts` on how long after it."""

    call: Duration = 21 * DAY
    shortlist: Duration = 16 * DAY
    ballot: Duration = 14 * DAY
    ballot_latest: Duration = 12 * DAY
    close: Duration = 11 * DAY
    grace: Duration = timedelta(minutes=15)
    consent: Duration = 8 * DAY
    announce: Duration = 7 * DAY
    countdown: tuple[Duration, ...] = (3 * DAY, DAY, timedelta(hours=1))
    morning: Morning = time(9)
    amounts: Duration = DAY
    recap: Duration = 2 * DAY
    nudge: Duration = 30 * DAY


class Votes(Table):
    """Which votes are held until an organiser has looked at them; see `Watch` for each rule."""

    new_account: Duration = 7 * DAY
    young_account: Duration = 30 * DAY
    crowd: Annotated[StrictInt, Field(ge=0, le=1000)] = 5
    within: Duration = timedelta(minutes=10)
    known_servers: tuple[Server, ...] = LARGE_SERVERS
    held_servers: tuple[Server, ...] = ()


class Waits(Table):
    """Every wait of the program: `overlap` is in pages, all else a duration."""

    tick: Duration = timedelta(seconds=10)
    poll: Duration = timedelta(seconds=60)
    poll_fast: Duration = timedelta(seconds=20)
    overlap: Annotated[StrictInt, Field(ge=1, le=3)] = 3
    settle: Duration = timedelta(minutes=5)
    deadline: Duration = timedelta(seconds=60)


class Organiser(Table):
    """A person who runs the mobs: how to reach them, and the accounts that may give orders.

    `mastodon` is the address the bot writes to (@name@server); `accounts` are ids that never
    change, as the network gives them (on Mastodon the address of the account's profile).
    """

    name: Name
    phone: Line | None = None
    email: Line | None = None
    mastodon: Line | None = None
    accounts: tuple[AccountId, ...] = ()


class City(Table):
    """One community: where and when it meets, in which words, by which rules, on which networks."""

    key: str
    name: Name
    timezone: Zone
    country: Country
    currency: Currency
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    spend: Spend
    rhythm: WrittenRhythm | None = None
    hashtags: tuple[Hashtag, ...] = ("CashMob",)
    meeting_point: Line = ""
    look_for: Line = ""
    drinks: Line = ""
    contact: Line = ""
    organisers: tuple[Organiser, ...] = Field(min_length=1)
    consent: Literal["ask", "notice"] = "ask"
    reveal: Literal["name", "meeting point", "hours before", "on the spot"] = "name"
    reveal_hours: Annotated[StrictInt, Field(ge=1, le=72)] = 6
    totals: Literal["hidden", "order", "live"] = "order"
    losing_figures: StrictBool = False
    theme: Line = ""
    cool_down: Duration = 365 * DAY
    carry_over: StrictBool = True
    self_nomination: Literal["allow", "mark", "refuse"] = "mark"
    divisive: tuple[Line, ...] = DIVISIVE
    quiet_hours: QuietHours | None = (time(22), time(8))
    max_people: Annotated[StrictInt, Field(ge=1, le=50)] = 10
    ballot_size: Annotated[StrictInt, Field(ge=2, le=9)] = 9
    erase_after: Duration = 30 * DAY
    min_lead: Duration = 7 * DAY
    calendar: Calendar = Calendar()
    votes: Votes = Votes()
    mastodon: Mastodon | None = None
    twitter: Twitter | None = None
    facebook: Facebook | None = None
    _mail: Mail | None = PrivateAttr(default=None)

    @property
    def mail(self) -> Mail | None:
        """The mail server of the whole configuration, where there is one."""
        return self._mail

    def with_mail(self, mail: Mail | None) -> City:
        """This city with another mail server, or none."""
        copy = self.model_copy()
        copy._mail = mail
        return copy

    @property
    def writer(self) -> Organiser | None:
        """Who signs the letters to owners and answers them: the first organiser who can be
        called and written to."""
        reached = (o for o in self.organisers if o.phone and o.email and is_address(o.email))
        return next(reached, None)

    @property
    def lanes(self) -> tuple[str, ...]:
        """All ways out: the networks, and the mail where there is a server for it."""
        return (*self.networks, *((MAIL,) if self.mail else ()))

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def networks(self) -> dict[str, Account]:
        """The networks the city is on, by name, in the order all reports use."""
        found = ((name, getattr(self, name)) for name in NETWORKS)
        return {name: account for name, account in found if account is not None}

    @property
    def amounts(self) -> tuple[Money, Money]:
        """The least and the most each person is asked to spend."""
        low, high = (minor_units(amount, self.currency) for amount in self.spend)
        return Money(low, self.currency), Money(high, self.currency)

    @property
    def rules(self) -> Rules:
        """The rules a mob starts with; what the file says later is for the next mob."""
        low, high = self.amounts
        return Rules(
            city=self.key,
            zone=self.timezone,
            currency=self.currency,
            spend_low=low.minor,
            spend_high=high.minor,
            languages=self.languages,
            hashtag=self.hashtags[0] if self.hashtags else "",
            meeting_point=self.meeting_point,
            look_for=self.look_for,
            drinks=self.drinks,
            contact=self.contact,
            notice=self.consent == "notice",
            reveal=Reveal(self.reveal),
            totals=self.totals,
            losing_figures=self.losing_figures,
            theme=self.theme,
            country=self.country,
            self_nomination=self.self_nomination,
            divisive=self.divisive,
            cool_down=self.cool_down,
            erase_after=self.erase_after,
            max_people=self.max_people,
            ballot_size=self.ballot_size,
            likes=self.facebook is not None and self.facebook.votes == "likes",
            steps=self.steps,
        )

    @property
    def watch(self) -> Watch:
        """The rules of suspicion; the server that the city itself is at home on is known."""
        votes = self.votes
        own = urlsplit(self.mastodon.base_url).hostname if self.mastodon else None
        return Watch(
            votes.new_account,
            votes.young_account,
            votes.crowd,
            votes.within,
            frozenset({*votes.known_servers, *filter(None, (own,))}),
            frozenset(votes.held_servers),
        )

    @property
    def steps(self) -> Steps:
        """The calendar in the domain's words, with the hour at which the shop is named."""
        reveal = None
        if self.reveal == "hours before":
            reveal = timedelta(hours=self.reveal_hours)
        elif self.reveal != "name":
            reveal = timedelta(0)
        # An hour after the mob in a calendar of days, and in proportion in one of seconds.
        drinks = self.calendar.amounts / 24 if self.drinks else None
        return Steps(**self.calendar.model_dump(), reveal=reveal, drinks=drinks)


class MissingSecretError(LookupError):
    """A secret that a network needs is in no environment variable; the text names the variable."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not set: put it into .env beside config.toml")
        self.variable = name


class Settings(Table):
    """All settings. Secrets are apart, read from the environment, and shown in no text."""

    live: StrictBool = False
    # Not in any text: a database's URL may hold its password.
    database: Annotated[str, Field(min_length=1, repr=False)] = "cashmob.db"
    cities: Mapping[str, City] = Field(alias="city", min_length=1)
    waits: Waits = Waits()
    mail: Mail | None = None
    health: Health = Health()
    _secrets: Mapping[str, SecretStr] = PrivateAttr(default_factory=dict)
    _folder: Path = PrivateAttr(default_factory=Path)

    @field_validator("cities", mode="before")
    @classmethod
    def _keyed(cls, tables: Any) -> Any:
        """Each city learns its own key, the name of its table."""
        if not isinstance(tables, dict):
            raise wanted("one table for each city, such as [city.oxbow]")
        return {
            key: {**table, "key": key} if isinstance(table, dict) else table
            for key, table in tables.items()
        }

    @model_validator(mode="after")
    def _posted(self) -> Settings:
        """Each city learns how its letters go out."""
        for city in self.cities.values():
            city._mail = self.mail
        return self

    def rooted(self, folder: Path, secrets: Mapping[str, SecretStr]) -> Settings:
        """These settings with the folder of their file and the secrets that belong to them."""
        copy = self.model_copy()
        copy._folder, copy._secrets = folder, secrets
        return copy

    def on_database(self, database: str) -> Settings:
        """These settings with another database, a URL or the name of a file."""
        copy = self.model_copy(update={"database": database})
        return copy.rooted(Path(), self._secrets)

    def with_cities(self, cities: Mapping[str, City]) -> Settings:
        """These settings for these cities only."""
        return self.model_copy(update={"cities": cities}).rooted(self._folder, self._secrets)

    def secret(self, city: str, network: str, role: str = "token") -> SecretStr:
        """One secret of a city's account; MissingSecretError names the variable that lacks."""
        name = self.cities[city].networks[network].variables(city)[role]
        if name not in self._secrets:
            raise MissingSecretError(name)
        return self._secrets[name]

    def missing(self, city: str, network: str) -> tuple[str, ...]:
        """The environment variables that the account needs and that are not set."""
        names = self.cities[city].networks[network].variables(city).values()
        return tuple(name for name in names if name not in self._secrets)

    def mail_password(self) -> SecretStr | None:
        """The mail server's password, None where it asks for none; MissingSecretError."""
        if self.mail is None or not self.mail.user:
            return None
        if MAIL_PASSWORD not in self._secrets:
            raise MissingSecretError(MAIL_PASSWORD)
        return self._secrets[MAIL_PASSWORD]

    def watchman(self) -> SecretStr | None:
        """The address to call while all is well, None where nobody wants to know."""
        return self._secrets.get(WATCHMAN)

    @property
    def database_url(self) -> str:
        """The database as a URL; a file's name is taken from the folder of config.toml."""
        if "://" in self.database:
            return self.database
        return f"sqlite:///{(self._folder / self.database).absolute()}"

    def pointed_at(self, urls: Mapping[str, str], *, token: str) -> Settings:
        """These settings with every account on another server: the rehearsal's town.

        `urls` gives each network's new base URL; a network it does not name is left out. All
        secrets become `token`, so that no real one can leave the machine, and no letter is sent.
        """
        cities = {key: _moved(city, urls) for key, city in self.cities.items()}
        names = {
            name: SecretStr(token)
            for key, city in cities.items()
            for account in city.networks.values()
            for name in account.variables(key).values()
        }
        changed = {"cities": cities, "mail": None}
        return self.model_copy(update=changed).rooted(self._folder, names)


def _moved(city: City, urls: Mapping[str, str]) -> City:
    moved: dict[str, Account | None] = dict.fromkeys(NETWORKS)
    for name, account in city.networks.items():
        if name in urls:
            elsewhere: dict[str, str | None] = {"base_url": urls[name]}
            if name == "mastodon":
                # An id of an account is its server's own: there it means somebody else.
                elsewhere["account_id"] = None
            moved[name] = account.model_copy(update=elsewhere)
    return city.model_copy(update=moved).with_mail(None)
