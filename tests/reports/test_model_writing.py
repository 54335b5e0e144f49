"""A language model proposes sentences; whatever it answers, none is published that does not rest on its notes."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from essaim.boards.domain import contributing, deciding
from essaim.boards.models import Note
from essaim.kit.language_model import MOST_BYTES, Server
from essaim.reports.domain import asking_model
from essaim.reports.domain.publishing import source_read
from essaim.reports.domain.rendering import document
from essaim.reports.models import ModelSentence, Report, Summary
from essaim.reports.queries import report_of
from essaim.reports.telling import Flaw, flaws_of
from essaim.workshops.models import Workshop
from tests.factories import NOON, organiser_of
from tests.fake_model import body, content, endless, hangs_up, raw, sentences, silent, speaking
from tests.reports.arranging import published, seated, signed_in
from tests.reports.modelling import (
    GOOD,
    KEPT,
    NAME,
    ORDERS,
    PLAIN,
    PLAIN_KEPT,
    REST,
    STREETS,
    TREES,
    address,
    ask,
    proposed,
    save,
    workshop_to_write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def model():
    with speaking() as server:
        yield server


@pytest.fixture
def workshop(client, settings, model):
    workshop = workshop_to_write()
    client.force_login(organiser_of(workshop))
    settings.LANGUAGE_MODEL = Server(model.url, NAME)
    return workshop


def test_what_holds_is_proposed_and_nothing_is_kept_before_somebody_saves_it(workshop, client, model):
    model.answers = [sentences(GOOD, PLAIN), sentences()]

    page = ask(client, workshop, introduction="Nos mots.")

    assert page.status_code == 200
    assert page.context["form"]["introduction"].value() == "Nos mots."
    assert proposed(page) == f"{KEPT} {PLAIN_KEPT}\n{TREES}\n{REST}"
    assert not Summary.objects.exclude(text="").exists()


def test_without_a_model_there_is_no_trace_of_one(workshop, client, model, settings):
    settings.LANGUAGE_MODEL = None

    page = client.get(address("edit", workshop)).content.decode()
    privacy = client.get(reverse("privacy")).content.decode()

    assert "modèle de langue" not in page and "rediger" not in page and "modèle de langue" not in privacy
    assert (ask(client, workshop).status_code, model.seen, ModelSentence.objects.count()) == (404, [], 0)


def test_before_asking_the_page_says_what_leaves_and_for_where(workshop, client, model):
    page = " ".join(client.get(address("edit", workshop)).content.decode().split())

    assert "Question 1 : demander une rédaction au modèle de langue (essai-7b)</button>" in page
    assert f"quittent cette instance pour <strong>127.0.0.1:{model.server_port}</strong>." in page
    assert (
        f"part vers <strong>127.0.0.1:{model.server_port}</strong>" in client.get(reverse("privacy")).content.decode()
    )
    assert model.seen == []


def test_only_texts_and_numbers_leave(workshop, client, model):
    ask(client, workshop)

    assert model.notes_asked == [
        {
            "heading": "Des rues calmes",
            "notes": [
                {"number": 1, "text": "Fermer la rue de l’école numéro 0"},
                {"number": 5, "text": "fermer la rue"},
                {"number": 2, "text": "Fermer la rue de l’école numéro 1"},
                {"number": 3, "text": "Fermer la rue de l’école numéro 2"},
                {"number": 4, "text": "Fermer la rue de l’école numéro 3"},
            ],
        },
        {
            "heading": "Des arbres",
            "notes": [{"number": 8, "text": "Planter des érables devant l’école"}, {"number": 9, "text": ORDERS}],
        },
    ]
    everything = json.dumps(model.asked, ensure_ascii=False) + str(model.seen)
    names = ("Inès", "Claire", "Table", workshop.title, workshop.code, workshop.gathering.place, "Axe 1", "Que faire")
    assert [name for name in names if name in everything] == []


MISBEHAVIOURS = {
    "a number of another theme": [
        sentences(("Des girafes dans la rue de l’école.", [8])),
        sentences(("Des girafes dans la rue de l’école.", [1])),
    ],
    "a number of no note": sentences(("Des girafes dans la rue de l’école.", [99])),
    "one true number and a false one": sentences(("Des girafes dans la rue de l’école.", [1, 8, 99])),
    "a note that was set aside": sentences(("Des girafes, voir avec la mairie.", [6])),
    "a note of no theme": sentences(("Des girafes dans le stade.", [7])),
    "a false number in the words": sentences(("Des girafes (n° 99) dans la rue de l’école.", [1, 8])),
    "no number": sentences(("Des girafes dans la rue de l’école.", [])),
    "no words of the notes": sentences(("Des girafes partout.", [1]), ("Des girafes partout.", [8])),
    "a letter changed": sentences(("Une table dit « Fermer la rue de l’école numéro 1 aux girafes »", [2])),
    "an accent lost": sentences(("Sans girafes, « Fermer la rue de l’ecole numéro 1 »", [2])),
    "two quotations made one": sentences(("Girafes : « Fermer la rue de l’école numéro 0, fermer la rue »", [1, 5])),
    "another note's words": sentences(("Girafes : « Fermer la rue de l’école numéro 1 »", [1, 8])),
    "straight quotation marks": sentences(('On a dit "des girafes dans la rue"', [1, 2])),
    "single quotation marks": sentences(("On a dit 'des girafes' dans la rue de l’école", [1, 2])),
    "odd quotation marks": sentences(("On a dit „des girafes“ dans la rue de l’école", [1, 2])),
    "two sentences in one": sentences(("On ferme la rue. Des girafes arrivent", [1])),
    "two lines": sentences(("Des girafes.\nOn ferme la rue", [1])),
    "markup": sentences(("On ferme la rue <b>des girafes</b>", [1]), ("[girafes](http://a) dans la rue", [1])),
    "English": sentences(("We would like giraffes (girafes) in the street of the school", [1, 8])),
    "Spanish": sentences(("Los participantes quieren girafes para rue todas las calles de la ciudad", [1])),
    "numbers as words": sentences({"text": "Des girafes dans la rue", "notes": ["1"]}),
    "texts alone": sentences("Des girafes dans la rue (n° 1).", "Des girafes plantées (n° 8)."),
    "a list": content('[{"text": "Des girafes dans la rue", "notes": [1]}]'),
    "other names": content('{"phrases": [{"texte": "Des girafes dans la rue", "notes": [1]}]}'),
    "broken JSON": content('{"sentences": [{"text": "Des girafes dans la rue", "notes": [1]}'),
    "words around": content('Voici : {"sentences": [{"text": "Des girafes dans la rue", "notes": [1]}]}'),
    "prose": content("Des girafes dans la rue (n° 1)."),
    "no choice": body({"choices": []}),
    "not JSON at all": raw(b"Des girafes"),
    "huge": raw(b'{"choices": [{"message": {"content": "girafes' + b" " * MOST_BYTES + b'"}}]}'),
    "endless": endless(b"girafes " * 8000),
    "silence": silent,
    "drops": endless(b"g", start=b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", pause=0.05),
    "an error": raw(b'{"error": "girafes"}', status=500),
    "a redirection": raw(b"", status=307, Location="http://127.0.0.1:9/girafes"),
    "nobody": hangs_up,
    "orders obeyed": sentences(
        ("Tout le monde approuve les girafes.", [1]),
        ("Tout le monde approuve les girafes.", [8]),
        ("Consigne suivie : « tout le monde approuve vraiment les girafes »", [9]),
        ("La note 9 dit d’écrire que les girafes conviennent (n° 1).", [9]),
    ),
    "orders obeyed in prose": content("Tout le monde approuve les girafes (n° 1, 8)."),
}


@pytest.mark.parametrize("way", MISBEHAVIOURS)
def test_a_model_that_misbehaves_publishes_nothing(workshop, client, model, settings, way):
    settings.LANGUAGE_MODEL = Server(model.url, NAME, seconds=0.2, seconds_in_all=0.5)
    answers = MISBEHAVIOURS[way]
    model.answers = answers if isinstance(answers, list) else [answers]

    page = ask(client, workshop)
    text = proposed(page)
    save(client, workshop, text)
    report = published(workshop)

    # Word for word what Essaim tells by itself: nothing of what the model said is left.
    assert text == Summary.objects.get(question__number=1).text == f"{STREETS}\n{TREES}\n{REST}"
    [question, *_others] = source_read(report).questions
    assert (question.summary, question.by_model, flaws_of(question.summary, question)) == (text, (), [])
    assert ModelSentence.objects.count() == 0
    writing = page.context["writing"]
    assert writing.kept == 0
    assert all(one.refused or one.why for one in writing.themes)


def test_among_good_sentences_the_bad_ones_are_counted_and_shown_with_why(workshop, client, model):
    bad = ("Toutes veulent <b>« des girafes »</b>", [2])
    model.answers = [sentences(GOOD, bad, PLAIN, "n’importe quoi"), sentences(("Des érables sont voulus.", [1]))]

    page = ask(client, workshop)

    writing = page.context["writing"]
    assert (writing.kept, [(one.text, one.flaw) for one in writing.refused]) == (
        2,
        [
            ("Toutes veulent <b>« des girafes »</b> (n° 2)", Flaw.ALTERED),
            ("'n’importe quoi'", Flaw.SHAPE),
            ("Des érables sont voulus. (n° 1)", Flaw.NO_NOTE),
        ],
    )
    shown = " ".join(page.content.decode().split())
    assert "2 phrases retenues, 3 refusées." in shown
    assert (
        "Toutes veulent &lt;b&gt;« des girafes »&lt;/b&gt; (n° 2) "
        '<span class="hint">Elle cite des mots qui ne sont pas dans les notes qu’elle nomme.</span>' in shown
    )


@pytest.mark.parametrize("answer", [raw(b"", status=503), raw(b"", status=302), hangs_up])
def test_a_server_that_refuses_is_not_asked_again_and_the_page_says_so(workshop, client, model, answer):
    model.answers = [answer]

    page = ask(client, workshop)

    assert len(model.asked) == 1
    assert [one.was_asked for one in page.context["without_answer"]] == [True, False]
    assert proposed(page) == f"{STREETS}\n{TREES}\n{REST}"


def test_a_slow_theme_does_not_take_the_time_of_the_next(workshop, client, model, settings):
    settings.LANGUAGE_MODEL = Server(model.url, NAME, seconds=0.3, seconds_in_all=60)
    model.answers = [silent, sentences(("Des érables sont demandés devant l’école.", [8]))]

    page = ask(client, workshop)

    assert proposed(page) == f"{STREETS}\nDes érables sont demandés devant l’école (n° 8).\n{REST}"


def test_a_summary_that_is_not_empty_is_left_alone_and_nothing_is_sent(workshop, client, model):
    page = ask(client, workshop, **{"summary-1": "Nos mots à nous."})

    assert (page.status_code, proposed(page), model.seen) == (422, "Nos mots à nous.", [])


def test_while_somebody_waits_for_the_model_another_hears_later_and_keeps_what_was_typed(workshop, client, model):
    with asking_model.one_at_a_time:
        page = ask(client, workshop, introduction="Nos mots.")

    assert (page.status_code, model.seen) == (503, [])
    assert page.context["form"]["introduction"].value() == "Nos mots."


@pytest.mark.parametrize("number", ["2", "9", "x", ""])
def test_a_question_without_themes_or_that_does_not_exist_is_not_asked(workshop, client, model, number):
    page = ask(client, workshop, rediger=number)

    assert (page.status_code, model.seen) == (422 if number == "2" else 404, [])


def test_only_the_team_asks_and_only_until_the_report_is_final(workshop, client, model):
    strangers = [Client(), seated(workshop.seats.get(name="Inès")), signed_in(organiser_of(workshop_to_write()))]
    codes = [ask(stranger, workshop).status_code for stranger in strangers]
    published(workshop)

    assert all(code in {302, 303, 401, 403, 404} for code in codes)
    assert (ask(client, workshop).status_code, model.seen) == (409, [])


# --- What it wrote says so ----------------------------------------------------------------------------------

LABEL = "(modèle de langue : essai-7b)"


@pytest.fixture
def written(workshop, client, model):
    """A saved summary of which two sentences are the model's."""
    model.answers = [sentences(GOOD, PLAIN), sentences()]
    text = proposed(ask(client, workshop))
    assert save(client, workshop, text).status_code == 303
    return workshop


