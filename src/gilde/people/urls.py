"""Addresses of the people room."""

from django.urls import include, path, register_converter

from gilde.people.views import (
    affiliation,
    arrival,
    block,
    claim,
    directory,
    erasure,
    export,
    follow,
    leaving,
    link,
    me,
    organisation,
    person,
    photo,
    policy,
    preference,
    profile,
    proof,
    session,
    setup,
    suggestion,
)

app_name = "people"


class PolicyConverter:
    """The terms or the privacy page, in an address."""

    regex = "terms|privacy"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    to_url = to_python


register_converter(PolicyConverter, "policy")
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
    path("prove/", proof.prove, name="prove"),
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
    path("welcome/stay/<str:token>/", leaving.stay, name="stay"),
    path("welcome/home/", arrival.at_home, name="at_home"),
    path("welcome/interests/", arrival.interests, name="arrive_interests"),
    path("welcome/on/", arrival.go_on, name="arrive_on"),
    path("welcome/skip/<slug:step>/", arrival.skip, name="arrive_skip"),
    path("terms/", policy.policy, {"kind": "terms"}, name="terms"),
    path("privacy/", policy.policy, {"kind": "privacy"}, name="privacy"),
    path("terms/agree/", policy.agree, name="policy_agree"),
    path("<policy:kind>/edit/", policy.edit, name="policy_edit"),
    path("<policy:kind>/versions/", policy.versions, name="policy_versions"),
    path("<policy:kind>/versions/<int:number>/", policy.version, name="policy_version"),
    path("leaving/", erasure.leaving, name="erasures"),
    path("leaving/<int:number>/", erasure.shorten, name="erasure_shorten"),
    path("claim/<str:token>/", claim.claim, name="claim"),
    path("setup/<str:token>/", setup.setup, name="setup"),
    path("me/", include(_mine)),
]
