"""Votes: which entry of the ballot a message names, and whether it is for it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.domain.intents import Vote
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import tags as T
from bot.listening.context import Candidate, Context
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.shops import is_kind, unaccented
from bot.listening.sounds import SHORTEST, sound
from bot.listening.text import KEYCAP, WORD
from bot.listening.vocabulary import Vocabulary, spoken, vocabulary

_VOTING = (Stage.BALLOTING, Stage.CONSENTING)
_NOT_AN_ENTRY = (
    T.CURRENCY | T.CLOCK | T.UNIT | T.PEOPLE | T.PERSON | T.PERSONS | T.OF_US | T.TIMES | T.NUMBER
)
_MOST_MENTIONS = 12
_FEW_STRANGE = 2
_SLASHED = 2
"""Tokens from the 6 to the 7 of "6/7"."""

LAST = 99
"""What the tables of ordinals write for "the last one"."""

ANY_SHOP = "other"
"""The kind of words that say nothing about what is sold ("shop"), and of rare trades."""

_SIMILAR = 84
_SHORTEST_TYPO = 5


class Names(NamedTuple):
    """A ballot prepared for reading: words that tell its entries apart, kinds, languages."""

    words: dict[str, int]
    kinds: dict[str, set[int]]
    nations: dict[str, set[int]]
    highest: int
    sounds: dict[str, int]


class Mention(NamedTuple):
    """An entry named in a message: where, which, and whether more than a bare number says so."""

    at: int
    last: int
    choice: int
    marked: bool


@lru_cache(maxsize=256)
def names_of(candidates: tuple[Candidate, ...]) -> Names:
    """A ballot's names prepared; the same ballot is prepared once."""
    owners: dict[str, set[int]] = {}
    kinds: dict[str, set[int]] = {}
    nations: dict[str, set[int]] = {}
    lexicons = [vocabulary(code) for code in spoken()]
    for entry in candidates:
        for name in (entry.name, *entry.aliases):
            for typed in name.lower().replace("'", " ").replace("’", " ").split():
                word = unaccented(typed.strip(".,&!-"))
                for lexicon in lexicons:
                    if kind := lexicon.sells(typed):
                        kinds.setdefault(kind, set()).add(entry.choice)
                    if kind or lexicon.writes(typed):
                        nations.setdefault(lexicon.code, set()).add(entry.choice)
                if len(word) > 1 and not _small(word, lexicons):
                    owners.setdefault(word, set()).add(entry.choice)
    words = {w: next(iter(c)) for w, c in owners.items() if len(c) == 1 and not is_kind(w)}
    sounds = {heard: choice for w, choice in words.items() if len(heard := sound(w)) >= SHORTEST}
    return Names(words, kinds, nations, max((c.choice for c in candidates), default=0), sounds)


def _small(word: str, lexicons: list[Vocabulary]) -> bool:
    return any(
        word in lexicon.common or lexicon.meaning.get(word, 0) & (T.ARTICLE | T.AND | T.JOINER)
        for lexicon in lexicons
    )


def mentions_in(r: Reading, names: Names) -> list[Mention]:
    """Every entry that the message names, by number, by name or by what it sells."""
    found = [m for n in r.numbers if (m := _by_number(r, n, names.highest))]
    named = by_name(r, names)
    found += named or _by_kind(r, names) or ([] if found else _misspelt(r, names))
    found.sort()
    return found[:_MOST_MENTIONS]


