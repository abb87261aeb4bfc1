"""Prints how well the bot understands: the corpus, the part kept aside, our own messages,
and those of a stranger who never saw the words the bot listens for.

Run: make understand, or with the misses: make understand ARGS=--misses
The part kept aside (a fifth of the corpus by a fixed hash) and the stranger's last set are scored
but their misses are never shown: they only tell the truth as long as nobody tunes for them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import conversations
from bench.scoring import Score
from bot.commands.understand import context_of, corpus_form
from bot.listening import understand

TESTS = Path(__file__).parent.parent / "tests"
CORPUS = TESTS / "corpus" / "mentions.jsonl"
OWN = TESTS / "listening" / "own.jsonl"
FRESH = TESTS / "listening" / "fresh.jsonl"
UNSEEN = TESTS / "listening" / "unseen.jsonl"
CONVERSATIONS = {
    "conversations": TESTS / "listening" / "conversations.jsonl",
    "conversations, unseen": TESTS / "listening" / "conversations_unseen.jsonl",
}
ASIDE = 5
"""One message in so many is kept aside."""
HIDDEN = ("corpus, kept aside", "a stranger's messages, unseen")

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    """The messages of a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def kept_aside(row: Row) -> bool:
    """Whether a message of the corpus belongs to the part that nobody looks at."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % ASIDE == 0


def scored(messages: list[Row], *, lang: bool = True) -> dict[str, Score]:
    """The score of each language, and of all under ""; without `lang` the field is taken away."""
    known = json.loads((TESTS / "corpus" / "ballot.json").read_text(encoding="utf-8"))
    out: dict[str, Score] = {}
    for row in messages:
        told = row["lang"] if lang else None
        found = list(corpus_form(understand(row["text"], told, context_of(row, known))))
        for name in (row["lang"], ""):
            out.setdefault(name, Score()).add(row, found)
    return out


def parts() -> dict[str, list[Row]]:
    """What is scored: the four fifths, the fifth kept aside, our own messages, a stranger's."""
    corpus = rows(CORPUS)
    return {
        "corpus, four fifths": [row for row in corpus if not kept_aside(row)],
        "corpus, kept aside": [row for row in corpus if kept_aside(row)],
        "our own messages": rows(OWN),
        "a stranger's messages": rows(FRESH),
        "a stranger's messages, unseen": rows(UNSEEN),
    }


def tables(messages: dict[str, list[Row]], *, misses: bool) -> Iterator[str]:
    """The lines of a table for each part, with the language named and without."""
    for title, part in messages.items():
        for lang in (True, False):
            yield f"\n{title}{'' if lang else ', no language named'}"
            yield f"{'':6}{'lines':>6}{'exact %':>9}{'false %':>9}{'harmful %':>11}{'place %':>9}"
            table = scored(part, lang=lang)
            for name in (*sorted(table.keys() - {""}), ""):
                s = table[name]
                yield (
                    f"{name or 'all':6}{s.lines:6}{s.exact:9.1f}{s.false:9.1f}"
                    f"{s.harmful:11.1f}{s.place:9.1f}"
                )
            if misses and title not in HIDDEN:
                yield f"missed: {' '.join(table[''].misses)}"


def endings() -> Iterator[str]:
    """The lines of a table for each set of conversations: the share that ends as it should."""
    for title, path in CONVERSATIONS.items():
        yield f"\n{title}"
        yield f"{'':6}{'number':>7}{'vote %':>8}{'coming %':>10}{'spent %':>9}{'whole %':>9}"
        table = conversations.scored(rows(path))
        for name in (*sorted(table.keys() - {""}), ""):
            e = table[name]
            votes, coming, spent, whole = map(e.share, (e.votes, e.coming, e.spent, e.whole))
            yield (
                f"{name or 'all':6}{e.conversations:7}{votes:8.1f}{coming:10.1f}{spent:9.1f}"
                f"{whole:9.1f}"
            )


def main() -> None:
    """Print the tables, with what was missed where that is asked for and may be seen."""
    for line in tables(parts(), misses="--misses" in sys.argv):
        print(line, flush=True)
    for line in endings():
        print(line, flush=True)


if __name__ == "__main__":
    main()
