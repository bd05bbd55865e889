"""The commands: serve, worker, migrate, keys, demo, analyse."""

import asyncio
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from app import logs
from app.bootstrap import Place, check_production, find_place, open_parts
from app.errors import TheraBridgeError
from app.main import create_app
from app.settings import Settings, get_settings
from app.store.embedded import exit_on_sigterm

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
keys = typer.Typer(no_args_is_help=True, help="Service keys of callers.")
cli.add_typer(keys, name="keys")