def _by_number(r: Reading, number: Number, highest: int) -> Mention | None:
    value = int(number.value)
    ordinal = bool(r.tags[number.first] & T.NTH)
    if ordinal and value == LAST:
        value = highest
    if not (number.whole and 1 <= value <= highest):
        return None
    if r.kinds[number.first] == KEYCAP:
        return Mention(number.first, number.last, value, True)
    tags, after = r.tags, number.last + 1
    following = tags[after] if after < len(tags) else 0
    preceding = r.before(number.first)
    ordinal = ordinal or bool(following & T.NTH)
    if following & T.STRONG and r.words[after] == "." and r.has(after + 1, after + 2, T.UNIT):
        return None
    if following & T.BALLOT and (r.lexicon.verb_last or _votes_counted(r, number)):
        return None
    counted = T.UNIT * (not r.lexicon.verb_last) if ordinal else _NOT_AN_ENTRY
    if following & counted or _proportion(r, number):
        return None
    if preceding & T.COME and not preceding & T.CHOOSE:
        return None
    if preceding & (T.PLUS | T.CURRENCY | T.TIMES) or preceding & (T.WE_ARE | T.FOR) == T.WE_ARE:
        return None
    marked = ordinal or bool(preceding & (T.RANK | T.ARTICLE | T.VOTE | T.CHOOSE))
    return Mention(number.first, number.last, value, marked)


def _votes_counted(r: Reading, number: Number) -> bool:
    """ "1 vote, 7 options": votes that are counted; "3 stimme ich" has its subject behind it."""
    after = number.last + 2
    plain = not r.before(number.first) & (T.RANK | T.ARTICLE | T.VOTE | T.CHOOSE | T.FOR)
    return plain and not r.has(after, after + 1, T.ME | T.FOR)


def _proportion(r: Reading, number: Number) -> bool:
    """ "1 in 7": a share of something, no entry."""
    for other in r.numbers:
        low, high = (number, other) if number.first < other.first else (other, number)
        if high.first - low.last == _SLASHED and r.words[low.last + 1] == "/":
            return True
        if 1 < high.first - low.last <= 3 and r.has(low.last + 1, high.first, T.PROPORTION):
            return not r.has(low.last + 1, high.first, T.BREAK | T.AND | T.BUT | T.INSTEAD)
    return False


def by_name(r: Reading, names: Names) -> list[Mention]:
    """The entries whose own words stand in the message."""
    out: list[Mention] = []
    get = names.words.get
    for n, word in enumerate(r.words):
        if r.kinds[n] != WORD:
            continue
        word = word.rstrip("'")
        choice = get(word) or (None if word.isascii() else get(unaccented(word)))
        if choice is None and ("ue" in word or "oe" in word or "ae" in word):
            choice = get(unaccented(word))
        if choice is None and r.lexicon.joined:
            choice = next(
                (c for w, c in names.words.items() if len(w) > 1 and word.startswith(w)), None
            ) or _by_sound(r, n, names)
        if choice is not None and not (
            len(word) < 4 and r.tags[n] & ~T.KIND and not r.tags[n] & T.PHRASE
        ):
            near = bool(out) and out[-1].choice == choice and n - out[-1].last <= 3
            if near and not r.has(out[-1].last, n, T.STRONG):
                out[-1] = out[-1]._replace(last=n)
            else:
                out.append(Mention(n, n, choice, True))
    return out


def _by_sound(r: Reading, at: int, names: Names) -> int | None:
    """A foreign name written in the language's own script, with its particle or without."""
    word = r.words[at]
    if r.tags[at] or not r.lexicon.writes(word):
        return None
    particle = next((p for p in r.lexicon.name_particles if word.endswith(p)), "")
    return names.sounds.get(sound(word.removesuffix(particle)))


def _by_kind(r: Reading, names: Names) -> list[Mention]:
    """ "the flower shop", "the Korean bookshop": when only one entry is such a shop."""
    out: list[Mention] = []
    if not r.all & (T.KIND | T.NATION):
        return out
    for n, bits in enumerate(r.tags):
        if not bits & (T.KIND | T.NATION) or (out and n - out[-1].last <= 2):
            continue
        wanted: set[int] | None = None
        last = n
        for m in range(n, min(n + 3, len(r.words))):
            entries = _entries(r, m, names)
            if entries is not None:
                wanted = entries if wanted is None else wanted & entries
                last = m
        if wanted and len(wanted) == 1 and _pointed_at(r, n, last):
            out.append(Mention(n, last, next(iter(wanted)), True))
    return out


