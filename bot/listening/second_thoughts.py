"""What somebody who has promised to come says next: more of them, fewer of them, or back in."""

from __future__ import annotations

from bot.domain.intents import Commit, Companions, Intent, Tentative, Withdraw
from bot.listening import tags as T
from bot.listening.beside_me import is_i
from bot.listening.bystanders import is_hearsay, others_are_counted
from bot.listening.context import (
    GATHERING,
    TO_ANSWER,
    TO_NOMINATION,
    TO_PERSON,
    Context,
    Earlier,
)
from bot.listening.heads import heads
from bot.listening.mentions import Mention
from bot.listening.reading import Reading
from bot.listening.tellings import Telling
from bot.listening.text import WORD
from bot.listening.totals import totals
from bot.listening.withdrawals import SOON

Found = list[tuple[Intent, str]]

_MONEY = T.COST | T.SPENT
_COUNTED = T.COME | T.PERSON | T.PERSONS | T.PEOPLE | T.OF_US | T.TOGETHER | T.WE_ARE
_OTHERWISE = T.ASKS | T.HEDGE | T.CONDITION
_SMALL = T.SUM | T.CORRECT | T.PEOPLE | T.POLITE | T.NO_MORE | T.WE_ARE | T.SUPPORT


def second_thoughts(r: Reading, context: Context, mentions: list[Mention]) -> Found | None:
    """How many come now, of somebody who has said before that they come, or perhaps; None where
    the message is to be read as anybody's."""
    if context.stage not in SOON or context.reply_to in (TO_PERSON, TO_NOMINATION):
        return None
    earlier = context.earlier
    if earlier.people:
        if (
            r.all & (T.BALLOT | T.QUOTE)
            or _tells_money(r)
            or any(r.kinds[n] == WORD for n in r.find(T.IRONY))
        ):
            return None
        return _changed(r, context, mentions)
    if earlier.people_once or earlier.perhaps:
        return _comes_now(r, earlier, mentions)
    return None


def _tells_money(r: Reading) -> bool:
    """Whether a number of the message is a sum."""
    if any(not n.whole for n in r.numbers):
        return True
    beside = ((n.first - 1, n.last + 1) for n in r.numbers if r.all & T.CURRENCY)
    return any(r.has(n, n + 1, T.CURRENCY) for pair in beside for n in pair)


def _changed(r: Reading, context: Context, mentions: list[Mention]) -> Found | None:
    told = Telling(r)
    earlier = context.earlier
    money = earlier.spent or (context.stage is GATHERING and r.all & _MONEY)
    if money and not (r.all & T.COME or told.says("joins") or told.says("away")):
        return None  # "and my husband 15", "4 more for the bookmark"
    if told.says("none") and not r.all & _OTHERWISE:
        return [(Withdraw(), "says that nobody of them comes")]
    if any(not r.clause(at)[2] & (T.PERSON | T.PERSONS) for at, _ in told.said("maybe")):
        return [(Tentative(earlier.people), "is no longer sure to come")]
    if alone := told.only_me():
        return [(Commit(alone), "says who is left to come")]
    late = told.says("late")
    if late and not (r.all & (T.PERSON | T.PERSONS) or told.says("joins") or told.says("away")):
        return None
    changed = 0 if late else told.counted_change()
    people = told.only_so_many() if r.lexicon.verb_last else 0
    people = people or (0 if r.lexicon.verb_last else _all_told(r, told, context, mentions))
    if not people:
        if not changed:
            changed = told.change(earlier.people)
            if changed > 0 and told.contrasts():
                return None
        if told.leaves:
            quits = told.quits and not late and not r.all & _OTHERWISE
            return [(Withdraw(), "cannot come after all")] if quits else None
        people = _all_told(r, told, context, mentions)
    if people:
        return [(Commit(people), "says how many come now")]
    if told.doubles() and not r.all & _OTHERWISE:
        return [(Commit(2 * earlier.people), "comes with twice as many")]
    if changed > 0:
        return [(Companions(changed), "brings more people than promised before")]
    own = r.all & (T.WE | T.OF_US) or any(is_i(r, n) for n in r.find(T.ME))
    if changed <= -earlier.people and own:
        return [(Withdraw(), "says that none of them comes")]  # "my friend can't, nor can I"
    if changed < 0:
        return [(Companions(changed), "brings fewer people than promised before")]
    return None


