from app.offline.keywords import about_keywords, keywords


def test_keywords_are_the_longest_words_in_the_order_spoken() -> None:
    assert keywords("I was sailing and the harbour was full of seagulls and rain.") == [
        "sailing",
        "harbour",
        "seagulls",
    ]


def test_names_are_left_out() -> None:
    assert keywords("I told Margaret about the wedding.") == ["wedding"]


def test_small_words_tell_nothing() -> None:
    assert keywords("I really think that they should have been there.") == []


def test_what_a_sentence_is_about_reads_as_a_clause() -> None:
    assert about_keywords("The wedding and the harbour.") == ", in words about wedding and harbour"
    assert about_keywords("The wedding.") == ", in words about wedding"
    assert about_keywords("It is.") == ""
