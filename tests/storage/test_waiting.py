"""Orders that wait: each city's and each person's by itself, for an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage import waiting
from storage.waiting import Waiting
from tests.indoors import fresh_store

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
IDA = Waiting("https://a.example/ida", "Ida", "{}", NOW, NOW + HOUR)
BO = replace(IDA, person="https://a.example/bo", name="Bo", asked_at=NOW + HOUR / 2)


def test_a_person_has_one_order_in_each_city() -> None:
    store = fresh_store()
    later = replace(IDA, body='{"word": "cancel"}', tries=2)
    with store.work("orders") as work:
        for city, order in (("oxbow", IDA), ("oxbow", BO), ("lyon", IDA), ("oxbow", later)):
            waiting.put(work, city, order)
        assert waiting.of_city(work, "oxbow", NOW) == (later, BO)
        assert waiting.of_city(work, "lyon", NOW) == (IDA,)
        waiting.drop(work, "oxbow", IDA.person)
        assert waiting.of_person(work, "oxbow", IDA.person, NOW) is None
        assert waiting.of_person(work, "oxbow", BO.person, NOW) == BO
        assert waiting.of_person(work, "lyon", IDA.person, NOW + HOUR) is None
        waiting.drop_all(work)
        assert waiting.of_city(work, "lyon", NOW) == ()
