"""The kit as PDF: it can be read by a voice, printed, and each sheet bears its name."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest

from essaim.boards.domain import relaying
from essaim.kit.pdf import only
from essaim.kit.refusal import Refused
from essaim.workshops.domain.joining import token_of
from essaim.workshops.paper.collecting import kit_of
from essaim.workshops.paper.kit import Kit
from essaim.workshops.paper.material import Supply, material_of
from essaim.workshops.paper.pages import Options
from essaim.workshops.paper.pieces import BY_KEY, WHOLE_KIT, counts_of, pages_of
from essaim.workshops.paper.printing import printed

from ..factories import NOON, make_facilitator, make_workshop, write_note
from ..reports.reading import one_line, structure_of_pdf, text_of_pdf

pytestmark = pytest.mark.django_db
QUERIES = 18


def absolute(path: str) -> str:
    return f"https://essaim.exemple.fr{path}"


def make_kit(**fields) -> Kit:
    return kit_of(make_workshop(seats=6, **fields), absolute=absolute)


def printed_text(key: str, kit: Kit, options: Options | None = None) -> str:
    return one_line(text_of_pdf(printed(key, kit, options or Options())))


@pytest.mark.parametrize("key", [*BY_KEY, WHOLE_KIT])
def test_each_piece_has_structure_language_title_and_its_pages(key):
    kit = make_kit()

    with pikepdf.open(io.BytesIO(printed(key, kit, Options()))) as pdf:
        found = {
            "lang": str(pdf.Root.Lang),
            "marked": bool(pdf.Root.MarkInfo.Marked),
            "tree": "/StructTreeRoot" in pdf.Root,
            "part": pdf.open_metadata().get("pdfuaid:part"),
            "title": kit.title in str(pdf.docinfo.Title),
            "pages": len(pdf.pages),
        }

    expected = {"lang": "fr", "marked": True, "tree": True, "part": "1", "title": True}
    assert found == {**expected, "pages": len(pages_of(key, kit, Options()))}


def test_every_drawing_of_the_kit_says_what_it_opens_or_shows():
    kit = make_kit()

    figures = {said for role, said in structure_of_pdf(printed(WHOLE_KIT, kit, Options())) if role == "Figure"}

    badges = {f"Ouvrir la place {number}" for number in range(1, 7)}
    plan = "Rotation de 6 personnes sur 3 tables en 3 tours : les groupes restent assis"
    assert {said.partition(",")[0] for said in figures} == {
        "Rejoindre l’atelier",
        "Saisir cette feuille (équipe)",
        plan,
        *badges,
    }


def test_each_page_that_is_typed_back_bears_a_name_of_its_own():
    kit = make_kit()
    text = text_of_pdf(printed("tables", kit, Options()))

    names = re.findall(rf"E-{kit.code}-T\d-S\d-p\d+-[A-Z]", text)

    assert sorted(set(names)) == sorted(
        str(page.sheet) for page in pages_of("tables", kit, Options()) if page.typed_back
    )
    assert len(set(names)) == 9


def test_a_table_sheet_bears_the_question_of_its_turn():
    kit = make_kit()
    (sheet,) = [page for page in pages_of("tables", kit, Options()) if page.sheet.short == "T1-S2-p1"]

    # Facilitators move: the third question reaches table 1 at the second turn.
    assert sheet.says["question"].text == "Question 3 : que faire ?"


def test_a_badge_bears_number_rule_and_the_link_of_its_seat():
    workshop = make_workshop(seats=6)
    seat = workshop.seats.get(number=2)
    kit = kit_of(workshop, absolute=absolute)

    assert kit.badges[1].link == f"https://essaim.exemple.fr/p/{token_of(seat)}/"
    assert f"Restez table {seat.path[0]} jusqu’à la fin." in printed_text("badges", kit, Options(badge=2))


def test_badges_wait_for_the_rotation():
    kit = make_kit(is_open=False)

    with pytest.raises(Refused, match="calculez d’abord la rotation"):
        printed("badges", kit, Options())
    assert {piece.key: pages for piece, pages in counts_of(kit, Options())}["badges"] == 0


def test_a_badge_of_nobody_is_refused():
    with pytest.raises(Refused, match="Aucune place ne porte le numéro 99"):
        printed("badges", make_kit(), Options(badge=99))


def test_a_frozen_relay_is_printed_with_its_themes_and_a_coming_one_is_blank():
    workshop = make_workshop(seats=6)
    board = workshop.questions.get(number=1).board
    write_note(board, "Fermer la rue à 16 h 30", count=3, round=1)
    relaying.freeze(board=board, round=1, by=None, now=NOON)

    text = printed_text("relais", kit_of(workshop, absolute=absolute))

    assert "Fermer la rue à 16 h 30 ×3" in text
    assert text.count("Reste ouvert") == 8


def test_relays_are_a5_and_posters_may_be_a3():
    kit = make_kit()

    assert {size_of(page) for page in opened(printed("relais", kit, Options())).pages} == {(148, 210)}
    assert {size_of(page) for page in opened(printed("affiches", kit, Options(is_a3=True))).pages} == {(297, 420)}


def opened(document: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(document))


def size_of(page: pikepdf.Page) -> tuple[int, int]:
    _left, _bottom, width, height = page.mediabox
    return round(float(width) * 25.4 / 72), round(float(height) * 25.4 / 72)


def test_a_vote_sheet_has_a_place_for_each_dot():
    (sheet, *_others) = pages_of("gommettes", make_kit(), Options())

    assert (sheet.says["people"], sheet.says["boxes"], sheet.says["row_widths"]) == (2, 6, [6])


def test_the_attendance_sheet_has_numbers_and_no_name():
    workshop = make_workshop(seats=6)
    workshop.seats.filter(number=1).update(name="Amel Benali")

    text = printed_text("presence", kit_of(workshop, absolute=absolute))

    assert "Amel" not in text
    assert "elle compte, elle n’identifie pas" in text


def test_the_script_says_what_to_say_and_who_runs_which_question():
    workshop = make_workshop(seats=6)
    make_facilitator(workshop, question=2, name="Nadia Ferhat")

    text = printed_text("deroule", kit_of(workshop, absolute=absolute))

    assert "Nadia Ferhat" in text
    assert "Bienvenue. Pendant cette première séquence" in text


def test_material_is_counted_from_the_plan():
    kit = make_kit()

    counts = {supply.thing: supply.count for supply in material_of(kit)}

    # 3 tables and one for the team; 2 sheets a table and one a question; 5 pens a table;
    # 6 people with 3 dots each, and a tenth more.
    some = {"tables": 4, "chaises": 10, "feuilles de paperboard": 9, "feutres": 15, "badges": 7, "gommettes": 20}
    assert {thing: counts[thing] for thing in some} == some


@pytest.mark.parametrize(("people", "microphones"), [(35, []), (36, [2])])
def test_microphones_come_above_35_people(people, microphones):
    supplies: list[Supply] = material_of(replace(make_kit(), people=people))

    assert [supply.count for supply in supplies if supply.thing == "micros"] == microphones


@pytest.mark.parametrize("address", ["http://example.org/x.png", "file:///etc/passwd", "data:image/png;base64,AA"])
def test_nothing_is_fetched(address):
    with pytest.raises(BaseException, match="a sheet of paper fetches nothing"):
        only({}).fetch(address)


def test_words_of_people_stay_words():
    workshop = make_workshop(seats=6, title="<img src=file:///etc/passwd> & <b>gras</b>")

    assert "<img src=file:///etc/passwd> & <b>gras</b>" in printed_text("regles", kit_of(workshop, absolute=absolute))


def test_large_print_has_bigger_badges_and_fewer_lines():
    kit = make_kit()
    large = Options(is_large=True)

    assert [len(pages_of("badges", kit, options)) for options in (Options(), large)] == [1, 2]
    assert "Nos règles" in printed_text("regles", kit, large)


def test_a_bigger_workshop_asks_no_more_of_the_database(django_assert_num_queries):
    small = make_workshop(questions=3, tables=3, seats=3)
    large = make_workshop(questions=3, tables=6, seats=18)

    with django_assert_num_queries(QUERIES):
        kit_of(small, absolute=absolute)
    with django_assert_num_queries(QUERIES):
        kit_of(large, absolute=absolute)
