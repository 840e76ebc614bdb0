from gilde.attention.notifications.models.choice import Choice
from gilde.attention.notifications.models.letter import Letter, MailChoice
from gilde.attention.notifications.models.notice import Notice

__all__ = ["Choice", "Letter", "MailChoice", "Notice"]
