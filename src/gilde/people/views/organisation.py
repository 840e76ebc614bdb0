"""The page of an organisation, and what its people can change on it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from gilde.core.actor import Actor
from gilde.core.clock import today
from gilde.core.files.store import Square, UnusableFile, store_upload
from gilde.core.idempotency import read_client_id
from gilde.core.models import FileKind
from gilde.core.views.moved import moved
from gilde.people.actions import organisation as actions
from gilde.people.forms.organisation import OrganisationForm
from gilde.people.forms.photo import LogoForm
from gilde.people.models import Organisation
from gilde.people.queries.organisation import former_address, organisation_at, people_of
from gilde.people.rules import organisation as rules
from gilde.ui.addresses import file_url
from gilde.ui.structured import structured_data


def _organisation(actor: Actor, slug: str) -> Organisation:
    row = organisation_at(actor, slug)
    if row is None:
        raise Http404
    return row


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """What it says of itself, and who shows the reader that they belong to it; a former address redirects."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = organisation_at(actor, slug)
    if row is None:
        address = former_address(actor, slug)
        if address is None:
            raise Http404
        return moved(address)
    return render(
        request,
        "people/organisation/page.html",
        {
            "actor": actor,
            "organisation": row,
            "people": people_of(actor, row, today()),
            "today": today(),
            "why_not_change": rules.change.reason(actor, row),
            "address": f"{settings.SITE_URL}{row.get_absolute_url()}",
            "structured": _for_machines(row) if actor.is_visitor else Markup(""),
        },
    )


def _for_machines(row: Organisation) -> Markup:
    return structured_data(
        {
            "@type": "Organization",
            "name": row.name,
            "url": row.website or f"{settings.SITE_URL}{row.get_absolute_url()}",
            "mainEntityOfPage": f"{settings.SITE_URL}{row.get_absolute_url()}",
            "logo": f"{settings.SITE_URL}{file_url(row.logo_key, 320)}" if row.logo_key else "",
            "location": {"@type": "Place", "name": row.place} if row.place else "",
        }
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the page, by people who belong to the organisation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _organisation(actor, slug)
    rules.change.require(actor, row)
    if request.method == "POST":
        form = OrganisationForm(request.POST)
        if form.is_valid():
            row = actions.change(actor=actor, organisation=row, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(row)
    else:
        form = OrganisationForm(
            initial={"name": row.name, "about": row.about, "website": row.website, "place": row.place}
        )
    return render(
        request,
        "people/organisation/edit.html",
        {"form": form, "organisation": row, "logo": LogoForm()},
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["POST"])
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """Another logo, or with ``remove`` none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _organisation(actor, slug)
    rules.change.require(actor, row)
    if request.POST.get("remove"):
        actions.change_logo(actor=actor, organisation=row, file=None)
        messages.success(request, _("The logo is removed."))
        return redirect("people:organisation_edit", row.slug)
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["logo"]
        try:
            file = store_upload(
                upload,
                name=upload.name or "",
                kinds={FileKind.IMAGE},
                uploader_id=actor.person_id,
                client_id=read_client_id(request.POST.get("client_id")),
                square=Square(),
            )
        except UnusableFile as error:
            form.add_error("logo", error.sentence)
        else:
            actions.change_logo(actor=actor, organisation=row, file=file)
            messages.success(request, _("Saved."))
            return redirect("people:organisation_edit", row.slug)
    details = OrganisationForm(
        initial={"name": row.name, "about": row.about, "website": row.website, "place": row.place}
    )
    return render(
        request, "people/organisation/edit.html", {"form": details, "organisation": row, "logo": form}, status=422
    )
