"""The technique library: what is in it, and that nothing but the exact name finds a technique."""

import string
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.therapy.techniques import (
    NOT_SPECIFIED,
    Technique,
    find_technique,
    modalities,
    technique_names,
    techniques,
    techniques_named_in,
    techniques_of_modality,
)
from app.therapy.wording import sentences, words

OPPOSITES = [
    ("cognitive defusion", "cognitive fusion"),
    ("defusion", "fusion"),
    ("decentering", "centering"),
    ("unblending", "blending"),
    ("experiential acceptance", "experiential non-acceptance"),
    ("experiential acceptance", "experiential avoidance"),
    ("radical acceptance", "radical non-acceptance"),
    ("radical acceptance", "acceptance"),
    ("self-as-context", "self-as-content"),
    ("self-compassion", "self-criticism"),
    ("in vivo exposure", "in vivo avoidance"),
    ("graded exposure", "graded avoidance"),
    ("exposure hierarchy", "avoidance hierarchy"),
    ("exposure and response prevention", "exposure and response promotion"),
    ("exposure therapy", "avoidance"),
    ("safety behavior reduction", "safety behaviors"),
    ("systematic desensitization", "systematic sensitization"),
    ("positive reinforcement", "negative reinforcement"),
    ("positive reinforcement", "positive punishment"),
    ("positive reinforcement", "reinforcement"),
    ("behavioral activation", "behavioral deactivation"),
    ("behavioral activation", "behavioral inactivation"),
    ("opposite action", "approach action"),
    ("committed action", "uncommitted action"),
    ("nonjudgmental stance", "judgmental stance"),
    ("eliciting change talk", "eliciting sustain talk"),
    ("rolling with resistance", "resistance"),
    ("unconditional positive regard", "conditional positive regard"),
    ("therapist congruence", "therapist incongruence"),
    ("transference analysis", "countertransference analysis"),
    ("installation of positive cognition", "installation of negative cognition"),
    ("externalizing the problem", "internalizing the problem"),
    ("externalizing conversation", "internalizing conversation"),
    ("decatastrophizing", "catastrophizing"),
    ("verbal de-escalation", "verbal escalation"),
    ("de-escalation", "escalation"),
    ("unburdening a part", "burdening a part"),
    ("affect labeling", "affect mislabeling"),
    ("validation", "invalidation"),
    ("approach", "avoidance"),
    ("activation", "deactivation"),
]
UNMISTAKABLE = {
    *("decatastrophising", "decatastrophizing", "decentering", "decentring", "dearman", "defusion"),
    *("dreamwork", "ccrt", "erp", "grounding", "pendulation", "pmr", "psychoeducation", "rdi", "reauthoring"),
    *("roleplay", "tipp", "unblending"),
}


def called(technique: Technique) -> tuple[str, ...]:
    return (technique.name, technique.label, *technique.aliases)


def plain(text: str) -> str:
    return " ".join(text.replace("-", " ").casefold().split())


CALLED = {plain(text): technique for technique in techniques() for text in called(technique)}


def found(text: str) -> str | None:
    technique = find_technique(text)
    return technique.name if technique else None


def heard(text: str) -> list[str]:
    return [technique.name for technique in techniques_named_in(text)]


def test_the_library_is_wide_and_deep_enough() -> None:
    assert len(modalities()) >= 9
    assert len(techniques()) >= 90
    assert min(Counter(technique.modality for technique in techniques()).values()) >= 4


def test_the_library_is_read_once() -> None:
    assert techniques() is techniques()


def test_no_two_techniques_can_be_called_the_same() -> None:
    everything = [plain(text) for technique in techniques() for text in called(technique)]
    assert [text for text, times in Counter(everything).items() if times > 1] == []


def test_no_two_techniques_sound_the_same() -> None:
    spoken = [
        (tuple(word.form for word in words(text)), technique.name)
        for technique in techniques()
        for text in (technique.name, *technique.aliases)
    ]
    owners = Counter(forms for forms, _ in set(spoken))
    assert [forms for forms, times in owners.items() if times > 1] == []


def test_no_two_techniques_are_defined_the_same() -> None:
    assert len({technique.definition.casefold() for technique in techniques()}) == len(techniques())


def test_names_are_plain_text_that_fits_into_a_path_and_a_column() -> None:
    allowed = set(string.ascii_letters + string.digits + " -")
    for label in technique_names():
        assert set(label) <= allowed
        assert len(label) <= 255
        assert label == " ".join(label.split())


def test_no_everyday_word_stands_alone_for_a_technique() -> None:
    alone = {text.casefold() for t in techniques() for text in (t.name, *t.aliases) if len(words(text)) == 1}
    assert alone == UNMISTAKABLE


def test_a_definition_is_one_or_two_whole_sentences() -> None:
    for technique in techniques():
        definition = technique.definition
        assert 1 <= len(list(sentences(definition))) <= 2, technique.name
        assert definition[0].isupper(), technique.name
        assert definition.endswith("."), technique.name
        assert 60 <= len(definition) <= 260, technique.name


def test_a_technique_is_found_by_all_it_is_called() -> None:
    called_so = [(technique, text) for technique in techniques() for text in called(technique)]
    missed = [
        written
        for technique, text in called_so
        for written in (text, text.upper(), text.lower(), f"  {text}\n", text.replace(" ", "  "))
        if find_technique(written) is not technique
    ]
    assert missed == []