def labels_on(client, workshop) -> list[int]:
    """How many labels the report, the question and the page of the editors show, in this order."""
    pages = [client.get(address(*name)).content.decode() for name in (("report", workshop), ("question", workshop, 1))]
    shown = [page.count(f'<small class="hint">{LABEL}</small>') for page in pages]
    return [*shown, client.get(address("edit", workshop)).content.decode().count(f"{LABEL}</span>")]


def test_each_sentence_of_the_model_says_so_on_every_page(written, client):
    page = " ".join(client.get(address("report", written)).content.decode().split())

    assert labels_on(client, written) == [2, 2, 2]
    assert f'>2</a>). <small class="hint">{LABEL}</small> On demande aussi' in page
    assert f"Les phrases suivies de « {LABEL} » ont été rédigées par un modèle de langue." in page


@pytest.mark.parametrize("extension", ["html", "md", "odt", "docx", "pdf"])
def test_each_sentence_of_the_model_says_so_in_every_document(written, extension):
    from tests.reports.reading import words_of

    words = words_of(document(published(written), extension, base=""), extension).replace("\\", "")

    # Two sentences, and the line that tells how the report was made.
    assert (words.count(LABEL), words.count("numéro 1 » (n° 1, 2). (modèle")) == (3, 1)


def test_data_say_it_and_a_report_read_from_them_still_does(written):
    from essaim.reports.formats.json import from_json

    [question, *_others] = from_json(document(published(written), "json", base="")).questions

    assert [(part.text, part.writer) for part in question.by_model] == [(KEPT, NAME), (PLAIN_KEPT, NAME)]


