from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedConfig(AppConfig):
    """Home and the streams of communities."""

    name = "gilde.attention.feed"
    label = "feed"

    def ready(self) -> None:
        """Put Home in front of the navigation, and something beside it."""
        from gilde.attention.feed.panels import home_panels
        from gilde.attention.feed.queries.arrival import RHYTHM, rhythm_step
        from gilde.core.actor import Actor
        from gilde.core.arrival import FirstStep, register_first_step
        from gilde.core.live.hearing import register_group
        from gilde.core.panels import Slot, register_panel
        from gilde.ui import navigation

        def mine(actor: Actor) -> list[str]:
            places = [f"community:{number}" for number in actor.roles]
            return [*places, *(f"contribution:{number}" for number in actor.guest_in)]

        navigation.register(navigation.Entry(_("Home"), "feed:home", "house", 10, in_bar=True))
        register_first_step(FirstStep(RHYTHM, 40, rhythm_step))
        register_panel(Slot.HOME, home_panels)
        register_group("home", mine)
