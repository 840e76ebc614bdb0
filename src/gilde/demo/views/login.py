"""One-click logins of the demo. They exist only in demo mode and answer only this machine."""

from __future__ import annotations

import ipaddress

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from gilde.people.models import Person

SALT = "gilde.demo.login.number"


def link_for(person: Person) -> str:
    """The path that logs in as ``person``, also when they change their handle: it signs their number."""
    return f"/demo/{signing.dumps(person.pk, salt=SALT)}/"


def _is_here(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Log in as one of the demo's people; 404 outside demo mode, from another machine and for any other token."""
    if not settings.DEMO or not _is_here(request):
        raise Http404
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    person = Person.objects.select_related("account").filter(pk=pk, account__email__endswith="@demo.example").first()
    if person is None or person.account is None:
        raise Http404
    login(request, person.account, backend="gilde.people.backend.Backend")
    record_authentication(request, person.account, method="demo")  # so that no page asks at once who they are
    UserSession.objects.create_from_request(request)  # as allauth's own log-in does, for the list of sessions
    return HttpResponseRedirect("/")
