from django.urls import path

from essaim.people.views import visitor

app_name = "people"
urlpatterns = [path("entrer/<str:secret>/", visitor.enter, name="enter")]
