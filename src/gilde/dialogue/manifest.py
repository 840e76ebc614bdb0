"""What the dialogue room offers upward."""


def register() -> None:
    """Called once, when Django is ready."""
