"""Support under the post that presents one nomination, which is a vote for it."""

from __future__ import annotations

from bot.domain.intents import Vote
from bot.listening import tags as T
from bot.listening.reading import Reading
from bot.listening.rejections import AGAINST

FEW_STRANGE = 2
_NO_SUPPORT = AGAINST | T.ASKS | T.DOUBT | T.HEDGE | T.IRONY | T.COST


def support(r: Reading, on: int) -> list[tuple[Vote, str]]:
    """Under a post that presents one nomination plain support is a vote for it."""
    if r.all & _NO_SUPPORT:
        return []
    idle = T.SELF | (T.FOR if r.all & T.CURRENCY else 0)  # "twelve euros for a block of beans"
    plain = r.all & T.VOTE or any(b & T.SUPPORT and not b & idle for b in r.tags)
    if (
        plain
        or _says_yes(r)
        or _plus_alone(r)
        or (r.all & (T.SUPPORT | T.PLUS | T.HAND | T.SELF) and _only_me(r))
    ):
        return [(Vote(on), "plain support under a nomination")]
    return []


def _plus_alone(r: Reading) -> bool:
    """ "My ring is from there 💍 +1": the sign and its one stand alone between two signs."""
    for n in r.find(T.PLUS):
        first, last, _ = r.clause(n, T.BREAK)
        if (first, r.words[n:last]) == (n, ["+", "1"]):
            return True
        if first == n == r.sentence(n)[0] and r.words[n + 1 : n + 2] == ["1"]:
            of_what = T.NUMBER | T.CURRENCY | T.UNIT | T.PERSON | T.PERSONS | T.PEOPLE
            return not r.has(n + 2, n + 3, of_what)  # "+1 from everyone at the salon"
    return False


def _says_yes(r: Reading) -> bool:
    """ "Yes!! Best scones in town": the first sentence or the last is nothing but a yes.

    So is the last clause: "I had forgotten them, yes please".
    """
    idle = T.SUPPORT | T.POLITE | T.BREAK | T.FILLER | T.HANDLE
    said = r.sentences()
    return any(
        bits & T.SUPPORT and all(r.tags[n] & idle for n in range(first, last))
        for first, last, bits in (said[0], said[-1], r.clause(len(r.tags) - 1))
    )


def _only_me(r: Reading) -> bool:
    """ "Me too", "+1": nothing else is said that could be a complaint."""
    small = (
        T.SUPPORT
        | T.SELF
        | T.ME
        | T.WE
        | T.ALSO
        | T.PLUS
        | T.NUMBER
        | T.HAND
        | T.FOR
        | T.ARTICLE
        | T.AND
    )
    strange = sum(1 for n in r.content() if not r.tags[n] & small)
    return strange <= (FEW_STRANGE + 1 if r.all & (T.PLUS | T.HAND) else 1)