def _all_told(r: Reading, told: Telling, context: Context, mentions: list[Mention]) -> int:
    """The number of all who come now, where it is said: "it's 4 now", "me and my two kids"."""
    if told.says("late") or r.all & (T.PAST | T.QUOTE) or is_hearsay(r):
        return 0
    said = [
        (at, people)
        for at, people in totals(r, mentions)
        if at not in told.counted
        and told.counts_people(at)
        and not r.sentence(at)[2] & _OTHERWISE
        and told.is_kept(at)
        and told.is_ours(at)
        and not _of_others(r, at)
        and not _only_wished(r, at)
    ]
    if said:
        return 0 if others_are_counted(r) or told.contrasts() else max(said)[1]
    if made := told.made() or told.only_so_many():
        return made
    answers = context.reply_to is TO_ANSWER or bool(r.all & T.CORRECT)
    if answers and (alone := _bare_number(r, told)):
        return alone
    unlike = _OTHERWISE | T.NEGATION | T.OUT | T.ALSO | T.PLUS
    listed = any(
        _beside_me(r, n) and not r.clause(n)[2] & unlike and told.is_list(n) for n in r.find(T.AND)
    )
    if not listed or not r.all & (T.PERSON | T.PERSONS):
        return 0
    if told.said("away") or r.all & (T.NEGATION | T.OUT):  # "the kids won't, so my man and I"
        at = next(n for n in r.find(T.AND) if _beside_me(r, n) and not r.clause(n)[2] & unlike)
        return told.with_me(at)
    people = heads(r, mentions)
    return people if people > 1 else 0


def _only_wished(r: Reading, at: int) -> bool:
    """ "There would have been three of us": said with regret, and nobody "can't"."""
    return r.sentence(at)[2] & (T.REGRET | T.NEGATION) == T.REGRET


def _of_others(r: Reading, at: int) -> bool:
    """ "My two kids as well": counted beside those who come already."""
    bits = r.clause(at)[2]
    own = T.WE | T.WE_ARE | T.OF_US | T.SUM | T.CORRECT | T.TOGETHER | T.TOTAL
    return bool(bits & (T.ALSO | T.PERSON | T.PERSONS)) and not bits & own


def _beside_me(r: Reading, at: int) -> bool:
    """ "Me and …", "… and me"."""
    return is_i(r, at - 1) or is_i(r, at + 1)


def _bare_number(r: Reading, told: Telling) -> int:
    """ "Five! I forgot myself", "only three, then": a sentence or a clause that is a number."""
    for n in r.numbers:
        first, last, bits = r.clause(n.first, T.BREAK | T.BUT)
        if bits & _OTHERWISE or not n.whole or not told.counts_people(n.first):
            continue
        if n.first in told.counted or any(at == n.first for at, _ in told.said("yes")):
            continue  # "네" is "four", and "yes"
        if bits & (T.ALSO | T.POSSESSIVE | T.PERSON):
            continue  # "my two kids as well"
        rest = [m for m in r.content() if first <= m < last and not n.first <= m <= n.last]
        if all(r.tags[m] & _SMALL or r.words[m] in r.lexicon.common for m in rest):
            return int(n.value)
    return 0


def _comes_now(r: Reading, earlier: Earlier, mentions: list[Mention]) -> Found | None:
    """ "Back in!", "sitter sorted, so yes": of somebody who took it back, or was not sure."""
    if r.all & (T.ASKS | T.QUOTE | T.OUT):
        return None
    told = Telling(r)
    if alone := told.only_me():
        return [(Commit(alone), "comes after all")]
    again = bool(earlier.people_once) and told.says("again") and not r.all & T.NEGATION
    yes = earlier.perhaps and told.says("yes") and not r.all & T.NEGATION
    if not (again or yes):
        return None
    at = told.said("again" if again else "yes")[-1][0]
    if told.unsure(r.clause(at)[0], len(r.tags)):
        return None
    first, last, _ = r.sentence(at)
    counts = [c.people for c in told.counts if first <= c.first < last]
    one = any(is_i(r, n) for n in range(first, last))
    people = counts[0] if len(counts) == 1 and again else int(one)
    if yes:
        people = heads(r, mentions)
        people = people if people > 1 else int(one)
    before = earlier.people_once if again else earlier.perhaps
    return [(Commit(people or before), "comes after all")]


def still_means(r: Reading, context: Context, found: Found) -> Found:
    """What anybody's words ask for, as far as they mean it of somebody who comes already: "see you
    there", "ten minutes late" count nobody and are no new promise."""
    if not found or context.stage not in SOON:
        return found
    intent = found[0][0]
    if isinstance(intent, Commit) and context.earlier.spent and not r.all & _COUNTED:
        return []  # "in the shop itself 22"
    if not context.earlier.people:
        return found
    if isinstance(intent, Commit):
        late = Telling(r).says("late")
        return [] if late or (intent.people == 1 and context.earlier.people > 1) else found
    if isinstance(intent, Withdraw) and not r.all & (T.OUT | T.LIST | T.CANCEL):
        return [] if Telling(r).says("late") else found  # "we're coming, don't start without us"
    if isinstance(intent, Tentative) and not r.all & T.COME:
        return []  # "not sure about this weather": a worry, and no word of staying away
    return found