def _pointed_at(r: Reading, first: int, last: int) -> bool:
    """Whether a kind of shop is meant as one shop: "the florist", or the word alone."""
    if r.before(first) & (T.ARTICLE | T.VOTE | T.CHOOSE | T.FOR | T.PLACE):
        return True
    if r.tags[first] & T.NATION and r.has(first + 1, last + 1, T.KIND):
        return True
    start, end, _ = r.clause(first)
    idle = T.POLITE | T.FILLER | T.CHOOSE | T.VOTE | T.SUPPORT | T.ARTICLE | T.KIND | T.NATION
    return all(r.tags[n] & idle or r.kinds[n] != WORD for n in range(start, end)) or bool(
        r.lexicon.joined and r.clause(first)[2] & (T.VOTE | T.CHOOSE)
    )


def _entries(r: Reading, at: int, names: Names) -> set[int] | None:
    if r.tags[at] & T.KIND:
        kind = r.lexicon.kind_of(r.words[at])
        return names.kinds.get(kind, set()) if kind and kind != ANY_SHOP else None
    if r.tags[at] & T.NATION:
        return names.nations.get(r.lexicon.nations.get(r.words[at], ""), set())
    return None


def _misspelt(r: Reading, names: Names) -> list[Mention]:
    """A name typed wrong, when the message names no entry otherwise."""
    out: list[Mention] = []
    for n, word in enumerate(r.words):
        if r.kinds[n] != WORD or r.tags[n] or len(word) < _SHORTEST_TYPO:
            continue
        best = process.extractOne(
            unaccented(word), names.words.keys(), scorer=fuzz.ratio, score_cutoff=_SIMILAR
        )
        if best and len(best[0]) >= _SHORTEST_TYPO - 1:
            out.append(Mention(n, n, names.words[best[0]], True))
    return out


def votes(r: Reading, context: Context) -> tuple[list[tuple[Vote, str]], list[Mention]]:
    """The vote a message gives, if it gives one, and the entries it names."""
    under = context.on if context.reply_to is ReplyTo.NOMINATION else None
    if under is not None and (
        context.stage is Stage.CALLING or not r.all & T.VOTE or not r.all & T.NUMBER
    ):
        return _support(r, under), []
    if context.stage not in _VOTING and context.reply_to is not ReplyTo.BALLOT:
        return [], []
    names = names_of(context.candidates)
    mentions = mentions_in(r, names)
    if not mentions or (r.all & T.FORGET and r.all & T.BALLOT and not r.all & T.INSTEAD):
        return [], mentions
    accepted = [m for m in mentions if _is_for(r, m, mentions, context)]
    if not accepted and len(mentions) > 1:
        accepted = _left_over(r, mentions)
    refused = {m.choice for m in mentions if m not in accepted and _refused(r, m, mentions)}
    choices = {m.choice for m in accepted} - refused
    if len(choices) > 1:
        accepted = [m for m in accepted if m == accepted[0] or not _also(r, m)]
        choices = {m.choice for m in accepted} - refused
    if len(choices) > 1:
        marked = [m for m in accepted if m.marked]
        if r.all & (T.CORRECT | T.INSTEAD | T.BUT) or _takes_back(r, accepted):
            choices = {m.choice for m in accepted[-1:]}
        elif len({m.choice for m in marked}) == 1:
            choices = {marked[0].choice}
    if len(choices) != 1:
        return [], mentions
    return [(Vote(choices.pop()), "names one entry of the ballot and is for it")], mentions


def _takes_back(r: Reading, accepted: list[Mention]) -> bool:
    """ "Two! No, only joking, three!": a no that stands alone before the last of them."""
    first, last = accepted[-2].last + 1, accepted[-1].at
    idle = T.NEGATION | T.BREAK | T.LAUGH | T.POLITE | T.FILLER
    return r.has(first, last, T.NEGATION) and all(r.tags[n] & idle for n in range(first, last))


def _also(r: Reading, mention: Mention) -> bool:
    """ "… but I love 1 too": one more that is liked is no other vote."""
    first, _, bits = r.clause(mention.at)
    return bool(bits & T.ALSO) and r.has(first, mention.at, T.ALSO | T.SUPPORT)


_AGAINST = T.NEGATION | T.EXCEPT
_NO_SUPPORT = _AGAINST | T.ASKS | T.DOUBT | T.HEDGE | T.IRONY | T.COST


