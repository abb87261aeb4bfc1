"""What the loopback server tells: seeded messages of real size, shaped as the networks shape them.

Mastodon's are shaped after a recorded `GET /api/v1/notifications` of Mastodon 4.5, X's and
Facebook's after the documented fields. The words are ones that every contender reads alike, so
that all can be held to the same final state.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

T0 = datetime(2026, 11, 1, 8, tzinfo=UTC)
"""When the first message was written; each of the others a second after the one before."""

READ = T0 + timedelta(hours=5)
"""When all of them are read: the server's clock, and that of this program in the bench."""

US = "109999999999999999"
"""The bot's own account."""
BALLOT = "115499999999999999"
"""The bot's own post that the votes answer."""
FIRST = 500_000_000
"""The id of the first notification; a cursor that ends before it reads everything."""

SHOPS = [
    *("Alte Bäckerei Huber", "Blue Door Records", "Café Steiner", "Corner Deli", "Fischer Bikes"),
    *("Green Kitchen", "Happy Toys", "Horvat Eisenwaren", "Käserei Moser", "Lindengasse Books"),
    *("Little Tea House", "Lucky Shoes", "Pichler Gärtnerei", "Royal Wine", "Stadt Florist"),
    *("Sunny Hardware", "Teehaus Novak", "Urban Tailor", "Vegan Bakery", "Wagner Antiquariat"),
]
ON_BALLOT = 9
_VOTES = ("vote {} please", "{}", "my vote: #{}", "I'd go for {} 🙂", "Ich stimme für {}")
# Without numbers: simpler programs take "we are three" for a vote for the third.
_COMMITS = ("I'm in!", "count me in, bringing friends", "ich bin dabei", "we're coming!")
_CHAT = ("love the idea, thank you for organizing this", "what a lovely town", "good morning all")
_NAMES = ("Huber", "Gruber", "Wagner", "Jones", "Smith", "García", "Rossi", "Nilsson", "Novak")
_HOSTS = ("mastodon.social", "chaos.social", "hachyderm.io", "mstdn.ca", "graz.social")
_FILES = "https://files.example.social"


def words(rng: random.Random) -> tuple[str, str]:
    """What somebody wants, and the text without the bot's name: 15 % nominate, half vote, a fifth
    say that they come."""
    dice = rng.random()
    if dice < 0.15:
        shop = rng.choice(SHOPS)
        return "nominate", f"I nominate {shop} for the next mob! They could really use our help"
    if dice < 0.65:
        return "vote", rng.choice(_VOTES).format(rng.randint(1, ON_BALLOT))
    if dice < 0.85:
        return "commit", rng.choice(_COMMITS)
    return "chat", rng.choice(_CHAT)


Script = list[tuple[int, str, str]]
"""Who says what, the same on every network: writer, what is wanted, text."""


