"""Every entry of every lexicon of danger finds its sentence and spares the other, as the code reads them."""

from collections.abc import Iterator
from functools import partial

import pytest
from support.lexicon_checks import Finds, misses

from app.therapy.danger import ASKED, CERTAIN, HINTED, LIKELY, NAMED, Kind, is_said, join_sentences, said_of_self
from app.therapy.dangers.files import entries_of, lexicon_of
from app.therapy.dangers.idioms import without_idioms
from app.therapy.lexicon import Entry
from app.therapy.utterance import utterances

FOUND = {
    Kind.SUICIDAL_THOUGHTS: """
        I just keep thinking it'd be so much simpler if I weren't around.
        There was a night in March when I had the pills lined up on the counter.
        I tried to hang myself when I was nineteen.
        Honestly? Most mornings I'm disappointed that I woke up.
        I had my foot over the line on the platform.
        My family could finally relax if I was gone.
        I don't think I can stay alive much longer.
        I've been googling how many tablets it takes.
        I wrote letters to the kids, you know, for after.
        I was in hospital last year after a suicide attempt.
        I don't really see myself being here at Christmas.
        I'd be lying if I said I hadn't thought about ending it.
        I think about driving off the road on the way home.
        Dying would be a relief.
        I, um, I fantasise about not existing.
        Some days I wish I'd never been born.
        I've never told anyone I wanted to die.
        I can't stop thinking about killing myself.
        I don't want to die, but sometimes I don't want to be here.
        I could put an end to myself.
        I pray the Lord takes me.
        I'd put the tablets by, just in case.
        Living. I can't do living.
        I've picked the day.
        There's a rope in the garage.
        Just some passive SI at the weekend.
    """,
    Kind.SELF_HARM: """
        I stuck hatpins in my arms.
        I relapsed with the cutting.
        I've snapped it till I bled.
        I cut again on Tuesday.
        I press the hot iron against my leg.
        I used to burn myself with cigarettes.
        When it gets too loud I slap myself in the face.
        I punch the wall until my knuckles bleed.
        I took my mum's whole bottle of sleeping pills.
        I do it on my thighs, where nobody sees. With a blade.
        I self-harmed all through school.
    """,
    Kind.HARM_TO_OTHERS: """
        I glassed a lad in a pub.
        I gave her a good hiding.
        I'm gonna run him over.
        The voices tell me to stab him.
        I pushed my girlfriend down the stairs.
        I've thought about putting a pillow over his face.
        I want to smash his head in.
        I shook the baby, only once.
        If he comes near me I'm going to stab him.
        I get these thoughts of hurting my little boy.
        I grabbed her by the throat and I couldn't stop.
        I hit him. I hit my own son.
    """,
    Kind.ABUSE: """
        They used to shut me in the coal shed.
        Coach makes me send him pictures.
        She's scalded me with the kettle.
        He did it anyway.
        CSA, when I was six.
        My husband chokes me when he's drunk.
        My dad used to come into my room at night.
        My stepbrother touched me when I was eight.
        He broke my wrist in January.
        I got the belt most Fridays.
        I was raped at university.
        My ex said he'd burn the house down with me in it.
        She hits me. I know how that sounds.
    """,
}
NOTHING = """
    No, I don't want to die.
    I would never do anything like that, I'd never kill myself.
    It's not that I want to die.
    My sister tried to end her life ten years ago and she's well now.
    We watched a film where a man jumps off a bridge.
    I was so embarrassed I wanted to die.
    I'm dying for a cigarette.
    My phone died in the middle of it.
    I couldn't wake up this morning, I slept through the alarm.
    I don't want to live in that flat any more.
    What, like suicidal?
    My son said he'll end it all if there's broccoli.
    I wrote a letter to my dad, like we said.
    If looks could kill I'd be six feet under.
    I saved up for a tablet.
    I feel hopeless about the job.
    I cut my finger chopping onions.
    I've cut out sugar and I'm hitting the gym.
    I keep beating myself up about the interview.
    I hurt myself playing football.
    I burned my arm on the oven.
    I took two paracetamol for the headache.
    I have never hurt myself.
    I'd kill for a decent night's sleep.
    I never hit my kids and I never will.
    I lost my temper and shouted at him.
    I shot him a look.
    I pushed her away when she asked.
    I beat him at chess.
    I shook her hand.
    I hit her car with mine.
    He hit his brother at school.
    The news hit me hard.
    That song touched me.
    He kicked me out of the group chat.
    He'll murder me when he sees the dent in the car.
    They forced me to take the early shift.
    My anxiety attacks me at night.
    I'm scared of flying.
    He never hit me.
    Her husband hits her.
    We had a training day on child abuse.
    The letter from the school really shook me.
    I'd like to cut myself some slack.
    I took all my pills this week, as the doctor said.
    I don't really want to be here, I want to be at training.
    I'm nervous I'll get battered, it's my first bout.
    They threatened us with a bake sale.
    I've been sleeping like the dead.
    My cousin attempted suicide when we were at school.
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def spoken_of(kind: Kind, entry: Entry, sentence: str) -> bool:
    """Whether an entry of a kind holds in a sentence, idioms gone and denials left out."""
    for utterance in join_sentences(list(utterances(sentence))):
        line = without_idioms(utterance.line)
        for found in entry.expression.finditer(line):
            if entry.certainty in {NAMED, ASKED, HINTED} or is_said(entry, line, found.start(), kind):
                return True
    return False


def in_words(entry: Entry, sentence: str) -> bool:
    return any(entry.expression.search(utterance.line) for utterance in utterances(sentence))


def files() -> Iterator[tuple[str, Finds]]:
    yield from ((kind.value, partial(spoken_of, kind)) for kind in Kind)
    yield from (("idioms", in_words), ("answers", in_words))


@pytest.mark.parametrize("name", [name for name, _ in files()])
def test_every_entry_finds_its_sentence_and_spares_the_other(name: str) -> None:
    assert misses(lexicon_of(name), dict(files())[name]) == []


def test_each_kind_is_found_in_many_wordings() -> None:
    lost = [
        (kind.value, said)
        for kind, text in FOUND.items()
        for said in lines(text)
        if kind not in {one.kind for one in said_of_self(said)}
    ]
    assert lost == []


def test_denials_idioms_accidents_and_other_people_are_none() -> None:
    assert [(said, one.kind.value) for said in lines(NOTHING) for one in said_of_self(said)] == []


def test_entries_are_chosen_by_their_certainty() -> None:
    every = len(lexicon_of("abuse").entries)
    certainties = (CERTAIN, LIKELY, NAMED, ASKED, HINTED)
    assert sum(len(entries_of("abuse", certainty).entries) for certainty in certainties) == every
