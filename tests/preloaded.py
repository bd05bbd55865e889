"""What the processes of a fleet have in memory when they are forked: what they import, and what they make at first use
and keep, such as the tokenizer, which takes 0.8 s."""

import dbos  # noqa: F401
import sqlalchemy.dialects.postgresql.asyncpg  # noqa: F401

import app.bootstrap
import app.cli
import app.serving  # noqa: F401
from app.generators.registry import generators
from app.llm.tokens import count_tokens
from app.store.migrations import head_revision

generators()
head_revision()
count_tokens("ready")
