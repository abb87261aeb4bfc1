"""Votes: which entry of the ballot a message names, and whether it is for it."""

from __future__ import annotations

from functools import reduce
from operator import or_

from bot.domain.intents import Vote
from bot.listening import tags as T
from bot.listening.abstentions import abstains
from bot.listening.capitals import capital, cased
from bot.listening.context import (
    BALLOTING,
    CALLING,
    CONSENTING,
    TO_ANSWER,
    TO_BALLOT,
    TO_NOMINATION,
    Context,
)
from bot.listening.entries import names_of
from bot.listening.mentions import Mention, mentions_in
from bot.listening.reading import Reading
from bot.listening.rejections import (
    is_alternative,
    is_refused,
    is_rejected,
    is_superseded,
    left_over,
    one_of_two,
)
from bot.listening.supports import support
from bot.listening.text import WORD
from bot.listening.told_votes import VERB, is_concluded, said_as_vote

VOTING = (BALLOTING, CONSENTING)
_TO_ENTRY = 5
"""Tokens from a number of votes to the entry they are for."""


def votes(r: Reading, context: Context) -> tuple[list[tuple[Vote, str]], list[Mention]]:
    """The vote a message gives, if it gives one, and the entries it names."""
    under = context.on if context.reply_to is TO_NOMINATION else None
    if under is not None and (context.stage is CALLING or not _votes_by_number(r)):
        return support(r, under), []
    if context.stage not in VOTING and context.reply_to is not TO_BALLOT:
        return [], []
    names = names_of(context.candidates)
    mentions = mentions_in(r, names)
    mentions = [m for m in mentions if not _is_consoled(r, m, mentions)]
    if not mentions or (r.all & T.FORGET and r.all & T.BALLOT and not r.all & T.INSTEAD):
        return [], mentions
    if abstains(r, mentions):
        return [], mentions
    accepted = [m for m in mentions if _is_for(r, m, mentions, context)]
    accepted = [m for m in accepted if not _nor_this(r, m, mentions, accepted)]
    if not accepted and len(mentions) > 1:
        accepted = left_over(r, mentions)
    refused = {m.choice for m in mentions if m not in accepted and is_refused(r, m, mentions)}
    choices = {m.choice for m in accepted} - refused
    if len(choices) > 1:
        accepted = [m for m in accepted if m == accepted[0] or not _also(r, m)]
        choices = {m.choice for m in accepted} - refused
    if len(choices) > 1:
        marked = [m for m in accepted if m.marked]
        if _turns(r, accepted) or _takes_back(r, accepted):
            choices = {m.choice for m in accepted[-1:]}
        elif len({m.choice for m in marked}) == 1:
            choices = {marked[0].choice}
    if len(choices) != 1 and (chosen := _said_again(r, mentions)):
        choices = {chosen}
    if len(choices) != 1 or any(one_of_two(r, m, mentions) for m in accepted):
        return [], mentions
    return [(Vote(choices.pop()), "names one entry of the ballot and is for it")], mentions


