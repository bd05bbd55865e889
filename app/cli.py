"""The commands: serve, worker, migrate, demo, analyse, keys."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar
from uuid import UUID

import typer

from app import logs
from app.errors import TheraBridgeError
from app.settings import Settings, get_settings
from app.store.database import Database, Db

T = TypeVar("T")

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
keys = typer.Typer(no_args_is_help=True, help="Service keys of callers.")
cli.add_typer(keys, name="keys")
check = typer.Typer(no_args_is_help=True, help="Lines tried on the plain code that decides over a patient's pages.")
cli.add_typer(check, name="check")

KEY_NAME_CHARS = 100
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Lines = Annotated[Path | None, typer.Argument(help="JSON lines; without a file, from the standard input.")]
Offline = Annotated[bool, typer.Option("--offline", help="The built-in engine, and nothing recorded.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


def main() -> NoReturn:
    """Run a command. A failure we know of is one line and exit code 1."""
    try:
        cli(prog_name="therabridge")
    except TheraBridgeError as error:
        fail(error.detail)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0)


def fail(line: str) -> NoReturn:
    """Say in one line what to do, and exit."""
    sys.stderr.write(f"therabridge: {line}\n")
    sys.exit(1)


@cli.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Leave the work of runs to workers.")] = False,
    offline: Offline = False,
) -> None:
    """The web process, with a worker inside it unless told otherwise."""
    from app.serving import serve_until_stopped

    settings = _begun(offline=offline)
    serve_until_stopped(settings, host, port, works=not no_worker)


@cli.command()
def worker(offline: Offline = False) -> None:
    """A worker only; run as many as you like."""
    from app.bootstrap import at_place, check_ready, open_context

    settings = _begun(offline=offline)

    async def work(url: str) -> None:
        stopped = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stopped.set)
        async with open_context(settings, url, works=True) as context:
            typer.echo(f"worker {context.executor} is working ({context.engine} engine). Ctrl-C ends it.")
            await stopped.wait()

    with at_place(settings) as place:
        asyncio.run(check_ready(settings, place))
        asyncio.run(work(place.url))


@cli.command()
def migrate(
    adopt: Annotated[bool, typer.Option("--adopt", help="Take over a platform database that stands at 013.")] = False,
) -> None:
    """Bring the database to the newest migration."""
    from app.bootstrap import at_place, bring_up, direct_url

    settings = _begun()
    with at_place(settings) as place:
        revision = asyncio.run(bring_up(direct_url(settings, place), adopt))
    typer.echo(f"The database is at migration {revision}.")


@cli.command()
def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    leave: Annotated[bool, typer.Option("--exit", help="End after the summary.")] = False,
    offline: Offline = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every step, and every figure.")] = False,
) -> None:
    """Take the sample patient through the waves, live; then keep serving."""
    from app.terminal.demo import run_demo

    run_demo(_begun(offline=offline), host, port, keep_serving=not leave, verbose=verbose)


@cli.command()
def analyse(
    file: Annotated[Path, typer.Argument(help="A transcript: {segments: [{start, end, text, speaker}]}.")],
) -> None:
    """Take one transcript file through the waves and print the results."""
    from app.terminal.analyse import run_analysis

    run_analysis(_begun(), file)


@cli.command("session-bridge")
def session_bridge(patient: UUID, session: UUID) -> None:
    """Compaction and generation of one Session Bridge."""
    from app.terminal.session_bridge import run_session_bridge

    sys.exit(run_session_bridge(_begun(), patient, session))


@cli.command()
def savings() -> None:
    """The recorded work re-priced under each tier."""
    from app.terminal.savings import print_savings

    _with_database(print_savings)


@cli.command()
def evaluate(
    tier: Annotated[str, typer.Option(help="precision, balanced or rapid.")],
    budget: Annotated[str, typer.Option(help="US dollars that may be spent.")],
    tasks: Annotated[str, typer.Option(help="Only these, separated by commas; the others are played.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    offline: Offline = False,
) -> None:
    """The sample patient asked of the configured model, within a budget, beside the recorded answers."""
    from app.llm.model_config import parse_tier
    from app.terminal.evaluate import run_evaluation
    from app.terminal.evaluation import EvaluationTerms
    from app.terminal.task_names import task_named

    named = tuple(task_named(name.strip()) for name in tasks.split(",") if name.strip())
    terms = EvaluationTerms(parse_tier(tier), _dollars(budget), named)
    run_evaluation(_begun(offline=offline), terms, as_json=as_json)


@cli.command()
def quality(
    patient: Annotated[UUID | None, typer.Argument(help="Of one patient alone.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Evidence, insufficiency, guard, voice and memory over stored results."""
    from app.terminal.quality import print_quality

    _with_database(lambda database: print_quality(database, patient, as_json=as_json))


