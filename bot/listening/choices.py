"""Votes: which entry of the ballot a message names, and whether it is for it."""

from __future__ import annotations

from functools import reduce
from operator import or_

from bot.domain.intents import Vote
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import tags as T
from bot.listening.context import Context
from bot.listening.mentions import Mention, mentions_in, names_of
from bot.listening.names import capital, cased
from bot.listening.reading import Reading
from bot.listening.text import KEYCAP, WORD

_VOTING = (Stage.BALLOTING, Stage.CONSENTING)
_FEW_STRANGE = 2


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
        if _turns(r, accepted) or _takes_back(r, accepted):
            choices = {m.choice for m in accepted[-1:]}
        elif len({m.choice for m in marked}) == 1:
            choices = {marked[0].choice}
    if len(choices) != 1 and (chosen := _said_again(r, mentions)):
        choices = {chosen}
    if len(choices) != 1 or any(_one_of_two(r, m, mentions) for m in accepted):
        return [], mentions
    return [(Vote(choices.pop()), "names one entry of the ballot and is for it")], mentions


def _one_of_two(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """ "So 1 and 3 are both lovely": of two numbers that are named in one breath none is chosen."""
    other = next((m for m in mentions if m.at in (mention.last + 2, mention.last + 3)), None)
    if (
        other is None
        or other.choice == mention.choice
        or r.has(other.last + 1, other.last + 2, T.COME)
    ):
        return False
    numbers = r.tags[mention.at] & r.tags[other.at] & T.NUMBER
    between = r.tags[mention.last + 1 : other.at]
    return bool(numbers and between[0] & T.AND) and all(b & (T.AND | T.ARTICLE) for b in between)


def _said_again(r: Reading, mentions: list[Mention]) -> int:
    """ "I like 2 and 6, so 6": of several entries the one named again at the end; 0 for none."""
    *before, last = mentions
    if not before or {m.choice for m in before} == {last.choice}:
        return 0
    if not any(m.choice == last.choice for m in before) or _refused(r, last, mentions):
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
    return False


def _says_yes(r: Reading) -> bool:
    """ "Yes!! Best scones in town": the first sentence or the last is nothing but a yes."""
    idle = T.SUPPORT | T.POLITE | T.BREAK | T.FILLER | T.HANDLE
    said = r.sentences()
    return any(
        bits & T.SUPPORT and all(r.tags[n] & idle for n in range(first, last))
        for first, last, bits in (said[0], said[-1])
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
    return strange <= (_FEW_STRANGE + 1 if r.all & (T.PLUS | T.HAND) else 1)


def _is_for(r: Reading, mention: Mention, mentions: list[Mention], context: Context) -> bool:
    """Whether a named entry is wanted: not rejected, not doubted, not somebody else's choice."""
    first, last, bits = r.clause(mention.at)
    if r.lexicon.verb_last and mention is mentions[-1]:
        last = r.clause(mention.at, T.BREAK)[1]  # "I was at 3, but it was bad"
        bits |= T.NEGATION | T.DOUBT if r.has(mention.at, last, T.DOUBT) else 0
    if _concluded(r, mention):
        first = mention.at - 1  # "my wife wants 2, the kids 5, so 3"
        bits = reduce(or_, r.tags[first:last])
    at_once = r.sentence(mention.at)
    asked = at_once[2] & T.ASKS and not _asks_apart(r, last, at_once[1])
    takes = bits & T.CANCEL and mention is mentions[-1] and not r.all & (T.CORRECT | T.INSTEAD)
    if takes and not bits & T.BALLOT:
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
    if r.has(first, mention.at, T.COUNT):
        return False  # "how many votes has number 3 got"
    if at_once[2] & (T.CONDITION | T.IRONY) or _superseded(r, mention, mentions, at_once[0]):
        return False
    if r.has(first, mention.at, T.NAMED) and not bits & _VERB:
        return False  # "my dog is called Marcel"
    if _rejected(r, mention, mentions, first, last) or _alternative(r, mention, mentions):
        return False
    if bits & T.REMOVE and bits & T.LIST and not bits & (T.VOTE | T.BALLOT):
        return False  # "take the 3 off the list"
    first = _subject_from(r, first)
    if _quotes_somebody(r, first) or r.quoted(mention.at) or bits & T.PAST:
        return False
    if r.lexicon.verb_last and mention is mentions[-1] and r.has(mention.at, last, T.REPORTED):
        return False
    told = T.REPORTED | T.OTHERS | T.PERSON | T.PERSONS
    told &= 0 if r.has(mention.at - 2, mention.at, T.CORRECT) else -1  # "said 4, meant 5"
    if r.has(first, mention.at, told) and not _says_self(r, first, mention.at):
        return False
    return _said_as_vote(r, mention, at_once[2], context)


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


def _asks_apart(r: Reading, first: int, last: int) -> bool:
    """ "6 please, and who is leading?"; "that 2, where is it?" asks about the entry itself."""
    asking = next((n for n in range(first, last) if r.tags[n] & _QUESTION), None)
    if asking is None or not r.tags[asking] & T.WHERE:
        return asking is not None
    return not r.has(r.clause(asking)[0], asking, T.OTHERS)


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
    return not r.clause(colon - 1)[2] & (_VERB | T.BALLOT | T.ME | like)


def _subject_from(r: Reading, first: int) -> int:
    """ "My daughter, aged 7, votes for …": where the clause begins whose age was put in between."""
    comma = first - 1
    if comma < 1 or r.words[comma] != ",":
        return first
    start, _, bits = r.clause(comma - 1)
    if not (bits & T.NUMBER and bits & T.UNIT) or start < 1 or r.words[start - 1] != ",":
        return first
    return r.clause(start - 2)[0] if start > 1 else first


def _superseded(r: Reading, mention: Mention, mentions: list[Mention], first: int) -> bool:
    """ "At first 1, then 6": what was wanted before is wanted no more."""
    before = max((m.last for m in mentions if m.last < mention.at), default=first - 1)
    if len(mentions) == 1 and r.all & T.CORRECT:
        return False
    return r.has(max(first, before + 1), mention.at, T.FORMERLY)


def _asks_politely(r: Reading, sentence: tuple[int, int, int]) -> bool:
    mine = sentence[2] & (T.ME | (T.SUGGEST if sentence[2] & T.CORRECT else 0)) or any(
        r.lexicon.meaning[word] & T.ME for word in r.words[slice(*sentence[:2])]
    )
    if sentence[2] & T.CORRECT and sentence[2] & T.HOW:
        return True  # "I said 5 yesterday, can I change to 7?"
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
    unsure = r.clause(last.at)[2] & (T.DOUBT | T.REGRET)
    unsure |= r.sentence(last.at)[2] & (T.ASKS | T.CONDITION)
    return [last] if given_up and not unsure and not _refused(r, last, mentions) else []


def _refused(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    first, last, _ = r.clause(mention.at)
    return _rejected(r, mention, mentions, first, last)


def _compared(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """ "Rather 2 than 3": the entry behind "than" is the one that is not wanted."""
    at = mention.at - 1
    while at > 0 and r.tags[at] & (T.ARTICLE | T.RANK):
        at -= 1
    return mention is not mentions[0] and at > 0 and r.words[at] in r.lexicon.than


def _rejected(r: Reading, mention: Mention, mentions: list[Mention], first: int, last: int) -> bool:
    if _compared(r, mention, mentions):
        return True
    before = max((m.last for m in mentions if m.last < mention.at), default=-1)
    after = min((m.at for m in mentions if m.at > mention.last), default=len(r.tags))
    against = r.has(max(first, before + 1, mention.at - 7), mention.at, _AGAINST | T.INSTEAD)
    if against and not r.lexicon.verb_last:
        return True
    if after < last and r.has(mention.last + 1, after, _AGAINST | T.INSTEAD):
        return r.lexicon.verb_last
    ballot = r.has(mention.last + 1, mention.last + 4, T.BALLOT)  # "… does not get my vote"
    behind = range(mention.last + 1, min(last, mention.last + 4 + ballot))
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
    behind = "".join(r.words[mention.last + 1 : mention.last + 2])
    no_more = behind in r.lexicon.copula and r.has(mention.last + 2, mention.last + 4, T.NEGATION)
    if not verb and (behind in r.lexicon.tells or no_more):
        return False  # "number 3 has a nice name", "number 1 is no bookshop"
    if context.reply_to not in (ReplyTo.BALLOT, ReplyTo.ANSWER):
        first, last, _ = r.sentence(mention.at)
        beside = _after_colon(r, mention) | r.clause(mention.at)[2]
        if r.tags[mention.at] & T.NUMBER and not beside & _VERB:
            return False
        said = r.has(first, mention.at, T.VOTE | T.CHOOSE)
        mine = said or r.has(first, last, T.ME | T.POSSESSIVE)
        to_person = context.reply_to is ReplyTo.PERSON and not _own_vote(r, first, last, sentence)
        if r.all & T.HANDLE and not context.reply_to and _asks_by_name(r, mention):
            return True
        return bool(verb) and (mine or r.lexicon.verb_last) and not to_person
    if verb and _counts_things(r, mention):
        return False
    told = "".join(r.words[mention.last + 1 : mention.last + 2]) in r.lexicon.copula
    told = told and mention.last + 2 < len(r.tags) and not r.tags[mention.last + 2] & T.BREAK
    corrects = r.all & (T.CORRECT | T.INSTEAD) and not told  # "1 ist doch immer im Vorteil"
    if verb or r.kinds[mention.at] == KEYCAP or corrects:
        return True
    if r.lexicon.verb_last and _ends_with(r, mention):
        return True
    if _concluded(r, mention):
        return True
    first, last, _ = r.clause(mention.at, T.BREAK | T.BUT | T.AND)
    why = (n for n in range(mention.last + 1, last) if r.words[n] in r.lexicon.reasons)
    last = next(why, last)  # "Blumen Müller because they open at eight"
    others = [n for n in r.content() if first <= n < last and not mention.at <= n <= mention.last]
    if context.reply_to is ReplyTo.ANSWER:
        return not others or mention.marked
    small = T.ARTICLE | T.RANK | T.NTH | T.FOR | T.ME | T.AND | T.JOINER | T.SUPPORT | T.KIND
    small |= T.WE | T.PEOPLE | T.TOGETHER | T.OF_US | T.LEFT
    again = r.words[mention.at]  # "2 2 2"
    strange = sum(1 for n in others if not r.tags[n] & small and r.words[n] != again)
    if r.kinds[mention.at] == WORD and not r.tags[mention.at] & T.NUMBER:
        return strange <= _FEW_STRANGE
    return strange == 0 or (mention.marked and strange <= _FEW_STRANGE)


def _after_colon(r: Reading, mention: Mention) -> int:
    """ "My vote: number 7": what the clause before the colon speaks of."""
    colon = r.clause(mention.at)[0] - 1
    return r.clause(colon - 1)[2] if colon > 0 and r.words[colon] == ":" else 0


def _is_reason(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """ "4, but only because 3 has so many": what follows "because" is chosen by nobody."""
    first = mentions[0].last + 1
    return any(r.words[n] in r.lexicon.reasons for n in range(first, mention.at))


def _concluded(r: Reading, mention: Mention) -> bool:
    """ "We need more books, so 3": the entry stands behind "so", and nothing behind it."""
    end = r.sentence(mention.at)[1]
    idle = T.POLITE | T.FILLER | T.BREAK
    last = all(r.tags[n] & idle for n in range(mention.last + 1, end))
    before = r.tags[mention.at - 1] if mention.at else 0
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
