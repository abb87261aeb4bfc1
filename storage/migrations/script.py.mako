"""${message}"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Flag, Instant

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the store one step up."""
    ${upgrades if upgrades else "pass"}
