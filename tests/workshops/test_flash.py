"""A sentence that answers a gesture is shown once, to whoever made it, on the next page they see."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
UNDONE = "Il n’y a rien à annuler : vous n’avez rien décidé sur cette question."


def test_a_page_that_reads_itself_again_leaves_the_sentence_for_the_next_page(workshop, board, amel, client):
    desk = reverse("workshops:desk", args=[workshop.code, 1])
    client.post(reverse("workshops:desk_undo", args=[workshop.code, 1]))

    read = [client.get(desk, headers={"X-Essaim-Reading": "1"}), client.get(desk), client.get(desk)]

    assert [UNDONE in page.content.decode() for page in read] == [False, True, False]
    assert ["messages" in page.cookies for page in read] == [False, True, False]
