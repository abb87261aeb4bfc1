"""Chat, irony, hearsay, prices and other people's wishes, on which the bot must not act."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands.understand import PHASES
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import understand
from bot.listening.context import Candidate, Context

QUIET = Path(__file__).with_name("quiet.jsonl").read_text(encoding="utf-8").splitlines()
MESSAGES = [json.loads(line) for line in QUIET]
NAMES = json.loads(
    (Path(__file__).parent.parent / "corpus" / "ballot.json").read_text(encoding="utf-8")
)["candidates"]
BALLOT = tuple(Candidate(int(number), name) for number, name in NAMES.items())
# Under the post of its stage a message is likeliest to be taken for more than it says.
UNDER = {
    Stage.CALLING: None,
    Stage.BALLOTING: ReplyTo.BALLOT,
    Stage.ANNOUNCED: ReplyTo.ANNOUNCEMENT,
    Stage.GATHERING: ReplyTo.MOBDAY,
    Stage.RECAPPING: ReplyTo.RECAP,
}


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message["text"][:40])
def test_nothing_is_asked(message: dict[str, Any]) -> None:
    stage = PHASES[message["phase"]]
    said = Context("mastodon", stage, reply_to=UNDER[stage], candidates=BALLOT)
    heard = [understand(message["text"], named, said).intents for named in (message["lang"], None)]
    assert heard == [(), ()]
