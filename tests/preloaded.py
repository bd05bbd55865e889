"""What forked processes have in memory: what they import, and what they make at first use and keep, such as the
tokenizer, which takes 0.8 s."""

import dbos  # noqa: F401
import rich.progress
import rich.table  # noqa: F401
import sqlalchemy.dialects.postgresql.asyncpg  # noqa: F401

import app.bootstrap
import app.cli
import app.serving
import app.terminal.analyse
import app.terminal.demo
import app.terminal.savings
import app.terminal.session_bridge  # noqa: F401
from app.generators.registry import generators
from app.llm.tokens import count_tokens
from app.store.migrations import head_revision

generators()
head_revision()
count_tokens("ready")
