"""What stays of an erased event: a hash that only this database can make."""

from __future__ import annotations

import hmac

from storage.facts import tombstone


def test_an_event_has_the_same_keyed_hash_whatever_was_hashed_before_it() -> None:
    long, longer = "64 letters long, as those that this program makes".ljust(64, "."), "l" * 65
    told = [("ours", "1155"), ("ours", "1156"), ("theirs", "1155"), ("ours", "1155")]
    told += [(long, "1155"), (longer, "1155")]
    assert [tombstone(key, "mastodon", event) for key, event in told] == [
        f"erased:{hmac.digest(key.encode(), f'mastodon:{event}'.encode(), 'sha256').hex()}"
        for key, event in told
    ]
