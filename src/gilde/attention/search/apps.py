from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finding: one index over everything the rooms below offer."""

    name = "gilde.attention.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Listen to what changes in the rooms below; they registered what they offer before."""
        from gilde.attention.search import manifest

        manifest.register()