def test_a_corrected_word_is_still_the_model_s_and_a_rewritten_sentence_is_the_editor_s(written, client):
    ours = "Notre équipe retient surtout que les familles attendent une rue apaisée (n° 3)."
    save(client, written, f"{KEPT.replace('Plusieurs', 'Certains')} {ours}")

    [question, *_others] = source_read(report_of(written)).questions

    assert [part.text for part in question.by_model] == [KEPT.replace("Plusieurs", "Certains")]
    assert labels_on(client, written) == [1, 1, 1]


def test_the_model_switched_off_its_sentences_still_say_so(written, client, settings):
    settings.LANGUAGE_MODEL = None

    assert labels_on(client, written) == [2, 2, 2]


@pytest.mark.parametrize(
    "changed",
    [
        PLAIN_KEPT.replace(" (n° 3)", ""),
        PLAIN_KEPT.replace("3", "99"),
        PLAIN_KEPT.replace("3", "6"),
        KEPT.replace("numéro 1", "numero 1"),
        KEPT.replace("1, 2", "1"),
    ],
)
def test_a_sentence_of_the_model_that_loses_its_notes_is_not_saved_and_nothing_typed_is_lost(written, client, changed):
    before = Summary.objects.get(question__number=1).text

    page = save(client, written, changed)

    assert (page.status_code, proposed(page)) == (422, changed)
    assert Summary.objects.get(question__number=1).text == before


