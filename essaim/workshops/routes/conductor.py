from django.urls import path

from essaim.workshops.views import conductor, conductor_arrivals, conductor_plenary

routes = [
    path("conduite/<str:code>/", conductor.conductor, name="conductor"),
    path("conduite/<str:code>/pleniere/", conductor_plenary.plenary, name="plenary"),
    path("conduite/<str:code>/pleniere/reaction/", conductor_plenary.react, name="plenary_react"),
    path("conduite/<str:code>/pleniere/<str:verb>/", conductor_plenary.lead, name="plenary_lead"),
    path("conduite/<str:code>/accueil/", conductor_arrivals.arrivals, name="arrivals"),
    path("conduite/<str:code>/accueil/placer/", conductor_arrivals.seat_newcomer, name="arrivals_seat"),
    path("conduite/<str:code>/accueil/<int:number>/", conductor_arrivals.badge, name="arrivals_badge"),
    path("conduite/<str:code>/accueil/<int:number>/<str:verb>/", conductor_arrivals.change, name="arrivals_change"),
    path("conduite/<str:code>/<str:verb>/", conductor.conduct, name="conduct"),
]
