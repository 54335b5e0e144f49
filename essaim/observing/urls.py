from django.urls import path

from essaim.observing.views import connections, probes

app_name = "observing"
urlpatterns = [
    path("sante/pret/", probes.ready, name="ready"),
    path("metrics", probes.numbers, name="metrics"),
    path("conduite/<str:code>/connexions/", connections.connections, name="connections"),
]
