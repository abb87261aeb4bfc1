"""Prices that are told and were not paid: what stands on a tag, what was left on the shelf."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.context import TO_MOBDAY, Context
from bot.listening.reading import Reading
from bot.listening.sums import Sum


def only_a_price(r: Reading, found: Sum, sentence: tuple[int, int, int], context: Context) -> bool:
    """Whether a sum is what something costs, and nothing says that it was bought."""
    bought = sentence[2] & T.SPENT
    return (
        (context.reply_to is TO_MOBDAY and _names_price(r, found))
        # "the books were too dear, 289 each"
        or bool(sentence[2] & T.COST and not bought and _says_price(r, found))
        or bool(r.all & T.COST and not r.all & T.SPENT and _was_price(r, found))
        or _is_said_to_cost(r, found)
        or _left_there(r, found)
        or _not_bought(r, found, sentence)
        or _is_price(r, found)
    )


def _is_said_to_cost(r: Reading, found: Sum) -> bool:
    """ "It is 25,000, but …", in one word where the verb comes last."""
    return bool(r.lexicon.verb_last and r.tags[found.last] & T.COST) and not r.all & (
        T.TOTAL | T.SUM
    )


def _left_there(r: Reading, found: Sum) -> bool:
    """ "A book for 22 € that I did not take": what is said of the thing denies it."""
    if not r.all & (T.NEGATION | T.OUT):
        return False
    first = found.last + 1
    last = r.clause(found.last)[1]
    if not r.lexicon.relatives or r.lexicon.verb_last:
        return False
    near = range(first, min(first + 2, last))
    at = next((n for n in near if r.words[n] in r.lexicon.relatives), None)
    return at is not None and r.has(at, last, T.NEGATION | T.OUT)


def _names_price(r: Reading, found: Sum) -> bool:
    """ "38 euros l'agenda, …": a sum and its thing, and nothing of who paid it."""
    mine = T.ME | T.WE | T.SPENT | T.LEFT | T.TOTAL | T.SUM | T.FOR
    if r.all & mine or len(r.numbers) > 1 or found.currency is None or not r.lexicon.of_what:
        return False
    thing = found.last + 1
    the = r.has(thing, thing + 1, T.ARTICLE) and r.words[thing] not in r.lexicon.indefinite
    first, last, _ = r.clause(found.first)
    return the and found.first == first and last < len(r.tags) - 1


def _says_price(r: Reading, found: Sum) -> bool:
    """Whether a clause is nothing but a sum, of one thing: "30 € each"."""
    first, last, bits = r.clause(found.first, T.BREAK)
    each = T.EACH | T.UNIT | T.POLITE | T.FILLER
    beside = (n for n in range(first, last) if not found.first <= n <= found.last)
    return bool(bits & T.EACH) and all(r.tags[n] & each for n in beside)


def _was_price(r: Reading, found: Sum) -> bool:
    """ "The pen costs ninety. For ninety I buy ten": the price of a thing, said again."""
    return any(
        n.value == found.value and n.last < found.first and r.clause(n.first)[2] & T.COST
        for n in r.numbers
    )


def _not_bought(r: Reading, found: Sum, sentence: tuple[int, int, int]) -> bool:
    """ "The candles were 12 and I did not buy": nothing but a denied buying behind the sum."""
    if r.lexicon.verb_last or not sentence[2] & T.SPENT or not sentence[2] & T.NEGATION:
        return False
    here = r.clause(found.first, T.BREAK | T.BUT | T.AND)
    spent = [n for n in range(*sentence[:2]) if r.tags[n] & T.SPENT]
    behind = all(n >= here[1] and r.has(n - 2, n, T.NEGATION) for n in spent)
    return behind and not r.has(here[1], sentence[1], T.NUMBER)


def _is_price(r: Reading, found: Sum) -> bool:
    """ "38 euros a key ring, heaven help us": the price of one thing, and no word of paying it."""
    told = T.SPENT | T.ME | T.WE | T.TOTAL | T.SUM | T.LEFT | T.CORRECT | T.INSTEAD
    if found.currency is None or r.all & told or r.lexicon.verb_last:
        return False
    if len(r.numbers) > 1:
        return _price_list(r)
    said = r.content()
    after = "".join(r.words[found.last + 1 : found.last + 2])
    tag = T.PRICED | T.UNTIL  # "a 18 euros la libreta"
    if said and said[0] == found.first - 1 and r.tags[said[0]] & tag == tag:
        return r.has(found.last + 1, found.last + 2, T.ARTICLE)
    return bool(said) and said[0] == found.first and after in r.lexicon.indefinite


def _price_list(r: Reading) -> bool:
    """ "Bookmarks at 1 euro, globes at 60": things that nobody counts, a price behind each."""
    tag = T.PRICED | T.UNTIL
    if not r.lexicon.first_person or r.all & T.PLUS or not r.lexicon.indefinite.isdisjoint(r.words):
        return False
    return all(n.first and r.tags[n.first - 1] & tag == tag for n in r.numbers)
