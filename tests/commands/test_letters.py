"""The owner's letters: from the first question to the day before, over a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.acts.opening import open_network
from bot.acts.voices import speaker
from bot.config import load
from bot.domain.stages import Stage
from schedulers import daemon
from schedulers.alerts import alerts
from schedulers.clock import StandingClock
from storage import audit, lanes, mobs, outbox, posted
from storage.store import Store
from tests.commands.organiser import CONFIG, Organiser, balloting, called
from tests.networks.smtp_server import Postbox, breaks_off, mail_server

OWNER = "mara@harbour-books.example"
MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
from = "letters@oxbow.example"
"""


@dataclass
class Post:
    """Ida, and the mail server that takes her bot's letters."""

    ida: Organiser
    box: Postbox = field(default_factory=Postbox)

    def delivers(self) -> list[EmailMessage]:
        """The daemon runs for a moment; the letters that went out, of all time."""
        settings = load(self.ida.config_path, {})
        clock = StandingClock(self.ida.at)

        def run(store: Store) -> None:
            round_ = daemon.build(
                settings,
                store,
                clock,
                lambda city, name: open_network(settings, city.key, name, now=clock.now),
            )
            round_.quiet()
            round_.close()

        self.ida.with_store(run)
        return self.box.letters

    def subjects(self) -> list[str]:
        return [subject(letter) for letter in self.delivers()]


def subject(letter: EmailMessage) -> str:
    # A long one begins on a line of its own, after a space that mail programs do not show.
    return str(letter["Subject"]).strip()


def configured(folder: Path, port: int, *, more: str = "") -> Organiser:
    """A city whose only way out is the mail."""
    text = CONFIG.replace(
        'name = "Ida"', 'name = "Ida"\nphone = "+33 1 23 45"\nemail = "ida@oxbow.example"'
    )
    text = text.partition("[city.oxbow.mastodon]")[0]
    path = folder / "config.toml"
    path.write_text(text + more + MAIL.format(port=port), encoding="utf-8")
    return Organiser(path, datetime(2026, 11, 1, 9, tzinfo=UTC))


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    box = Postbox()
    with mail_server(box) as port:
        yield Post(configured(tmp_path, port), box)


def asked(post: Post) -> Post:
    """The owner of the first shop was asked by letter."""
    called(post.ida)
    for number in (1, 2):
        assert post.ida.types(f"approve {number}").exit_code == 0
    assert post.ida.types(f"mob ask 1 --email {OWNER}").exit_code == 0
    assert post.ida.types("mob ask 2 --channel visit").exit_code == 0
    return post


def announced(post: Post) -> Post:
    """The first shop won, its owner agreed, and it was announced; the first letter is out."""
    ida = asked(post).ida
    post.delivers()
    ida.wait(days=6, hours=4)
    ida.hears(("rosa", "@cashmob I vote for number 1"), ("finn", "@cashmob I vote for number 1"))
    ida.wait(days=4)
    assert ida.types("mob consent 1 --channel phone").exit_code == 0
    ida.wait(days=4)
    return post


def body(letter: EmailMessage) -> str:
    part = letter.get_body()
    assert part is not None
    return str(part.get_content())


def calendar(letter: EmailMessage) -> list[str]:
    [attached] = letter.iter_attachments()
    payload = attached.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode().replace("\r\n ", "").splitlines()


def test_an_owner_is_asked_by_letter(post: Post) -> None:
    [letter] = asked(post).delivers()
    assert letter["To"] == OWNER
    assert letter["Reply-To"] == "ida@oxbow.example"
    assert letter["From"] == "Oxbow <letters@oxbow.example>"
    assert subject(letter) == (
        "A cash mob at Harbour Books, Saturday 12 December, 11:00 am: may we come?"
    )
    first = body(letter).splitlines()[0]
    assert "Ida, +33 1 23 45" in first
    assert "stop" in first
    text = body(letter)
    for told in (
        "Saturday 12 December, 11:00 am",
        "between 15 and 170 people",
        "€10–20",
        "€150 to €3,400",
        "no money and take no commission",
        "second card terminal",
        "Float",
        "Stock",
        "Staff",
        "Room",
        "samedi 12 décembre",
        "Un second terminal",
    ):
        assert told in text, told


def test_the_letter_brings_the_date_for_the_owners_calendar(post: Post) -> None:
    [letter] = asked(post).delivers()
    assert [
        line for line in calendar(letter) if line[:3] in ("UID", "SEQ", "DTS", "SUM", "STA")
    ] == [
        "UID:oxbow-1@cashmob",
        "SEQUENCE:0",
        f"DTSTAMP:{post.ida.at:%Y%m%dT%H%M%SZ}",
        "DTSTART:20261212T100000Z",
        "SUMMARY:Cash mob: Harbour Books",
        "STATUS:TENTATIVE",
    ]


