"""A message read once: its tokens with what each may mean, its numbers, its sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from bot.listening import tags as T
from bot.listening.text import HANDLE, HASHTAG, KEYCAP, NUMBER, SIGN, URL, WORD, Tokens
from bot.listening.vocabulary import Vocabulary, added, follows

SIGNS: dict[str, int] = {
    **dict.fromkeys(".!;\n。！？", T.BREAK | T.STRONG),
    "?": T.BREAK | T.STRONG | T.ASKS,
    "¿": T.BREAK,
    **dict.fromkeys(",–—…():|•→~·、⇒>/", T.BREAK),
    "“": T.QUOTE,
    "”": T.QUOTE,
    '"': T.QUOTE,
    "«": T.QUOTE,
    "»": T.QUOTE,
    "„": T.QUOTE,
    "‹": T.QUOTE,
    "›": T.QUOTE,
    **dict.fromkeys("🙋✋🤚🖐", T.HAND | T.BREAK),
    **dict.fromkeys("👍💯👆☝🙌❤♥💪🫶🔥", T.SUPPORT | T.BREAK),
    **dict.fromkeys("🙄😏😒🤡🤥🥴", T.IRONY | T.BREAK),
    "&": T.AND | T.JOINER,
    "+": T.PLUS,
    "#": T.RANK,
    "№": T.RANK,
    "×": T.TIMES,
    "✖": T.TIMES,
    "*": T.TIMES,
    "=": T.SUM,
    **dict.fromkeys("$€£₩¥￦", T.CURRENCY),
}
"""What signs and emoji mean in every language."""

SIGN_MONEY = {"$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "￦": "KRW", "¥": "JPY"}

_CLAUSE = 40
"""Tokens to either side that can belong to one clause."""

_MOST_FOUND = 30
"""Places of one meaning, and numbers, that are looked at in one message."""

_EMOJI = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")

_KEPT = (
    T.ME | T.WE | T.POSSESSIVE | T.PERSON | T.PERSONS | T.VOTE | T.BALLOT | T.CANCEL | T.AND | T.KIND
    | T.WITH
)  # fmt: skip
"""What a word still is inside a phrase ("my vote" is a vote, and mine)."""

_WHOLE = T.OTHERS | T.FILLER | T.POLITE | T.REGRET | T.SUGGEST
"""Phrases that mean something else than their words do."""


class Number(NamedTuple):
    """A number in a text: its tokens `first` to `last` (included) and its value."""

    first: int
    last: int
    value: Decimal
    whole: bool


class Reading:
    """A message as the grammar sees it; `tags[n]` are the bits of token n, `all` of the whole."""

    __slots__ = (
        "all",
        "has_case",
        "kinds",
        "lexicon",
        "numbers",
        "spans",
        "starts",
        "tags",
        "text",
        "values",
        "words",
    )

    def __init__(self, tokens: Tokens, lexicon: Vocabulary, handles: frozenset[str]) -> None:
        self.text = tokens.text
        self.kinds = tokens.kinds
        self.words = tokens.words
        self.starts = tokens.starts
        self.lexicon = lexicon
        if lexicon.joined:
            _split_counters(self)
        self.tags = _tags(self)
        self._skip_handles(handles)
        self.values: dict[int, int] = {}
        self._join_phrases()
        self.all = 0
        for bits in self.tags:
            self.all |= bits
        self.numbers: list[Number] = _numbers(self) if self.all & T.NUMBER else []
        self.has_case: bool | None = None
        self.spans: list[tuple[int, int, int]] | None = None

    def _skip_handles(self, handles: frozenset[str]) -> None:
        """The bot's own name is nothing but an address, also when it is several words."""
        for n, kind in enumerate(self.kinds):
            if kind == HANDLE and self.words[n].rstrip(".-") in handles:
                self.tags[n] = T.FILLER | T.HANDLE
        low = self.text.lower() if any(" " in h for h in handles) else ""
        for handle in handles:
            if low and " " in handle and (at := low.find(handle)) >= 0:
                for n, start in enumerate(self.starts):
                    if at <= start < at + len(handle):
                        self.tags[n] = T.FILLER | T.HANDLE
                        self.kinds[n] = HANDLE

    def _join_phrases(self) -> None:
        """Words that mean one thing together count as that thing alone (longest first)."""
        words, tags, phrases = self.words, self.tags, self.lexicon.phrases
        taken = -1
        for n, bits in enumerate(tags):
            if not bits & T.PHRASE or n <= taken:
                continue
            for phrase in phrases.get(words[n].lstrip("#"), ()):
                places = follows(words, n, phrase)
                if places is None or self._longer_inside(n, places):
                    continue
                kept = 0 if phrase.bits & _WHOLE else _KEPT
                tags[n] = phrase.bits | (bits & kept)
                for place in places:
                    tags[place] = T.FILLER | (tags[place] & kept)
                if phrase.value:
                    self.values[n] = phrase.value
                if places[-1] == n + len(places):
                    taken = places[-1]
                break

    def _longer_inside(self, at: int, places: list[int]) -> bool:
        """Whether a longer phrase begins inside one: "jag tar" gives way to "tar med mig"."""
        for n in range(at + 1, places[-1] + 1):
            if self.tags[n] & T.PHRASE:
                for phrase in self.lexicon.phrases.get(self.words[n], ()):
                    if len(phrase.rest) <= len(places):
                        break
                    if follows(self.words, n, phrase):
                        return True
        return False

    def sentences(self) -> list[tuple[int, int, int]]:
        """Each sentence as (first token, token after its last, all its bits)."""
        if self.spans is None:
            self.spans = _sentences(self.tags)
        return self.spans

    def sentence(self, at: int) -> tuple[int, int, int]:
        """The sentence a token stands in."""
        sentences = self.sentences()
        return sentences[bisect_right(sentences, at, key=itemgetter(0)) - 1]

    def clause(self, at: int, stop: int = T.BREAK | T.BUT) -> tuple[int, int, int]:
        """The clause a token stands in, between two tokens that have a bit of `stop`."""
        tags = self.tags
        first = at
        while first > 0 and at - first < _CLAUSE and not tags[first - 1] & stop:
            first -= 1
        last = at + 1
        while last < len(tags) and last - at < _CLAUSE and not tags[last] & stop:
            last += 1
        bits = 0
        for n in range(first, last):
            bits |= tags[n]
        return first, last, bits

    def has(self, first: int, last: int, bits: int) -> bool:
        """Whether a token from `first` to before `last` has one of the bits."""
        return any(found & bits for found in self.tags[max(first, 0) : last])

    def find(self, bits: int) -> list[int]:
        """The places of the tokens that have one of the bits; at most `_MOST_FOUND`."""
        return [n for n, found in enumerate(self.tags) if found & bits][:_MOST_FOUND]

    def value_at(self, at: int) -> int:
        """The number that a token or the phrase it begins stands for, 0 for none."""
        return self.values.get(at) or self.lexicon.values.get(self.words[at], 0)

    def before(self, at: int) -> int:
        """The bits of what stands before a token, a phrase counted as one; 0 at the start."""
        at -= 1
        while at > 0 and self.tags[at] & T.FILLER and self.kinds[at] == WORD:
            at -= 1
        return self.tags[at] if at >= 0 else 0

    def denied(self, first: int, last: int, reach: int = 3) -> bool:
        """Whether "not" or "instead of" is said of the tokens `first` to `last`.

        It stands before them or, where the verb comes last, behind them.
        """
        against = T.NEGATION | T.INSTEAD | T.EXCEPT
        start, end, _ = self.clause(first)
        if self.lexicon.verb_last:
            behind = next(
                (n for n in range(last + 1, end) if self.tags[n] & T.NUMBER), min(last + 4, end)
            )
            return self.has(last + 1, behind, against)
        return self.has(max(start, first - reach), first, against)

    def end(self, at: int) -> int:
        """Where a token ends in the text."""
        return self.starts[at] + len(self.words[at])

    def raw(self, at: int) -> str:
        """A token as typed."""
        return self.text[self.starts[at] : self.end(at)]

    def content(self) -> list[int]:
        """The places of the tokens that say something: no signs, addresses, courtesies."""
        idle = T.FILLER | T.POLITE | T.BREAK | T.HANDLE
        return [
            n
            for n, bits in enumerate(self.tags)
            if (not bits & idle or bits & (T.HAND | T.SUPPORT))
            and (self.kinds[n] != SIGN or bits)
            and self.kinds[n] not in (HANDLE, URL)
        ]


