"""The shop's name is given away by one command, at the meeting point or before."""

from __future__ import annotations

from tests.commands.organiser import CONFIG, Organiser, announced, balloting


def secret(ida: Organiser, policy: str) -> Organiser:
    """A mob announced without its shop's name."""
    more = f'reveal = "{policy}"\nmeeting_point = "the fountain"\n'
    text = CONFIG.replace("rhythm =", f"{more}rhythm =")
    ida.config_path.write_text(text, encoding="utf-8")
    return announced(ida)


def texts(ida: Organiser, kind: str) -> list[str]:
    rows = ida.reads("outbox")
    return [row["text"] for row in rows if row["kind"] == kind and row["language"] == "en"]


def test_the_name_is_public_from_now_on(ida: Organiser) -> None:
    secret(ida, "meeting point").wait(days=5)
    assert "Harbour" not in ida.types("outbox").stdout
    assert ida.types("reveal --by Ida").stdout == (
        "Everybody may know now: mob 1 goes to Harbour Books.\n"
    )
    assert texts(ida, "reveal") == [
        "Now we can tell: the cash mob on Saturday 12 December, 11:00 am goes to Harbour Books, "
        "Quay Street. We meet here: the fountain. Bring €10–20 and a friend!"
    ]
    ida.wait(days=1)
    assert len(texts(ida, "gather")) == 1
    assert texts(ida, "gather_secret") == []


def test_it_is_done_once(ida: Organiser) -> None:
    secret(ida, "hours before").types("reveal --by Ida")
    again = ida.types("reveal --by Ida")
    assert (again.exit_code, again.stderr) == (
        1,
        "The shop's name is public already. Nothing is left to do.\n",
    )
    ida.wait(days=5, hours=15)
    assert len(texts(ida, "reveal")) == 1


def test_not_before_the_announcement(ida: Organiser) -> None:
    result = balloting(ida).types("reveal --by Ida")
    assert (result.exit_code, result.stderr) == (
        1,
        "There is no name to give away now (stage: vote): that can be done once the mob is "
        "announced.\n",
    )


def test_not_against_the_owner(ida: Organiser) -> None:
    secret(ida, "on the spot").hears(
        ("owner", "@cashmob Harbour Books is my shop and we do not want this, please don't come")
    )
    result = ida.types("reveal --by Ida")
    assert (result.exit_code, result.stderr.partition(":")[0]) == (1, "The shop is not named")


def test_a_new_date_makes_it_a_secret_again(ida: Organiser) -> None:
    secret(ida, "on the spot").types("reveal --by Ida")
    ida.types("mob postpone --to 2027-01-09T11:00")
    ida.types("mob consent 1 --channel phone")
    ida.wait(days=27)
    assert len(texts(ida, "moved_secret")) == 1
