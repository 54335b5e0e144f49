from django.urls import URLPattern, path

from essaim.workshops.views import paper, paper_retype

routes: list[URLPattern] = [
    path("ateliers/<str:code>/papier/", paper.paper, name="paper"),
    path("ateliers/<str:code>/papier/saisie/", paper_retype.retype, name="retype"),
    path("ateliers/<str:code>/papier/<slug:piece>.pdf", paper.sheet, name="sheet"),
]
