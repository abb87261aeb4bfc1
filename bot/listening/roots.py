"""What a word can be where the verb comes last and particles are joined: a name, a kind of shop."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, WORD

NO_NAME = T.ME | T.WE | T.OTHERS | T.YOU | T.HOW | T.HELP | T.WHEN | T.WHERE | T.NEXT_TIME
SHORT = 2
_LONG = 4
_BY_ITS_START = T.KIND | T.ELSEWHERE | T.PARKING | T.ACCESS | T.PAYMENT
"""What a long name can be taken for because it begins with such a word ("coffee …")."""

_WHOSE_OR_WHERE = (
    T.ME | T.WE | T.OTHERS | T.PERSON | T.PERSONS | T.PLACE | T.LANDMARK | T.PROPORTION
)  # fmt: skip


def root_of(r: Reading, at: int) -> str:
    """A word as typed without the particle that ends it, when two syllables stay."""
    word = r.raw(at)
    if not word.endswith(r.lexicon.name_particles):
        return word
    for particle in r.lexicon.name_particles:
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word[: -len(particle)]
    return word


def describes(r: Reading, root: str) -> bool:
    """Whether a word is made of kinds of shop alone ("record shop"), so that it names none."""
    rest = root
    while rest:
        kind = max((k for k in r.lexicon.trades if rest.startswith(k)), key=len, default="")
        if not kind:
            return rest != root and rest in r.lexicon.shop_endings
        rest = rest[len(kind) :]
    return True


def sells(r: Reading, root: str) -> bool:
    """Whether a word is a name with what the shop sells behind it."""
    return bool(r.lexicon.sold.search(root, 1))


def ends_as_verb(r: Reading, at: int) -> bool:
    """Whether a word ends as verbs do, and not with what a shop sells."""
    return r.words[at].endswith(r.lexicon.verb_endings) and not sells(r, root_of(r, at))


def unknown(r: Reading, at: int) -> bool:
    """Whether a word means nothing, or a kind of shop at most."""
    return not r.tags[at] & ~T.KIND and r.words[at] not in r.lexicon.common


def may_be_name(r: Reading, at: int) -> bool:
    """Whether a word can be a shop's name, or the last of its words."""
    bits = r.tags[at]
    if r.kinds[at] not in (WORD, NUMBER) or bits & NO_NAME or r.words[at] in r.lexicon.common:
        return False
    root = root_of(r, at)
    if len(root) < SHORT or ends_as_verb(r, at):
        return False
    if len(root) > _LONG and not bits & ~_BY_ITS_START:
        return True
    whose = bits & T.KIND and at > 0 and _somebodys_own(r, at - 1)
    if not bits or whose:
        return True
    named = sells(r, root) or (not bits & ~T.KIND and len(root) > SHORT)
    return named and not describes(r, root)


def _somebodys_own(r: Reading, at: int) -> bool:
    """ "The Kims' fruit"; "the quarter's" ("동네") is nobody's."""
    return r.raw(at).endswith("네") and r.words[at] not in r.lexicon.common


def is_somebodys(r: Reading, at: int) -> bool:
    """ "Zelkova Bookshop": a kind of shop, and before it a word that only a name can be."""
    alone = r.kinds[at] == WORD and r.kinds[at - 1] == WORD if at else False
    return alone and describes(r, root_of(r, at)) and belongs(r, at - 1, at)


def belongs(r: Reading, before: int, at: int) -> bool:
    """Whether the word before a name's last word is a part of the name."""
    foreign = r.raw(before).isascii()
    if r.raw(at).isascii() and not foreign:
        return bool(r.tags[before] & T.KIND) and r.words[before] in r.lexicon.kinds
    if _somebodys_own(r, before) and not r.tags[before] & NO_NAME:
        return True
    if not r.tags[before] and unknown(r, before) and describes(r, root_of(r, at)):
        # "Zelkova Bookshop"
        return not _says_where_or_how(r, before, r.raw(before - 1) if before else "")
    return foreign and not r.raw(at).isascii()


def is_genitive(r: Reading, at: int) -> bool:
    """ "The afternoon's tea": a noun in the genitive, neither a place nor somebody's."""
    word = r.raw(at)
    noun = word[:-1]
    if r.kinds[at] != WORD or len(noun) < 2 or not word.endswith(r.lexicon.genitive):
        return False
    place = noun in r.lexicon.regions or noun.endswith(r.lexicon.place_endings)
    return not place and not r.tags[at] & _WHOSE_OR_WHERE and noun not in r.lexicon.common


def _says_where_or_how(r: Reading, at: int, before: str) -> bool:
    """Whether a word before a kind of shop says where it is, or what it is like."""
    word = r.raw(at)
    quarter = before.endswith(r.lexicon.place_endings) and len(before) > SHORT
    if quarter and word.endswith(tuple(r.lexicon.with_particles)):
        return False  # "Hyoja-dong Half-an-Apple Fruit": the place is said before it
    if word in r.lexicon.regions or word.endswith(r.lexicon.place_endings):
        return True
    noun = word.endswith("이") and len(word) > SHORT and word[:-1] not in r.lexicon.common
    particle = not noun and any(
        word.endswith(p) for p in (*r.lexicon.name_particles, *r.lexicon.place_particles)
    )  # "Snail Watches": the noun itself ends so
    return particle or word.endswith((*r.lexicon.describing, *r.lexicon.with_particles))