class RecordingMode(StrEnum):
    """What a recording does."""

    NEXT = "next"
    TAKE = "take"


@cli.command("record-sample")
def record_sample(
    mode: Annotated[RecordingMode, typer.Argument(help="Write requests without an answer; or take answers in first.")],
    visits: Annotated[Path | None, typer.Option(help="A folder of visits; else the sample patient's.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for requests/ and answers/.")] = None,
    visit: Annotated[list[str] | None, typer.Option(help="Only this visit; may be repeated.")] = None,
    task: Annotated[list[str] | None, typer.Option(help="Only this task; may be repeated.")] = None,
) -> None:
    """Record a large model's answers, for the present prompts."""
    from app.terminal.record import run_recording

    run_recording(_begun(), mode.value, visits=visits, out=out, only_visits=visit or (), only_tasks=task or ())


@check.command("share")
def check_share(file: Lines = None) -> None:
    """Texts as the guard has them: {"place": "letter"|"topic"|"progress"|"preparation", "text", "turns"?} a line."""
    from app.terminal.check import judge_share, run_check

    run_check(judge_share, file)


@check.command("risk")
def check_risk(file: Lines = None) -> None:
    """What the risk floor says of {"turns": [["therapist"|"patient", text], …]}, a line each."""
    from app.terminal.check import judge_risk, run_check

    run_check(judge_risk, file)


@keys.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Whose key it is.")],
    if_none: Annotated[bool, typer.Option("--if-none", help="Only where no key was ever made or set.")] = False,
) -> None:
    """Make a service key. It is shown once."""
    from app.api.authentication import key_hash, new_key
    from app.store import service_keys

    if if_none and (get_settings().service_api_keys or _in_transaction(service_keys.list_keys)):
        typer.echo("There is a service key already. Another: therabridge keys create NAME.")
        return
    if not 0 < len(name) <= KEY_NAME_CHARS or not name.isprintable():
        fail(f"A key's name has 1 to {KEY_NAME_CHARS} printable characters.")
    key = new_key()
    _in_transaction(lambda db: service_keys.add(db, name, key_hash(key)))
    if if_none:
        typer.echo(f"A service key was made for {name}. It is shown this once:")
    typer.echo(key)


@keys.command("list")
def list_keys() -> None:
    """All keys, without their secrets."""
    from app.store import service_keys

    for row in _in_transaction(service_keys.list_keys):
        state = f"revoked {row.revoked_at:%Y-%m-%d %H:%M}" if row.revoked_at else "in use"
        typer.echo(f"{row.name}\t{row.created_at:%Y-%m-%d %H:%M}\t{state}")


@keys.command("revoke")
def revoke_key(name: Annotated[str, typer.Argument(help="Whose key it is.")]) -> None:
    """Revoke every key of a name. Web processes notice within seconds."""
    from app.store import service_keys

    revoked = _in_transaction(lambda db: service_keys.revoke(db, name))
    if not revoked:
        fail(f"No key in use is called {name}. See: therabridge keys list.")
    typer.echo(f"{revoked} revoked.")


def _dollars(amount: str) -> Decimal:
    try:
        return Decimal(amount.removeprefix("$"))
    except InvalidOperation:
        fail("--budget is an amount of US dollars, such as 0.50.")


def _begun(*, offline: bool = False) -> Settings:
    settings = get_settings()
    logs.configure(settings.log_level)
    return settings.model_copy(update={"play_recorded": False}) if offline else settings


def _in_transaction(work: Callable[[Db], Awaitable[T]]) -> T:
    async def run(database: Database) -> T:
        async with database.transaction() as db:
            return await work(db)

    return _with_database(run)


def _with_database(work: Callable[[Database], Awaitable[T]]) -> T:
    from app.bootstrap import at_place

    async def run(url: str) -> T:
        database = Database(url)
        try:
            return await work(database)
        finally:
            await database.close()

    with at_place(_begun()) as place:
        return asyncio.run(run(place.url))


if __name__ == "__main__":
    main()
