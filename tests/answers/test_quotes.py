"""The sentence that an answer quotes."""

from bot.answers.quotes import choose_quote
from tests import builders as b


def test_words_of_a_name_that_stand_apart_are_quoted() -> None:
    """Where no sentence has the name itself, the one that has most of its words is quoted, with these marked."""
    item = b.build_item(text="Firms shall grade what they keep. The security of data is checked each year.", points=())
    quote = choose_quote(item, (("data security", "数据安全"),))
    assert quote.sentence == "The security of data is checked each year."
    assert quote.matched == ("data", "security")
