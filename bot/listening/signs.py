"""What signs and emoji mean, the same in every language."""

from __future__ import annotations

import re

from bot.listening import tags as T

SIGNS: dict[str, int] = {
    **dict.fromkeys(".!;\n。！？", T.BREAK | T.STRONG),
    "?": T.BREAK | T.STRONG | T.ASKS,
    "¿": T.BREAK,
    **dict.fromkeys(",–—…():|•→~·、⇒>/", T.BREAK),
    "“": T.QUOTE,
    "”": T.QUOTE,
    '"': T.QUOTE,
    "«": T.QUOTE,
    "»": T.QUOTE,
    "„": T.QUOTE,
    "‹": T.QUOTE,
    "›": T.QUOTE,
    **dict.fromkeys("🙋✋🤚🖐", T.HAND | T.BREAK),
    **dict.fromkeys("👍💯👆☝🙌❤♥💪🫶🔥", T.SUPPORT | T.BREAK),
    **dict.fromkeys("🙄😏😒🤡🤥🥴🙃", T.IRONY | T.BREAK),
    **dict.fromkeys("😂🤣😅🥲😆😹💀", T.LAUGH | T.BREAK),
    "😭": T.LAUGH | T.PITY | T.BREAK,
    **dict.fromkeys("😢🥺💔😔🎻", T.PITY | T.BREAK),
    "ㅋ": T.LAUGH,
    "&": T.AND | T.JOINER,
    "+": T.PLUS,
    "@": T.PRICED,
    "#": T.RANK,
    "№": T.RANK,
    "×": T.TIMES,
    "✖": T.TIMES,
    "*": T.TIMES,
    "=": T.SUM,
    **dict.fromkeys("$€£₩¥￦", T.CURRENCY),
}
"""What signs and emoji mean in every language."""

SIGN_MONEY = {"$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "￦": "KRW", "¥": "JPY"}

EMOJI = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
