"""Words that only therapists use. Everyday ones (anxious, stress, mood, trigger, boundary, therapist) are not here."""

from app.therapy.sharing.reading import lexicon, normalise_line


def jargon_words(text: str) -> list[str]:
    """The words of the trade that stand in a text; written with a hyphen or apart they are the same."""
    line = normalise_line(text)
    forms = dict.fromkeys([line, line.replace("-", ""), line.replace("-", " ")])
    found = [form[one.start : one.end] for form in forms for one in lexicon("jargon").matches(form)]
    return list(dict.fromkeys(found))
