"""What a word can mean to the grammar: one bit each, named as in a language file's tables.

The bits that are asked for most often have the lowest numbers: a small number is compared faster.
"""

from __future__ import annotations

NEGATION = 1 << 9
EXCEPT = 1 << 101
HEDGE = 1 << 44
CONDITION = 1 << 79
REGRET = 1 << 59
DOUBT = 1 << 66
CORRECT = 1 << 19
INSTEAD = 1 << 31
ME = 1 << 5
WE = 1 << 11
YOU = 1 << 67
OTHERS = 1 << 24
REPORTED = 1 << 60
POLITE = 1 << 17
WISH = 1 << 80
PLAN = 1 << 86
UNTIL = 1 << 102
SADLY = 1 << 103
PROPORTION = 1 << 104
FORMERLY = 1 << 105
ALREADY = 1 << 90
IRONY = 1 << 53
AND = 1 << 6
BUT = 1 << 22
OR = 1 << 91
WITH = 1 << 20
FOR = 1 << 34
ALSO = 1 << 37
ARTICLE = 1 << 12
JOINER = 1 << 32
END = 1 << 72
PLACE = 1 << 14
STREET = 1 << 21
STREET_END = 1 << 25
NOMINATE = 1 << 18
NOMINATION = 1 << 29
SUGGEST = 1 << 54
ADD = 1 << 55
REMOVE = 1 << 68
LIST = 1 << 47
NAMED = 1 << 73
POSSESSIVE = 1 << 33
NEXT_TIME = 1 << 61
VOTE = 1 << 26
CHOOSE = 1 << 35
BALLOT = 1 << 38
CANCEL = 1 << 56
RANK = 1 << 62
NTH = 1 << 41
SUPPORT = 1 << 36
COME = 1 << 15
OUT = 1 << 81
SAID_YES = 1 << 45
NO_MORE = 1 << 106
SELF = 1 << 69
PERSON = 1 << 7
PERSONS = 1 << 10
PEOPLE = 1 << 27
OF_US = 1 << 48
WE_ARE = 1 << 49
SUM = 1 << 39
BRING = 1 << 42
PLUS = 1 << 16
SPENT = 1 << 70
COST = 1 << 75
ELSEWHERE = 1 << 82
MOB_TOTAL = 1 << 107
INTEND = 1 << 115
EACH = 1 << 87
TIMES = 1 << 50
TOTAL = 1 << 63
RANGE = 1 << 92
NOTE = 1 << 93
LEFT = 1 << 88
WHEN = 1 << 57
WHERE = 1 << 58
LEADS = 1 << 83
DECIDED = 1 << 116
COUNT = 1 << 76
HOW = 1 << 40
HELP = 1 << 64
PARKING = 1 << 77
ACCESS = 1 << 94
PAYMENT = 1 << 108
FORGET = 1 << 51
DATA = 1 << 109
STOP = 1 << 74
OWNER = 1 << 78
REFUSE = 1 << 95
CLOCK = 1 << 43
UNIT = 1 << 46
KIND = 1 << 8
NATION = 1 << 71
NUMBER = 1 << 4
CURRENCY = 1 << 23
TOGETHER = 1 << 28
BREAK = 1 << 2
STRONG = 1 << 3
ASKS = 1 << 13
HAND = 1 << 65
PHRASE = 1 << 0
HANDLE = 1 << 30
QUOTE = 1 << 52
FILLER = 1 << 1
SPAM = 1 << 96
PRICED = 1 << 110
MEET = 1 << 111
LAUGH = 1 << 89
PURSE = 1 << 112
TITLE = 1 << 84
TELL = 1 << 97
REMIND = 1 << 113
KEPT = 1 << 98
LANDMARK = 1 << 85
CHANGE = 1 << 99
PLEASE = 1 << 114
PAST = 1 << 100
THING = 1 << 117
UNBOUGHT = 1 << 118
PITY = 1 << 119

BITS: dict[str, int] = {
    name.lower(): value for name, value in list(globals().items()) if name.isupper()
}
"""Every tag by the key a language file uses for it."""


def where(tags: list[int], bits: int) -> list[int]:
    """The places of the tags that have one of the bits."""
    return [n for n, found in enumerate(tags) if found & bits]
