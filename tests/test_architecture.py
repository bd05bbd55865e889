"""The documents name files that exist, and link to pages and headings that exist."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DOCS = PROJECT / "docs"
PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
MAX_README_LINES = 200
NAMED_IN_BACKTICKS = re.compile(r"`((?:app|tests|benchmarks|alembic)/[\w./]+)`")
FILE_IN_A_PICTURE = re.compile(r"\bapp/[\w/]+\.\w+")
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([\w-]+))?\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
EXAMPLES = {
    "app/generators/wave_1/theme_finder.py",
    "tests/generators/wave_1/test_theme_finder.py",
    "app/offline/answers/theme_finding.py",
    "tests/store/test_migrations_of_WHAT.py",
    "alembic/versions/NNN_what_it_does.py",
}
"""Files that CONTRIBUTING.md tells its reader to create."""


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def named_files(page: Path) -> set[str]:
    """Paths of the project's files and folders that a page names."""
    text = text_of(page)
    return {*NAMED_IN_BACKTICKS.findall(text), *FILE_IN_A_PICTURE.findall(text)} - EXAMPLES


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    broken = []
    for target, anchor in LINK.findall(CODE.sub("", text_of(page))):
        if "://" in target:
            continue
        file = (page.parent / target).resolve() if target else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(f"{page.name}: {target}#{anchor}")
    return broken


def test_every_file_that_a_page_names_exists() -> None:
    missing = [
        f"{page.name}: {name}" for page in PAGES for name in sorted(named_files(page)) if not (PROJECT / name).exists()
    ]
    assert missing == []


def test_every_link_between_pages_leads_somewhere() -> None:
    assert [link for page in PAGES for link in broken_links(page)] == []


def test_every_room_is_described() -> None:
    described = text_of(DOCS / "architecture.md")
    rooms = sorted(path.name for path in (PROJECT / "app").iterdir() if path.is_dir() and path.name != "__pycache__")
    assert [room for room in rooms if f"{room}/" not in described] == []


def test_the_readme_stays_short() -> None:
    assert len(text_of(PROJECT / "README.md").splitlines()) < MAX_README_LINES
