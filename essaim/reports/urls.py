from django.urls import path

from essaim.reports.views import participant, reading, team, visitor, writing

app_name = "reports"
REPORT = "comptes-rendus/<str:code>/"

urlpatterns = [
    path("comptes-rendus/", visitor.index, name="index"),
    path(REPORT, reading.report, name="report"),
    path(f"{REPORT}<int:number>/", reading.question, name="question"),
    path(f"{REPORT}<int:number>/theme-<int:rank>/", reading.theme, name="theme"),
    path(f"{REPORT}<int:number>/<int:note>/", reading.note, name="note"),
    path("comptes-rendus/<str:code>.<str:extension>", visitor.download, name="download"),
    path(f"{REPORT}photos/<uuid:key>/", visitor.photo, name="photo"),
    path(f"{REPORT}amender/", participant.amend, name="amend"),
    path(f"{REPORT}recevoir/", participant.receive, name="receive"),
    path(f"{REPORT}modifier/", writing.edit, name="edit"),
    path(f"{REPORT}diffusion/", team.share, name="share"),
    path(f"{REPORT}etat/", team.move, name="move"),
    path(f"{REPORT}definitif/", team.finalise, name="finalise"),
    path(f"{REPORT}amendements/", team.amendments, name="amendments"),
    path(f"{REPORT}envoyer/", team.resend, name="resend"),
    path(f"{REPORT}donnees/", team.data, name="data"),
]
