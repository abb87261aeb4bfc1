"""What Mastodon's entities look like: accounts, statuses, notifications, and text as HTML.

The shapes are those that Mastodon 4.6 answered in recorded exchanges.
"""

from __future__ import annotations

import html
from datetime import UTC, date, datetime
from typing import Any

import regex  # type: ignore[import-untyped]

from bot.domain.posts import Visibility
from bot.rehearsal.town import Notice, Person, Town, TownPost

NETWORK = "mastodon"
SERVER = "town.example"
VERSION = "4.6.4"
MAX_CHARACTERS = 500
URL_LENGTH = 23

Entity = dict[str, Any]

_PIECES = regex.compile(
    r"(?P<link>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?<![\w@/])@(?P<handle>[A-Za-z0-9_]+)(?:@(?P<server>[A-Za-z0-9.:-]*[A-Za-z0-9]))?"
    r"|(?<![\w#/])#(?P<tag>\w*[^\W\d_]\w*)"
)


def status_id(post: TownPost) -> str:
    """Milliseconds shifted by 16 bits plus a sequence, as Mastodon makes its ids."""
    return str((_milliseconds(post.at) << 16) + post.id % 65536)


def account_id(person: Person) -> str:
    """The account's id; those of one instant differ by a number made of the handle."""
    since = person.since or datetime.fromtimestamp(0, UTC)
    return str((_milliseconds(since) << 16) + int.from_bytes(person.handle.encode()) % 65521)