def _tags(reading: Reading) -> list[int]:
    meaning = reading.lexicon.meaning
    signs = SIGNS.get
    out: list[int] = []
    for kind, word in zip(reading.kinds, reading.words, strict=True):
        if kind == WORD:
            out.append(meaning[word])
        elif kind == SIGN:
            bits = signs(word)
            if bits is None:
                bits = T.BREAK if _EMOJI.match(word) else 0
            out.append(bits)
        elif kind in (NUMBER, KEYCAP):
            out.append(T.NUMBER)
        elif kind == HASHTAG:
            out.append(meaning[word[1:]])
        elif kind > WORD:
            out.append(T.BREAK | T.STRONG)
        else:
            out.append(T.BREAK)
    return out


def _split_counters(reading: Reading) -> None:
    """Where particles are joined, a number word and its counter are one word: two tokens here."""
    lexicon = reading.lexicon
    counters = lexicon.counters
    at = 0
    while at < len(reading.words):
        word = reading.words[at]
        if reading.kinds[at] == WORD and word not in lexicon.meaning and word[0] in lexicon.digits:
            cut = next((word.find(c) for c in counters if word.find(c) > 0), 0)
            if cut and all(letter in lexicon.digits for letter in word[:cut]):
                reading.words[at : at + 1] = [word[:cut], word[cut:]]
                reading.kinds[at : at + 1] = [WORD, WORD]
                reading.starts[at : at + 1] = [reading.starts[at], reading.starts[at] + cut]
                at += 1
        at += 1


