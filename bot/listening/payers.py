"""Whose money is spoken of: a neighbour's, somebody's who boasts of it, or the writer's own."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.beside_me import is_named
from bot.listening.bystanders import is_subject
from bot.listening.capitals import capital, cased
from bot.listening.reading import Reading
from bot.listening.sums import Sum
from bot.listening.text import WORD

_TELLS = T.NEGATION | T.NUMBER | T.SPENT
"""What makes "I" a part of the group that paid: "my man spent 60, I nothing"."""


def somebody_elses(r: Reading, found: Sum, sentence: tuple[int, int, int]) -> bool:
    """Whether a sum was spent by somebody the writer was not with, or is only told by them."""
    return (
        _somebody_spent(r, found, sentence)
        or _anothers(r, found)
        or _is_said_to_be(r, found)
        or _confessed(r, found, sentence)
    )


def _somebody_spent(r: Reading, found: Sum, sentence: tuple[int, int, int]) -> bool:
    """ "Kevin hat 80 Euro ausgegeben", "the club has": and nothing is said of the writer."""
    start, _, bits = r.clause(found.first)
    if bits & (T.ME | T.WE | T.TOGETHER) or not bits & T.SPENT:
        return False
    others = (
        n for n in range(start, found.first) if r.tags[n] & T.OTHERS and not r.tags[n] & T.EACH
    )
    if any(r.words[n] not in r.lexicon.tells for n in others) and r.lexicon.tells:
        return not bits & (T.PERSON | T.PERSONS | T.INTEND)  # "the man ahead of me left 80"
    for n in range(start + 1, found.first):
        if r.words[n] not in r.lexicon.tells:
            continue
        named = cased(r) and is_named(r, n - 1) and capital(r, n - 1)
        alone = named and not sentence[2] & (T.ME | T.WE)
        if alone or (not named and _a_noun(r, n - 1) and _opens(r, start, n - 1)):
            return True
    return False


def _opens(r: Reading, first: int, at: int) -> bool:
    """Whether nothing but an address and an article stands before a token in its clause."""
    idle = T.HANDLE | T.ARTICLE | T.POLITE | T.BREAK | T.PLACE
    return all(r.tags[n] & idle or _a_noun(r, n) for n in range(first, at))


def _a_noun(r: Reading, at: int) -> bool:
    """ "Föreningen har lagt 900 kr": a word of no meaning, as most nouns are."""
    known = r.tags[at] & ~(T.PHRASE | T.THING) or r.words[at] in r.lexicon.common
    return r.kinds[at] == WORD and not known and r.words[at] not in r.lexicon.slips


def _confessed(r: Reading, found: Sum, sentence: tuple[int, int, int]) -> bool:
    """ "A pupil of mine told me that she left thirty euros": reported, and no "I" or "we" did."""
    if not sentence[2] & T.REPORTED or r.lexicon.verb_last:
        return False
    told = next(n for n in range(*sentence[:2]) if r.tags[n] & T.REPORTED)
    of_somebody = r.has(sentence[0], told + 1, T.PERSON | T.PERSONS | T.OTHERS)
    verbs = r.lexicon.first_person
    if told > found.first or not (of_somebody or (verbs and r.has(told, found.first, T.SPENT))):
        return False
    own = T.ME | T.WE | T.TOGETHER
    mine = r.has(told + 1, r.clause(found.last)[1], own) or r.has(sentence[0], told, own & ~T.ME)
    return not mine and not (
        verbs and any(r.words[n].endswith(r.lexicon.our_verbs) for n in range(told, found.last))
    )


def _anothers(r: Reading, found: Sum) -> bool:
    """ "A friend spent 80": somebody else did, and nothing says that the writer was with them."""
    if not r.all & T.SPENT:
        return _let_go(r, found)
    if r.lexicon.verb_last and _acted(r, found):
        return True
    joined = T.TOGETHER | T.WITH | T.AND | T.PLUS
    first = r.clause(found.first)[0]
    near = T.BREAK | T.BUT | T.AND  # "my brother spent 70 and I was at the sea"
    mine = any(r.clause(n, near)[2] & _TELLS for n in r.find(T.ME | T.WE))
    here = r.clause(found.first)[2] & T.SPENT  # "…, a mi hija un cómic de 11"
    mine = mine or _we_paid(r, first if here else r.sentence(found.first)[0], found.first)
    if not mine and _named_before_verb(r, first, found.first):
        return True
    own = r.all & (T.TOGETHER | T.SUM | T.TOTAL | T.LEFT) or r.has(first, found.first, joined)
    several = len(r.numbers) > 1 and r.all & (T.ME | T.WE)
    if own or mine or several:
        return False
    if not r.all & (T.ME | T.WE) and _somebody_bought(r, found):
        return True
    if not r.has(first, found.first, T.SPENT | T.TOTAL | T.SUM) and ":" not in r.words:
        first = r.sentence(found.first)[0]  # "my friend bought the lot, must have been 90"
    if any(r.tags[n] & T.PERSON and not _owns_it(r, n) for n in range(first, found.first)):
        return True
    family = (n for n in range(first, found.first) if r.tags[n] & T.PERSONS)
    return any(not r.tags[n] & T.PEOPLE for n in family)  # the children are one's own


def _we_paid(r: Reading, first: int, last: int) -> bool:
    """ "Contando mia sorella abbiamo speso …": the verb itself says "we" ("il mio uomo ha …")."""
    ours = r.lexicon.our_verbs
    i_did = r.lexicon.i_did  # "a mi hijo le compré un póster"
    if i_did and any(
        r.tags[n] & T.SPENT and r.words[n].endswith(i_did) for n in range(first, last)
    ):
        return True
    verbs = (n for n in range(first, last) if r.words[n].endswith(ours)) if ours else ()
    return any(r.has(n, n + 2, T.SPENT) for n in verbs)


def _acted(r: Reading, found: Sum) -> bool:
    """ "I bought nothing, my friend 70,000 spent": the one marked as who acts, before one sum."""
    first = r.clause(found.first)[0]
    at = next((n for n in range(found.first - 1, first - 1, -1) if is_subject(r, n)), None)
    own = T.ME | T.WE | T.TOGETHER | T.SUM | T.TOTAL
    if at is None or r.has(at + 1, found.first, own):
        return False
    return sum(r.has(n.last + 1, n.last + 2, T.CURRENCY) for n in r.numbers) <= 1


def _somebody_bought(r: Reading, found: Sum) -> bool:
    """ "Somebody bought the whole window! 300 quid!": who spent it is told a sentence before."""
    here = r.sentence(found.first)
    return not here[2] & T.SPENT and any(
        r.has(r.sentence(n)[0], n, T.OTHERS) for n in r.find(T.SPENT) if n < here[0]
    )


def _let_go(r: Reading, found: Sum) -> bool:
    """ "My neighbour let herself go, 80 € of novels": a clause of another's before the one sum."""
    own = T.ME | T.WE | T.TOGETHER | T.SUM | T.TOTAL | T.LEFT
    if not r.all & T.PERSON or r.all & own or len(r.numbers) > 1:
        return False
    comma = r.clause(found.first)[0] - 1
    if comma < 1 or r.words[comma] != ",":
        return False
    first, last, bits = r.clause(comma - 1)
    does = [n for n in range(first, last) if not r.tags[n] & ~T.PHRASE or r.tags[n] & T.END]
    return bool(bits & T.PERSON) and len(does) > 1


