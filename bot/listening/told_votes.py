"""Whether an entry that is named is said as a vote: by a verb, by a bare number, by a courtesy."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.context import TO_ANSWER, TO_BALLOT, TO_PERSON, Context
from bot.listening.mentions import Mention
from bot.listening.reading import Reading
from bot.listening.supports import FEW_STRANGE
from bot.listening.text import KEYCAP, WORD

VERB = T.VOTE | T.CHOOSE
_PAIR = 2
_SMALL = (
    T.ARTICLE | T.RANK | T.NTH | T.FOR | T.ME | T.AND | T.JOINER | T.SUPPORT | T.KIND | T.WE
    | T.PEOPLE | T.TOGETHER | T.OF_US | T.LEFT
)  # fmt: skip
"""What may stand beside an entry that is named alone."""


def said_as_vote(r: Reading, mention: Mention, sentence: int, context: Context) -> bool:
    """Whether an entry is named as one names what one votes for."""
    verb = _verb(r, mention, sentence)
    if verb and not r.lexicon.verb_last and _chosen_is_another(r, mention):
        return False
    if not verb and _only_spoken_of(r, mention):
        return False
    if context.reply_to not in (TO_BALLOT, TO_ANSWER):
        return _voted_out_of_the_blue(r, mention, sentence, context)
    if verb or _corrects(r, mention):
        return not _counts_things(r, mention)
    if r.kinds[mention.at] == KEYCAP or (r.lexicon.verb_last and _ends_with(r, mention)):
        return True
    return is_concluded(r, mention) or _little_else_said(r, mention, context)


def _verb(r: Reading, mention: Mention, sentence: int) -> int:
    """What says that an entry is voted for, anywhere in its sentence, or chosen, beside it."""
    return sentence & (T.VOTE | T.BALLOT) | r.clause(mention.at, T.STRONG | T.BUT)[2] & T.CHOOSE


def _only_spoken_of(r: Reading, mention: Mention) -> bool:
    """ "Number 3 has a nice name", "number 1 is no bookshop"; not "number 7 has my support"."""
    if r.lexicon.topic and _only_tells(r, mention):
        return True
    at = mention.last + 1
    behind = "".join(r.words[at : at + 1])
    if behind in r.lexicon.tells and not r.has(at + 1, at + 4, T.SUPPORT | T.POSSESSIVE):
        return True
    return behind in r.lexicon.copula and r.has(at + 1, at + 3, T.NEGATION)


def _voted_out_of_the_blue(r: Reading, mention: Mention, sentence: int, context: Context) -> bool:
    """Whether a message that answers neither the ballot nor the bot votes for an entry."""
    first, last, _ = r.sentence(mention.at)
    to_bot = r.all & T.HANDLE and not context.reply_to
    if to_bot and _only_puts_right(r):
        return True
    clause = r.clause(mention.at)[2]
    if r.tags[mention.at] & T.NUMBER and not (clause | _before_colon(r, mention)) & VERB:
        return False
    if to_bot and _asks_by_name(r, mention):
        return True
    if context.reply_to is TO_PERSON and not _own_vote(r, first, last, sentence):
        return False
    mine = r.has(first, mention.at, VERB) or r.has(first, last, T.ME | T.POSSESSIVE)
    return bool(_verb(r, mention, sentence)) and (mine or r.lexicon.verb_last)


def _corrects(r: Reading, mention: Mention) -> bool:
    """ "Oops, 7", "it had to be 2"; "1 is always better off, or rather …" only tells of it."""
    if not r.all & (T.CORRECT | T.INSTEAD):
        return False
    after = mention.last + 1
    told = "".join(r.words[after : after + 1]) in r.lexicon.copula
    goes_on = after + 1 < len(r.tags) and not r.tags[after + 1] & T.BREAK
    return not (told and goes_on) or r.has(r.clause(mention.at)[0], mention.at, T.CORRECT)


def _little_else_said(r: Reading, mention: Mention, context: Context) -> bool:
    """ "7 please", "the Kessler for me": an answer that says nothing much but the entry."""
    first, last, _ = r.clause(mention.at, T.BREAK | T.BUT | T.AND)
    why = (n for n in range(mention.last + 1, last) if r.words[n] in r.lexicon.reasons)
    last = next(why, last)  # "Blumen Müller because they open at eight"
    others = [n for n in r.content() if first <= n < last and not mention.at <= n <= mention.last]
    if context.reply_to is TO_ANSWER:
        return not others or mention.marked
    again = r.words[mention.at]  # "2 2 2"
    strange = sum(1 for n in others if not r.tags[n] & _SMALL and r.words[n] != again)
    if r.kinds[mention.at] != WORD or r.tags[mention.at] & T.NUMBER:
        return strange == 0 or (mention.marked and strange <= FEW_STRANGE)
    if strange and r.has(mention.last + 1, r.sentence(mention.at)[1], T.BUT):
        return False  # "Müller is lovely, but they have had their turn"
    told = r.has(first, mention.at, T.SPENT)  # "I bought tulips at Kessler": a day that was
    return strange <= FEW_STRANGE and not told


def _only_tells(r: Reading, mention: Mention) -> bool:
    """ "As for number 5, I went there once, but …": an entry that is marked as what is told of."""
    at = mention.last + 1
    topic = r.has(at, at + 1, T.NTH) and r.words[at].endswith(r.lexicon.topic)
    told = [n for n in r.content() if n > at]
    return topic and len(told) > 1 and r.has(at + 1, len(r.tags), T.BUT)


def _chosen_is_another(r: Reading, mention: Mention) -> bool:
    """ "Marcel is my neighbour, but I vote for the books": what is chosen is said behind the but;
    "3 is small, but I vote for it" chooses that one."""
    if not r.all & T.BUT or r.clause(mention.at)[2] & (VERB | T.BALLOT):
        return False
    start, end, _ = r.sentence(mention.at)
    said = [n for n in range(start, end) if r.tags[n] & VERB]
    if not said or said[0] < mention.at or not r.has(mention.last + 1, said[0], T.BUT):
        return False
    thing = said[-1] + 2
    return r.has(thing - 1, thing, T.ARTICLE) and thing < end and r.kinds[thing] == WORD


def _only_puts_right(r: Reading) -> bool:
    """ "@cashmob 2 instead of 7": two numbers, and what turns the one into the other."""
    turns = T.NUMBER | T.CORRECT | T.INSTEAD | T.ME | T.ARTICLE | T.RANK
    pair = len(r.numbers) == _PAIR and r.all & (T.CORRECT | T.INSTEAD)
    return bool(pair) and all(r.tags[n] & turns for n in r.content())


def _before_colon(r: Reading, mention: Mention) -> int:
    """ "My vote: number 7": what the clause before the colon speaks of."""
    colon = r.clause(mention.at)[0] - 1
    return r.clause(colon - 1)[2] if colon > 0 and r.words[colon] == ":" else 0


def is_concluded(r: Reading, mention: Mention) -> bool:
    """ "We need more books, so 3": the entry stands behind "so", and nothing behind it."""
    if not r.all & T.SUM:
        return False
    end = r.sentence(mention.at)[1]
    idle = T.POLITE | T.FILLER | T.BREAK
    last = all(r.tags[n] & idle for n in range(mention.last + 1, end))
    at = mention.at - 1
    while at > 0 and r.tags[at] & (T.ARTICLE | T.RANK) and not r.tags[at] & T.SUM:
        at -= 1  # "así que el 3"
    before = r.tags[at] if at >= 0 else 0
    so = before & T.SUM and not before & T.CHOOSE
    return bool(last and so) and not r.has(mention.at - 3, mention.at, T.NEGATION)


def _ends_with(r: Reading, mention: Mention) -> bool:
    """ "… so number 7!": where the verb comes last and is left out, the entry stands there."""
    after = mention.last + 1
    if r.has(after, after + 1, T.NTH):
        after += 1
    said = r.words[after - 1].endswith(r.lexicon.naming)
    end = after >= len(r.tags) or bool(r.tags[after] & T.BREAK)
    return mention.marked and (said or (end and after - 1 > mention.last))


def _own_vote(r: Reading, first: int, last: int, sentence: int) -> bool:
    """Whether a vote told to somebody else is the writer's, and no "vote 3!" meant for them."""
    if not sentence & T.VOTE or r.lexicon.verb_last:
        return bool(sentence & T.VOTE)
    mine = T.ME | T.WE | T.POSSESSIVE
    bid = next((n for n in range(first, last) if r.words[n] in r.lexicon.bids), None)
    if bid is not None:
        return r.has(first, bid, mine)  # "Vote 3, Kev!" tells Kev to
    if r.has(first, last, mine) or not r.lexicon.first_person:
        return True
    return any(r.tags[n] & T.VOTE and _first_person(r, n) for n in range(first, last))


