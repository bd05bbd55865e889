"""Small visits of our own: a patient learning to sleep again, over three weeks."""

from typing import Any

Body = dict[str, Any]

_OPENING = (
    "Good to see you. How have you been since you were here, and did you try what you wrote down for yourself?",
    "What do you notice in your body when you think of your evenings now, and what would you like to be different?"
    " Please write that down for yourself this week.",
)
_GOING_ON = (
    "And how do you explain that to yourself, if you look at your week?",
    "What else belongs to that week?",
    "Is there something that we have not come to yet?",
)
_WEEKS = (
    (
        "I have been exhausted and sad, honestly. I sleep badly and I lie awake worrying about my work most nights.",
        "I always cancel my plans when I feel like that, and then I feel lonely and ashamed. I keep doing it every"
        " time. I want to sleep through the night again, and I would like to call my brother without being afraid.",
        "I realised that I check my messages in bed because I am scared of missing something. It is hard for me to"
        " put the phone away. I noticed my shoulders are tense all the time. The phone lies beside my pillow, and the"
        " pillow is warm from the phone.",
        "I drink my coffee late because I am tired by noon. I put the phone on the desk once, far from the pillow, and"
        " I slept a little longer.",
        "My brother used to be the one I told everything. I miss that, and I have not found a way back to it yet.",
    ),
    (
        "I was a bit calmer this week. I put my phone in the kitchen and I slept well on four nights, which is good.",
        "I managed to call my brother and I was proud of it, although I was nervous before. I still worry whenever my"
        " manager writes late, and I usually answer at once because I am afraid of her being angry.",
        "I noticed that I breathe more slowly when I walk home. I started walking every evening, and I want to keep"
        " that. I can't say that I am happy yet, but I feel less alone. My manager calls my kitchen an office. In the"
        " kitchen I do not hear my manager.",
        "I cook something warm now, and I eat it at the table. I hear my manager less when the kitchen is loud with the"
        " radio.",
        "My brother was quiet at first, and then we talked for an hour. I was surprised how easy it was for me.",
    ),
    (
        "I feel hopeful, and I am sleeping well most nights. I told my manager I do not read messages after seven.",
        "I never thought I could say that to her, and I was relieved when she agreed. I used to lie awake for hours,"
        " and now I fall asleep quickly. I am happy with how the evenings are.",
        "I realised that I was waiting for somebody to give me permission. I want to visit my brother in spring, and I"
        " am looking forward to it. I enjoy my walks, and I feel strong. My brother has the spare room beside a"
        " harbour. My brother and the harbour are what I think of.",
        "I found an old map of the coast and hung it over my desk. I look at the harbour on it and I know that my"
        " brother lives behind it.",
        "I still have evenings that are heavy. I go out for my walk then, and I come home with a lighter head.",
    ),
)


def visit(number: int = 1, *, therapist: str = "A", patient: str = "B", **more: Any) -> Body:
    """What a visit's PUT takes: the first, second or third week; keywords go on top."""
    said: list[tuple[str, str]] = []
    for asked, told in zip(
        (*_OPENING, *_GOING_ON),
        _WEEKS[number - 1],
        strict=True,
    ):
        said += [(therapist, asked), (patient, told)]
    return {"session_date": f"2026-05-{7 * number:02}T10:00:00Z", "segments": segments(said), **more}


def segments(said: list[tuple[str, str]]) -> list[Body]:
    """Segments of five seconds each."""
    return [
        {"start": 5.0 * place, "end": 5.0 * place + 4.5, "text": text, "speaker": speaker}
        for place, (speaker, text) in enumerate(said)
    ]


GIVEN = {"A": "therapist", "B": "patient"}
"""Roles of these visits' speakers, as a caller may give them."""
