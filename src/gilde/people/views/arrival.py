"""The first pages after signing up, and the way back for who was away."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gilde.core.actor import Actor
from gilde.core.arrival import ONWARD_KEY, first_steps
from gilde.core.files.store import UnusableFile
from gilde.core.rules import Refusal
from gilde.people.actions.arrival import answer, begin, settle
from gilde.people.actions.label import change_labels, label_slug
from gilde.people.actions.leaving import reactivate
from gilde.people.actions.person import join
from gilde.people.actions.photo import change_photo
from gilde.people.adapter import CLAIM_KEY
from gilde.people.enums import LabelKind, PersonState, PolicyKind, Section
from gilde.people.forms.arrival import ArrivalForm, ThreeInterestsForm
from gilde.people.forms.policy import shown_numbers
from gilde.people.middleware import TIME_ZONE_COOKIE
from gilde.people.models import Account, Person
from gilde.people.queries.actor import actor_for, actor_of
from gilde.people.queries.arrival import INTERESTS, NAME, way_in
from gilde.people.queries.claim import placeholder_for
from gilde.people.queries.erasure import waiting_for_day
from gilde.people.queries.label import names_of
from gilde.people.queries.own import own_person, person_of
from gilde.people.queries.policy import current
from gilde.people.queries.topic import topics
from gilde.people.rules.claim import person_behind
from gilde.people.views.photo import keep_portrait
from gilde.people.views.step import home, next_step, onward


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: HttpRequest) -> HttpResponse:
    """Name, handle and photo of a new person; who was invited or imported takes over what waits for them."""
    account = cast(Account, request.user)
    person = person_of(account)
    if person is not None and person.state == PersonState.ACTIVE:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return HttpResponseRedirect(way_in(actor, request.session).next or onward(request) or home())
    if person is not None:
        return render(
            request,
            "people/arrival/back.html",
            {"person": person, "next": onward(request), "erasure": waiting_for_day(account)},
        )
    claimed = person_behind(request.session.get(CLAIM_KEY, ""))
    placeholder = claimed or placeholder_for(account)
    if request.method == "POST":
        form = ArrivalForm(request.POST, request.FILES, placeholder=placeholder)
        if form.is_valid():
            try:
                person = join(
                    account=account,
                    name=form.cleaned_data["name"],
                    handle=form.cleaned_data["handle"],
                    claiming=claimed,
                    shown=shown_numbers(request.POST.get("shown", "")),
                    language=get_language() or "",
                    time_zone=request.COOKIES.get(TIME_ZONE_COOKIE, ""),
                )
            except Refusal as refusal:
                form.add_error("handle" if form.cleaned_data["handle"] else None, refusal.reason)
            else:
                request.session.pop(CLAIM_KEY, None)
                return _settle(request, form, account)
    else:
        form = ArrivalForm(
            initial={"name": placeholder.name, "handle": placeholder.handle} if placeholder else {},
            placeholder=placeholder,
        )
    return render(
        request,
        "people/arrival/page.html",
        {
            "form": form,
            "placeholder": placeholder,
            "next": onward(request),
            "policies": [current(kind) for kind in PolicyKind],
            "here": way_in(actor_of(account), {**request.session, ONWARD_KEY: onward(request)}).here(NAME),
        },
        status=422 if form.errors else 200,
    )


def _settle(request: HttpRequest, form: ArrivalForm, account: Account) -> HttpResponse:
    """The photo comes after the person, because a file has an owner; when it cannot be used the rest still stands."""
    person = person_of(account)
    if person is None:
        return redirect("people:arrive")
    to = onward(request)
    if to:
        request.session[ONWARD_KEY] = to
    begin(actor=actor_for(person, account))
    actor = actor_for(Person.objects.get(pk=person.pk), account)
    if form.cleaned_data.get("photo"):
        try:
            change_photo(actor=actor, file=keep_portrait(request, form, actor))
        except UnusableFile as error:
            messages.warning(
                request,
                _("We could not add your photo: %(reason)s You can try again later.") % {"reason": error.sentence},
            )
    return next_step(request, actor)


@login_required
@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """Take up one's place again."""
    reactivate(account=cast(Account, request.user))
    messages.success(request, _("Good to have you back."))
    return HttpResponseRedirect(onward(request) or reverse("people:me"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest) -> HttpResponse:
    """What a newcomer likes to hear about, chosen from what is alive where they belong."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = own_person(actor)
    if person is None:
        return redirect("people:arrive")
    listed = topics(actor)
    if request.method == "POST":
        form = ThreeInterestsForm(request.POST, topics=listed)
        if form.is_valid():
            audience = person.audience_of(Section.INTERESTS)
            change_labels(actor=actor, kind=LabelKind.INTEREST, names=form.names, audience=audience)
            answer(actor=actor, step=INTERESTS)
            return next_step(request, actor)
    else:
        present = names_of(person, LabelKind.INTEREST)
        known = {label_slug(topic): topic for topic in listed}
        form = ThreeInterestsForm(
            topics=listed,
            initial={
                "chosen": [known[label_slug(name)] for name in present if label_slug(name) in known],
                "words": [name for name in present if label_slug(name) not in known],
            },
        )
    return render(
        request,
        "people/arrival/interests.html",
        {
            "form": form,
            "here": way_in(actor, request.session).here(INTERESTS),
            "audience": person.audience_of(Section.INTERESTS),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def skip(request: HttpRequest, step: str) -> HttpResponse:
    """Pass over a step; everything that is asked can be found again later."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if step not in {one.key for one in first_steps()}:
        raise Http404
    if actor.person_id is None:
        return redirect("people:arrive")
    answer(actor=actor, step=step, skipped=True)
    return next_step(request, actor)


@login_required
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """Back to where somebody stopped; when nothing is left to ask, they are in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return next_step(request, actor) if actor.person_id is not None else redirect("people:arrive")


@login_required
@require_POST
def at_home(request: HttpRequest) -> HttpResponse:
    """Know one's way: no more list of first things."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is not None:
        settle(actor=actor)
    return HttpResponseRedirect(home())
