"""What forked processes have in memory: what they import, and what they make at first use and keep, such as the
tokenizer, which takes 0.8 s."""

import anyio._backends._asyncio  # noqa: F401
import httpcore2  # noqa: F401
import rich.progress
import rich.table  # noqa: F401
import sqlalchemy.dialects.postgresql.asyncpg  # noqa: F401
import uvicorn.lifespan.on
import uvicorn.protocols.http.auto
import uvicorn.protocols.websockets.auto  # noqa: F401
import uvloop  # noqa: F401

import app.bootstrap
import app.cli
import app.serving
import app.terminal.analyse
import app.terminal.demo
import app.terminal.savings
import app.terminal.session_bridge  # noqa: F401
from app.generators.registry import generators_by_task
from app.llm.prices import list_price
from app.llm.tokens import count_tokens
from app.store.migrations import head_revision

generators_by_task()
head_revision()
list_price("gpt-5")
count_tokens("ready")
