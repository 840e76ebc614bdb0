"""Every page of the house with an address in the demo, so that all of them can be looked at.

``_PATHS`` runs inside the demo and prints, for each reader, route → paths. A route that shows no page of its own stands
in ``NO_PAGE`` with its reason; a test holds the two together against the URL map.
"""

from __future__ import annotations

import json

from tests.live import Live

_PATHS = """
import json
from django.urls import reverse
from gilde.attention.notifications.writing import stop_token
from gilde.communities.models import Ambition, Behaviour, Community, Invitation
from gilde.dialogue.models import Answer, Comment, Contribution, Tag
from gilde.people.models import Affiliation, Organisation, Person
from gilde.people.queries.claim import claim_token

def to(route, *args, query=""):
    return reverse(route, args=args) + query

def paths_of(me):
    other = Person.objects.get(handle="marit")
    house = Community.objects.get(slug="leren-en-begeleiden")
    inside = Community.objects.exclude(audience=10).filter(memberships__person=me).order_by("pk").first() or house
    of = lambda kind: Contribution.objects.filter(kind=kind, community__memberships__person=me, state="published", deleted_at=None)
    busy = of("question").order_by("-answer_count", "-comment_count").first()
    crowded = of("discussion").order_by("-comment_count").first()
    mine = Contribution.objects.filter(author=me, state="published", deleted_at=None).order_by("pk").first()
    comment = Comment.objects.filter(author=me, deleted_at=None).order_by("pk").first()
    answer = Answer.objects.filter(author=me, deleted_at=None).order_by("pk").first()
    ambition = Ambition.objects.filter(community=house).order_by("pk").first()
    behaviour = Behaviour.objects.filter(contributions__isnull=False).order_by("pk").first() or Behaviour.objects.order_by("pk").first()
    organisation = Organisation.objects.filter(affiliations__person__isnull=False).order_by("pk").first()
    invitation = Invitation.objects.filter(community=house, revoked_at=None).exclude(secret="").order_by("pk").first()
    affiliation = Affiliation.objects.filter(person=me, ended_on=None).order_by("pk").first()
    tag = Tag.objects.order_by("pk").first()
    kinds = sorted(set(Contribution.objects.filter(state="published").values_list("kind", flat=True)))
    reply = (comment.contribution_id, "comments", comment.pk) if comment else (answer.contribution_id, "answers", answer.pk)

    return {{
        "feed:home": [to("feed:home"), to("feed:home", query="?kind=question")],
        "feed:around": [to("feed:around")],
        "dialogue:hello": [to("dialogue:hello", house.slug)],
        "notifications:bell": [to("notifications:bell")],
        "notifications:helping": [to("notifications:helping")],
        "notifications:mail": [to("notifications:mail")],
        "notifications:devices": [to("notifications:devices")],
        "ui:offline": [to("ui:offline")],
        "notifications:stop": [to("notifications:stop", stop_token(me.pk))],
        "search:saved": [to("search:saved")],
        "search:page": [to("search:page"), to("search:page", query="?q=vraag"), to("search:page", query="?q=zzzz")],
        "feed:community": [to("feed:community", house.slug), to("feed:community", inside.slug)],
        "people:directory": [to("people:directory"), to("people:directory", query="?q=zzzz")],
        "people:person": [to("people:person", me.handle), to("people:person", other.handle)],
        "people:organisation": [to("people:organisation", organisation.slug)],
        "people:organisation_edit": [to("people:organisation_edit", affiliation.organisation.slug)] if affiliation else [],
        "people:me": [to("people:me")],
        "people:photo": [to("people:photo")],
        "people:affiliations": [to("people:affiliations")],
        "people:affiliation": [to("people:affiliation", affiliation.pk)] if affiliation else [],
        "people:links": [to("people:links")],
        "people:edit": [to("people:edit", name) for name in
                        ("card", "story", "motivation", "specialisms", "work", "languages", "region", "interests", "hobbies", "handle")],
        "people:arrive_interests": [to("people:arrive_interests")],
        "people:settings": [to("people:settings")],
        "people:block": [to("people:block", other.handle)],
        "people:blocked": [to("people:blocked")],
        "governance:mine": [to("governance:mine")],
        "governance:report": [to("governance:report", "contribution", crowded.pk), to("governance:report", "profile", other.pk)],
        "governance:cases": [to("governance:cases", house.slug)],
        "governance:log": [to("governance:log", house.slug), to("governance:log", house.slug, query="?sort=talk")],
        "governance:openness": [to("governance:openness", house.slug)],
        "people:export": [to("people:export")],
        "people:leave": [to("people:leave")],
        "people:terms": [to("people:terms")],
        "people:privacy": [to("people:privacy")],
        "people:policy_versions": [to("people:policy_versions", "terms")],
        "people:policy_version": [to("people:policy_version", "terms", 0)],
        "communities:list": [to("communities:list"), to("communities:list", query="?q=zzzz")],
        "communities:found": [to("communities:found"), to("communities:found", query="?kind=team")],
        "communities:invitation": [to("communities:invitation", invitation.secret)],
        "communities:about": [to("communities:about", house.slug)],
        "communities:members": [to("communities:members", house.slug)],
        "communities:requests": [to("communities:requests", house.slug)],
        "dialogue:holds": [to("dialogue:holds", house.slug)],
        "insights:care": [to("insights:care", house.slug)],
        "insights:guide": [to("insights:guide", house.slug)],
        "insights:ready": [to("insights:ready", house.slug)],
        "communities:invite": [to("communities:invite", house.slug)],
        "communities:charter": [to("communities:charter", house.slug)],
        "communities:ambitions": [to("communities:ambitions", house.slug)],
        "communities:ambition_new": [to("communities:ambition_new", house.slug)],
        "communities:ambition": [to("communities:ambition", house.slug, ambition.pk)],
        "communities:ambition_edit": [to("communities:ambition_edit", house.slug, ambition.pk)],
        "communities:settings": [to("communities:settings", house.slug)],
        "communities:settings_section": [to("communities:settings_section", house.slug, name)
                                         for name in ("access", "texts", "charter")],
        "portability:imports": [to("portability:imports", house.slug)],
        "communities:place": [to("communities:place", house.slug)],
        "communities:archive": [to("communities:archive", house.slug)],
        "dialogue:compliments_of": [to("dialogue:compliments_of", other.handle)],
        "dialogue:contributions_of": [to("dialogue:contributions_of", other.handle)],
        "dialogue:behaviour": [to("dialogue:behaviour", behaviour.pk)],
        "dialogue:compliments": [to("dialogue:compliments"), to("dialogue:compliments", query="?part=shown"),
                                 to("dialogue:compliments", query="?part=given")],
        "dialogue:compliment_new": [to("dialogue:compliment_new", query="?to=" + other.handle)],
        "dialogue:close": [to("dialogue:close", mine.pk)],
        "dialogue:delete": [to("dialogue:delete", mine.pk)],
        "dialogue:edit": [to("dialogue:edit", mine.pk)],
        "dialogue:guests": [to("dialogue:guests", mine.pk), to("dialogue:guests", crowded.pk)],
        "dialogue:history": [to("dialogue:history", mine.pk)],
        "dialogue:move": [to("dialogue:move", mine.pk)],
        "dialogue:delete_reply": [to("dialogue:delete_reply", *reply)],
        "dialogue:edit_reply": [to("dialogue:edit_reply", *reply)],
        "dialogue:history_reply": [to("dialogue:history_reply", *reply)],
        "dialogue:contribution": [busy.get_absolute_url(), crowded.get_absolute_url(), *(row.get_absolute_url() for row in (
            of(kind).order_by("-comment_count").first() for kind in kinds) if row is not None)],
        "dialogue:drafts": [to("dialogue:drafts")],
        "dialogue:start": [to("dialogue:start")],
        "dialogue:new": [to("dialogue:new", kind, query="?in=%d" % house.pk) for kind in kinds],
        "dialogue:saved": [to("dialogue:saved")],
        "dialogue:tag": [to("dialogue:tag", tag.slug)],
        "ui:style": [to("ui:style")],
        "account_email": [to("account_email")],
        "account_set_password": [to("account_set_password")],
        "mfa_index": [to("mfa_index")],
        "mfa_activate_totp": [to("mfa_activate_totp")],
        "mfa_list_webauthn": [to("mfa_list_webauthn")],
        "mfa_add_webauthn": [to("mfa_add_webauthn")],
        "usersessions_list": [to("usersessions_list")],
        "socialaccount_connections": [to("socialaccount_connections")],
        "account_logout": [to("account_logout")],
        "portability:old_address": ["/nowhere/at/all/"],
    }}

print(json.dumps({{handle: paths_of(Person.objects.get(handle=handle)) for handle in {handles!r}}}))
"""


