"""Thoughts of suicide in many wordings, and sentences with the same words that are none."""

import pytest

from app.therapy.danger import Kind, said_of_self


def said(text: str) -> bool:
    return any(one.kind is Kind.SUICIDAL_THOUGHTS for one in said_of_self(text))


@pytest.mark.parametrize(
    "text",
    [
        "I just keep thinking it'd be so much simpler if I weren't around.",
        "There was a night in March when I had the pills lined up on the counter.",
        "I tried to hang myself when I was nineteen.",
        "Honestly? Most mornings I'm disappointed that I woke up.",
        "I had my foot over the line on the platform.",
        "My family could finally relax if I was gone.",
        "I don't think I can stay alive much longer.",
        "I've been googling how many tablets it takes.",
        "I wrote letters to the kids, you know, for after.",
        "I was in hospital last year after a suicide attempt.",
        "I lie there hoping my heart just stops.",
        "I don't really see myself being here at Christmas.",
        "I'd be lying if I said I hadn't thought about ending it.",
        "I think about driving off the road on the way home.",
        "Dying would be a relief.",
        "I, um, I fantasise about not existing.",
        "Some days I wish I'd never been born.",
        "I've never told anyone I wanted to die.",
        "I can't stop thinking about killing myself.",
        "I don't want to die, but sometimes I don't want to be here.",
        "I could put an end to myself.",
        "I've been thinking I'd string myself up.",
        "I pray the Lord takes me.",
        "I'd put the tablets by, just in case.",
        "Living. I can't do living.",
        "I had the belt round my neck.",
        "I've picked the day.",
        "There's a rope in the garage.",
        "Just some passive SI at the weekend.",
    ],
)
def test_they_are_noticed(text: str) -> None:
    assert said(text)


@pytest.mark.parametrize(
    "text",
    [
        "No, I don't want to die.",
        "I would never do anything like that, I'd never kill myself.",
        "It's not that I want to die.",
        "My sister tried to end her life ten years ago and she's well now.",
        "We watched a film where a man jumps off a bridge.",
        "I was so embarrassed I wanted to die.",
        "I'm dying for a cigarette.",
        "My phone died in the middle of it.",
        "I just want to sleep for a week.",
        "I couldn't wake up this morning, I slept through the alarm.",
        "I don't want to live in that flat any more.",
        "What, like suicidal?",
        "My son said he'll end it all if there's broccoli.",
        "I wrote a letter to my dad, like we said.",
        "If looks could kill I'd be six feet under.",
        "I was ready to go home.",
        "I saved up for a tablet.",
        "I feel hopeless about the job.",
    ],
)
def test_denials_idioms_and_others_are_none(text: str) -> None:
    assert not said(text)