def test_a_technique_is_heard_by_its_name_and_aliases() -> None:
    names = [(technique, text) for technique in techniques() for text in (technique.name, *technique.aliases)]
    heard_in = [
        (techniques_named_in(f"Well, last week we tried {text.lower()}, didn't we?"), one, text) for one, text in names
    ]
    assert [text for found_there, technique, text in heard_in if found_there != [technique]] == []


def test_every_dash_joins_as_well_as_a_blank() -> None:
    dashes = ["-", "‐", "‑", "–", "—", "−", " "]
    assert [
        dash
        for dash in dashes
        if found(f"elicit{dash}provide{dash}elicit") != "Elicit-Provide-Elicit"
        or found(f"CBT {dash} Thought Record") != "Thought Record"
        or found(f"thought{dash}record") != "Thought Record"
    ] == []


def test_what_names_no_technique_finds_none() -> None:
    texts = ["", " ", "-", NOT_SPECIFIED, "none", "CBT", "CBT -", "DBT - Thought Record"]
    assert [text for text in texts if find_technique(text) is not None] == []


def test_a_name_with_anything_about_it_finds_nothing() -> None:
    name, before, after = "Thought Record", ("a ", "(", "Thought ", "~"), (".", ")", "s!", " Record", "?")
    around = [f"{one}{name}{other}" for one in before for other in after]
    texts = [*(f"{one}{name}" for one in before), *(f"{name}{one}" for one in after), *around]
    assert [text for text in texts if find_technique(text) is not None] == []


def test_part_of_a_name_or_another_order_finds_nothing() -> None:
    texts = ["ThoughtRecord", "Thought", "Record", "Record Thought", "Th ought Record"]
    assert [text for text in texts if find_technique(text) is not None] == []


def test_an_opposite_is_never_taken_for_a_technique() -> None:
    assert [opposite for _, opposite in OPPOSITES if find_technique(opposite) is not None] == []
    heard_in = [
        (name, opposite, techniques_named_in(f"we spoke about {opposite} today")) for name, opposite in OPPOSITES
    ]
    assert [(name, opposite) for name, opposite, named in heard_in if find_technique(name) in named] == []


def test_the_techniques_whose_opposites_are_tried_are_there() -> None:
    known = {find_technique(name) for name, _ in OPPOSITES} - {None}
    assert len(known) >= 25


@given(st.sampled_from(sorted(CALLED)), st.data())
def test_one_letter_more_less_or_other_is_another_word(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    kept = data.draw(st.sampled_from(["", text[at]]))
    new = data.draw(st.sampled_from(["", letter]))
    changed = text[:at] + kept + new + text[at + 1 :]
    assert find_technique(changed) is CALLED.get(plain(changed))


@given(st.sampled_from(sorted(CALLED)), st.integers(0, 100))
def test_two_letters_that_change_places_make_another_word(text: str, at: int) -> None:
    at %= len(text) - 1
    changed = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    assert find_technique(changed) is CALLED.get(plain(changed))


def test_techniques_are_heard_once_each_in_the_order_spoken() -> None:
    said = "We did Chain Analysis, then opposite action. That chain analysis was hard; the thought record was not."
    assert heard(said) == ["Chain Analysis", "Opposite Action", "Thought Record"]


def test_the_longer_of_two_names_is_heard() -> None:
    assert heard("that was exposure and response prevention, from your exposure hierarchy") == [
        "Exposure and Response Prevention",
        "Exposure Hierarchy",
    ]
    assert heard("wise mind ACCEPTS") == ["Distracting with ACCEPTS"]


def test_the_longer_name_wins_though_the_shorter_began_first() -> None:
    assert heard("try mindful walking meditation") == ["Walking Meditation"]
    assert heard("a graded exposure with response prevention") == ["Exposure and Response Prevention"]


def test_what_only_looks_like_a_name_is_not_heard() -> None:
    lines = [
        "it was radical. Acceptance came later",
        "it was radical, acceptance and all",
        "radical non-acceptance",
        "un-grounding",
        "grounding-like",
        "non grounding",
        "a non-radical-acceptance talk",
        "thoughtrecord",
        "a thought for the record",
        "thoughts recorded",
        "you give me no time, stop, it was fast",
    ]
    assert [said for said in lines if techniques_named_in(said) != []] == []


def test_a_text_that_ends_where_a_longer_name_could_go_on_is_heard() -> None:
    assert heard("we tried grounding") == ["Sensory Grounding"]
    assert heard("non grounding") == []


def test_a_dash_between_clauses_ties_nothing() -> None:
    assert heard("I used grounding—it helped, and self-compassion – well") == [
        "Sensory Grounding",
        "Self-Compassion Practice",
    ]


def test_the_techniques_of_a_modality_are_those_listed_under_it() -> None:
    assert {t.modality for t in techniques_of_modality("dbt ")} == {"DBT"}
    assert sum(len(techniques_of_modality(modality)) for modality in modalities()) == len(techniques())
    assert techniques_of_modality("DB") == ()


def test_not_specified_is_no_technique() -> None:
    assert NOT_SPECIFIED not in technique_names()
    assert techniques_named_in(NOT_SPECIFIED) == []
