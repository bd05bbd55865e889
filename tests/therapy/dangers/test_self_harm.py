"""Harm to oneself by tool, body and tablets; accidents are none."""

import pytest

from app.therapy.danger import Kind, said_of_self


def said(text: str) -> bool:
    return any(one.kind is Kind.SELF_HARM for one in said_of_self(text))


@pytest.mark.parametrize(
    "text",
    [
        "I stuck hatpins in my arms.",
        "I relapsed with the cutting.",
        "I've snapped it till I bled.",
        "I wanted to make myself pay.",
        "I cut again on Tuesday.",
        "I've been scratching my arms until they bleed.",
        "I press the hot iron against my leg.",
        "I used to burn myself with cigarettes.",
        "When it gets too loud I slap myself in the face.",
        "I've got fresh cuts on my thigh.",
        "I punch the wall until my knuckles bleed.",
        "I took my mum's whole bottle of sleeping pills.",
        "I do it on my thighs, where nobody sees. With a blade.",
        "I dig my nails in until there's blood.",
        "I self-harmed all through school.",
        "In March I took an overdose.",
    ],
)
def test_it_is_noticed(text: str) -> None:
    assert said(text)


@pytest.mark.parametrize(
    "text",
    [
        "I cut my finger chopping onions.",
        "I've cut out sugar and I'm hitting the gym.",
        "I'm trying to cut back on the wine.",
        "I cut my hair myself.",
        "I keep beating myself up about the interview.",
        "I hurt myself playing football.",
        "I burned my arm on the oven.",
        "I took two paracetamol for the headache.",
        "I have never hurt myself.",
        "I burned the dinner.",
    ],
)
def test_accidents_and_figures_of_speech_are_none(text: str) -> None:
    assert not said(text)
