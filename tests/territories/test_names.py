import pytest

from essaim.territories.finding.names import squeezed, telling_words, without_article, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "st etienne"),
        ("Sainte-Foy-lès-Lyon", "STE FOY LES LYON"),
        ("Œuf-en-Ternois", "oeuf  en ternois"),
        ("L'Haÿ-les-Roses", "l’hay les roses"),
        ("Communauté d’agglomération du Pays", "CA du Pays"),
        ("E\u0301vry", "Évry"),
    ],
)
def test_two_spellings_of_a_name_have_the_same_words(one, other):
    assert words_of(one) == words_of(other)


def test_a_name_made_of_signs_has_no_word():
    assert words_of("?! – 🐝 \x00") == ()


def test_an_article_alone_stays():
    assert without_article(("le",)) == ("le",)
    assert without_article(("la", "rochelle")) == ("rochelle",)


def test_linking_words_tell_nothing_unless_they_come_last():
    assert telling_words(("aix", "en", "provence")) == ("aix", "provence")
    assert telling_words(("saint", "et")) == ("saint", "et")


def test_doubled_letters_count_once():
    assert squeezed("montpellier") == "montpelier"
    assert squeezed("aaa") == "a"
    assert squeezed("") == ""