def test_typed_twice_the_letter_goes_once(post: Post) -> None:
    asked(post)
    assert post.ida.types(f"mob ask 1 --email {OWNER}").exit_code == 0
    assert len(post.delivers()) == 1
    post.ida.wait(minutes=1)
    assert post.ida.types("mob ask 1 --email new@harbour-books.example").exit_code == 0
    assert [letter["To"] for letter in post.delivers()] == [OWNER, "new@harbour-books.example"]


def test_the_owner_hears_a_week_ahead_and_then_how_many_to_expect(post: Post) -> None:
    ida = announced(post).ida
    assert "is announced" in post.subjects()[-1]
    ida.hears(*((name, "@cashmob I'm in, we are four") for name in ("rosa", "finn", "noor", "ann")))
    ida.wait(days=3)
    post.delivers()
    ida.hears(("rosa", "@cashmob I'm not coming after all"))
    ida.wait(days=2)
    letters = post.delivers()
    assert len(letters) == 4
    assert [letter["To"] for letter in letters] == [OWNER] * 4
    assert "In 3 days, on Saturday 12 December" in body(letters[2])
    assert "between 6 and 25 people" in body(letters[2])
    assert "16 people are coming so far" in body(letters[2])
    assert "Tomorrow, on Saturday 12 December" in body(letters[3])
    assert "between 4 and 18 people" in body(letters[3])
    assert "STATUS:CONFIRMED" in calendar(letters[3])


def test_the_city_s_own_mobs_make_the_range_its_own(post: Post) -> None:
    """Four mobs with a hundred people each, and the fifth is not expected to bring ten."""
    ida = announced(post).ida

    def remember(store: Store) -> None:
        with store.work("earlier mobs") as work:
            mob, _ = mobs.of_city(work, "oxbow")[0]
            for heads in (95, 110, 100, 105):
                met = mobs.create(work, mob)
                closed = {"stage": Stage.CLOSED, "heads": heads, "done": frozenset({"nudge"})}
                mobs.save(work, met, replace(met, **closed))

    ida.with_store(remember)
    ida.wait(days=3)
    assert "between 30 and 175 people" in body(post.delivers()[-1])


def test_who_said_no_is_written_to_no_more(post: Post) -> None:
    ida = asked(post).ida
    assert ida.types("mob refuse 1 --channel phone").exit_code == 0
    assert post.delivers() == []
    [row] = [r for r in ida.reads("outbox --all") if r["network"] == "mail"]
    assert (row["state"], row["reason"]) == ("skipped", "there is no address of the owner")


def test_a_stop_after_the_announcement_ends_the_letters(post: Post) -> None:
    ida = announced(post).ida
    assert len(post.delivers()) == 2
    assert ida.types("mob refuse 1 --channel phone --yes").exit_code == 0
    ida.wait(days=4)
    assert len(post.delivers()) == 2


def test_a_cancelled_mob_is_taken_out_of_the_owners_calendar(post: Post) -> None:
    ida = announced(post).ida
    post.delivers()
    assert ida.types("mob cancel --reason rain --yes").exit_code == 0
    letter = post.delivers()[-1]
    assert subject(letter) == "No cash mob at Harbour Books on Saturday 12 December, 11:00 am"
    assert "You need not prepare" in body(letter)
    assert "STATUS:CANCELLED" in calendar(letter)
    assert "UID:oxbow-1@cashmob" in calendar(letter)


def test_another_date_is_asked_for_anew_and_the_old_letter_never_goes(post: Post) -> None:
    ida = asked(post).ida
    assert ida.types("mob postpone --to 2027-01-16T11:00 --yes").exit_code == 0
    letters = post.delivers()
    assert [subject(letter) for letter in letters] == [
        "No cash mob at Harbour Books on Saturday 12 December, 11:00 am",
        "A cash mob at Harbour Books, Saturday 16 January, 11:00 am: may we come?",
    ]
    assert "SEQUENCE:1" in calendar(letters[1])
    assert "UID:oxbow-1@cashmob" in calendar(letters[1])


def test_the_address_stands_nowhere_but_with_the_nomination(post: Post) -> None:
    ida = announced(post).ida
    post.delivers()
    assert OWNER not in str(ida.reads("outbox --all"))

    def told(store: Store) -> tuple[str, str]:
        with store.reading() as view:
            log = str(audit.lines(view, "oxbow"))
            return log, str(posted.of_city(view, "oxbow"))

    assert [OWNER in text for text in ida.with_store(told)] == [False, False]
    assert OWNER.encode() in ida.file.read_bytes() + _wal(ida)