def _first_person(r: Reading, at: int) -> bool:
    return r.words[at].endswith(r.lexicon.first_person)


def _asks_by_name(r: Reading, mention: Mention) -> bool:
    """ "@cashmob Chez Marcel please": to the bot itself, a name with a courtesy is a vote."""
    first, last, bits = r.clause(mention.at)
    named = r.kinds[mention.at] == WORD and not r.tags[mention.at] & T.NUMBER
    idle = T.POLITE | T.FILLER | T.ARTICLE | T.JOINER | T.KIND | T.HANDLE
    said = r.content()
    alone = bool(said) and all(mention.at - 1 <= n <= mention.last for n in said)
    return (
        named
        and bool(bits & T.POLITE or (alone and not r.all & T.ASKS))
        and all(r.tags[n] & idle or mention.at - 2 <= n <= mention.last for n in range(first, last))
    )


def _counts_things(r: Reading, mention: Mention) -> bool:
    """ "1 thing is sure": a bare number before a noun, with nothing that chooses before it."""
    after = mention.last + 1
    if mention.marked or after >= len(r.tags) or r.kinds[after] != WORD:
        return False
    thing = not r.tags[after] & ~(T.ACCESS | T.PARKING | T.PHRASE | T.THING)
    noun = thing and r.words[after] not in r.lexicon.common
    first, _, bits = r.clause(mention.at)
    said = r.has(first, mention.at, T.VOTE | T.BALLOT | T.CHOOSE)
    behind = bits & (T.VOTE | T.BALLOT) and not _opens_counting(r, mention)
    return noun and not said and not behind


def _opens_counting(r: Reading, mention: Mention) -> bool:
    """ "4 cats that vote, as usual": the number opens what is said, and the verb is of others."""
    after = mention.last + 2
    return mention.at == next(iter(r.content()), -1) and r.has(after, after + 1, T.PLACE | T.END)