def _is_consoled(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """ "3, sorry Marcel": behind a number the entry that is told so is not the one chosen."""
    named = mention is not mentions[0] and not r.tags[mention.at] & T.NUMBER
    number = bool(r.tags[mentions[0].at] & T.NUMBER) and mention.choice != mentions[0].choice
    said = r.has(mention.at - 1, mention.at, T.POLITE | T.SADLY)
    return named and number and said and not r.all & (T.CORRECT | T.INSTEAD)


def _votes_by_number(r: Reading) -> bool:
    """ "My vote is for 3"; not "got my first bike there, this gets my vote"."""
    return any(r.clause(n, T.BREAK)[2] & T.NUMBER for n in r.find(T.VOTE))


def _said_again(r: Reading, mentions: list[Mention]) -> int:
    """ "I like 2 and 6, so 6": of several entries the one named again at the end; 0 for none."""
    *before, last = mentions
    if not before or {m.choice for m in before} == {last.choice}:
        return 0
    if not any(m.choice == last.choice for m in before) or is_refused(r, last, mentions):
        return 0
    end = r.sentence(last.at)[1]
    if r.has(last.last + 1, end, T.ASKS | T.DOUBT | T.HEDGE | T.NEGATION | T.IRONY):
        return 0
    first = r.clause(last.at)[0]
    apart = first > before[-1].last or r.lexicon.verb_last
    return last.choice if apart and not r.has(first, last.at, T.OTHERS | T.PERSON) else 0


def _turns(r: Reading, accepted: list[Mention]) -> bool:
    """ "2, no, I mean 6", "1 but rather 3": a word that puts right, or a "but" that leads on."""
    end = r.clause(accepted[-1].last)[1]
    return bool(r.all & T.CORRECT) or r.has(accepted[0].at, end, T.INSTEAD | T.BUT)


def _takes_back(r: Reading, accepted: list[Mention]) -> bool:
    """ "Two! No, only joking, three!": a no that stands alone before the last of them."""
    first, last = accepted[-2].last + 1, accepted[-1].at
    idle = T.NEGATION | T.BREAK | T.LAUGH | T.POLITE | T.FILLER
    return r.has(first, last, T.NEGATION) and all(r.tags[n] & idle for n in range(first, last))


def _nor_this(
    r: Reading, mention: Mention, mentions: list[Mention], accepted: list[Mention]
) -> bool:
    """ "2 is dull, 7 too, so 3": what is said of the one before is said of this one "too"."""
    first, last, bits = r.clause(mention.at)
    before = [m for m in mentions if m.last < first]
    if not bits & T.ALSO or bits & VERB or not before or before[-1] in accepted:
        return False
    return not r.has(first, mention.at, T.ALSO) and r.has(mention.last, last, T.ALSO)


def _also(r: Reading, mention: Mention) -> bool:
    """ "… but I love 1 too": one more that is liked is no other vote."""
    first, _, bits = r.clause(mention.at)
    return bool(bits & T.ALSO) and r.has(first, mention.at, T.ALSO | T.SUPPORT)


def _is_for(r: Reading, mention: Mention, mentions: list[Mention], context: Context) -> bool:
    """Whether a named entry is wanted: not rejected, not doubted, not somebody else's choice."""
    first, last, bits = r.clause(mention.at)
    if r.lexicon.verb_last and mention is mentions[-1]:
        last = r.clause(mention.at, T.BREAK)[1]  # "I was at 3, but it was bad"
        bits |= T.NEGATION | T.DOUBT if r.has(mention.at, last, T.DOUBT) else 0
    if is_concluded(r, mention):
        first = mention.at - 1  # "my wife wants 2, the kids 5, so 3"
        bits = reduce(or_, r.tags[first:last])
    at_once = r.sentence(mention.at)
    asked = at_once[2] & T.ASKS and not _asks_apart(r, mention, last, at_once[1])
    rather = r.all & T.CORRECT or any(
        r.tags[n] & T.INSTEAD and not r.tags[n] & T.NEGATION for n in r.find(T.INSTEAD)
    )
    if len(mentions) == 1:  # "togli il mio 5, ho sbagliato": nothing comes in its place
        rather = r.has(first, last, T.CORRECT | T.INSTEAD)
    if _struck_out(r, mention):
        return False
    takes = bits & T.CANCEL and mention is mentions[-1] and not rather
    if (takes and not bits & T.BALLOT) or _takes_vote_back(r, mention, at_once[2]):
        return False  # "please strike out the 3 again"
    if (
        bits & (T.REGRET | T.DOUBT | T.HEDGE | T.PAST)
        or _bids_somebody(r, at_once)
        or (asked and not _asks_politely(r, at_once))
    ):
        return False
    if _guessed(r, first) or (asked and r.words[first] in r.lexicon.tells):
        return False
    if mention is not mentions[0] and _is_reason(r, mention, mentions):
        return False
    if _counts_votes(r, mention, mentions):
        return False
    if r.has(first, mention.at, T.COUNT):
        return False  # "how many votes has number 3 got"
    later = [m for m in mentions if m.at > mention.at]  # "I wanted 7 and not 1"
    puts_right = context.reply_to is TO_ANSWER and all(is_refused(r, m, mentions) for m in later)
    if len(mentions) == 1 and r.all & T.BUT and not r.all & T.CORRECT:
        puts_right = False  # "I had put 6, but we fell out"
    if at_once[2] & (T.CONDITION | T.IRONY) and not _condition_apart(r, mention, at_once):
        return False
    if not puts_right and is_superseded(r, mention, mentions, at_once[0]):
        return False  # to an answer "I wanted 4" puts it right
    if r.has(first, mention.at, T.NAMED) and not bits & VERB:
        return False  # "my dog is called Marcel"
    if is_rejected(r, mention, mentions, first, last) or is_alternative(r, mention, mentions):
        return False
    if bits & T.REMOVE and bits & T.LIST and not bits & (T.VOTE | T.BALLOT):
        return False  # "take the 3 off the list"
    first = _subject_from(r, first)
    if _quotes_somebody(r, first) or r.quoted(mention.at) or bits & T.PAST:
        return False
    if r.lexicon.verb_last and r.has(mention.at, r.clause(mention.at)[1] + 1, T.REPORTED):
        return False
    if r.lexicon.verb_last and r.has(mention.last + 1, mention.last + 3, T.OTHERS):
        return False  # "those who voted 2, where are they?"
    told = T.REPORTED | T.OTHERS | T.PERSON | T.PERSONS
    told &= 0 if r.has(mention.at - 2, mention.at, T.CORRECT) else -1  # "said 4, meant 5"
    if r.has(first, mention.at, told) and not _says_self(r, first, mention.at):
        return False
    return said_as_vote(r, mention, at_once[2], context)


def _struck_out(r: Reading, mention: Mention) -> bool:
    """ "Strike out the 4 and put down 1": right behind the verb, and with another behind it."""
    other = any(n.first > mention.last for n in r.numbers)
    if r.lexicon.verb_last:
        at = mention.last + 1 + r.has(mention.last + 1, mention.last + 2, T.NTH)
        return other and r.has(at, at + 1, T.CANCEL)
    at = mention.at - 1
    while at > 0 and r.tags[at] & (T.ARTICLE | T.RANK) and not r.tags[at] & T.CANCEL:
        at -= 1
    return other and r.has(at, at + 1, T.CANCEL) and r.has(at, at + 1, T.REMOVE)


def _condition_apart(r: Reading, mention: Mention, sentence: tuple[int, int, int]) -> bool:
    """ "3, and if it wins I come": the condition is not of the vote, and comes behind an "and"."""
    if sentence[2] & T.IRONY or not sentence[2] & T.COME:
        return False
    conditions = [n for n in range(*sentence[:2]) if r.tags[n] & T.CONDITION]
    if conditions[0] < mention.last or not mention.marked:
        return False
    if r.lexicon.verb_last:
        return r.words[conditions[0] - 1].endswith(r.lexicon.naming)
    return r.has(conditions[0] - 1, conditions[0], T.AND)


def _takes_vote_back(r: Reading, mention: Mention, sentence: int) -> bool:
    """ "Take my vote out, I am the florist's cousin": the entry is named in passing."""
    if not sentence & T.CANCEL or not sentence & T.BALLOT or r.all & (T.CORRECT | T.INSTEAD):
        return False
    first, last, bits = r.clause(mention.at)
    said = [n for n in r.content() if first <= n < last and not mention.at <= n <= mention.last]
    return len(said) > 1 and not bits & (VERB | T.BALLOT | T.CANCEL)


def _counts_votes(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """ "6 votes for 1": neither the number of votes nor the entry they are for is chosen."""
    near = range(mention.at, mention.last + _TO_ENTRY)
    return any(m.at in near and _has_votes(r, m) for m in mentions)


def _has_votes(r: Reading, mention: Mention) -> bool:
    """Whether several votes, which are those of others, are said to be for an entry."""
    if not r.all & (T.VOTE | T.BALLOT) or not r.numbers:
        return False
    noun = mention.at - 1
    while noun > 0 and r.tags[noun] & (T.ARTICLE | T.RANK | T.FOR | T.PLACE | T.FILLER):
        noun -= 1
    counted = next((n for n in r.numbers if n.last == noun - 1), None)
    several = counted is not None and counted.value > 1 and counted.value != mention.choice
    more = r.has(noun, mention.at, T.PLUS)  # "two more votes for 6 here"
    return several and bool(r.tags[noun] & (T.VOTE | T.BALLOT)) and not more


def _guessed(r: Reading, first: int) -> bool:
    """ "I suppose, that 4 will win": behind its comma a clause is as sure as the one before it."""
    if first < 2 or r.words[first - 1] != "," or not r.has(first, first + 1, T.END):
        return False
    return bool(r.clause(first - 2)[2] & T.HEDGE)


def _bids_somebody(r: Reading, sentence: tuple[int, int, int]) -> bool:
    """ "Vote 2, Kev!": a name behind the comma is the one who is to vote."""
    first, last, bits = sentence
    while last > first and r.kinds[last - 1] != WORD:
        last -= 1
    if last - first < 4 or bits & T.ME or not bits & T.VOTE or r.words[last - 2] != ",":
        return False
    known = r.tags[last - 1] or r.words[last - 1] in r.lexicon.common
    return not known and cased(r) and capital(r, last - 1)


def _asks_apart(r: Reading, mention: Mention, first: int, last: int) -> bool:
    """ "6 please, and who is leading?"; "that 2, where is it?" asks about the entry itself.

    So does "El 7 ¿dónde está?", with nothing between the two.
    """
    asking = next((n for n in range(first, last) if r.tags[n] & _QUESTION), None)
    if asking is None:
        # "Number 7, and will you announce it here?"
        return r.has(first, min(first + 3, last), T.AND) and r.has(first, last, T.YOU)
    if not r.tags[asking] & T.WHERE:
        return True
    at_once = r.words[mention.last + 1 : asking] in ([], ["¿"])
    return not at_once and not r.has(r.clause(asking)[0], asking, T.OTHERS)


def _says_self(r: Reading, first: int, last: int) -> bool:
    """Whether "I" or "we" is said, and not only in "they told me"."""
    mine = T.ME if r.has(first, last, T.REPORTED) else T.ME | T.WE
    told = T.REPORTED | T.FILLER
    return any(r.tags[n] & mine and not r.tags[n] & told for n in range(first, last))


def _quotes_somebody(r: Reading, first: int) -> bool:
    """ "Gran: “take the 6!”": a person before the colon said what follows."""
    colon = first - 1
    if colon < 1 or r.words[colon] != ":" or not r.tags[colon - 1] & (T.PERSON | T.OTHERS):
        return False
    like = T.END | T.HOW  # "like my neighbour: 5"
    return not r.clause(colon - 1)[2] & (VERB | T.BALLOT | T.ME | like)


def _subject_from(r: Reading, first: int) -> int:
    """ "My daughter, aged 7, votes for …": where the clause begins whose age was put in between."""
    comma = first - 1
    if comma < 1 or r.words[comma] != ",":
        return first
    start, _, bits = r.clause(comma - 1)
    if not (bits & T.NUMBER and bits & T.UNIT) or start < 1 or r.words[start - 1] != ",":
        return first
    return r.clause(start - 2)[0] if start > 1 else first


def _asks_politely(r: Reading, sentence: tuple[int, int, int]) -> bool:
    mine = sentence[2] & (T.ME | (T.SUGGEST if sentence[2] & T.CORRECT else 0)) or any(
        r.lexicon.meaning[word] & T.ME for word in r.words[slice(*sentence[:2])]
    )
    if sentence[2] & T.CORRECT and sentence[2] & T.HOW:
        return True  # "I said 5 yesterday, can I change to 7?"
    if sentence[2] & T.OR and not sentence[2] & T.CORRECT:
        return False  # "is it one vote each, or can I give three?"
    asks = sentence[2] & (T.VOTE | T.CORRECT) and mine
    return bool(asks and not sentence[2] & (T.HOW | T.WHEN))


_QUESTION = T.LEADS | T.WHEN | T.WHERE | T.COUNT | T.HOW | T.HELP
"""A question of its own behind a vote: "6 please, and who is leading?"."""


def _is_reason(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """ "4, but only because 3 has so many": what follows "because" is chosen by nobody."""
    first = max(mentions[0].last + 1, r.sentence(mention.at)[0])
    return any(r.words[n] in r.lexicon.reasons for n in range(first, mention.at))