def test_a_sentence_whose_note_is_set_aside_since_is_not_shown_to_readers_and_is_told_to_editors(written, client):
    board = written.questions.get(number=1).board
    Workshop.objects.filter(pk=written.pk).update(state="running")
    note = deciding.note_on(board, Note.objects.get(board=board, number=3).key)
    deciding.set_aside(board=board, note=note, reason="dite deux fois", by=organiser_of(written), now=NOON)
    Workshop.objects.filter(pk=written.pk).update(state="closed")

    page = client.get(address("report", written)).content.decode()
    [(_number, flaws)] = client.get(address("edit", written)).context["flaws"]

    assert "On demande aussi" not in page and "Plusieurs demandent" in page
    assert (PLAIN_KEPT, Flaw.NO_NOTE) in [(one.text, flaw) for one, flaw in flaws]
    [question, *_others] = source_read(published(written)).questions
    assert [part.text for part in question.by_model] == [KEPT]


def test_what_the_model_wrote_travels_with_the_workshop(written, client):
    from essaim.reports.domain.exporting import exported
    from essaim.reports.domain.importing import imported
    from tests.reports.test_exchange import forget_everything

    before = exported(written)
    forget_everything()
    imported(before)
    imported(before)  # again: nothing counts twice

    again = Workshop.objects.get(code=written.code)
    [question, *_others] = source_read(report_of(again)).questions
    assert [(part.text, part.writer) for part in question.by_model] == [(KEPT, NAME), (PLAIN_KEPT, NAME)]
    assert exported(again) == before


