from allauth.account import views as accounts
from django.urls import include, path
from django.views.generic import RedirectView

from essaim.observing.views import probes
from essaim.web.views import visitor
from essaim.web.views.room import room
from essaim.web.views.worker import worker

urlpatterns = [
    path("", visitor.home, name="home"),
    path("sante/", probes.health, name="health"),
    path("", include("essaim.observing.urls")),
    path("salle/", room, name="room"),
    path("langue/", visitor.choose_language, name="language"),
    # Under the pages that it serves: a worker's address is also the limit of what it may touch.
    path("a/service.js", worker, name="worker"),
    path("accessibilite/", visitor.accessibility, name="accessibility"),
    path("vos-donnees/", visitor.privacy, name="privacy"),
    path("", include("essaim.people.urls")),
    path("connexion/", accounts.request_login_code, name="account_login"),
    path("connexion/code/", accounts.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/demande/", accounts.request_login_code, name="account_request_login_code"),
    path("deconnexion/", accounts.logout, name="account_logout"),
    path("inscription/", accounts.signup, name="account_signup"),
    path("compte/inactif/", accounts.account_inactive, name="account_inactive"),
    # The accounts library sends people there after an odd turn; addresses are changed by the administration.
    path("compte/", RedirectView.as_view(pattern_name="home"), name="account_email"),
    path("connexion/verification/", accounts.email_verification_sent, name="account_email_verification_sent"),
    path("connexion/reprise/", accounts.reauthenticate, name="account_reauthenticate"),
    path("territoires/", include("essaim.territories.urls")),
    path("", include("essaim.programmes.urls")),
    path("", include("essaim.workshops.urls")),
    path("", include("essaim.reports.urls")),
    path("", include("essaim.workbench.urls")),
    path("", include("essaim.commons.urls")),
]

handler400 = "essaim.web.views.errors.bad_request"
handler403 = "essaim.web.views.errors.forbidden"
handler404 = "essaim.web.views.errors.not_found"
handler500 = "essaim.web.views.errors.server_error"
