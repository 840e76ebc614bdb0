from gilde.attention.notifications.models.choice import Choice
from gilde.attention.notifications.models.letter import Letter, MailChoice
from gilde.attention.notifications.models.notice import Notice
from gilde.attention.notifications.models.paused_address import PausedAddress
from gilde.attention.notifications.models.push import Device, Push
from gilde.attention.notifications.models.reply_key import ReplyKey
from gilde.attention.notifications.models.wake import HelpChoice, Wake

__all__ = [
    "Choice",
    "Device",
    "HelpChoice",
    "Letter",
    "MailChoice",
    "Notice",
    "PausedAddress",
    "Push",
    "ReplyKey",
    "Wake",
]