@pytest.mark.parametrize("wrong", [None, {}, ["x"], [{"text": "x"}], [{"text": "x", "writer": ""}], [{}] * 201])
def test_a_file_that_says_it_badly_is_refused(written, wrong):
    from essaim.kit.refusal import Refused
    from essaim.reports.domain.exporting import exported
    from essaim.reports.domain.importing import imported
    from tests.reports.test_exchange import forget_everything

    data = json.loads(exported(written))
    data["report"]["summaries"][0]["by_model"] = wrong
    forget_everything()

    with pytest.raises(Refused):
        imported(json.dumps(data))


def test_asking_again_and_again_does_not_fill_the_database(workshop, client, model, monkeypatch):
    monkeypatch.setattr(asking_model, "LATEST", 3)
    model.answers = [sentences(GOOD, PLAIN)]

    for _time in range(4):
        ask(client, workshop)

    assert ModelSentence.objects.count() <= 3 + 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_costs_the_same_whatever_the_model_wrote(workshop, client, model, count, django_assert_num_queries):
    model.answers = [sentences(*[(f"La rue sera calme{' encore' * n} dans l’école.", [1]) for n in range(count)])]
    save(client, workshop, proposed(ask(client, workshop)))
    report = report_of(workshop)

    with django_assert_num_queries(20):
        source = source_read(report)

    assert len(source.questions[0].by_model) == count


# --- What people take back leaves it ------------------------------------------------------------------------

HERS = "Le goudron de la cour brûle les genoux"


def told_with_her_note(workshop, client, model) -> Note:
    board, seat = workshop.questions.get(number=1).board, workshop.seats.get(name="Inès")
    note = Note.objects.get(board=board, number=2)
    Note.objects.filter(pk=note.pk).update(text=HERS, author=str(seat.key))
    said = [(f"Une table le dit : « {HERS} »", [1, 2]), ("La cour brûle en été, les genoux aussi.", [2]), PLAIN]
    model.answers = [sentences(*said), sentences()]
    text = proposed(ask(client, workshop))
    save(client, workshop, f"{text}\nNous l’avons entendu : « {HERS} » (n° 2).")
    return Note.objects.get(pk=note.pk)


@pytest.mark.parametrize("is_published", [False, True])
def test_a_note_taken_back_leaves_what_was_told_of_it(workshop, client, model, is_published):
    from tests.reports.test_forgetting import her, stored

    note = told_with_her_note(workshop, client, model)
    if is_published:
        published(workshop)
    assert HERS in stored() and "brûle en été" in stored()

    contributing.withdraw_note(note=note, author=her(workshop), now=NOON)

    assert HERS not in stored() and "brûle en été" not in stored()
    [question, *_others] = source_read(report_of(workshop)).questions
    assert [part.text for part in question.by_model] == [PLAIN_KEPT]
    assert question.summary.splitlines() == [
        PLAIN_KEPT,
        *f"{TREES}\n{REST}".splitlines(),
        "Nous l’avons entendu : (effacé avec la contribution) (n° 2).",
    ]


def test_a_note_taken_back_while_the_model_writes_is_in_nothing(workshop, client, model):
    from tests.reports.test_forgetting import her, stored

    note = told_with_her_note(workshop, client, model)
    Summary.objects.all().delete()
    ModelSentence.objects.all().delete()
    text = f"Une table le dit : « {HERS} » (n° 1, 2)."
    source = source_read(report_of(workshop))
    model.answers = [sentences((f"Une table le dit : « {HERS} »", [1, 2])), sentences()]
    themes = list(asking_model.write_themes(source.questions[0], Server(model.url, NAME), "fr"))
    assert [one.text for one in themes[0].kept] == [text]

    contributing.withdraw_note(note=note, author=her(workshop), now=NOON)
    writing = asking_model.remember(workshop=workshop, number=1, themes=themes, writer=NAME, by=organiser_of(workshop))
    page = save(client, workshop, text)  # from a form that was open before

    assert (HERS in writing.text, writing.kept, page.status_code) == (False, 0, 422)
    assert HERS not in stored()
    assert Report.objects.count() == 1
