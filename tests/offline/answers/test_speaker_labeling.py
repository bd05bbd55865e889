import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.generators.intake.speaker_labeler import SpeakerLabeler
from app.offline.answers.speaker_labeling import answer
from app.offline.prompt import read_prompt
from app.therapy.visit import Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]


def therapist(made: Any) -> list[str]:
    return [speaker for speaker, role in made.result["roles"].items() if role == "therapist"]


def test_the_therapist_is_told_in_every_sample_visit(samples: Conversations, generated: Generated) -> None:
    path = Path(__file__).parents[3] / "app" / "sample" / "expected.json"
    expected = json.loads(path.read_text(encoding="utf-8"))["visits"]
    assert [therapist(generated(SpeakerLabeler, visit)) for _, visit in samples] == [
        [facts["therapist"]] for facts in expected
    ]


def test_the_therapist_is_told_in_every_real_conversation(real_talk: Conversations, generated: Generated) -> None:
    truth = json.loads(
        (Path(os.environ["THERABRIDGE_TEST_DATA"]) / "annomi" / "truth.json").read_text(encoding="utf-8")
    )
    assert len(real_talk) == 44
    assert [
        name for name, visit in real_talk if therapist(generated(SpeakerLabeler, visit)) != [truth[name]["therapist"]]
    ] == []


def test_a_monologue_is_not_labelled() -> None:
    assert answer(read_prompt("<transcript>\n[0] S1: " + "I was at home. " * 20 + "\n</transcript>")) is None
