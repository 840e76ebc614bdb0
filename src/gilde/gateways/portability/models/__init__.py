from gilde.gateways.portability.models.imported import ImportedRecord, ImportRun, OldAddress
from gilde.gateways.portability.models.upload import ImportUpload

__all__ = ["ImportRun", "ImportUpload", "ImportedRecord", "OldAddress"]