def paths_for(demo: Live, *handles: str) -> dict[str, dict[str, list[str]]]:
    """Handle → route → addresses of its pages that this person can open."""
    return dict(json.loads(demo.inside(_PATHS.format(handles=handles)).splitlines()[-1]))


VISITORS = {
    "feed:home": "/",
    "account_login": "/account/login/",
    "account_signup": "/account/signup/",
    "account_reset_password": "/account/password/reset/",
    "account_request_login_code": "/account/login/code/",
    "account_inactive": "/account/inactive/",
    "communities:list": "/c/",
    "feed:community": "/c/leren-en-begeleiden/",
    "communities:about": "/c/leren-en-begeleiden/about/",
    "communities:join": "/c/leren-en-begeleiden/join/",
    "communities:members": "/c/leren-en-begeleiden/members/",
    "people:directory": "/people/",
    "people:terms": "/terms/",
    "people:privacy": "/privacy/",
    "ui:style": "/_ui/",
    "portability:old_address": "/nowhere/",
}
"""What somebody without an account opens."""

_ACT = "takes a POST"
_CASE = "needs something reported; the journey of moderation walks it"
_DATA = "answers data, not a page"
_STEP = "stands in the middle of a way in; the journeys walk it"
NO_PAGE = {
    **dict.fromkeys(
        """portability:import_report people:follow people:affiliation_remove people:link_check people:link_remove people:deactivate people:erase
        people:preference people:come_back communities:members_export communities:invitations_remind dialogue:name dialogue:name_off people:arrive_on people:arrive_skip people:at_home people:organisation_logo communities:member communities:request
        communities:request_withdraw communities:invitation_change communities:ambition_close communities:behaviour_drop
        communities:result_remove communities:edge dialogue:compliment_decide dialogue:answer dialogue:accept dialogue:hold
        dialogue:appreciate dialogue:comment dialogue:pin dialogue:read dialogue:reopen dialogue:save dialogue:told
        dialogue:appreciate_reply dialogue:attachment_remove dialogue:upload dialogue:preview dialogue:read_all
        governance:log_export governance:logs_export governance:take governance:note governance:message governance:decide governance:judge governance:lift governance:put_back governance:propose governance:agree
        ui:display people:session_end notifications:read notifications:level
        notifications:resume notifications:void_addresses letterbox:webhook insights:cared insights:ready_switch insights:guide_begin
        notifications:device_add notifications:device_remove dialogue:guest_end
        dialogue:guest_again""".split(),
        _ACT,
    ),
    **dict.fromkeys("governance:case governance:my_case governance:everywhere".split(), _CASE),
    "dialogue:reviewed": "needs something a host did not publish; tests/dialogue/actions/test_review.py walks it",
    "people:policy_agree": "needs an important change; tests/people/views/test_policy.py walks it",
    "governance:logs": "is the operator's; tests/governance/views/test_audit.py walks it",
    "people:erasures": "is the operator's; tests/people/actions/test_shorter_erasure.py walks it",
    "people:erasure_shorten": "is the operator's; tests/people/actions/test_shorter_erasure.py walks it",
    "dialogue:guest_invitation": "its secret is stored nowhere; tests/dialogue/test_guest.py walks it",
    "people:policy_edit": "is the operator's; tests/people/views/test_policy.py walks it",
    **dict.fromkeys(
        """people:suggest people:words people:export_download files:file files:serve dialogue:tags_suggest dialogue:draft
        dialogue:short feed:atom feed:robots feed:sitemap feed:sitemap_section mfa_download_recovery_codes
        mfa_login_webauthn ui:security ui:manifest ui:icon ui:worker live notifications:count dialogue:fresh dialogue:people_here feed:news search:saved_change search:instant search:suggest search:similar""".split(),
        _DATA,
    ),
    **dict.fromkeys(
        """people:arrive people:prove people:stay feed:arrive_mail people:claim people:setup people:offer_claim demo:login communities:leave communities:batch portability:import
        account_reauthenticate account_email_verification_sent account_change_password account_confirm_login_code
        account_confirm_password_reset_code account_complete_password_reset account_password_reset_completed
        mfa_authenticate mfa_reauthenticate mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes
        mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_edit_webauthn socialaccount_login_cancelled
        socialaccount_login_error socialaccount_signup openid_connect_login openid_connect_callback""".split(),
        _STEP,
    ),
}
"""Routes that are no page of their own: why."""
