"""The page's files, as a browser gets them."""

import json
import re
from html.parser import HTMLParser

from support.command_process import PROJECT
from support.http_service import Service, is_problem
from support.tables import each_row

from app.api.static_page import TYPES, task_declarations
from app.generators.registry import generators
from app.llm.model_tier import ModelTier
from app.sample.visits import PATIENT_ID

WEB = PROJECT / "app" / "web"
FILES = sorted(path.name for path in WEB.iterdir())
MODULES = sorted(name for name in FILES if name.endswith(".js"))
MAX_LINES = 300


class Tags(HTMLParser):
    """Every tag of a document with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def text(name: str) -> str:
    return (WEB / name).read_text(encoding="utf-8")


async def test_the_page_stands_at_the_root(shared: Service) -> None:
    answer = await shared.http.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text == text("index.html")


@each_row("name", FILES)
async def test_every_file_is_served_under_its_type_and_a_strict_policy(shared: Service, name: str) -> None:
    answer = await shared.http.get(f"/web/{name}")
    assert (answer.status_code, answer.content) == (200, (WEB / name).read_bytes())
    assert answer.headers["content-type"].startswith(TYPES["." + name.rpartition(".")[2]])
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    own = {"script-src", "style-src", "connect-src", "img-src"}
    none = {"default-src", "base-uri", "form-action", "frame-ancestors"}
    assert policy == {**dict.fromkeys(own, "'self'"), **dict.fromkeys(none, "'none'")}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-cache"


@each_row("known", ["{}", 'W/{}, "other"', "*"])
async def test_a_file_that_is_known_is_not_sent_again(shared: Service, known: str) -> None:
    etag = (await shared.http.get("/web/page.js")).headers["etag"]
    again = await shared.http.get("/web/page.js", headers={"if-none-match": known.format(etag)})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    changed = await shared.http.get("/web/page.js", headers={"if-none-match": '"older"'})
    assert changed.status_code == 200


async def test_its_head_can_be_asked_for_alone(shared: Service) -> None:
    for path in ("/", "/web/style.css"):
        answer = await shared.http.head(path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert int(answer.headers["content-length"]) > 0


@each_row("name", ["none.js", "", "..%2Fsettings.py", "%2e%2e/main.py", "index", "page.js%00"])
async def test_what_is_no_file_of_the_page_is_not_found(shared: Service, name: str) -> None:
    is_problem(await shared.http.get(f"/web/{name}"), 404, "not_found")


async def test_the_page_asks_for_no_key_but_what_it_reads_does(service: Service) -> None:
    await service.execute("INSERT INTO service_keys (name, key_hash) VALUES ('a', :hash)", hash=b"\x00" * 32)
    for path in ("/", "/web/page.js"):
        assert (await service.http.get(path)).status_code == 200
    is_problem(await service.http.get(f"/v1/patients/{PATIENT_ID}"), 401, "unauthenticated")


def test_the_page_names_no_other_host_and_holds_nothing_that_its_policy_forbids() -> None:
    for name in FILES:
        named = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text(name)))
        assert named <= {"http://www.w3.org"}, name  # the name of SVG's vocabulary, which nobody fetches
    for tag, attributes in Tags(text("index.html")).found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        assert tag != "style"
        assert tag != "script" or attributes["src"] in {"/web/page.js"}


@each_row("name", MODULES)
def test_a_module_is_short_makes_no_markup_out_of_text_and_imports_what_is_there(name: str) -> None:
    module = text(name)
    assert len(module.splitlines()) <= MAX_LINES
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|Function\(", module
    )
    assert set(re.findall(r'from "\./([^"]+)"', module)) <= {*MODULES, "tasks.js"}


async def test_the_page_is_told_of_every_task_by_its_declaration(shared: Service) -> None:
    answer = await shared.http.get("/web/tasks.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "content-security-policy" in answer.headers
    told, tiers = (json.loads(line.partition(" = ")[2].rstrip(";")) for line in answer.text.splitlines())
    assert tiers == list(ModelTier)
    assert list(told) == list(task_declarations()) == list(generators())
    document = {"key": "your_journey", "name": "journey", "field": "roadmap"}
    assert told["roadmap_generation"] == {
        "wave": 3, "name": "Your Journey", "event": "YOUR_JOURNEY_GENERATION", "provides": "history",
        "route": "your-journey", "document": document,
    }  # fmt: skip


def test_the_pages_own_modules_name_no_task() -> None:
    named = [f"{name}: {task}" for name in MODULES for task in generators() if f'"{task}"' in text(name)]
    assert named == []


def test_the_sample_patient_is_the_one_that_the_page_offers() -> None:
    assert f'"{PATIENT_ID}"' in text("page.js")
