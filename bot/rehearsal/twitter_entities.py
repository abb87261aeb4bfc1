"""What X's posts look like: their ids, their fields in the old words, and text with short links."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

import regex  # type: ignore[import-untyped]

from bot.rehearsal.town import Person, Town, TownPost

NETWORK = "twitter"
WEIGHT = 280
FIELDS = (
    "author_id",
    "conversation_id",
    "created_at",
    "edit_history_tweet_ids",
    "entities",
    "id",
    "lang",
    "note_tweet",
    "referenced_tweets",
    "text",
)
PARAMETERS = {
    "tweet.fields": {name: name for name in FIELDS},
    "post.fields": {name.replace("tweet", "post"): name for name in FIELDS},
}
"""X's old words and its new ones of August 2026: each field as it is called there, and here."""

Entity = dict[str, Any]

_FIRST_MILLISECOND = 1_288_834_974_657
_LOW = 22
_VERSIONS = 3
_LINK = regex.compile(
    r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]"
    r"|(?<![\w@/.&-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:com|org|net|shop|store|beer|art|ca|fr|uk|de)(?![\w.-]*\w)(?:/\S*)?",
    regex.IGNORECASE,
)
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def version_ids(post: TownPost) -> list[str]:
    """The ids of a post's versions, oldest first: an edit makes a new id.

    Milliseconds since X's first, shifted by 22 bits; below stand the post's number in the town
    and that of the version.
    """
    versions = (*post.earlier, post)
    return [
        str((_milliseconds(version.edited_at or version.at) << _LOW) + _below(post.id, place))
        for place, version in enumerate(versions)
    ]


def found(town: Town, id: str) -> tuple[TownPost, TownPost] | None:
    """The post behind an id and the version that the id is of; None when it is gone."""
    if not id.isdigit():
        return None
    number, place = divmod(int(id) % (1 << _LOW), 1 << _VERSIONS)
    post = town.written(number)
    if post is None or post.network != NETWORK:
        return None
    versions = (*post.earlier, post)
    if place >= len(versions) or version_ids(post)[place] != id:
        return None
    return post, versions[place]


def user_id(person: Person) -> str:
    """The account's id, which begins with the time it was made."""
    since = person.since or datetime.fromtimestamp(0, UTC)
    return str((max(0, _milliseconds(since)) << _LOW) + crc32(person.handle.encode()) % (1 << _LOW))


def entity(town: Town, post: TownPost, version: TownPost, wanted: Collection[str]) -> Entity:
    """A version of a post with the fields of `FIELDS` that were asked for, in the old words.

    What is empty is left out.
    """
    ids = version_ids(post)
    place = (*post.earlier, post).index(version)
    whole = _with_names(town, post, version.text)
    text, urls = _shortened(whole, post)
    note = {}
    if weight(whole) > WEIGHT:
        note, text = {"text": html.escape(text, quote=False)}, text[: WEIGHT - 2] + "…"
    parent = town.written(post.parent) if post.parent else None
    above = [{"type": "replied_to", "id": version_ids(parent)[-1]}] if parent else []
    told: Entity = {
        "author_id": user_id(post.author),
        "conversation_id": _conversation(town, post),
        "created_at": instant(version.edited_at or version.at),
        "entities": {"urls": urls} if urls else {},
        "lang": post.language or "und",
        "note_tweet": note,
        "referenced_tweets": above,
    }
    shown = {name: value for name, value in told.items() if name in wanted and value}
    always = {
        "id": ids[place],
        "text": html.escape(text, quote=False),
        "edit_history_tweet_ids": ids,
    }
    return always | shown


def instant(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def weight(text: str) -> int:
    """The length as X counts it: 280 fit.

    In Unicode's NFC, a link weighs 23, an emoji 2 however many characters it is made of, a
    character of U+0000–U+10FF, U+2000–U+200D, U+2010–U+201F or U+2032–U+2037 1, any other 2.
    """
    text, links = _LINK.subn("", unicodedata.normalize("NFC", text))
    return 23 * int(links) + sum(_weight(cluster) for cluster in regex.findall(r"\X", text))


def _weight(cluster: str) -> int:
    if _EMOJI.search(cluster) and not cluster.isascii():
        return 2
    return sum(1 if any(a <= ord(c) <= b for a, b in _LIGHT) else 2 for c in cluster)


def _with_names(town: Town, post: TownPost, text: str) -> str:
    """What the bot answers somebody begins with their name, which X puts there itself."""
    parent = town.written(post.parent) if post.parent else None
    if post.author != town.bot or parent is None or parent.author == town.bot:
        return text
    return f"@{parent.author.handle} {text}"


def _shortened(text: str, post: TownPost) -> tuple[str, list[Entity]]:
    """The text with X's own short links, also where a shop's name looks like a link."""
    urls: list[Entity] = []
    made, end = "", 0
    for place, link in enumerate(_LINK.finditer(text)):
        url = f"https://t.co/{crc32(f'{post.id}/{place}'.encode()):010x}"
        made += text[end : link.start()]
        shown = link[0].partition("//")[2] or link[0]
        urls.append(
            {
                "start": len(made),
                "end": len(made) + len(url),
                "url": url,
                "expanded_url": link[0] if "//" in link[0] else f"http://{link[0]}",
                "display_url": shown if len(shown) <= 26 else shown[:26] + "…",
            }
        )
        made, end = made + url, link.end()
    made += text[end:]
    for place, _ in enumerate(post.pictures):
        url = f"https://t.co/{crc32(f'{post.id}/picture {place}'.encode()):010x}"
        shown = {"display_url": f"pic.x.com/{url[-10:]}", "media_key": f"3_{post.id}{place}"}
        urls.append({"start": len(made) + 1, "end": len(made) + 1 + len(url), "url": url, **shown})
        made += f" {url}"
    return made, urls


def _conversation(town: Town, post: TownPost) -> str:
    while post.parent and (above := town.written(post.parent)):
        post = above
    return version_ids(post)[0]


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000) - _FIRST_MILLISECOND


def _below(number: int, version: int) -> int:
    return ((number << _VERSIONS) + version) % (1 << _LOW)
