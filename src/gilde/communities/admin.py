"""What the operator can look up and mend by hand: mostly "who hosts this?" and "let them in again"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from gilde.communities.models import Community, Edge, Membership

if TYPE_CHECKING:
    CommunityBase = admin.ModelAdmin[Community]
    MembershipBase = admin.ModelAdmin[Membership]
    ParentBase = admin.TabularInline[Edge, Community]
else:
    CommunityBase = MembershipBase = admin.ModelAdmin
    ParentBase = admin.TabularInline


class ParentInline(ParentBase):
    """The communities above."""

    model = Edge
    fk_name = "child"
    extra = 0
    readonly_fields = ["parent", "required", "position"]
    can_delete = False
    max_num = 0


@admin.register(Community)
class CommunityAdmin(CommunityBase):
    """Communities; counts and rendered texts are kept by the actions and cannot be typed over."""

    list_display = ["name", "kind", "audience", "joining", "member_count", "contribution_count", "archived_at"]
    list_filter = ["kind", "audience", "joining", "archived_at"]
    search_fields = ["name", "slug", "purpose"]
    fields = ["name", "slug", "kind", "purpose", "audience", "joining", "language", "archived_at"]
    readonly_fields = ["slug"]
    inlines = [ParentInline]

    def has_add_permission(self, request: object) -> bool:
        """Communities are founded on their own page, where everything that belongs to it happens."""
        del request
        return False

    def has_delete_permission(self, request: object, obj: Community | None = None) -> bool:
        """A community is archived, never thrown away with what people wrote in it."""
        del request, obj
        return False


@admin.register(Membership)
class MembershipAdmin(MembershipBase):
    """Who belongs where. Only the role can be changed here, for a community that lost its hosts."""

    list_display = ["person", "community", "role", "since"]
    list_filter = ["role"]
    search_fields = ["person__name", "person__handle", "community__name"]
    fields = ["person", "community", "role", "since"]
    readonly_fields = ["person", "community", "since"]
    list_select_related = ["person", "community"]

    def has_add_permission(self, request: object) -> bool:
        """People join by themselves or are invited; counts are kept there."""
        del request
        return False

    def has_delete_permission(self, request: object, obj: Membership | None = None) -> bool:
        """People leave or are removed by hosts; counts are kept there."""
        del request, obj
        return False
