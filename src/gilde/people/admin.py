"""What the operator needs of people: to find an account, to close it, and to see which person belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest  # noqa: TID251 - the admin answers requests

from gilde.people.models import Account, Organisation, Person

if TYPE_CHECKING:
    AccountBase = admin.ModelAdmin[Account]
    PersonBase = admin.ModelAdmin[Person]
    OrganisationBase = admin.ModelAdmin[Organisation]
else:
    AccountBase = PersonBase = OrganisationBase = admin.ModelAdmin


@admin.register(Account)
class AccountAdmin(AccountBase):
    """Find an account, close it, or let it run the installation. Passwords are nobody's business here."""

    list_display = ("email", "person", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "person__name", "person__handle")
    list_select_related = ("person",)
    ordering = ("email",)
    fields = ("email", "is_active", "is_staff", "is_superuser", "language", "created_at", "last_login")
    readonly_fields = ("email", "created_at", "last_login")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Accounts are made by signing up, the set-up link or ``./gilde createadmin``."""
        del request
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        """People erase themselves, so that what they shared stays readable."""
        del request, obj
        return False


class _ReadOnly:
    """Looking only: what people say of themselves is changed by themselves."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        del request, obj
        return False


@admin.register(Person)
class PersonAdmin(_ReadOnly, PersonBase):
    """Find a person and the account behind them. Sections are not shown: the operator sees what a member sees."""

    list_display = ("name", "handle", "state", "account", "created_at")
    list_filter = ("state",)
    search_fields = ("name", "handle", "invited_email", "account__email")
    list_select_related = ("account",)
    ordering = ("name_key", "pk")
    fields = ("name", "handle", "state", "account", "invited_email", "created_at", "origin", "uri")


@admin.register(Organisation)
class OrganisationAdmin(_ReadOnly, OrganisationBase):
    """Remove a page that is no organisation's; its own people change what it says."""

    list_display = ("name", "slug", "place", "website")
    search_fields = ("name", "slug")
    ordering = ("name_key",)
    fields = ("name", "slug", "about", "website", "place")

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Whoever runs the installation."""
        del obj
        return bool(request.user.is_active and request.user.is_superuser)  # type: ignore[union-attr]
