"""The order in which a message is asked what it wants, and what rules out what."""

from __future__ import annotations

from bot.domain.intents import (
    Commit,
    Companions,
    Forget,
    Help,
    Intent,
    Nominate,
    Unvote,
    Vote,
    Withdraw,
)
from bot.listening import tags as T
from bot.listening.asking import inquiries, is_all
from bot.listening.attendance import attendance
from bot.listening.choices import VOTING, votes
from bot.listening.context import CALLING, GATHERING, Context
from bot.listening.entries import names_of, take_names
from bot.listening.mentions import Mention, mentions_in
from bot.listening.money import spent
from bot.listening.nominations import nominations
from bot.listening.owners import refusals
from bot.listening.plain import plain_requests
from bot.listening.questions import ASKING, questions
from bot.listening.reading import Reading
from bot.listening.requests import (
    cancelled_entry,
    disclosures,
    forgets,
    reminders,
    to_another_bot,
    unvotes,
)
from bot.listening.second_sums import told_again
from bot.listening.second_votes import voted_again

Found = list[tuple[Intent, str]]

_ALONE = T.FORGET | T.STOP | T.KEPT
_MANY = 3
_QUOTING = frozenset(("rt", ">"))


def found_in(r: Reading, context: Context) -> Found:
    """Every intent of a message with its reason, in the order people act on them."""
    if context.candidates and context.stage is not CALLING:
        take_names(r, names_of(context.candidates))
    if not r.tags or r.all & T.SPAM or _reposted(r, context):
        return []
    if (refused := refusals(r, context)) and not _puts_forward(r, context):
        return refused
    plain, whole = plain_requests(r, context)
    if plain and (gone := [found for found in plain if isinstance(found[0], Forget)]):
        return [] if to_another_bot(r) else gone
    if whole:
        return plain
    said = r.all
    if said & _ALONE and (alone := _nothing_else(r, context)):
        return alone
    out: Found = reminders(r) if said & T.REMIND else []
    vote, mentions = votes(r, context)
    taken_back = unvotes(r) if said & T.BALLOT and context.stage in VOTING else []
    if not vote and not taken_back and said & T.CANCEL:
        taken_back = cancelled_entry(r, context, mentions)
    if taken_back and vote and not _votes_anew(r, mentions):
        vote = []
    given: Found = [*vote] or taken_back or [f for f in plain if isinstance(f[0], Unvote | Vote)]
    again = voted_again(r, context, mentions, given)
    out += again
    out += attendance(r, context, mentions)
    if plain:
        out += [found for found in plain if _still_holds(found[0], out)]
    told = told_again(r, context, spent(r, context)) if said & T.NUMBER else []
    if said & T.NUMBER:
        out = [
            f for f in out if not isinstance(f[0], _COMING) or _comes_too(r, context, f[0], told)
        ]
    out += told
    named = nominations(r, context) if again == given else []
    if named and vote:
        named = [found for found in named if not _is_entry(found, r, mentions)]
    asked = _by_words(r, context, told, named, out) if said & ASKING else []
    asked = inquiries(r, context, out + named, asked)
    if asked and out and is_all(r, asked):
        out = [found for found in out if not isinstance(found[0], Commit | Withdraw)]
    return out + named + [a for a in asked if a[0] not in (intent for intent, _ in out)]


def _by_words(r: Reading, context: Context, told: Found, named: Found, out: Found) -> Found:
    """What single words tell that the writer wants to know, beside all else they ask for."""
    asked = questions(r, context)
    if (r.all & T.CORRECT and any(isinstance(i, Vote) for i, _ in out)) or (
        out and not r.all & (T.ASKS | T.HOW)
    ):
        asked = [a for a in asked if not isinstance(a[0], Help)]
    if told and not r.all & T.ASKS:
        return []  # "result of my tour: 8.50 + 12"
    return [] if named and (not r.all & (T.ASKS | T.TELL) or _asks_for_it(r)) else asked


_COMING = (Commit, Companions)
_A_CROWD = 5


def _comes_too(r: Reading, context: Context, intent: Commit | Companions, told: Found) -> bool:
    """Whether who comes is said beside numbers that may be money: "me thirty, my husband twenty"
    does not say it, nor does "a card for 2"; and who has paid brings no crowd any more."""
    people = intent.people if isinstance(intent, Commit) else intent.more
    if told and not r.all & T.COME and isinstance(intent, Commit):
        return bool(r.all & (T.WE | T.OF_US | T.TOGETHER | T.PEOPLE)) and people > 1
    late = context.stage is GATHERING and context.earlier.spent
    return not (late and (told or not r.all & T.COME or people > _A_CROWD))


def _puts_forward(r: Reading, context: Context) -> bool:
    """ "I nominate the cobbler below my flat, send him a crowd": whoever puts a shop forward wants
    it there, whatever they tell of it."""
    if (
        context.stage is not CALLING
        or r.all & (T.REFUSE | T.OWNER)
        or not r.all & (T.NOMINATE | T.SUGGEST)
    ):
        return False
    return bool(nominations(r.copy(), context))


def _nothing_else(r: Reading, context: Context) -> Found:
    """What rules out all that the rest of a message may ask."""
    said = r.all
    if said & (T.FORGET | T.STOP) and (gone := forgets(r, context)):
        return gone
    if said & T.KEPT and (told := disclosures(r, context)):
        return told
    return []


def _is_entry(found: tuple[Intent, str], r: Reading, mentions: list[Mention]) -> bool:
    """Whether a shop put forward is an entry of the ballot that the message names."""
    shop = found[0].shop if isinstance(found[0], Nominate) else ""
    typed = (r.text[r.starts[m.at] : r.end(m.last)] for m in mentions)
    return any(not name.isdecimal() and name in shop for name in typed)


def _still_holds(intent: Intent, others: Found) -> bool:
    """ "Cancel my vote. I take 3.": what is taken back in one sentence may be given in another."""
    kinds = {type(other) for other, _ in others}
    if isinstance(intent, Unvote):
        return kinds.isdisjoint((Vote, Unvote))
    if isinstance(intent, Vote):
        return Vote not in kinds
    return not isinstance(intent, Withdraw) or kinds.isdisjoint((Commit, Companions, Withdraw))


def _asks_for_it(r: Reading) -> bool:
    """ "Is there room for Kessler on the list?": the one question is the nomination itself."""
    asking = [bits for _, _, bits in r.sentences() if bits & T.ASKS]
    offered = T.SUGGEST | T.LIST
    return len(asking) == 1 and bool(asking[0] & offered) and not asking[0] & T.NOMINATE


def _votes_anew(r: Reading, mentions: list[Mention]) -> bool:
    """ "Cancel my vote for 5 and give it to 2": another entry is named after the old one."""
    at = r.find(T.CANCEL | T.FORGET | T.REMOVE)[-1]
    later = [m for m in mentions if m.at > at]
    return bool(later) and r.has(at, later[-1].at, T.BREAK | T.AND | T.BUT | T.INSTEAD)


def _reposted(r: Reading, context: Context) -> bool:
    """A repost or a quotation of the ballot asks for nothing."""
    if r.words[0] in _QUOTING:
        return True
    if len(r.numbers) < _MANY or not context.candidates or len(r.words) < 8:
        return False
    mentions = mentions_in(r, names_of(context.candidates))
    return len({m.choice for m in mentions}) > _MANY
