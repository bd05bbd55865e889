"""Tokens of a generation that the model's server did not count are unknown, not 0.

Revision ID: 023
Revises: 022
"""

from alembic import op

revision = "023"
down_revision = "022"
branch_labels = None
depends_on = None

TOKENS = ("input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens")


def upgrade() -> None:
    for name in TOKENS:
        op.execute(f"ALTER TABLE generations ALTER COLUMN {name} DROP NOT NULL")


def downgrade() -> None:
    for name in TOKENS:
        op.execute(f"UPDATE generations SET {name} = 0 WHERE {name} IS NULL")
        op.execute(f"ALTER TABLE generations ALTER COLUMN {name} SET NOT NULL")
