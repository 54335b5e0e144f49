from django.urls import path

from essaim.territories.views import visitor

app_name = "territories"
urlpatterns = [
    path("", visitor.search, name="search"),
    path("suggestions.json", visitor.suggestions, name="suggestions"),
    path("<slug:kind>/<slug:code>/", visitor.territory, name="territory"),
]