def _wal(ida: Organiser) -> bytes:
    wal = ida.file.with_name(f"{ida.file.name}-wal")
    return wal.read_bytes() if wal.exists() else b""


def test_a_long_time_after_the_address_is_erased_with_the_rest(post: Post) -> None:
    from bot.acts.forgetting import let_go

    ida = announced(post).ida

    def erased(store: Store) -> list[str]:
        with store.work("let go") as work:
            mob, _ = mobs.of_city(work, "oxbow")[0]
            let_go(work, mob)
            after, _ = mobs.of_city(work, "oxbow")[0]
            return [n.owner_email for n in after.nominations]

    assert ida.with_store(erased) == ["", ""]


def test_a_letter_of_unknown_fate_is_never_sent_twice_and_the_organiser_told(
    tmp_path: Path,
) -> None:
    with breaks_off(after=b".\r\n") as (port, heard):
        post = asked(Post(configured(tmp_path, port)))
        for _ in range(3):
            post.delivers()
            post.ida.wait(hours=1)
    assert sum(line.startswith(b"data") for line in heard) == 1
    [row] = [r for r in post.ida.reads("outbox --all") if r["network"] == "mail"]
    assert row["state"] == "blocked"

    def told(store: Store) -> list[str]:
        with store.work("alerts") as work:
            says = alerts(work, "oxbow", lanes.all_lanes(work), post.ida.at)
        return [f"{say.kind}: {say.values['reason']}" for say in says]

    [alert] = [text for text in post.ida.with_store(told) if text.startswith("alert_post")]
    assert "nobody can tell whether it was sent; please ask the owner" in alert


def test_a_program_that_died_while_sending_does_not_send_again(post: Post) -> None:
    asked(post)

    def die(store: Store) -> None:
        with store.work("claim") as work:
            [row] = outbox.waiting(work, "oxbow", "mail", post.ida.at, at_most=5)
            assert outbox.claim(work, row.id, post.ida.at, settle_at=post.ida.at)

    post.ida.with_store(die)
    assert post.delivers() == []
    [row] = [r for r in post.ida.reads("outbox --all") if r["network"] == "mail"]
    assert (row["state"], row["reason"]) == (
        "blocked",
        "it may have been sent before the program stopped; please ask whether it arrived",
    )


def test_a_mail_server_that_is_down_gets_the_letter_later(tmp_path: Path) -> None:
    box = Postbox()
    post = asked(Post(configured(tmp_path, 1), box))
    assert post.delivers() == []
    with mail_server(box) as port:
        path = post.ida.config_path
        path.write_text(path.read_text().replace("port = 1\n", f"port = {port}\n"))
        post.ida.wait(hours=1)
        assert len(post.delivers()) == 1


@pytest.mark.parametrize(
    "address", ["mara", "a@b", "a@b.example,c@d.example", "Mara<a@b.example>", "ü@b.example"]
)
def test_what_is_no_address_is_refused_and_nothing_recorded(post: Post, address: str) -> None:
    called(post.ida)
    result = post.ida.types(f"mob ask 1 --email {address}")
    assert result.exit_code == 1
    assert "is not one plain e-mail address" in result.stderr
    assert "owner: asked" not in post.ida.types("nominations").stdout
    assert post.delivers() == []


def test_without_a_mail_server_no_letter_is_promised(ida: Organiser) -> None:
    balloting(ida)
    result = ida.types(f"mob ask 1 --email {OWNER}")
    assert result.stderr == "No letter can be sent: the configuration has no [mail] table.\n"
    assert [row for row in ida.reads("outbox --all") if row["network"] == "mail"] == []


def test_a_city_that_only_warns_does_not_ask(tmp_path: Path) -> None:
    box = Postbox()
    with mail_server(box) as port:
        ida = configured(tmp_path, port)
        text = ida.config_path.read_text()
        ida.config_path.write_text(text.replace("rhythm =", 'consent = "notice"\nrhythm ='))
        [letter] = asked(Post(ida, box)).delivers()
    assert subject(letter) == "A cash mob at Harbour Books, Saturday 12 December, 11:00 am"
    assert "before you have said yes" not in body(letter)


def test_nobody_writes_letters_in_a_rehearsal(post: Post) -> None:
    rehearsed = load(post.ida.config_path, {}).pointed_at({}, token="t")
    city = rehearsed.cities["oxbow"]
    assert (rehearsed.mail, city.mail, city.lanes, speaker(city).hand) == (None, None, (), None)