def _support(r: Reading, on: int) -> list[tuple[Vote, str]]:
    """Under a post that presents one nomination plain support is a vote for it."""
    if r.all & _NO_SUPPORT:
        return []
    plain = r.all & T.VOTE or any(b & T.SUPPORT and not b & T.SELF for b in r.tags)
    if plain or _says_yes(r) or (r.all & (T.SUPPORT | T.PLUS | T.HAND | T.SELF) and _only_me(r)):
        return [(Vote(on), "plain support under a nomination")]
    return []


def _says_yes(r: Reading) -> bool:
    """ "Yes!! Best scones in town": the first sentence is nothing but a yes."""
    first, last, bits = r.sentences()[0]
    idle = T.SUPPORT | T.POLITE | T.BREAK | T.FILLER | T.HANDLE
    return bool(bits & T.SUPPORT) and all(r.tags[n] & idle for n in range(first, last))


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
    return strange <= (_FEW_STRANGE + 1 if r.all & (T.PLUS | T.HAND) else 1)


def _is_for(r: Reading, mention: Mention, mentions: list[Mention], context: Context) -> bool:
    """Whether a named entry is wanted: not rejected, not doubted, not somebody else's choice."""
    first, last, bits = r.clause(mention.at)
    at_once = r.sentence(mention.at)
    asked = at_once[2] & T.ASKS and not r.has(last, at_once[1], _QUESTION)
    if bits & (T.REGRET | T.DOUBT | T.HEDGE) or (asked and not _asks_politely(r, at_once)):
        return False
    if at_once[2] & T.CONDITION or _superseded(r, mention, mentions, at_once[0]):
        return False
    if _rejected(r, mention, mentions, first, last) or _alternative(r, mention, mentions):
        return False
    if r.has(first, mention.at, T.REPORTED | T.OTHERS | T.PERSON) and not r.has(
        first, mention.at, T.ME
    ):
        return False
    return _said_as_vote(r, mention, at_once[2], context)


def _superseded(r: Reading, mention: Mention, mentions: list[Mention], first: int) -> bool:
    """ "At first 1, then 6": what was wanted before is wanted no more."""
    before = max((m.last for m in mentions if m.last < mention.at), default=first - 1)
    if len(mentions) == 1 and r.all & T.CORRECT:
        return False
    return r.has(max(first, before + 1), mention.at, T.FORMERLY)


def _asks_politely(r: Reading, sentence: tuple[int, int, int]) -> bool:
    mine = sentence[2] & (T.ME | (T.SUGGEST if sentence[2] & T.CORRECT else 0))
    asks = sentence[2] & (T.VOTE | T.CORRECT) and mine
    return bool(asks and not sentence[2] & (T.HOW | T.WHEN))


def _asks_else(r: Reading, mention: Mention, end: int) -> bool:
    """ "My vote for 6, and who is ahead?": the question comes after, in a clause of its own."""
    after = r.clause(mention.at, T.BREAK | T.BUT | T.AND)[1]
    return r.has(after, end, T.LEADS | T.WHEN | T.WHERE | T.COUNT)


def _left_over(r: Reading, mentions: list[Mention]) -> list[Mention]:
    """The one entry named after another was given up: "first I thought 1, but it is 6"."""
    last = mentions[-1]
    given_up = any(_superseded(r, m, mentions, r.sentence(m.at)[0]) for m in mentions[:-1])
    unsure = r.clause(last.at)[2] & (T.DOUBT | T.REGRET) or r.sentence(last.at)[2] & T.ASKS
    return [last] if given_up and not unsure and not _refused(r, last, mentions) else []


