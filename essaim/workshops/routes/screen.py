from django.urls import path

from essaim.workshops.views import screen

routes = [
    path("mur/<str:wall_key>/", screen.wall_link, name="wall_link"),
    path("a/<str:code>/mur/", screen.wall, name="wall"),
    path("a/<str:code>/mur/journee/", screen.wall_of_the_day, name="wall_of_the_day"),
    path("a/<str:code>/mur/accueil/", screen.wall_welcome, name="wall_welcome"),
    path("a/<str:code>/mur/<int:number>/", screen.wall_question, name="wall_question"),
    path("a/<str:code>/mur/pleniere/", screen.wall_plenary, name="wall_plenary"),
    path("a/<str:code>/qr.svg", screen.qr, name="qr"),
]
