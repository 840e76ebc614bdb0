"""Where the short notices after an act ("Saved.") wait for the next page: in a signed cookie."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage


class NoticeStorage(CookieStorage):
    """Django's cookie storage, except that it deletes a cookie only where there is one.

    Without this every page that looks for notices would set a cookie, also for visitors, and could not be cached.
    """

    def _update_cookie(self, encoded_data: str, response: Any) -> None:
        if encoded_data or self.cookie_name in self.request.COOKIES:
            super()._update_cookie(encoded_data, response)  # type: ignore[misc]
