"""All addresses of the house."""

from django.contrib import admin
from django.urls import include, path

from gilde.core.views.live import live

urlpatterns = [
    path("live", live, name="live"),
    path("account/", include("gilde.people.account_urls")),
    path("operator/", admin.site.urls),
    path("", include("gilde.dialogue.urls")),
    path("", include("gilde.core.urls")),
    path("", include("gilde.ui.urls")),
    path("", include("gilde.people.urls")),
    path("", include("gilde.communities.urls")),
    path("", include("gilde.governance.urls")),
    path("", include("gilde.attention.feed.urls")),
    path("", include("gilde.attention.notifications.urls")),
    path("", include("gilde.attention.search.urls")),
    path("", include("gilde.gateways.letterbox.urls")),
    path("", include("gilde.attention.insights.urls")),
    path("", include("gilde.demo.urls")),
    path("", include("gilde.gateways.portability.urls")),  # takes what is left, so it stays last
]

handler400 = "gilde.ui.views.faults.bad_request"
handler403 = "gilde.ui.views.faults.permission_denied"
handler404 = "gilde.ui.views.faults.not_found"
handler429 = "gilde.people.views.limit.too_many_requests"
handler500 = "gilde.ui.views.faults.server_error"
