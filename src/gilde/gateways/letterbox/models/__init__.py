from gilde.gateways.letterbox.models.arrived import Arrived

__all__ = ["Arrived"]
