"""Addresses of the people room."""

from django.urls import include, path

from gilde.people.views import (
    affiliation,
    arrival,
    block,
    claim,
    directory,
    export,
    follow,
    leaving,
    link,
    me,
    organisation,
    person,
    photo,
    preference,
    profile,
    session,
    setup,
    suggestion,
)

app_name = "people"
_mine = [
    path("", me.me, name="me"),
    path("profile/photo/", photo.photo, name="photo"),
    path("profile/affiliations/", affiliation.affiliations, name="affiliations"),
    path("profile/affiliations/<int:number>/", affiliation.affiliation, name="affiliation"),
    path("profile/affiliations/<int:number>/remove/", affiliation.remove, name="affiliation_remove"),
    path("profile/links/", link.links, name="links"),
    path("profile/links/<int:number>/check/", link.check, name="link_check"),
    path("profile/links/<int:number>/remove/", link.remove, name="link_remove"),
    path("profile/<str:section>/", profile.edit, name="edit"),
    path("settings/", preference.preferences, name="settings"),
    path("blocked/", block.blocked, name="blocked"),
    path("export/", export.export, name="export"),
    path("export/<int:number>/", export.download, name="export_download"),
    path("sessions/<int:number>/end/", session.end, name="session_end"),
    path("leave/", leaving.leave, name="leave"),
    path("leave/away/", leaving.deactivate, name="deactivate"),
    path("leave/erase/", leaving.erase, name="erase"),
]
urlpatterns = [
    path("people/", directory.directory, name="directory"),
    path("people/suggest/", person.suggest, name="suggest"),
    path("people/words/<str:kind>/", suggestion.words, name="words"),
    path("@<str:handle>/", person.show, name="person"),
    path("@<str:handle>/follow/", follow.follow, name="follow"),
    path("@<str:handle>/block/", block.block, name="block"),
    path("@<str:handle>/claim/", claim.offer, name="offer_claim"),
    path("organisations/<str:slug>/", organisation.show, name="organisation"),
    path("organisations/<str:slug>/edit/", organisation.edit, name="organisation_edit"),
    path("organisations/<str:slug>/logo/", organisation.logo, name="organisation_logo"),
    path("preference/", preference.preference, name="preference"),
    path("welcome/", arrival.arrive, name="arrive"),
    path("welcome/back/", arrival.come_back, name="come_back"),
    path("claim/<str:token>/", claim.claim, name="claim"),
    path("setup/<str:token>/", setup.setup, name="setup"),
    path("me/", include(_mine)),
]
