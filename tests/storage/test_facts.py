"""What stays of an erased event: a hash that only this database can make."""

from __future__ import annotations

import hmac

from storage.facts import tombstone


def test_an_event_has_the_same_keyed_hash_whatever_was_hashed_before_it() -> None:
    told = [("ours", "1155"), ("ours", "1156"), ("theirs", "1155"), ("ours", "1155")]
    assert [tombstone(key, "mastodon", event) for key, event in told] == [
        f"erased:{hmac.digest(key.encode(), f'mastodon:{event}'.encode(), 'sha256').hex()}"
        for key, event in told
    ]