def _named_before_verb(r: Reading, first: int, last: int) -> bool:
    """ "Kevin spent 20": a capital word of no meaning opens the clause, the verb behind it."""
    known = r.tags[first] or r.words[first] in r.lexicon.common or r.words[first] in r.lexicon.slips
    if known or r.kinds[first] != WORD or not cased(r) or not capital(r, first):
        return False
    return first + 1 < last and r.has(first + 1, first + 2, T.SPENT)


def _owns_it(r: Reading, at: int) -> bool:
    """ "My grandson's jumper, 30,000 won": where nothing joins two nouns, the first says whose."""
    after = at + 1
    thing = T.KIND | T.PAYMENT
    noun = after < len(r.tags) and r.kinds[after] == WORD and not r.tags[after] & ~thing
    particles = r.lexicon.name_particles
    return r.lexicon.verb_last and noun and not r.words[at].endswith(particles)


def _is_said_to_be(r: Reading, found: Sum) -> bool:
    """Whether the verb that comes last says that somebody tells so ("썼대요")."""
    told = T.SPENT | T.REPORTED
    if not r.lexicon.verb_last or r.all & told != told:
        return False
    first, last, _ = r.clause(found.first, T.BREAK | T.BUT | T.AND)
    said = (n for n in range(first + 1, found.first) if r.tags[n] & T.REPORTED)
    if any(r.tags[n - 1] & (T.PERSON | T.OTHERS) for n in said):
        return True  # "my brother, as he tells it, …"
    return any(bits & told == told for bits in r.tags[first : last + 1])
