"""Opening a network: a city's settings and secrets become the module that speaks to its account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from bot.config import MAIL, Settings
from bot.networks import Network

# What each network's `open_…` takes from its table beside address, secrets, deadline and clock.
# The modules are imported when opened: each brings a client library that others do not need.
_FROM_TABLE = {
    "mastodon": ("account_id", "content_warning"),
    "twitter": ("user_id", "allow_links"),
    "facebook": ("page_id",),
}


def open_network(
    settings: Settings, city: str, network: str, *, now: Callable[[], datetime]
) -> Network:
    """The city's account on a network; no request is made yet.

    MissingSecretError names the variable that is not set, ValueError says in a sentence what is
    wrong with an address or a token.
    """
    if network == MAIL:
        return _open_mail(settings, city, now)
    account = settings.cities[city].networks[network]
    secrets = {
        role: settings.secret(city, network, role).get_secret_value()
        for role in account.variables(city)
    }
    opener = getattr(import_module(f"bot.networks.{network}"), f"open_{network}")
    opened: Network = opener(
        base_url=account.base_url,
        deadline=settings.waits.deadline,
        now=now,
        **secrets,
        **{field: getattr(account, field) for field in _FROM_TABLE[network]},
    )
    return opened


def _open_mail(settings: Settings, city: str, now: Callable[[], datetime]) -> Network:
    from bot.networks.mail import Mail, Server, sender_of

    mail, password = settings.mail, settings.mail_password()
    assert mail is not None
    secret = password.get_secret_value() if password else ""
    server = Server(mail.host, mail.at, mail.security, mail.user, secret)
    sender = sender_of(mail.sender, settings.cities[city].name)
    return Mail(server, sender, deadline=settings.waits.deadline, now=now)
