"""What hosts set: one page per subject, each with a few small forms that save by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gilde.communities.actions import archive as archive_actions
from gilde.communities.actions import charter as charter_actions
from gilde.communities.actions import community as actions
from gilde.communities.actions import request as request_actions
from gilde.communities.enums import Capability
from gilde.communities.forms.community import (
    AccessForm,
    AddressForm,
    CharterForm,
    ConfidentialityForm,
    CoverForm,
    DescribeForm,
    TextsForm,
)
from gilde.communities.forms.request import QuestionsForm
from gilde.communities.models import Community
from gilde.communities.queries.header import header_for
from gilde.communities.queries.settings import settings_pages
from gilde.communities.rules import community as rules
from gilde.communities.rules.kind import charter_template
from gilde.communities.views.community import keep_cover
from gilde.communities.views.place import actor_of, with_capability
from gilde.core.actor import Actor
from gilde.core.files.store import UnusableFile
from gilde.core.rules import Refusal


@dataclass(frozen=True)
class Part:
    """A form that saves by itself.

    Attributes:
        title: above the form.
        build: (community, actor, data, files) → the form, filled with what holds now when data is None.
        save: (request, community, form) → None; raises what the view turns into sentences.
        upload: whether it carries a file.
    """

    title: Any
    build: Callable[[Community, Actor, Any, Any], forms.Form]
    save: Callable[[HttpRequest, Community, Any], None]
    upload: bool = False


def _describe(request: HttpRequest, community: Community, form: DescribeForm) -> None:
    actions.describe(actor=actor_of(request), community=community, **form.cleaned_data)


def _cover(request: HttpRequest, community: Community, form: CoverForm) -> None:
    upload = form.cleaned_data["cover"]
    file = None if form.cleaned_data["remove"] or not upload else keep_cover(request, upload)
    actions.cover(actor=actor_of(request), community=community, file=file)


def _address(request: HttpRequest, community: Community, form: AddressForm) -> None:
    actions.move_address(actor=actor_of(request), community=community, slug=form.cleaned_data["slug"])


def _access(request: HttpRequest, community: Community, form: AccessForm) -> None:
    data = form.cleaned_data
    actions.open_to(
        actor=actor_of(request),
        community=community,
        audience=data["audience"],
        joining=data["joining"],
        members_invite=data["members_invite"],
        noindex=data["noindex"],
        inter_company=data["inter_company"],
        organisations=[row.pk for row in data["organisations"]],
    )


def _confide(request: HttpRequest, community: Community, form: ConfidentialityForm) -> None:
    actions.confide(actor=actor_of(request), community=community, **form.cleaned_data)


def _questions(request: HttpRequest, community: Community, form: QuestionsForm) -> None:
    request_actions.set_questions(actor=actor_of(request), community=community, questions=form.questions)


def _texts(request: HttpRequest, community: Community, form: TextsForm) -> None:
    actions.welcome(actor=actor_of(request), community=community, **form.cleaned_data)


def _charter(request: HttpRequest, community: Community, form: CharterForm) -> None:
    charter_actions.publish(actor=actor_of(request), community=community, text=form.cleaned_data["charter"])


def _describe_form(community: Community, actor: Actor, data: Any, files: Any) -> DescribeForm:
    del actor, files
    names = ("name", "purpose", "kind", "language")
    return DescribeForm(data, initial={name: getattr(community, name) for name in names})


def _cover_form(community: Community, actor: Actor, data: Any, files: Any) -> CoverForm:
    del community, actor
    return CoverForm(data, files)


def _address_form(community: Community, actor: Actor, data: Any, files: Any) -> AddressForm:
    del actor, files
    return AddressForm(data, initial={"slug": community.slug})


def _access_form(community: Community, actor: Actor, data: Any, files: Any) -> AccessForm:
    del actor, files
    chosen = "\n".join(community.organisations.order_by("name").values_list("name", flat=True))
    names = ("audience", "joining", "members_invite", "noindex", "inter_company")
    return AccessForm(
        data,
        community=community,
        initial={**{name: getattr(community, name) for name in names}, "organisations": chosen},
    )


def _confidentiality_form(community: Community, actor: Actor, data: Any, files: Any) -> ConfidentialityForm:
    del actor, files
    return ConfidentialityForm(
        data,
        initial={
            "usual": community.usual_audience,
            "widest": community.widest_audience,
            "unnamed": community.unnamed,
            "guests": community.guests_by,
        },
    )


def _questions_form(community: Community, actor: Actor, data: Any, files: Any) -> QuestionsForm:
    del actor, files
    return QuestionsForm(data, asked=list(community.join_questions.values_list("text", "required")))


def _texts_form(community: Community, actor: Actor, data: Any, files: Any) -> TextsForm:
    del actor, files
    return TextsForm(data, initial={"welcome": community.welcome, "first_page": community.first_page})


def _charter_form(community: Community, actor: Actor, data: Any, files: Any) -> CharterForm:
    del actor, files
    had = community.charter.text if community.charter is not None else ""
    start = had or ("" if community.charters.exists() else charter_template(community.kind))
    return CharterForm(data, initial={"charter": start})


SECTIONS: Mapping[str, tuple[Any, Mapping[str, Part]]] = {
    "basics": (
        gettext_lazy("Basics"),
        {
            "describe": Part(gettext_lazy("Name and purpose"), _describe_form, _describe),
            "cover": Part(gettext_lazy("Picture"), _cover_form, _cover, upload=True),
            "address": Part(gettext_lazy("Address"), _address_form, _address),
        },
    ),
    "access": (
        gettext_lazy("Who can join"),
        {
            "access": Part(gettext_lazy("Who can see it and how people join"), _access_form, _access),
            "confidentiality": Part(gettext_lazy("How far contributions go"), _confidentiality_form, _confide),
            "questions": Part(gettext_lazy("Questions for people who want to join"), _questions_form, _questions),
        },
    ),
    "texts": (
        gettext_lazy("Welcome texts"),
        {"texts": Part(gettext_lazy("Welcome and front page"), _texts_form, _texts)},
    ),
    "charter": (gettext_lazy("Agreements"), {"charter": Part(gettext_lazy("Agreements"), _charter_form, _charter)}),
}


def chips(community: Community) -> list[tuple[Any, str, str]]:
    """Name, route and key of every settings page."""
    shown = [(label, "communities:settings_section", key) for key, (label, _parts) in SECTIONS.items()]
    shown.append((_("Where it belongs"), "communities:place", ""))
    shown += [(page.label, page.route, "") for page in settings_pages()]
    shown.append((_("Reopen") if community.is_archived else _("Archive"), "communities:archive", ""))
    return shown


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_capability(Capability.SHAPE)
def settings(request: HttpRequest, community: Community, section: str = "basics") -> HttpResponse:
    """One subject; ``part`` in a POST says which of its forms was sent."""
    if section not in SECTIONS:
        raise Http404
    actor = actor_of(request)
    label, parts = SECTIONS[section]
    sent = request.POST.get("part", "") if request.method == "POST" else ""
    if request.method == "POST" and sent not in parts:
        raise Http404
    built = {
        name: part.build(
            community, actor, request.POST if name == sent else None, request.FILES if name == sent else None
        )
        for name, part in parts.items()
    }
    reason = rules.shape.reason(actor, community)
    if sent and _saved(request, community, parts[sent], built[sent]):
        messages.success(request, _("Saved."))
        return redirect("communities:settings_section", community.slug, section)
    return render(
        request,
        "communities/settings/page.html",
        {
            "community": community,
            "header": header_for(actor, community, "settings"),
            "section": section,
            "label": label,
            "chips": chips(community),
            "parts": [(name, part, built[name]) for name, part in parts.items()],
            "reason": reason,
            "given": request.POST.get("client_id", ""),
        },
        status=422 if sent else 200,
    )


def _saved(request: HttpRequest, community: Community, part: Part, form: forms.Form) -> bool:
    """Whether the form was saved; otherwise it holds a sentence."""
    if not form.is_valid():
        return False
    field = next(iter(form.fields)) if len(form.fields) == 1 else None
    try:
        part.save(request, community, form)
    except Refusal as refusal:
        form.add_error(field, refusal.reason)
        return False
    except UnusableFile as error:
        form.add_error("cover", error.sentence)
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_capability(Capability.ARCHIVE)
def archive(request: HttpRequest, community: Community) -> HttpResponse:
    """Archive a community, or with ``reopen`` open it again."""
    actor = actor_of(request)
    if request.method == "POST":
        if request.POST.get("reopen"):
            archive_actions.reopen(actor=actor, community=community)
            messages.success(request, _("The community is open again."))
        else:
            archive_actions.archive(actor=actor, community=community)
            messages.success(request, _("The community is archived. Everything stays readable."))
        return redirect(community)
    return render(
        request,
        "communities/settings/archive.html",
        {"community": community, "header": header_for(actor, community, "settings"), "chips": chips(community)},
    )
