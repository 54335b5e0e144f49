from django.urls import URLPattern, path

from essaim.workshops.views import participant, participant_notes, participant_seat, participant_votes

routes: list[URLPattern] = [
    path("rejoindre/", participant.join, name="join"),
    path("p/<str:token>/", participant.seat_link, name="seat_link"),
    path("a/<str:code>/", participant_seat.seat, name="seat"),
    path("a/<str:code>/rejoindre/", participant.take_seat, name="take_seat"),
    path("a/<str:code>/etat.json", participant_seat.state, name="state"),
    path("a/<str:code>/notes/", participant_notes.notes, name="notes"),
    path("a/<str:code>/notes/<uuid:key>/", participant_notes.note, name="note"),
    path("a/<str:code>/votes/", participant_votes.votes, name="votes"),
    path("a/<str:code>/reactions/", participant_votes.reactions, name="reactions"),
    path("a/<str:code>/relais/", participant_notes.relay, name="seat_relay"),
    path("a/<str:code>/mes-notes/", participant_notes.my_notes, name="my_notes"),
]
