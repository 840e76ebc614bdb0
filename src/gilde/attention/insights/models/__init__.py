from gilde.attention.insights.models.care import Cared, Quiet
from gilde.attention.insights.models.first_reply import FirstReply
from gilde.attention.insights.models.pulse import Pulse
from gilde.attention.insights.models.ready import ReadyRule, RuleAct

__all__ = ["Cared", "FirstReply", "Pulse", "Quiet", "ReadyRule", "RuleAct"]