def script(n: int) -> Script:
    """A mixture of everything, four messages a writer."""
    rng, writers = random.Random(1), max(10, n // 4)
    return [(rng.randrange(writers), *words(rng)) for _ in range(n)]


_SIGNS = "🌷🌻🌼🍀🌲🍎🍐🍋🍇🥕🐝🐞🦋🐌🐈🐕🚲🚋📚🕯"
"""What asks for nothing, in eight thousand groups of three."""


def unlike(n: int) -> Script:
    """The same mixture, but no two messages are alike: each ends with signs of its own."""
    signs = map("".join, product(_SIGNS, repeat=3))
    told = zip(script(n), signs, strict=False)
    return [(who, kind, f"{text} {own}") for (who, kind, text), own in told]


def burst(n: int) -> Script:
    """Everybody votes, once."""
    return [(who, "vote", f"vote {1 + who % ON_BALLOT} please") for who in range(n)]


def mastodon(said: Script) -> list[dict[str, Any]]:
    """Notifications of mentions, oldest first."""
    rng, told = random.Random(2), []
    known: dict[int, dict[str, Any]] = {}
    for i, (who, kind, text) in enumerate(said):
        account = known.get(who) or known.setdefault(who, _account(rng, who))
        at = T0 + timedelta(seconds=i)
        status = _status(rng, account, kind, text, at, str(115_500_000_000_000_000 + i * 65_536))
        id_ = str(FIRST + i)
        told.append(
            {
                **{"id": id_, "type": "mention", "created_at": _stamp(at)},
                **{"group_key": f"ungrouped-{id_}", "account": account, "status": status},
            }
        )
    return told


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.123Z")


def _status(
    rng: random.Random, account: dict[str, Any], kind: str, text: str, at: datetime, id_: str
) -> dict[str, Any]:
    replies = kind in ("vote", "commit")
    return {
        **{"id": id_, "created_at": _stamp(at), "in_reply_to_id": BALLOT if replies else None},
        **{"in_reply_to_account_id": US if replies else None, "sensitive": False},
        **{"spoiler_text": "", "visibility": "public", "language": "en"},
        **{"uri": f"{account['uri']}/statuses/{id_}", "url": f"{account['url']}/{id_}"},
        **{"replies_count": 0, "reblogs_count": 0, "favourites_count": 0, "quotes_count": 0},
        **{"edited_at": None, "favourited": False, "reblogged": False, "muted": False},
        **{"bookmarked": False, "content": _html(kind, text), "filtered": [], "reblog": None},
        **{"application": None, "account": account, "media_attachments": _pictures(rng)},
        "mentions": [
            {
                **{"id": US, "username": "cashmob_graz", "acct": "cashmob_graz"},
                **{"url": "https://example.social/@cashmob_graz"},
            }
        ],
        "tags": (
            [{"name": "cashmob", "url": "https://example.social/tags/cashmob"}]
            if kind == "nominate"
            else []
        ),
        **{"emojis": [], "tagged_collections": [], "quote": None, "card": None, "poll": None},
        "quote_approval": {"automatic": ["public"], "manual": [], "current_user": "automatic"},
    }


def _html(kind: str, text: str) -> str:
    us = (
        '<p><span class="h-card" translate="no"><a href="https://example.social/@cashmob_graz" '
        'class="u-url mention" rel="nofollow noopener" target="_blank">@<span>cashmob_graz</span>'
        "</a></span> "
    )
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")
    tag = (
        ' <a href="https://example.social/tags/cashmob" class="mention hashtag" rel="nofollow '
        'noopener" target="_blank">#<span>cashmob</span></a></p><p>Greetings<br>thanks!</p>'
    )
    return us + escaped + (tag if kind == "nominate" else "</p>")


def _pictures(rng: random.Random) -> list[dict[str, Any]]:
    """One message of twenty has a picture."""
    if rng.random() >= 0.05:
        return []
    size = {"width": 1536, "height": 2048, "size": "1536x2048", "aspect": 0.75}
    place = f"{_FILES}/cache/media_attachments/files/115/500/000"
    return [
        {
            **{"id": "1155", "type": "image", "url": f"{place}/original/abcdef0123456789.jpeg"},
            **{"preview_url": f"{place}/small/abcdef0123456789.jpeg", "preview_remote_url": None},
            **{"remote_url": "https://mstdn.ca/system/media/0123.jpeg", "text_url": None},
            **{"meta": {"original": size, "small": size, "focus": {"x": 0, "y": 0}}},
            **{"description": "Shop window", "blurhash": "UBF5?xoL9Zof00a|%2R*4Tay%gof%MWBRjof"},
        }
    ]


def _account(rng: random.Random, i: int) -> dict[str, Any]:
    host, name = rng.choice(_HOSTS), f"local_{i}"
    rich = rng.random() < 0.7
    pictures = f"{_FILES}/cache/accounts/avatars/109/{i % 1000:03}/733/188/999/785"
    avatar, header = f"{pictures}/original/6518eb92.png", f"{pictures}/original/37418815.jpg"
    return {
        **{"id": str(109_000_000_000_000_000 + i * 7919), "username": name},
        **{"acct": f"{name}@{host}" if rng.random() < 0.7 else name},
        **{"display_name": f"{rng.choice(_NAMES)} :verified: 🚲" if rich else name.title()},
        **{"locked": False, "bot": False, "discoverable": True, "indexable": rich, "group": False},
        **{"created_at": f"2022-11-0{rng.randint(1, 9)}T00:00:00.000Z"},
        **{"note": _note(host) if rich else "", "url": f"https://{host}/@{name}"},
        **{"uri": f"https://{host}/users/{name}", "avatar": avatar, "avatar_static": avatar},
        **{"avatar_description": "", "header": header, "header_static": header},
        **{"header_description": "", "followers_count": rng.randint(3, 4000)},
        **{"following_count": rng.randint(3, 900), "statuses_count": rng.randint(1, 20000)},
        **{"last_status_at": "2026-11-01", "hide_collections": False, "show_media": True},
        **{"show_media_replies": True, "show_featured": True, "noindex": False, "roles": []},
        "feature_approval": {"automatic": [], "manual": [], "current_user": "denied"},
        "emojis": [_emoji()] if rich else [],
        "fields": _fields(name) if rich else [],
    }


def _note(host: str) -> str:
    link = (
        '<a href="https://{0}/tags/{1}" class="mention hashtag" rel="nofollow noopener" '
        'target="_blank">#<span>{1}</span></a>'
    )
    return (
        "<p>Local, cyclist, reader of books and drinker of coffee. Posts about the neighbourhood, "
        "the market and the small shops that make it a place to live in. They/them.</p>"
        f"<p>{link.format(host, 'shoplocal')} {link.format(host, 'graz')}</p>"
    )


def _emoji() -> dict[str, Any]:
    place = f"{_FILES}/cache/custom_emojis/images/000/018/668"
    return {
        **{"shortcode": "verified", "url": f"{place}/original/bce1380ddf91304a.png"},
        **{"static_url": f"{place}/static/bce1380ddf91304a.png", "visible_in_picker": True},
    }


def _fields(name: str) -> list[dict[str, Any]]:
    link = (
        f'<a href="https://{name}.example.org" target="_blank" rel="nofollow noopener me" '
        f'translate="no"><span class="invisible">https://</span><span class="">{name}.example.org'
        '</span><span class="invisible"></span></a>'
    )
    return [
        {"name": "Website", "value": link, "verified_at": "2024-02-03T12:44:10.128+00:00"},
        {"name": "Pronouns", "value": "see bio", "verified_at": None},
        {"name": "Where", "value": "Around the corner", "verified_at": None},
    ]


def twitter(n: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Posts that name the bot, oldest first, and the writer of each."""
    rng = random.Random(3)
    posts, users = [], []
    for i, (who, kind, text) in enumerate(script(n)):
        user, id_ = str(1_400_000_000_000_000_000 + who * 7919), str(1_900 * 10**15 + i * 4_194_304)
        post = {
            **{"id": id_, "edit_history_tweet_ids": [id_], "author_id": user, "lang": "en"},
            **{"text": f"@cashmob_graz {text}", "conversation_id": id_},
            **{"created_at": (T0 + timedelta(seconds=i)).strftime("%Y-%m-%dT%H:%M:%S.000Z")},
            **{"in_reply_to_user_id": X_US, "entities": {"mentions": [_X_MENTION]}},
        }
        if kind in ("vote", "commit"):
            post["referenced_tweets"] = [{"type": "replied_to", "id": X_BALLOT}]
        posts.append(post)
        users.append(
            {"id": user, "name": f"{rng.choice(_NAMES)} {who}", "username": f"local_{who}"}
        )
    return posts, users


X_US = "1399999999999999999"
X_BALLOT = "1899999999999999999"
_X_MENTION = {"start": 0, "end": 13, "username": "cashmob_graz", "id": X_US}


def dumped(value: object) -> bytes:
    """JSON as small as the networks send it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
