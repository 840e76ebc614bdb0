"""Addresses of the communities room. The stream of a community (``/c/<slug>/``) belongs to ``attention.feed``."""

from django.urls import path

from gilde.communities.views import (
    ambition,
    batch,
    charter,
    community,
    edge,
    invitation,
    membership,
    request,
    settings,
)

app_name = "communities"
urlpatterns = [
    path("c/", community.all_communities, name="list"),
    path("c/new/", community.found, name="found"),
    path("i/<str:secret>/", invitation.open_invitation, name="invitation"),
    path("c/<slug:slug>/about/", community.about, name="about"),
    path("c/<slug:slug>/members/", membership.members, name="members"),
    path("c/<slug:slug>/members/<int:number>/", membership.member, name="member"),
    path("c/<slug:slug>/join/", membership.join, name="join"),
    path("c/<slug:slug>/leave/", membership.leave, name="leave"),
    path("c/<slug:slug>/requests/", request.requests, name="requests"),
    path("c/<slug:slug>/requests/<int:number>/", request.decide, name="request"),
    path("c/<slug:slug>/requests/<int:number>/withdraw/", request.withdraw, name="request_withdraw"),
    path("c/<slug:slug>/invite/", invitation.invite, name="invite"),
    path("c/<slug:slug>/invite/<int:number>/", batch.batch, name="batch"),
    path("c/<slug:slug>/invitations/<int:number>/", invitation.change, name="invitation_change"),
    path("c/<slug:slug>/charter/", charter.charter, name="charter"),
    path("c/<slug:slug>/ambition/", ambition.ambitions, name="ambitions"),
    path("c/<slug:slug>/ambition/new/", ambition.share, name="ambition_new"),
    path("c/<slug:slug>/ambition/<int:number>/", ambition.ambition, name="ambition"),
    path("c/<slug:slug>/ambition/<int:number>/edit/", ambition.edit, name="ambition_edit"),
    path("c/<slug:slug>/ambition/<int:number>/close/", ambition.close, name="ambition_close"),
    path("c/<slug:slug>/ambition/<int:number>/behaviours/<int:behaviour>/drop/", ambition.drop, name="behaviour_drop"),
    path(
        "c/<slug:slug>/ambition/<int:number>/results/<int:result>/remove/",
        ambition.remove_result,
        name="result_remove",
    ),
    path("c/<slug:slug>/settings/", settings.settings, name="settings"),
    path("c/<slug:slug>/settings/place/", edge.place, name="place"),
    path("c/<slug:slug>/settings/place/<int:number>/", edge.change, name="edge"),
    path("c/<slug:slug>/settings/archive/", settings.archive, name="archive"),
    path("c/<slug:slug>/settings/<slug:section>/", settings.settings, name="settings_section"),
]
