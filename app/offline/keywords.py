"""The words that a sentence is about."""

from app.therapy.wording import words

MIN_LETTERS = 4
_SMALL_WORDS = frozenset(
    """
    about actually after again ahead almost along already also although always another anybody anyone anything around
    away back because been before being between both came cant come comes could couldnt didnt does doesnt doing done
    dont down each either else enough even ever every everybody everyone everything feel feels felt first from gave
    gets
    getting give given goes going gone gonna good guess hadnt half hasnt have havent having here hers herself himself
    into isnt itself just keep kept kind kinda knew know known last least less lets like little long look looked
    looking
    made make makes many maybe mean means might mine more most much must myself need never next nobody none nothing
    often okay once only onto other others ought ours over part people probably quite rather real really right said
    same
    says seem seemed seems seen shall should shouldnt since some somebody somehow someone something sometimes
    somewhere
    soon sort still stuff such sure take taken takes taking tell than thank that thats their theirs them themselves
    then
    there theres these they theyd theyll theyre theyve thing things think thinking this those though thought through
    till today told tomorrow took turn under until upon used very want wanted wants wasnt well went were werent
    weve what
    whats whatever when where which while whole whose will with without wont would wouldnt yeah years yesterday youd
    youll your youre yours yourself youve http https three four five seven eight nine eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred noticed
    noticing realise realised realize realized saying
    """.split()
)


def keywords(text: str, most: int = 3) -> list[str]:
    """At most `most` words, the longest, in the order spoken. Capitalised ones are left out: they may be names."""
    said = dict.fromkeys(word.form for word in words(text) if _tells(word.form, text[word.start : word.end]))
    chosen = sorted(said, key=len, reverse=True)[:most]
    return [form for form in said if form in chosen]


def _tells(form: str, spoken: str) -> bool:
    """Contractions ("o'clock", "she's") tell nothing."""
    if spoken[0].isupper() or not spoken.isalpha() or form in _SMALL_WORDS or "www" in form:
        return False
    return len(form) >= MIN_LETTERS and form.isalpha()


def about_keywords(text: str) -> str:
    """ ", in words about sleep and boats", to be put after what a sentence shows; "" where nothing tells."""
    named = keywords(text)
    if not named:
        return ""
    *others, last = named
    return f", in words about {', '.join(others)} and {last}" if others else f", in words about {last}"