def _sentences(tags: list[int]) -> list[tuple[int, int, int]]:
    out: list[tuple[int, int, int]] = []
    first = bits = 0
    for n, found in enumerate(tags):
        bits |= found
        if found & T.STRONG:
            # "?!" and "!!" end one sentence, not two.
            if n == first and out:
                before = out.pop()
                out.append((before[0], n + 1, before[2] | bits))
            else:
                out.append((first, n + 1, bits))
            first, bits = n + 1, 0
    if first < len(tags):
        out.append((first, len(tags), bits))
    return out


_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]{1,2})?")


def digits_value(word: str) -> Decimal | None:
    """What digits with points and commas say: "1.150", "12,50", "3,000.00"; None for "1.2.3"."""
    if word.isdecimal():
        return Decimal(word)
    if ":" in word:
        return None
    grouped = _GROUPED.fullmatch(word)
    if grouped:
        mark = grouped[1]
        whole, _, rest = word.replace(mark, "").replace(",", ".").partition(".")
        return Decimal(f"{whole}.{rest or 0}")
    head, _, rest = word.replace(",", ".").partition(".")
    if "." in rest or "," in rest:
        return None
    return Decimal(f"{head}.{rest}")


def _numbers(reading: Reading) -> list[Number]:
    out: list[Number] = []
    tags, words, kinds = reading.tags, reading.words, reading.kinds
    at = 0
    while at < len(words) and len(out) < _MOST_FOUND:
        if not tags[at] & T.NUMBER:
            at += 1
        elif kinds[at] == KEYCAP:
            out.append(Number(at, at, Decimal(words[at][0]), True))
            at += 1
        else:
            number = _number_at(reading, at)
            if number is not None:
                out.append(number)
                at = number.last
            at += 1
    return out


def _number_at(reading: Reading, at: int) -> Number | None:
    """The number that begins at a token: digits, "3 000", number words, "2만 5천"."""
    tags, words, kinds, _values = (
        reading.tags,
        reading.words,
        reading.kinds,
        reading.lexicon.values,
    )
    last = at
    if kinds[at] == NUMBER:
        value = digits_value(words[at])
        if value is None:
            return None
        last = _spaced_thousands(reading, at)
        if last > at:
            value = Decimal("".join(words[at : last + 1]))
        whole = words[at].isdecimal()
        total, part = 0, value
        scaled = False
        while last + 1 < len(words) and tags[last + 1] & T.NUMBER and not tags[last + 1] & T.NOTE:
            following = _value(reading, last + 1)
            if kinds[last + 1] == NUMBER and not scaled:
                break
            if kinds[last + 1] == NUMBER:
                part = Decimal(words[last + 1]) if words[last + 1].isdecimal() else part
                scaled = False
            elif following >= 100:
                total, part, scaled = total + int(part * following), Decimal(0), True
            else:
                break
            last += 1
        return Number(at, last, Decimal(total) + part, whole)
    total_, part_ = 0, 0
    last = at - 1
    n = at
    while n < len(words) and tags[n] & T.NUMBER and kinds[n] == WORD:
        if last >= at and not _continues(_value(reading, last), _value(reading, n)):
            break
        total_, part_ = added(total_, part_, _value(reading, n))
        last = n
        n += 1
        if (
            n + 1 < len(words)
            and words[n] in reading.lexicon.number_and
            and tags[n + 1] & T.NUMBER
            and kinds[n + 1] == WORD
            and _continues(_value(reading, last), _value(reading, n + 1))
        ):
            n += 1
    value_ = total_ + part_
    return Number(at, last, Decimal(value_), True) if value_ else None


def _value(reading: Reading, at: int) -> int:
    word = reading.words[at]
    if reading.kinds[at] == WORD:
        return reading.lexicon.values.get(word) or reading.lexicon.values.get(
            reading.lexicon.bare(word), 0
        )
    if reading.kinds[at] == KEYCAP:
        return int(word[0])
    return int(digits_value(word) or 0)


def _continues(before: int, value: int) -> bool:
    """Whether a number word goes on with the one before: "twenty five", not "two three"."""
    if value >= 100:
        return value != before
    return before >= 100 or (before >= 20 and value < 20) or (before == 4 and value == 20)


def _spaced_thousands(reading: Reading, at: int) -> int:
    """The last token of "3 000", a number whose thousands stand apart."""
    words, kinds = reading.words, reading.kinds
    last = at
    while (
        last + 1 < len(words)
        and kinds[last + 1] == NUMBER
        and len(words[last + 1]) == 3
        and words[last + 1].isdecimal()
        and len(words[at]) <= 3
        and words[at].isdecimal()
        and words[at] != "0"
        and reading.starts[last + 1] == reading.end(last) + 1
    ):
        last += 1
    return last
