"""How a city speaks on each of its networks, known without opening any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.acts.promises import Speaker
from bot.config import City
from bot.domain.reminding import REMINDERS
from bot.networks.counting import USUAL_CHARACTERS, characters
from bot.networks.weighing import POST_WEIGHT, weight
from bot.speaking import Hand, Voice
from storage.lanes import Lane


@dataclass(frozen=True, slots=True)
class _Manner:
    """What is one network's own in taking a text."""

    limit: int
    length: Callable[[str], int]
    all_languages: bool
    mention_author: bool


# Answers that only say that all was well understood.
CONFIRMATIONS = frozenset(
    {
        "nomination_noted",
        "nomination_seconded",
        "committed",
        "committed_secret",
        "committed_early",
    }
)

_MANNERS = {
    "mastodon": _Manner(USUAL_CHARACTERS, characters, True, True),
    "twitter": _Manner(POST_WEIGHT, weight, False, False),
    "facebook": _Manner(63_206, len, True, False),
}


def speaker(city: City, lanes: Iterable[Lane] = ()) -> Speaker:
    """The city's speaker. What a network told about the account (its handle, its server's limit)
    is taken from the lanes; before the first contact the network's usual limit holds."""
    known = {lane.network: lane for lane in lanes if lane.city == city.key}
    voices = {
        network: _voice(city, network, known.get(network, Lane(city.key, network)))
        for network in city.networks
    }
    return Speaker(city.key, voices, hand(city) if city.mail else None)


def hand(city: City) -> Hand | None:
    """Who signs the city's letters; None where no organiser can be called and written to."""
    writer = city.writer
    if writer is None or writer.phone is None or writer.email is None:
        return None
    return Hand(city.name, writer.name, writer.phone, writer.email)


def _voice(city: City, network: str, lane: Lane) -> Voice:
    manner = _MANNERS[network]
    return Voice(
        network=network,
        limit=lane.max_characters or manner.limit,
        length=manner.length,
        threads=True,
        links=network != "twitter" or bool(city.twitter and city.twitter.allow_links),
        replies_in_all_languages=manner.all_languages,
        handle=_handle(network, lane.handle) or city.name,
        mention_author=manner.mention_author,
        # Only Mastodon has private messages that a bot may begin.
        organisers=_addresses(city) if network == "mastodon" else (),
        unsaid=_unsaid(city) if network == "twitter" else frozenset(),
    )


def _unsaid(city: City) -> frozenset[str]:
    """X has no sign of reading that one may give, and every reply there costs money."""
    frugal = city.twitter is not None and city.twitter.answers == "questions"
    return frozenset({"read"}) | (CONFIRMATIONS | REMINDERS if frugal else frozenset())


def _handle(network: str, name: str) -> str:
    """The bot's name as people type it there; a Facebook Page is called by its plain name."""
    return f"@{name.lstrip('@')}" if name and network != "facebook" else name


def _addresses(city: City) -> tuple[str, ...]:
    return tuple(f"@{o.mastodon.lstrip('@')}" for o in city.organisers if o.mastodon)
