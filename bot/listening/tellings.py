"""What somebody who comes says of others: who comes too, who stays away, who is left."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.beside_me import is_i
from bot.listening.parties import MOST, PEOPLE, Count, Parties, slips
from bot.listening.reading import Reading, Span
from bot.listening.text import WORD

_IDLE = (
    T.FILLER | T.POLITE | T.ARTICLE | T.AND | T.BUT | T.ALSO | T.PLUS | T.POSSESSIVE | T.NO_MORE
    | T.SADLY | T.SUM | T.OTHERS | T.BREAK | T.WITH | T.CORRECT
)  # fmt: skip


_SHORT = 3
"""Words of a clause that says one thing."""


class Telling(Parties):
    """A message of somebody who comes, as far as it tells of others."""

    def __init__(self, r: Reading) -> None:
        super().__init__(r)
        self.leaves = False
        """Whether the writer themselves stays away."""
        self.quits = False
        """Whether they say that they cannot come."""

    def only_me(self) -> int:
        """ "Just me", "just me and my lassie now": those who are left; 0 where it is not said."""
        for at, end in self.said("alone"):
            first, last, _ = self.r.clause(at)
            if self.r.sentence(at)[2] & T.ASKS or self.unsure(first, last):
                continue
            if self.r.has(max(first, at - 2), at, T.NEGATION) or self.r.has(end, last, T.NEGATION):
                continue
            joined = self.r.has(end, min(end + 2, last), T.AND | T.WITH)
            return 1 + ((self._people(end, last) or 1) if joined else 0)
        return 0

    def doubles(self) -> bool:
        """ "Il doppio!": in a clause that says little else."""
        spans = (self.r.clause(at) for at, _ in self.said("double"))
        said = self.r.content()
        return any(sum(first <= n < last for n in said) <= _SHORT for first, last, _ in spans)

    def with_me(self, at: int) -> int:
        """How many a clause names with the writer: "my man and I"."""
        first, last, _ = self.r.clause(at)
        return 1 + self._people(first, last)

    def only_so_many(self) -> int:
        """ "두 명만": where "only" is written on to the word that counts; else 0."""
        only = self.r.lexicon.only
        for count in self.counts if only else ():
            counter = self.r.words[count.first : count.last + 2]
            if any(word.endswith(only) for word in counter):
                return count.people if self.is_kept(count.first) else 0
        return 0

    def made(self) -> int:
        """ "Make that five", "nur noch 4": the number behind such words; 0 where there is none."""
        for at, end in self.said("makes"):
            if self.r.has(at - 2, end, T.NEGATION):
                continue  # "can't make that one"
            count = next((c for c in self.counts if c.first in (end, end + 1)), None)
            if count is None or count.first in self.counted or not self.is_kept(count.first):
                continue
            after = count.last + 1
            followed = after < len(self.r.tags) and self.r.kinds[after] == WORD
            first, last, bits = self.r.sentence(count.first)
            said = not bits & T.ASKS and not self.unsure(first, last)
            if said and (not followed or self._may_follow(after)):
                return count.people
        return 0

    def is_list(self, at: int) -> bool:
        """Whether people are listed to say that they come: not "my husband and I met there"."""
        span = self.r.clause(at)
        return self.is_kept(at) and (bool(span[2] & T.COME) or self._little_else(span))

    def contrasts(self) -> bool:
        """ "My cousins go, I mind the house": a clause of its own in which the writer does not."""
        r = self.r
        comes = T.COME | T.FORGET | T.CORRECT | T.BRING | T.ADD | T.ALSO | T.WITH
        for first, last, bits in self._clauses():
            said = next((n for n in r.content() if first <= n < last), first)
            topic = r.lexicon.topic
            if topic:  # verbs come last, and clauses are not divided
                own = (n for n in range(first + 1, last) if is_i(r, n))
                if any(r.words[n].endswith(topic) for n in own):
                    return True
            if is_i(r, said) and not bits & comes and r.has(first, last, T.ME) and first > 0:
                return True
        return False

    def is_kept(self, at: int) -> bool:
        """Whether a number does not count those who stay away."""
        span = self.r.clause(at)
        return not (self._loss(span) >= 0 or self.within("away", span))

    def is_ours(self, at: int) -> bool:
        """Whether a number may be of all, and not of those said to join: "…, the two of them"."""
        span = self.r.clause(at)
        if span[2] & (T.ME | T.WE | T.COME | T.SUM | T.CORRECT | T.TOTAL):
            return True
        return not self.within("joins", self.r.sentence(at))

    def counted_change(self) -> int:
        """How many more or fewer come where it is said so: "one less", "two more", "+1"."""
        for name, way in (("fewer", -1), ("more", 1), ("another", 1)):
            for at, end in self.said(name):
                if self.r.has(at, end + 1, T.NEXT_TIME | T.TIMES):
                    continue  # "another time"
                if any(first <= at < last for first, last in self.said("makes")):
                    continue  # "nur noch 4"
                if people := self._counted_by(at, end, name):
                    lost = way > 0 and self._loss(self.r.clause(at)) >= 0
                    return -people if lost else way * people
        if plus := next((c for c in self.counts if self.r.has(c.first - 1, c.first, T.PLUS)), None):
            first, last, bits = self.r.sentence(plus.first)
            things = not self._stands_apart(plus, last, doing=False)
            if not bits & T.ASKS and not things and not self.unsure(first, last):
                self.counted.add(plus.first)
                return plus.people
        return 0

    def change(self, before: int) -> int:
        """How many more come than before, of those who are named; below zero so many fewer."""
        named = vague = 0
        gained = False
        for span in self._clauses():
            if gained and self._sums_up(span, named):
                continue
            sure, pronoun = self._clause(span, before, gained=gained)
            gained = sure > 0 or (gained and not self.r.has(span[1], span[1] + 1, T.STRONG))
            named += sure
            vague = vague or pronoun
        return named or (0 if self.says("late") else vague)

    def _sums_up(self, span: Span, named: int) -> bool:
        """ "My brother and his girlfriend, the two of them": said of those named before."""
        here = [c for c in self.counts if span[0] <= c.first < span[1]]
        return [c.people for c in here] == [named] and not span[2] & (T.PERSON | T.PERSONS)

    def _clauses(self) -> list[Span]:
        spans: dict[int, Span] = {}
        for n in range(len(self.r.tags)):
            if self.r.tags[n] & (T.BREAK | T.BUT):
                continue
            span = self.r.clause(n)
            asked = self.r.sentence(n)[2] & T.ASKS
            if not asked or (span[2] & T.ADD and span[2] & (T.PERSON | T.PERSONS)):
                spans[span[0]] = span
        return [spans[first] for first in sorted(spans)]

    def _counted_by(self, at: int, end: int, name: str) -> int:
        """The number beside "more" or "fewer", 1 for a word that needs none ("another"); 0 where
        things are counted: "one more question"."""
        r = self.r
        first, last, bits = r.clause(at)
        asked = bool(r.sentence(at)[2] & T.ASKS) or self.unsure(first, last)
        if asked and not bits & T.ADD:
            return 0
        counts = [
            Count(n.first, n.last, int(n.value))
            for n in r.numbers
            if n.whole and 0 < n.value <= MOST and not r.has(n.last + 1, n.last + 2, T.CURRENCY)
        ]
        near = [c for c in (*counts, *self.counts) if at - 2 <= c.first < c.last + 1 <= end + 2]
        near = [c for c in near if first <= c.first < last]
        count = min(near, key=lambda c: abs(c.first - at), default=None)
        one = r.words[max(at - 1, 0) : at] + r.words[end : end + 1]
        if count is None and name != "another" and r.lexicon.among.isdisjoint(one):
            return 0
        after = max(end, count.last + 1) if count else end
        after += after < last and r.words[after] in r.lexicon.among
        follows = after < last and r.kinds[after] == WORD and not self._may_follow(after)
        if name == "fewer" and follows:
            follows = bool(r.tags[after] & (T.UNIT | T.THING | T.KIND | T.CLOCK))
        if follows and not self._who_does(after, last):
            return 0
        if count and not self._counts_people_up_to(count, at):
            return 0
        if count:
            self.counted.add(count.first)
        return count.people if count else 1

    def _who_does(self, at: int, last: int) -> bool:
        """ "One more runner joining us": whatever the noun is, somebody is said to come."""
        thing = T.UNIT | T.CLOCK | T.THING | T.KIND | T.ARTICLE
        does = (s[0] for name in ("joins", "away", "more") for s in self.said(name))
        return not self.r.tags[at] & thing and any(at < n <= at + 2 and n < last for n in does)

    def _clause(self, span: Span, before: int, *, gained: bool) -> tuple[int, int]:
        """What one clause changes, and what it does where no other says whom it speaks of."""
        at = self._loss(span)
        if at >= 0 and (span[2] & T.OUT or any(map(self._is_writer, range(span[0], at)))):
            before_it = range(span[0], at)
            others = any(self._stands_for(n, span) for n in before_it)
            others = others or self.r.has(span[0], at, T.OF_US)
            away = self.within("away", span)
            self.quits |= not others and away is not None and self.r.has(*away, T.NEGATION)
            self.leaves |= not (others or any(map(self._is_she, before_it)))
        if self.unsure(*span[:2]) or not self._speaks_of_people(span):
            return 0, 0
        if self.within("without", span):
            return 0, -1
        if at >= 0:
            if self.within("half", span):
                return -(before // 2), 0
            people, known = self._subject(span, at)
            return (-people, 0) if known else (0, -people)
        return self._gain(span, before, gained=gained)

    def _speaks_of_people(self, span: Span) -> bool:
        first, last, bits = span
        known = T.PERSON | T.PERSONS | T.OTHERS | T.OF_US | T.NUMBER | T.TOGETHER
        signs = ("joins", "away", "somebody", "half", "without", "she")
        if bits & known or any(self.within(name, span) for name in signs):
            return True
        return any(self._is_name(n, span) for n in range(first, last))

    def _loss(self, span: Span) -> int:
        """Where a clause says that somebody stays away; below zero where it does not."""
        r = self.r
        first, last, bits = span
        if self.within("joins", span):
            return -1
        away = [s for s in self.said("away") if first <= s[0] < last]
        if found := max(away, key=lambda s: (s[1], -s[0]), default=None):
            return -1 if r.has(max(first, found[0] - 2), found[0], T.NEGATION) else found[0]
        if bits & (T.OUT | T.REMOVE):
            return next(n for n in range(first, last) if r.tags[n] & (T.OUT | T.REMOVE))
        if not bits & T.NEGATION:
            return -1
        no = next(n for n in range(first, last) if r.tags[n] & T.NEGATION)
        if bits & T.COME:
            return no
        rest = [n for n in r.content() if first <= n < last and not r.tags[n] & (_IDLE | PEOPLE)]
        rest = [n for n in rest if not r.tags[n] & T.NEGATION and not self._is_name(n, span)]
        rest = [n for n in rest if r.words[n] not in r.lexicon.common]
        return no if not rest and self._people(first, last, keep=False) else -1

    def _subject(self, span: Span, at: int) -> tuple[int, bool]:
        """How many others are said to stay away at a token, and whether they are named; none
        where the writer is among them."""
        r = self.r
        first, last, _ = span
        if r.tags[at] & T.OUT and r.has(at + 1, at + 3, T.ME):
            self.leaves = True  # "my husband goes without me"
            return 0, False
        named = T.PERSON | T.PERSONS | T.PEOPLE | T.OF_US | T.OTHERS
        nobody = not (span[2] & named or self.within("away", span))
        if nobody and any(first <= c.first < last for c in self.counts):
            return 0, False  # "no somos dos"
        for n in range(at - 1, first - 1, -1):
            if self._is_writer(n):
                self.leaves = True
                return 0, False
            if self._stands_for(n, span):
                joined = r.has(first, n, T.AND) and any(map(self._is_writer, range(first, n)))
                self.leaves |= joined
                return (0, False) if joined else (self._people(first, at, doing=True) or 1, True)
            if self._is_she(n):
                return 1, False
        if any(map(self._is_writer, range(at, last))):
            self.leaves = True
            return 0, False
        if people := self._people(at, last, doing=True):
            return people, True
        if self._strange_before(first, at):
            return 1, True
        self.leaves |= bool(span[2] & T.OUT)
        return 0, False

    def _strange_before(self, first: int, at: int) -> bool:
        """ "The choirmaster has dropped out": an article and a noun of which nothing is known."""
        r = self.r
        if r.lexicon.verb_last:
            return any(
                not r.tags[n] & ~T.PHRASE and r.words[n].endswith((*r.lexicon.topic, "가", "이"))
                for n in range(first, at)
            )
        return any(
            r.tags[n] & T.ARTICLE and r.kinds[n + 1] == WORD and not r.tags[n + 1] & ~T.PHRASE
            for n in range(first, max(first, at - 1))
        )

    def _gain(self, span: Span, before: int, *, gained: bool) -> tuple[int, int]:
        """How many others a clause says will come too, and as many of whom it does not say who."""
        first, last, bits = span
        joins = self.within("joins", span)
        if bits & T.REGRET and not joins:
            return 0, 0
        if bits & T.YOU and not bits & T.ADD and not self._opens_with_and(span):
            return 0, 0  # "bring your sister!"
        if bits & T.ACCESS and not bits & (T.PERSON | T.PERSONS):
            return 0, 0  # "my dog comes too"
        if (bits & T.NEGATION and not joins) or (
            bits & T.REPORTED and not (joins or bits & T.COME)
        ):
            return 0, 0
        if brought := self._brought(span):
            return brought, 0
        if joins:
            people = self._people(first, last, doing=True)
            own = any(map(self._is_writer, range(first, joins[0])))
            someone = joins[0] > first and not bits & (T.OTHERS | T.ACCESS)
            someone = someone and not self.r.has(
                first, joins[0], T.ARTICLE
            )  # "the mayor comes too"
            return people, int(not own and (someone or self._pronoun(span) > 0))
        if bits & (T.ALSO | T.PLUS) or self._too(span) or self._opens_with_and(span) or gained:
            if not self._little_else(span):
                return 0, 0
            return self._people(first, last), 0 if gained else self._pronoun(span)
        if not bits & (T.COME | T.ADD | T.BRING):
            return 0, 0
        if any(map(self._is_writer, range(first, last))):
            people = self._people(first, last, keep=False)
            added = bits & (T.BRING | T.ADD) and not bits & T.COME and before != 1 + people
            return self._people(first, last) if added else 0, 0
        return self._people(first, last), self._pronoun(span)

    def _brought(self, span: Span) -> int:
        """ "Monique brings her daughter": of the two the second is new."""
        first, last, bits = span
        brings = self.within("brings", span)
        if brings is None and (not bits & T.BRING or bits & T.WITH):
            return 0
        at = brings[0] if brings else next(n for n in range(first, last) if self._is_brought(n))
        if any(map(self._is_writer, range(first, at))):
            return 0
        if not brings and not self._people(first, at, keep=False):
            return 0
        return self._people(at + 1, last)

    def _is_brought(self, at: int) -> bool:
        return bool(self.r.tags[at] & T.BRING)

    def _pronoun(self, span: Span) -> int:
        """ "She comes too": somebody of whom was spoken before."""
        first, last, bits = span
        someone = any(map(self._is_she, range(first, last)))
        return int(someone and not bits & (T.ME | T.WE | T.YOU))

    def _too(self, span: Span) -> bool:
        """ "이모도요": where "too" is written on to the word."""
        endings = self.r.lexicon.too
        return bool(endings) and any(
            self.r.tags[n] & PEOPLE and self.r.words[n].endswith(endings) for n in range(*span[:2])
        )

    def _opens_with_and(self, span: Span) -> bool:
        """ "And my sister": the message goes on with what its writer said before."""
        said = [n for n in range(*span[:2]) if self.r.kinds[n] == WORD]
        said = [n for n in said if not self.r.tags[n] & T.POLITE or self.r.tags[n] & T.AND]
        opens = not any(self.r.content()[:1] and n < span[0] for n in self.r.content())
        return opens and bool(said) and self.r.has(said[0], said[0] + 1, T.AND | T.WITH)

    def _little_else(self, span: Span) -> bool:
        """Whether a clause says next to nothing but who."""
        r = self.r
        first, last, bits = span
        if bits & (T.COME | T.ADD | T.BRING):
            return True
        rest = [n for n in r.content() if first <= n < last and not r.tags[n] & (_IDLE | PEOPLE)]
        rest = [n for n in rest if not self._is_name(n, span) and not r.tags[n] & T.NUMBER]
        small = ("somebody", "more", "another", "makes")
        some = {n for name in small for s in self.said(name) for n in range(*s)}
        some |= {n - 1 for n in r.find(T.PERSON | T.PERSONS)}  # "my dear sister"
        return all(n in some or r.tags[n] & T.END or r.words[n] in slips(r) for n in rest)
