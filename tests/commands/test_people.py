"""What the bot has on somebody, told and erased at the terminal."""

from __future__ import annotations

from storage import mentions, outbox, posted, standings
from storage.store import Store
from tests.commands.organiser import Organiser, balloting, called

ROSA = "https://social.oxbow.example/users/rosa"


def everything(ida: Organiser) -> str:
    """All that the store keeps of people's words and names."""

    def told(store: Store) -> str:
        with store.reading() as view:
            rows = [*mentions.of_city(view, "oxbow"), *standings.all_in(view, 1)]
            rows += [row.text for row in posted.of_city(view, "oxbow") if row.state == "sent"]
        return repr(rows)

    found: str = ida.with_store(told)
    return found


def test_what_do_you_have_on_me(ida: Organiser) -> None:
    result = balloting(ida).types("about @rosa")
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            f"@rosa on mastodon: {ROSA}",
            "  mob 1: put forward number 1, votes for number 1",
            "  Sun 22 Nov 2026 11:00  “@cashmob I nominate Harbour Books, Quay Street”",
            "      heard; understood as: nominate",
            "  Sat 28 Nov 2026 15:00:03  “@cashmob I vote for number 1”",
            "      heard; understood as: vote",
            "Names and words are erased 30 days after a mob is over, or at once when you write "
            "“forget me”; only counts stay.",
        ],
    )
    assert ida.reads("about rosa")["mobs"][0]["vote"] == 1


def test_nobody_of_that_name(ida: Organiser) -> None:
    result = called(ida).types("about kim")
    assert (result.exit_code, result.stderr) == (
        1,
        "Nothing is kept in Oxbow about anybody called “kim”.\n",
    )


def test_a_person_is_forgotten_and_their_open_vote_taken_back(ida: Organiser) -> None:
    balloting(ida)
    ida.hears(("rosa", "@cashmob what a lovely day"))
    assert ida.types("forget rosa --by Ida").stdout == (
        "Done: nothing leads to that person any more. What was counted stays a number.\n"
    )
    assert "rosa" not in everything(ida)
    assert ida.reads("status")["cities"][0]["mobs"][0]["votes"] == 2
    assert "rosa" not in ida.types("log").stdout
    assert ida.types("about rosa").exit_code == 1


def test_answers_that_are_out_lead_to_nobody(ida: Organiser) -> None:
    called(ida)

    def answered(store: Store) -> None:
        with store.work("out") as work:
            for row in posted.of_city(work, "oxbow"):
                outbox.mark(work, row.id, outbox.Sent.SENT, parent=row.origin)

    def told(store: Store) -> str:
        with store.reading() as view:
            return repr(posted.of_city(view, "oxbow"))

    ida.with_store(answered)
    assert "rosa" in ida.with_store(told)
    ida.types("forget rosa --by Ida")
    assert "rosa" not in ida.with_store(told)
    assert "finn" in ida.with_store(told)


def test_the_next_reading_does_not_bring_them_back(ida: Organiser) -> None:
    called(ida).types("forget rosa --by Ida")
    at = ida.at
    ida.at = ida.at.replace(second=0)
    ida.hears(("rosa", "@cashmob I nominate Harbour Books, Quay Street"))
    ida.at = at
    assert "users/rosa" not in everything(ida)


def test_of_two_people_of_one_name_the_id_says_which(ida: Organiser) -> None:
    called(ida)

    def same_name(store: Store) -> None:
        with store.work("rename") as work:
            work.execute(mentions.MENTION.update().values(name="@rosa"))

    ida.with_store(same_name)
    result = ida.types("forget rosa --by Ida")
    assert (result.exit_code, ROSA in result.stderr) == (1, True)
    assert ida.types(f"forget {ROSA} --by Ida").exit_code == 0