def instant(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def length(text: str) -> int:
    """Characters as Mastodon counts them: graphemes, a link as 23, of a mention the local part."""
    counted = _PIECES.sub(_counted, text)
    return len(regex.findall(r"\X", counted))


def account(town: Town, person: Person) -> Entity:
    """The account of somebody in the town, or of somebody on another server."""
    home = person.server or SERVER
    written = [p for p in town.posts(NETWORK) if p.author == person]
    picture = f"https://{SERVER}/avatars/original/missing.png"
    header = f"https://{SERVER}/headers/original/missing.png"
    entity: Entity = {
        "id": account_id(person),
        "username": person.handle,
        "acct": _acct(person),
        "display_name": person.name,
        "locked": False,
        "bot": person.is_bot,
        "discoverable": None,
        "indexable": False,
        "group": False,
        "created_at": instant(person.since or datetime.fromtimestamp(0, UTC)),
        "note": "",
        "url": f"https://{home}/@{person.handle}",
        "uri": f"https://{home}/users/{person.handle}",
        "avatar": picture,
        "avatar_static": picture,
        "avatar_description": "",
        "header": header,
        "header_static": header,
        "header_description": "",
        "followers_count": 0,
        "following_count": 0,
        "statuses_count": len(written),
        "last_status_at": _day(written[-1].at) if written else None,
        "hide_collections": None,
        "show_media": True,
        "show_media_replies": True,
        "show_featured": True,
        "noindex": False,
        "emojis": [],
        "fields": [],
    }
    return entity if person.server else {**entity, "roles": []}


def own_account(town: Town) -> Entity:
    """The bot's account as `verify_credentials` shows it to the bot alone."""
    source = {
        "privacy": "public",
        "sensitive": False,
        "language": None,
        "note": "",
        "fields": [],
        "follow_requests_count": 0,
        "hide_collections": None,
        "discoverable": None,
        "indexable": False,
        "attribution_domains": [],
        "quote_policy": "public",
    }
    role = {"id": "-99", "name": "", "permissions": "65536", "color": "", "highlighted": False}
    return {**account(town, town.bot), "source": source, "role": role}


def status(town: Town, post: TownPost) -> Entity:
    """A post as the bot sees it."""
    home = post.author.server or SERVER
    number = status_id(post)
    replies = [p for p in town.posts(NETWORK) if p.parent == post.id]
    parent = town.written(post.parent) if post.parent else None
    return {
        "id": number,
        "created_at": instant(post.at),
        "in_reply_to_id": status_id(parent) if parent else None,
        "in_reply_to_account_id": account_id(parent.author) if parent else None,
        "sensitive": bool(post.warning),
        "spoiler_text": post.warning,
        "visibility": post.visibility.value,
        "language": post.language,
        "uri": f"https://{home}/users/{post.author.handle}/statuses/{number}",
        "url": f"https://{home}/@{post.author.handle}/{number}",
        "replies_count": len(replies),
        "reblogs_count": len(post.boosted_by),
        "favourites_count": len(post.liked_by),
        "quotes_count": 0,
        "edited_at": instant(post.edited_at) if post.edited_at else None,
        "favourited": town.bot.handle in post.liked_by,
        "reblogged": town.bot.handle in post.boosted_by,
        "muted": False,
        "bookmarked": False,
        "content": content(town, post.text),
        "filtered": [],
        "reblog": None,
        "application": None if post.author.server else {"name": "Web", "website": None},
        "account": account(town, post.author),
        "media_attachments": [_picture(number, n, alt) for n, alt in enumerate(post.pictures)],
        "mentions": [_mention(person) for person in _mentioned(town, post)],
        "tags": [_tag(name) for name in _tags(post.text)],
        "emojis": [],
        "tagged_collections": [],
        "quote": None,
        "card": None,
        "poll": None,
        "quote_approval": {"automatic": [], "manual": [], "current_user": "denied"},
    }


def boosted(town: Town, post: TownPost) -> Entity:
    """The bot's own line that shows somebody's post; it has an id of its own."""
    shown = status(town, post)
    own = {"id": str(int(shown["id"]) + 1), "account": account(town, town.bot), "content": ""}
    return {**shown, **own, "media_attachments": [], "mentions": [], "reblog": shown}


def _picture(status: str, place: int, alt: str) -> Entity:
    url = f"https://{SERVER}/media/{status}-{place}.jpeg"
    return {
        "id": f"{status}{place}",
        "type": "image",
        "url": url,
        "preview_url": url,
        "remote_url": None,
        "meta": {},
        "description": alt or None,
        "blurhash": None,
    }


def notification(town: Town, notice: Notice) -> Entity:
    """One line of the bot's notifications; its id is a small number of its own."""
    return {
        "id": str(notice.id),
        "type": notice.kind.value,
        "created_at": instant(notice.at),
        "group_key": f"ungrouped-{notice.id}",
        "account": account(town, notice.person),
        "status": status(town, notice.post),
    }


def instance() -> Entity:
    """The server's description of itself, with the limits it enforces."""
    return {
        "domain": SERVER,
        "title": "The rehearsal's town",
        "version": VERSION,
        "source_url": "https://github.com/mastodon/mastodon",
        "description": "A town on this machine, for rehearsals.",
        "usage": {"users": {"active_month": 0}},
        "languages": ["en"],
        "configuration": {
            "urls": {"streaming": f"wss://{SERVER}", "status": None},
            "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
            "statuses": {
                "max_characters": MAX_CHARACTERS,
                "max_media_attachments": 4,
                "characters_reserved_per_url": URL_LENGTH,
            },
            "polls": {
                "max_options": 4,
                "max_characters_per_option": 50,
                "min_expiration": 300,
                "max_expiration": 2629746,
            },
            "translation": {"enabled": False},
        },
        "registrations": {"enabled": False, "approval_required": False, "message": None},
        "api_versions": {"mastodon": 11},
        "contact": {"email": "", "account": None},
        "rules": [],
    }


def content(town: Town, text: str) -> str:
    """Plain text as the HTML that Mastodon makes of it."""
    paragraphs = (_inline(town, part) for part in text.strip().split("\n\n") if part.strip())
    return "".join(f"<p>{part}</p>" for part in paragraphs)


def _inline(town: Town, text: str) -> str:
    made, end = [], 0
    for piece in _PIECES.finditer(text):
        made += [html.escape(text[end : piece.start()]), _linked(town, piece)]
        end = piece.end()
    return "".join([*made, html.escape(text[end:])]).replace("\n", "<br />")


def _linked(town: Town, piece: regex.Match[str]) -> str:
    if piece["link"]:
        return _link(piece["link"])
    if piece["tag"]:
        href = f"https://{SERVER}/tags/{piece['tag'].lower()}"
        return (
            f'<a href="{href}" class="mention hashtag" rel="tag">#<span>{piece["tag"]}</span></a>'
        )
    person = town.person(piece["handle"])
    if person is None:
        return html.escape(piece[0])
    href = f"https://{person.server or SERVER}/@{person.handle}"
    return (
        f'<span class="h-card" translate="no"><a href="{href}" class="u-url mention">'
        f"@<span>{person.handle}</span></a></span>"
    )


def _link(url: str) -> str:
    """A link as Mastodon shows it: the scheme and what exceeds thirty characters invisible."""
    scheme, rest = url.split("//", 1)
    shown, hidden = html.escape(rest[:30]), html.escape(rest[30:])
    kind = "ellipsis" if hidden else ""
    return (
        f'<a href="{html.escape(url)}" target="_blank" rel="nofollow noopener" translate="no">'
        f'<span class="invisible">{scheme}//</span><span class="{kind}">{shown}</span>'
        f'<span class="invisible">{hidden}</span></a>'
    )


def _counted(piece: regex.Match[str]) -> str:
    if piece["link"]:
        return "x" * URL_LENGTH
    return f"@{piece['handle']}" if piece["handle"] else str(piece[0])


def _mentioned(town: Town, post: TownPost) -> list[Person]:
    people = (town.person(piece["handle"] or "") for piece in _PIECES.finditer(post.text))
    return list(dict.fromkeys(person for person in people if person))


def _mention(person: Person) -> Entity:
    url = f"https://{person.server or SERVER}/@{person.handle}"
    return {
        "id": account_id(person),
        "username": person.handle,
        "url": url,
        "acct": _acct(person),
    }


def _tags(text: str) -> list[str]:
    return list(dict.fromkeys(p["tag"].lower() for p in _PIECES.finditer(text) if p["tag"]))


def _tag(name: str) -> Entity:
    return {"name": name, "url": f"https://{SERVER}/tags/{name}"}


def _acct(person: Person) -> str:
    return f"{person.handle}@{person.server}" if person.server else person.handle


def _day(at: datetime) -> str:
    day: date = at.astimezone(UTC).date()
    return day.isoformat()


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def sees(town: Town, post: TownPost) -> bool:
    """Whether the bot, who follows nobody, may read this post."""
    if post.author == town.bot or town.bot.handle in post.named:
        return True
    return post.visibility in (Visibility.PUBLIC, Visibility.UNLISTED)
