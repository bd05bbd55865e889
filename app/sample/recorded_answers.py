"""Recorded answers, stored as `<visit>/<task>.json`. The sample patient's are next to this module."""

import json
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """A large model's answer to one task about one visit.

    `question_version` identifies the instructions and the output type it was given. `answers` are its texts in order;
    all but the last were sent back for repair.
    """

    visit: str
    task: str
    question_version: str
    answers: tuple[str, ...]

    @property
    def final_answer(self) -> str:
        """The last answer."""
        return self.answers[-1]


def read_sample_answers() -> list[RecordedAnswer]:
    """Return the answers about the sample patient's visits."""
    return read_answers(files(__package__) / RECORDED)


def read_answers(folder: Traversable) -> list[RecordedAnswer]:
    """Return all answers in a folder, by visit and task; an empty list if there is no folder."""
    if not folder.is_dir():
        return []
    visits = sorted((entry for entry in folder.iterdir() if entry.is_dir()), key=lambda entry: entry.name)
    return [_read(visit.name, file) for visit in visits for file in sorted(visit.iterdir(), key=lambda f: f.name)]


def write_answer(folder: Path, answer: RecordedAnswer) -> Path:
    """Store an answer under its visit and task."""
    path = folder / answer.visit / f"{answer.task}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {"question_version": answer.question_version, "answers": [_told(text) for text in answer.answers]}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _read(visit: str, file: Traversable) -> RecordedAnswer:
    told = json.loads(file.read_text(encoding="utf-8"))
    texts = tuple(_text(answer) for answer in told["answers"])
    return RecordedAnswer(visit, file.name.removesuffix(".json"), told["question_version"], texts)


def _told(text: str) -> object:
    """Return the text as JSON if it is JSON, so that a reader can compare answers."""
    try:
        return {"json": json.loads(text)}
    except ValueError:
        return {"text": text}


def _text(answer: dict[str, object]) -> str:
    return str(answer["text"]) if "text" in answer else json.dumps(answer["json"], ensure_ascii=False)
