"""Addresses of the communities room. The stream of a community (``/c/<slug>/``) belongs to ``attention.feed``."""

from django.urls import include, path

from gilde.communities.views import (
    ambition,
    batch,
    charter,
    community,
    edge,
    invitation,
    members_table,
    membership,
    request,
    settings,
)

app_name = "communities"
_of_one = [
    path("about/", community.about, name="about"),
    path("members/", membership.members, name="members"),
    path("members/export/", members_table.export, name="members_export"),
    path("members/<int:number>/", membership.member, name="member"),
    path("join/", membership.join, name="join"),
    path("leave/", membership.leave, name="leave"),
    path("requests/", request.requests, name="requests"),
    path("requests/<int:number>/", request.decide, name="request"),
    path("requests/<int:number>/withdraw/", request.withdraw, name="request_withdraw"),
    path("invite/", invitation.invite, name="invite"),
    path("invite/remind/", invitation.remind, name="invitations_remind"),
    path("invite/<int:number>/", batch.batch, name="batch"),
    path("invitations/<int:number>/", invitation.change, name="invitation_change"),
    path("charter/", charter.charter, name="charter"),
    path("ambition/", ambition.ambitions, name="ambitions"),
    path("ambition/new/", ambition.share, name="ambition_new"),
    path("ambition/<int:number>/", ambition.ambition, name="ambition"),
    path("ambition/<int:number>/edit/", ambition.edit, name="ambition_edit"),
    path("ambition/<int:number>/close/", ambition.close, name="ambition_close"),
    path("ambition/<int:number>/behaviours/<int:behaviour>/drop/", ambition.drop, name="behaviour_drop"),
    path(
        "ambition/<int:number>/results/<int:result>/remove/",
        ambition.remove_result,
        name="result_remove",
    ),
    path("settings/", settings.settings, name="settings"),
    path("settings/place/", edge.place, name="place"),
    path("settings/place/<int:number>/", edge.change, name="edge"),
    path("settings/archive/", settings.archive, name="archive"),
    path("settings/<slug:section>/", settings.settings, name="settings_section"),
]
urlpatterns = [
    path("c/", community.all_communities, name="list"),
    path("c/new/", community.found, name="found"),
    path("i/<str:secret>/", invitation.open_invitation, name="invitation"),
    path("c/<slug:slug>/", include(_of_one)),
]
