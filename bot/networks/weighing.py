"""How long a text is to X: its weighted length, never below what X itself counts.

The rule: the text in Unicode's NFC; a character of U+0000–U+10FF, U+2000–U+200D, U+2010–U+201F or
U+2032–U+2037 weighs 1, any other 2; an emoji weighs 2 however many characters it is made of; a
link weighs 23 however long it is; a post may weigh 280. Where X's own program and its pages
differ (emoji made after it, host names it does not know), the larger figure is taken: a post
that is a little short goes out, one that is too long does not.
"""

from __future__ import annotations

import re
import unicodedata

from bot.domain.links import LINK

POST_WEIGHT = 280
LINK_WEIGHT = 23

_EMOJI_WEIGHT = 2
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))

_COUNTRIES = (
    "AR AT AU BE BG BR CA CH CL CN CO CZ DE DK EE ES FI FR GB GR HR HU IE IN IS IT JP KR LT LU LV "
    "MX NL NO NZ PL PT RO RS SE SI SK TR UA US UY ZA"
)


def _flag(country: str) -> str:
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in country)


_TONE = "[\U0001f3fb-\U0001f3ff]"
_JOBS = "⚕️|⚖️|✈️|[🌾🍳🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒]"
_EMOJI = re.compile(
    "|".join(
        (
            *(_flag(country) for country in _COUNTRIES.split()),
            r"(?<!\S)[0-9#*]\ufe0f\u20e3",
            "🏳️\u200d🌈",
            f"[👨👩]{_TONE}?\u200d(?:{_JOBS})",
            "👩\u200d❤️\u200d[👨👩]",
            "👨\u200d(?:👩\u200d)?(?:👧\u200d[👦👧]|👦\u200d👦|[👦👧])",
            "👩\u200d(?:👩\u200d)?(?:👧\u200d[👦👧]|👦\u200d👦|[👦👧])",
            f"[☝⛹✊-✍🎅🏂-🏄🏊-🏌👂👃👆-👐👦-👩👮👰-👸👼💁-💃💅-💇💪🙅-🙇🙋-🙏🚶]{_TONE}",
            "[☀☁☎☕☺♥⚡⚠✂✈✉✌✏✔✳✴❄❇❤➡⬅⭐]\ufe0f",
        )
    )
)
"""Emoji of several characters that X surely counts as one; of any other each character counts."""

_ADDRESS = re.compile(
    r"(?<![\w@＠#＃$.-])https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:com|org|net|info|shop|at|au|be|ca|ch|cz|de|dk|es|eu|fi|fr|ie|io|it|jp|mx|nl|no|nz|pl|pt|se|uk|us)"
    r"(?![\w@:+-]|\.\w)(?:/(?:[\w/-]*[\w/])?)?(?:\?[\w&=-]*[\w&=])?",
    re.IGNORECASE | re.ASCII,
)
"""An address that X surely takes for a link, and no more of it than X does."""


def weight(text: str) -> int:
    """The weighted length of the text."""
    text = unicodedata.normalize("NFC", text)
    text = _ADDRESS.sub(" " * LINK_WEIGHT, text)
    emoji = _EMOJI.findall(text)
    accidents = LINK.findall(text)
    rest = _characters(_EMOJI.sub("", text))
    return rest + _EMOJI_WEIGHT * len(emoji) + LINK_WEIGHT * len(accidents)


def _characters(text: str) -> int:
    return sum(1 if _light(ord(character)) else 2 for character in text)


def _light(point: int) -> bool:
    return any(first <= point <= last for first, last in _LIGHT)
