"""The addresses of workshops, one list for each audience."""

from essaim.workshops.routes import conductor, facilitator, organiser, paper, participant, screen

app_name = "workshops"
urlpatterns = [
    *participant.routes,
    *screen.routes,
    *facilitator.routes,
    *conductor.routes,
    *organiser.routes,
    *paper.routes,
]