def _refused(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    first, last, _ = r.clause(mention.at)
    return _rejected(r, mention, mentions, first, last)


def _rejected(r: Reading, mention: Mention, mentions: list[Mention], first: int, last: int) -> bool:
    before = max((m.last for m in mentions if m.last < mention.at), default=-1)
    after = min((m.at for m in mentions if m.at > mention.last), default=len(r.tags))
    against = r.has(max(first, before + 1, mention.at - 7), mention.at, _AGAINST | T.INSTEAD)
    if against and not r.lexicon.verb_last:
        return True
    if after < last and r.has(mention.last + 1, after, _AGAINST | T.INSTEAD):
        return r.lexicon.verb_last
    behind = range(mention.last + 1, min(last, mention.last + 4))
    apart = next((n for n in behind if r.tags[n] & T.AND), behind.stop)
    return r.has(mention.last + 1, apart, T.NEGATION)


def _alternative(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """ "2 or 6": neither is chosen."""
    for other in mentions:
        low, high = sorted((mention, other))
        close = other.choice != mention.choice and high.at - low.last <= 4
        if close and r.has(low.last + 1, high.at, T.OR):
            return True
    return False


_QUESTION = T.LEADS | T.WHEN | T.WHERE | T.COUNT | T.HOW | T.HELP
"""A question of its own behind a vote: "6 please, and who is leading?"."""

_VERB = T.VOTE | T.CHOOSE


def _said_as_vote(r: Reading, mention: Mention, sentence: int, context: Context) -> bool:
    chosen = T.CHOOSE & r.clause(mention.at, T.STRONG | T.BUT)[2]
    verb = sentence & (T.VOTE | T.BALLOT) | chosen
    if context.reply_to not in (ReplyTo.BALLOT, ReplyTo.ANSWER):
        first, last, _ = r.sentence(mention.at)
        if r.tags[mention.at] & T.NUMBER and not r.clause(mention.at)[2] & _VERB:
            return False
        said = r.has(first, mention.at, T.VOTE | T.CHOOSE)
        mine = said or r.has(first, last, T.ME | T.POSSESSIVE)
        to_person = context.reply_to is ReplyTo.PERSON and not sentence & T.VOTE
        if r.all & T.HANDLE and not context.reply_to and _asks_by_name(r, mention):
            return True
        return bool(verb) and (mine or r.lexicon.verb_last) and not to_person
    if verb and _counts_things(r, mention):
        return False
    if verb or r.kinds[mention.at] == KEYCAP or r.all & (T.CORRECT | T.INSTEAD):
        return True
    first, last, _ = r.clause(mention.at, T.BREAK | T.BUT | T.AND)
    others = [n for n in r.content() if first <= n < last and not mention.at <= n <= mention.last]
    if context.reply_to is ReplyTo.ANSWER:
        return not others or mention.marked
    small = T.ARTICLE | T.RANK | T.NTH | T.FOR | T.ME | T.AND | T.JOINER | T.SUPPORT | T.KIND
    strange = sum(1 for n in others if not r.tags[n] & small)
    if r.kinds[mention.at] == WORD and not r.tags[mention.at] & T.NUMBER:
        return strange <= _FEW_STRANGE
    return strange == 0 or (mention.marked and strange <= _FEW_STRANGE)


def _asks_by_name(r: Reading, mention: Mention) -> bool:
    """ "@cashmob Chez Marcel please": to the bot itself, a name with a courtesy is a vote."""
    first, last, bits = r.clause(mention.at)
    named = r.kinds[mention.at] == WORD and not r.tags[mention.at] & T.NUMBER
    idle = T.POLITE | T.FILLER | T.ARTICLE | T.JOINER | T.KIND | T.HANDLE
    return (
        named
        and bool(bits & T.POLITE)
        and all(r.tags[n] & idle or mention.at - 2 <= n <= mention.last for n in range(first, last))
    )


def _counts_things(r: Reading, mention: Mention) -> bool:
    """ "1 thing is sure": a bare number before a noun, with nothing that chooses before it."""
    after = mention.last + 1
    if mention.marked or after >= len(r.tags) or r.kinds[after] != WORD:
        return False
    thing = not r.tags[after] & ~(T.ACCESS | T.PARKING | T.PHRASE)
    noun = thing and r.words[after] not in r.lexicon.common
    first, _, bits = r.clause(mention.at)
    return noun and not bits & (T.VOTE | T.BALLOT) and not r.has(first, mention.at, T.CHOOSE)
