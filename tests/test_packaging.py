"""What a fresh machine finds: the settings' list, the pinned packages, the commands."""

import re
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from support.inline_command import run_command

from app.settings import Settings

PROJECT = Path(__file__).resolve().parents[1]
OF_COMPOSE = {"POSTGRES_PASSWORD"}
PACKAGE = re.compile(r"^([a-z0-9-]+)==\S+(?: ; .+?)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n", re.MULTILINE)
# In halves, so that this file does not hold what it forbids.
REGISTRIES = [f"{name}.{end}" for name, end in (("pypi", "org"), ("python" + "hosted", "org"), ("npmjs", "org"))]


def example() -> dict[str, tuple[str, str]]:
    """Variable -> the line above it, its value."""
    lines = (PROJECT / ".env.example").read_text().splitlines()
    listed = {}
    for above, line in pairwise(lines):
        if line and not line.startswith("#"):
            name, value = line.split("=", 1)
            listed[name] = (above.removeprefix("# "), value)
    return listed


def packages(name: str) -> set[str]:
    return {found[1] for found in PACKAGE.finditer((PROJECT / "requirements" / f"{name}.txt").read_text())}


def test_the_example_lists_every_setting_and_no_other() -> None:
    assert set(example()) - OF_COMPOSE == {name.upper() for name in Settings.model_fields}


def test_each_setting_stands_in_the_example_with_its_sentence() -> None:
    sentences = {name.upper(): field.description for name, field in Settings.model_fields.items()}
    assert {name: above for name, (above, _) in example().items() if name in sentences} == sentences


def test_the_example_copied_as_it_is_changes_no_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    copied = Settings(_env_file=PROJECT / ".env.example")
    assert copied == Settings(_env_file=None)


@pytest.mark.parametrize("name", ["run", "local", "dev"])
def test_every_package_is_pinned_with_hashes_and_nothing_else_is_said(name: str) -> None:
    text = (PROJECT / "requirements" / f"{name}.txt").read_text()
    assert packages(name)
    assert PACKAGE.sub("", text) == ""


def test_no_package_stands_in_two_files() -> None:
    run, local, dev = packages("run"), packages("local"), packages("dev")
    assert not run & local
    assert not (run | local) & dev


def test_every_declared_dependency_is_pinned() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    declared = {"run": project["dependencies"], "local": extras["local"], "dev": extras["dev"]}
    for file, wanted in declared.items():
        names = {re.split(r"[\[<>=~;!]", each)[0].strip() for each in wanted}
        assert names <= packages(file)


def test_no_file_names_a_package_registry() -> None:
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=PROJECT, capture_output=True, check=True).stdout.decode().split("\0")
    files = [PROJECT / name for name in names if (PROJECT / name).is_file()]
    assert PROJECT / "pyproject.toml" in files
    naming = [str(path) for path in files if any(host.encode() in path.read_bytes() for host in REGISTRIES)]
    assert naming == []


@pytest.mark.parametrize("target", ["demo", "test", "prove", "check"])
def test_make_knows_the_target(target: str) -> None:
    asked = subprocess.run(["make", "--dry-run", target], cwd=PROJECT, capture_output=True, check=False)
    assert asked.returncode == 0, asked.stderr.decode()


def test_the_image_leaves_tests_and_secrets_outside() -> None:
    let_in = {
        line.removeprefix("!") for line in (PROJECT / ".dockerignore").read_text().split() if line.startswith("!")
    }
    assert let_in == {"alembic", "alembic.ini", "app", "requirements/run.txt"}


def test_compose_gives_every_service_of_ours_the_settings_file() -> None:
    # The anchor holds it; a service that leaves the anchor out would run with none of the settings.
    text = (PROJECT / "docker-compose.yml").read_text()
    ours = re.findall(r"^  (\w+):\n    <<: \*service$", text, re.MULTILINE)
    assert ours == ["migrate", "keys", "web", "worker"]


async def test_the_first_start_makes_a_key_and_shows_it_and_the_second_makes_none(database_url: str) -> None:
    first, second = [
        (await run_command("keys", "create", "compose", "--if-none", DATABASE_URL=database_url)).out for _ in range(2)
    ]
    assert re.search(r"^tb_\S{40,}$", first, re.MULTILINE)
    assert "tb_" not in second
    assert "already" in second
