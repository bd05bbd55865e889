"""The rule for generators' files sees every way round the contract that came to mind."""

import ast
from pathlib import Path

from support.generator_rules import violations

import app.generators

FILE = Path(app.generators.__file__).parent / "intake" / "speaker_labeler.py"
GOOD = FILE.read_text(encoding="utf-8")
ADDED = (
    "import openai",
    "from openai import OpenAI",
    "import httpx2",
    "import app.llm.clients",
    "from app.llm.clients import OpenAI",
    "from app.llm.clients import build_client",
    "from app.llm.exchange_runner import run_exchange",
    "from app.settings import get_settings",
    "from app.store.database import Database",
    "from app.generators.registry import generators",
    "from . import registry",
    "import sys",
    "import gc",
    "import importlib",
    "CLIENT = open('x')",
    "CLIENT = __import__('openai').OpenAI()",
    "for _ in (): pass",
    "while False: pass",
    "BaseAIGenerator.generate = None",
    "BaseAIGenerator._call_api = None",
    "def helper(visit):\n    return BaseAIGenerator",
    "def helper(visit):\n    return visit.__class__",
    "class Second(BaseAIGenerator): pass",
)
IN_THE_CLASS = (
    "    GREETING = 'hello'",
    "    REPAIRS: int = 1",
    "    async def enough(self, visit): return True",
    "    def enough(self, visit, client=None): return True",
    "    def enough(self, *visits): return True",
    "    def generate(self, visit): return None",
    "    def __init__(self, client): pass",
    "    def __getattribute__(self, name): return None",
    "    @staticmethod\n    def enough(visit): return True",
    "    @property\n    def EVENT(self): return 'X'",
    "    enough = open",
    "    __slots__ = ('memory',)",
)
HEADER = "class SpeakerLabeler(BaseAIGenerator[ClientType, SpeakerLabels]):"
REPLACED = {
    "speaker_names(visit.transcript)": "self.names(visit.transcript)",
    'TASK_NAME = "speaker_labeling"': 'TASK_NAME = "Speaker Labeling"',
    'ROUTE = "speaker-labels"': 'ROUTE = "../keys"',
    "    GRADE = Grade.EXTRACT\n": "",
    "    def show(self": "    def shown(self",
    HEADER: HEADER.replace("(Base", "(Mixin, Base"),
    HEADER + " ": HEADER.replace("):", ", metaclass=Meta):"),
    HEADER + "  ": "@decorated\n" + HEADER,
}


def test_a_generators_file_as_it_is_has_no_violation() -> None:
    assert violations(ast.parse(GOOD)) == []


def test_every_way_round_is_seen() -> None:
    files = {added: f"{GOOD}\n\n{added}\n" for added in ADDED}
    files |= {member: GOOD.replace("    NEEDS = ()\n", f"    NEEDS = ()\n{member}\n") for member in IN_THE_CLASS}
    files |= {new: GOOD.replace(old.rstrip(" "), new) for old, new in REPLACED.items()}
    assert [way for way, text in files.items() if text == GOOD or not violations(ast.parse(text))] == []
