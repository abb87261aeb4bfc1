"""The first shape of the store."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Flag, Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the store one step up."""

    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), autoincrement=False, nullable=False),
        sa.Column("city", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("mob", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("who", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("act", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("details", sa.Text(), server_default="{}", autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_mob", ["city", "mob"], unique=False)

    op.create_table(
        "block",
        sa.Column("city", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("since", Instant(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("city", "person", name=op.f("pk_block")),
        sqlite_strict=True,
    )
    op.create_table(
        "fact",
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_fact")),
        sqlite_strict=True,
    )
    op.create_table(
        "lane",
        sa.Column("city", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("network", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("cursor", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("read_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("account", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("handle", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("max_characters", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("gap_since", Instant(), autoincrement=False, nullable=True),
        sa.Column("gap_until", Instant(), autoincrement=False, nullable=True),
        sa.Column("trouble", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("trouble_since", Instant(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("city", "network", name=op.f("pk_lane")),
        sqlite_strict=True,
    )
    op.create_table(
        "ledger",
        sa.Column("city", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("network", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("city", "network", "month", "item", name=op.f("pk_ledger")),
        sqlite_strict=True,
    )
    op.create_table(
        "mention",
        sa.Column("city", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("network", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("mob", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("lang", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("visibility", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("parent", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("said_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("read_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("edited_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("account_since", Instant(), autoincrement=False, nullable=True),
        sa.Column("again_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("intents", sa.Text(), server_default="[]", autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("answered", Flag(), server_default="0", nullable=False),
        sa.Column(
            "pictures", sa.Integer(), server_default="0", autoincrement=False, nullable=False
        ),
        sa.PrimaryKeyConstraint("city", "network", "event", name=op.f("pk_mention")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.create_index("ix_mention_again", ["city", "network", "again_at"], unique=False)
        batch_op.create_index(
            "ix_mention_aside", ["city"], unique=False, sqlite_where=sa.text("state = 'aside'")
        )
        batch_op.create_index("ix_mention_person", ["mob", "person"], unique=False)

    op.create_table(
        "mob",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("meets_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("created_at", Instant(), autoincrement=False, nullable=False),
        sa.Column(
            "sequence", sa.Integer(), server_default="0", autoincrement=False, nullable=False
        ),
        sa.Column("rules", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("done", sa.Text(), server_default="[]", autoincrement=False, nullable=False),
        sa.Column("opened", Instant(), autoincrement=False, nullable=True),
        sa.Column("closes", Instant(), autoincrement=False, nullable=True),
        sa.Column("winner", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("stepped_in", Flag(), server_default="0", nullable=False),
        sa.Column("short_notice", Flag(), server_default="0", nullable=False),
        sa.Column("revealed_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("next_call", Instant(), autoincrement=False, nullable=True),
        sa.Column("till", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("till_private", Flag(), server_default="0", nullable=False),
        sa.Column("heads", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("sales", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("usual_percent", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("new_percent", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("private", sa.Text(), server_default="[]", autoincrement=False, nullable=False),
        sa.Column(
            "told_votes", sa.Integer(), server_default="0", autoincrement=False, nullable=False
        ),
        sa.Column(
            "told_held", sa.Integer(), server_default="0", autoincrement=False, nullable=False
        ),
        sa.Column("told_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("let_go", Flag(), server_default="0", nullable=False),
        sa.Column("ended_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("walls", sa.Text(), server_default="{}", autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mob")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("mob", schema=None) as batch_op:
        batch_op.create_index("ix_mob_city", ["city", "ended_at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("mob", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("network", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("action", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("visibility", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("under", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("after", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("letter", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("due", Instant(), autoincrement=False, nullable=False),
        sa.Column("until", Instant(), autoincrement=False, nullable=False),
        sa.Column(
            "state", sa.Text(), server_default="pending", autoincrement=False, nullable=False
        ),
        sa.Column("reason", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("next_try", Instant(), autoincrement=False, nullable=False),
        sa.Column("claimed_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("remote_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("url", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("sent_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("parent", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("city", "mob", "key", "network", "part", name="uq_outbox_promise"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_remote", ["city", "network", "remote_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting", ["city", "state", "network", "rank", "due"], unique=False
        )

    op.create_table(
        "shop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("aliases", sa.Text(), server_default="[]", autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("shop", schema=None) as batch_op:
        batch_op.create_index("ix_shop_city", ["city"], unique=False)

    op.create_table(
        "tally",
        sa.Column("mob", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("network", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("mob", "what", "number", "network", name=op.f("pk_tally")),
        sqlite_strict=True,
    )
    op.create_table(
        "waiting_order",
        sa.Column("city", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("asked_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("until", Instant(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("good_until", Instant(), autoincrement=False, nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("city", "person", name=op.f("pk_waiting_order")),
        sqlite_strict=True,
    )
    op.create_table(
        "nomination",
        sa.Column("mob", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("said_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("into", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("choice", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("consent", sa.Text(), server_default="none", autoincrement=False, nullable=False),
        sa.Column("consent_by", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column(
            "consent_channel", sa.Text(), server_default="", autoincrement=False, nullable=False
        ),
        sa.Column("consent_told", Instant(), autoincrement=False, nullable=True),
        sa.Column(
            "consent_wall", sa.Text(), server_default="", autoincrement=False, nullable=False
        ),
        sa.Column("consent_at", Instant(), autoincrement=False, nullable=True),
        sa.Column("shop", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("pinned", Flag(), server_default="0", nullable=False),
        sa.Column("near", sa.Text(), server_default="[]", autoincrement=False, nullable=False),
        sa.Column("flag", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("paper", sa.Integer(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("own", Flag(), server_default="0", nullable=False),
        sa.Column("ticks", sa.Text(), server_default="[]", autoincrement=False, nullable=False),
        sa.Column("aliases", sa.Text(), server_default="[]", autoincrement=False, nullable=False),
        sa.Column("owner_email", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("thanks", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("parking", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("access", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("payment", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("hours", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["mob"], ["mob.id"], name=op.f("fk_nomination_mob")),
        sa.PrimaryKeyConstraint("mob", "number", name=op.f("pk_nomination")),
        sqlite_strict=True,
    )
    op.create_table(
        "picture",
        sa.Column("mob", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("alt", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("consent", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("by", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("added_at", Instant(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["mob"], ["mob.id"], name=op.f("fk_picture_mob")),
        sa.PrimaryKeyConstraint("mob", "number", name=op.f("pk_picture")),
        sqlite_strict=True,
    )
    op.create_table(
        "standing",
        sa.Column("mob", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("network", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("nomination", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("backs", sa.Text(), server_default="[]", autoincrement=False, nullable=False),
        sa.Column("vote", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("people", sa.Integer(), server_default="0", autoincrement=False, nullable=False),
        sa.Column(
            "tentative", sa.Integer(), server_default="0", autoincrement=False, nullable=False
        ),
        sa.Column("spent", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("nameless", Flag(), server_default="0", nullable=False),
        sa.Column("suspected", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("suspicion", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("ruling", sa.Text(), server_default="", autoincrement=False, nullable=False),
        sa.Column("since", Instant(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["mob"], ["mob.id"], name=op.f("fk_standing_mob")),
        sa.PrimaryKeyConstraint("mob", "person", name=op.f("pk_standing")),
        sqlite_strict=True,
    )
