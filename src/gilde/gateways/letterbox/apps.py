from django.apps import AppConfig


class LetterboxConfig(AppConfig):
    """Mail that comes in: replies to our letters, and what mail servers say of those."""

    name = "gilde.gateways.letterbox"
    label = "letterbox"

    def ready(self) -> None:
        """Look into the mailbox every minute, and throw old mails away."""
        from gilde.gateways.letterbox import manifest

        manifest.register()
