from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    """What those who lead a community need to see, and what helps them."""

    name = "gilde.attention.insights"
    label = "insights"
    verbose_name = _("Insights")

    def ready(self) -> None:
        """Listen to what changes in the rooms below, and offer what is seen."""
        from gilde.attention.insights import manifest

        manifest.register()
