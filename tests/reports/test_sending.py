"""The report by e-mail, through a real mail server: who gets it, what is kept, and what goes wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.care import chores
from essaim.kit.refusal import NotForYou, Refused
from essaim.reports.domain import sending
from essaim.reports.models import Recipient
from tests.factories import NOON, make_person, organiser_of
from tests.smtp import sink

from .arranging import BASE, drafted, held_workshop, published, seated, signed_in, someone_there

pytestmark = pytest.mark.django_db


def use(settings, port: int) -> None:
    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }


@pytest.fixture
def post(settings):
    with sink() as found:
        use(settings, found.port)
        yield found


def ask(workshop, email: str) -> Recipient:
    return sending.ask(workshop=workshop, email=email, person=None, seat=someone_there(workshop), now=NOON)


def work_apart() -> None:
    """What `essaim worker` does every few seconds."""
    chores.send_reports(timezone.now(), lambda: False)


def test_who_asked_before_receives_it_when_it_is_final_and_the_address_is_gone(post):
    workshop = held_workshop()
    ask(workshop, "ines@exemple.fr")
    drafted(workshop)
    team = signed_in(organiser_of(workshop))

    team.post(reverse("reports:move", args=[workshop.code]), {"act": "final"})
    work_apart()

    ((_sender, to, message),) = post.received
    assert to == ["ines@exemple.fr"]
    assert message["Subject"] == "Compte rendu : L’air de nos écoles"
    assert message["To"] == "ines@exemple.fr"
    assert not Recipient.objects.exists()


def test_the_message_is_the_whole_report_as_text_with_its_address_and_its_pdf(post):
    workshop = held_workshop()
    ask(workshop, "ines@exemple.fr")
    report = published(workshop)

    sending.send_waiting(report, base=BASE, now=NOON)

    ((_sender, _to, message),) = post.received
    text = message.get_body().get_content()
    (attachment,) = message.iter_attachments()
    assert f"{BASE}/comptes-rendus/{workshop.code}/" in text
    assert "Fermer la rue de l’école numéro 3" in text
    assert "7 contributions reçues, 5 reprises, 1 écartée, 1 hors thème." in text
    assert attachment.get_filename() == "compte-rendu-lair-de-nos-ecoles-2026-03-12.pdf"
    assert attachment.get_content().startswith(b"%PDF-1.7")


def test_who_asks_for_a_final_report_receives_it_without_waiting_for_the_mail_server(post):
    workshop = held_workshop(notes=1)
    published(workshop, "participants")

    answer = seated(someone_there(workshop)).post(
        reverse("reports:receive", args=[workshop.code]), {"email": "ines@exemple.fr"}
    )
    at_once = len(post.received)
    work_apart()

    assert (answer.status_code, at_once) == (303, 0)
    assert [to for _sender, to, _message in post.received] == [["ines@exemple.fr"]]
    assert not Recipient.objects.exists()


def test_a_report_asked_for_under_another_name_leads_to_us(post, settings):
    settings.BASE_URL, settings.ALLOWED_HOSTS = BASE, ["*"]
    workshop = held_workshop(notes=1)
    published(workshop, "participants")

    seated(someone_there(workshop)).post(
        reverse("reports:receive", args=[workshop.code]),
        {"email": "ines@exemple.fr"},
        headers={"host": "piege.exemple.net"},
    )
    work_apart()

    ((_sender, _to, message),) = post.received
    text = message.get_body().get_content()
    assert (f"{BASE}/comptes-rendus/{workshop.code}/" in text, "piege.exemple.net" in text) == (True, False)


def test_a_seat_does_not_send_our_mail_to_the_whole_world(post):
    workshop = held_workshop(notes=1)
    published(workshop, "participants")
    phone, address = seated(someone_there(workshop)), reverse("reports:receive", args=[workshop.code])

    answers = [phone.post(address, {"email": f"personne{n}@exemple.fr"}).status_code for n in range(7)]
    work_apart()

    assert answers == [303] * 5 + [429] * 2
    assert len(post.received) == 5


def test_everybody_has_a_message_of_their_own(post):
    workshop = held_workshop(notes=1)
    for name in ("a", "b", "c"):
        ask(workshop, f"{name}@exemple.fr")

    sending.send_waiting(published(workshop), base=BASE, now=NOON)

    assert [to for _sender, to, _message in post.received] == [["a@exemple.fr"], ["b@exemple.fr"], ["c@exemple.fr"]]
    assert ["b@exemple.fr" in message.as_string() for _sender, _to, message in post.received] == [False, True, False]


def test_an_address_that_the_server_refuses_stays_with_its_error(post):
    workshop = held_workshop(notes=1)
    ask(workshop, "non@exemple.fr")
    ask(workshop, "ines@exemple.fr")
    report = published(workshop)

    left = sending.send_waiting(report, base=BASE, now=NOON)

    (kept,) = Recipient.objects.all()
    assert left == 1
    assert (kept.email, kept.attempts) == ("non@exemple.fr", 1)
    assert "550" in kept.last_error


def test_a_server_that_does_not_answer_loses_nobody_and_is_tried_again(settings):
    workshop = held_workshop(notes=1)
    with sink() as gone:
        pass
    use(settings, gone.port)
    ask(workshop, "ines@exemple.fr")
    ask(workshop, "awa@exemple.fr")
    report = published(workshop)

    with pytest.raises(sending.Unreachable):
        sending.send_waiting(report, base=BASE, now=NOON)
    with sink() as back:
        use(settings, back.port)
        assert [kept.attempts for kept in Recipient.objects.order_by("pk")] == [1, 0]
        second = sending.send_all_waiting(base=BASE, now=NOON + timedelta(minutes=1))

    assert (second, len(back.received)) == (2, 2)
    assert not Recipient.objects.exists()


def test_attempts_are_further_and_further_apart_and_after_five_only_a_person_tries_again(post):
    workshop = held_workshop(notes=1)
    ask(workshop, "non@exemple.fr")
    report = published(workshop)

    made = []
    for minutes in (0, 0.5, 1, 5, 11, 60, 71, 400, 431, 10_000):
        sending.send_waiting(report, base=BASE, now=NOON + timedelta(minutes=minutes))
        made.append(Recipient.objects.get().attempts)
    signed_in(organiser_of(workshop)).post(reverse("reports:resend", args=[workshop.code]))
    for _look in range(2):
        work_apart()

    assert made == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert (Recipient.objects.get().attempts, "550" in Recipient.objects.get().last_error) == (5, True)


def test_told_to_stop_in_the_middle_it_keeps_those_who_follow(post):
    workshop = held_workshop(notes=1)
    for name in ("a", "b", "c"):
        ask(workshop, f"{name}@exemple.fr")
    report = published(workshop)

    left = sending.send_waiting(report, base=BASE, now=NOON, must_stop=lambda: bool(post.received))

    assert (left, len(post.received)) == (1, 1)
    assert list(Recipient.objects.values_list("email", "attempts")) == [("b@exemple.fr", 0), ("c@exemple.fr", 0)]


def test_a_message_under_way_is_not_sent_twice(post):
    workshop = held_workshop(notes=1)
    recipient = ask(workshop, "ines@exemple.fr")
    report = published(workshop)
    stale = Recipient.objects.get(pk=recipient.pk)

    assert sending.claim(recipient, now=NOON)
    assert not sending.claim(stale, now=NOON)
    assert sending.send_waiting(report, base=BASE, now=NOON + timedelta(minutes=1)) == 0
    # Killed in the middle, it is taken up again.
    assert sending.send_waiting(report, base=BASE, now=NOON + timedelta(minutes=11)) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ines",
        "ines@exemple.fr, tout@exemple.fr",
        "ines@exemple.fr\nBcc: tout@exemple.fr",
        "ines@exemple.fr\r\nBcc: tout@exemple.fr",
        "ines@exemple.fr\x00",
        "Inès <ines@exemple.fr>",
        "a" * 250 + "@exemple.fr",
    ],
)
def test_what_is_not_one_address_is_refused(address, post):
    workshop = held_workshop(notes=1)

    with pytest.raises(Refused, match="n’est pas une adresse électronique"):
        ask(workshop, address)

    assert not Recipient.objects.exists()


def test_a_title_cannot_add_a_header(post):
    workshop = held_workshop(notes=1, title="Un titre\nBcc: tout@exemple.fr")
    ask(workshop, "ines@exemple.fr")

    sending.send_waiting(published(workshop), base=BASE, now=NOON)

    ((_sender, to, message),) = post.received
    assert to == ["ines@exemple.fr"]
    assert message["Bcc"] is None
    assert message["Subject"] == "Compte rendu : Un titre Bcc: tout@exemple.fr"


def test_an_address_asked_twice_stands_once(post):
    workshop = held_workshop(notes=1)

    ask(workshop, "ines@exemple.fr")
    ask(workshop, "ines@Exemple.FR ")

    assert [recipient.email for recipient in Recipient.objects.all()] == ["ines@exemple.fr"]


def test_somebody_who_was_not_there_cannot_have_mail_sent(post):
    workshop = held_workshop(notes=1)
    published(workshop)

    for person in (None, make_person()):
        with pytest.raises(NotForYou):
            sending.ask(workshop=workshop, email="cible@exemple.fr", person=person, seat=None, now=NOON)


def test_an_instance_without_mail_asks_for_no_address(settings):
    settings.EMAIL_URL = ""
    workshop = held_workshop(notes=1)

    with pytest.raises(Refused, match="n’envoie pas de courriel"):
        ask(workshop, "ines@exemple.fr")
    page = seated(someone_there(workshop)).get(reverse("reports:report", args=[workshop.code]))

    assert b'name="email"' not in page.content


def test_the_team_forgets_an_address(post):
    workshop = held_workshop(notes=1)
    recipient = ask(workshop, "ines@exemple.fr")
    other = ask(held_workshop(notes=1), "awa@exemple.fr")
    team = signed_in(organiser_of(workshop))

    for pk in (recipient.pk, other.pk):
        team.post(reverse("reports:resend", args=[workshop.code]), {"forget": pk})

    assert [kept.email for kept in Recipient.objects.all()] == ["awa@exemple.fr"]
