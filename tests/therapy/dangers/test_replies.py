"""A plain no is a denial, a yes in few words one too, and all else is neither."""

from app.therapy.dangers.replies import (
    Reply,
    denies_by_itself,
    reply_of,
    reply_on_safety,
    reply_to_denial,
    says_no,
    without_lead,
)
from app.therapy.utterance import utterances

DENIALS = """
    No.
    No, no, nothing like that.
    Never.
    Yeah, no.
    Ha, no! I'd never do that.
    I haven't.
    Yeah, I figured you'd ask. No.
    No. I worry about money sometimes but that's just money.
    Good heavens, no.
    Neither.
    Hand on heart, it hasn't.
    I deny all three.
    I have not, and I wouldn't.
    That's a no.
    I do not.
    (shakes his head)
    Am I heck. I've got the allotment to see to.
    No. I'm fed up, but I want to be here. I've a grandson due in May.
    You can ask, that's fine, but no, it's never been on my mind.
    No plans, no thoughts, no. None of it.
    Haven't had any.
    Not at all. He's soft as butter.
    Only at karaoke. No, seriously, no, I don't want to hurt anyone.
    No, and I'd tell you if I did.
    Nobody. It's me and the budgie.
    Oh, sorry, I turned two pages at once. It's a zero.
    You asked me last time and it's the same answer, no.
    None whatsoever, which is nice to be able to say.
    Never has.
    Only from my own cooking. No, I feel safe.
    No. One at night, like it says on the label.
"""
AFFIRMED = """
    Yeah.
    Sometimes.
    I guess so, at night.
    It's crossed my mind.
    Well, once.
    I have, yes.
    He has, yeah.
    Never said it out loud before, but yes.
    I'd be lying if I said no.
    Now and then. At night, mostly.
"""
NEITHER = """
    Not really.
    No, not really. It depends.
    No. Well, sometimes.
    No. Well, not since the spring.
    I don't want to talk about that.
    Can we talk about work?
    I don't know.
    Yes. No.
    Probably not, no.
    Maybe. I don't know. Not really.
    I do not know.
    I don't think so.
    ...
    No more than usual.
    Not more than I usually do.
    I could never do that to my girls.
    I have no plan or anything.
    No. I did look at the timetable of the trains once, I mean. But no.
    Nothing I'd act on.
    Not today.
    Depends what you count.
    Everyone has those, don't they? I bet you do.
    Not while the kids are little, no.
    If I say yes, what happens?
    I'd rather not go there.
    I wouldn't put it that way.
    I couldn't honestly say either way.
    I'd not say ten.
    Never stopped, really.
    It's never not there.
    I didn't last time. I'm telling you now.
    Not a lot. Forty or so.
    No, I mean yes, I do.
    No. No. Oh God, yes, he has.
    No. But he did once.
    My granddad's shotgun. I've cleaned it ready. It isn't for the pheasants.
    Nothing did on Friday.
"""


def said(text: str) -> list[str]:
    return [utterance.line for utterance in utterances(text)]


def wrong(table: str, wanted: Reply) -> list[str]:
    answers = [line.strip() for line in table.strip().splitlines()]
    return [f"{answer} {reply_of(said(answer))[0]}" for answer in answers if reply_of(said(answer))[0] is not wanted]


def test_answers_are_what_they_come_to() -> None:
    assert wrong(DENIALS, Reply.NO) + wrong(AFFIRMED, Reply.YES) + wrong(NEITHER, Reply.UNCLEAR) == []


def test_the_sentence_that_says_so_is_named() -> None:
    assert reply_of(said("I figured you'd ask. No. It rained.")) == (Reply.NO, 1)


def test_affirming_what_was_denied_denies_it_and_contradicting_does_not() -> None:
    table = {
        "Correct.": Reply.NO,
        "Yes, that's right, I'm not.": Reply.NO,
        "No, none.": Reply.NO,
        "Mm, yes.": Reply.NO,
        "Actually, yes.": Reply.YES,
        "Well, I am.": Reply.UNCLEAR,
        "Not since March.": Reply.UNCLEAR,
        "Can we talk about work?": Reply.UNCLEAR,
        "": Reply.UNCLEAR,
    }
    assert {answer: reply_to_denial(said(answer))[0] for answer in table} == table


def test_a_time_that_the_question_named_does_not_weaken_a_no() -> None:
    lines = said("No, not now. I'm all right.")
    assert (reply_of(lines)[0], reply_of(lines, timed=True)[0]) == (Reply.UNCLEAR, Reply.NO)
    assert reply_of(said("Not now."), timed=True)[0] is Reply.UNCLEAR


def test_who_feels_safe_speaks_of_no_danger() -> None:
    table = {
        "Yes.": Reply.NO,
        "Perfectly safe. He's never been rough with me.": Reply.NO,
        "No.": Reply.UNCLEAR,
        "Yes, mostly.": Reply.UNCLEAR,
        "Yes and no.": Reply.UNCLEAR,
        "Not when he's been drinking.": Reply.UNCLEAR,
        "When he's on lates I do.": Reply.UNCLEAR,
    }
    assert {answer: reply_on_safety(said(answer))[0] for answer in table} == table


def test_a_no_of_something_else_is_none() -> None:
    others = ["no point lying", "no one knows", "not going to lie", "nobody asked", "no idea"]
    assert [line for line in others if says_no(line)] == []


def test_what_leads_up_to_an_answer_is_left_out() -> None:
    assert without_lead("well, oh god, no") == "no"
    assert without_lead("well") == "well"


def test_some_sentences_say_themselves_what_they_deny() -> None:
    table = {
        "suicide, absolutely not": True,
        "i told her im not suicidal": True,
        "i get cross but id never touch her": True,
        "i slept badly": False,
        "i thought of suicide": False,
    }
    assert {line: denies_by_itself(line) for line in table} == table
