"""Whether an address is the way in of a guest."""

from __future__ import annotations

from django.urls import Resolver404, resolve


def leads_to_one_conversation(address: str) -> bool:
    """Whether ``address`` is an invitation to one conversation, working or not."""
    try:
        return resolve(address.partition("?")[0]).view_name == "dialogue:guest_invitation"
    except Resolver404:
        return False
