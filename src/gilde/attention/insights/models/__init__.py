from gilde.attention.insights.models.first_reply import FirstReply
from gilde.attention.insights.models.pulse import Pulse

__all__ = ["FirstReply", "Pulse"]
