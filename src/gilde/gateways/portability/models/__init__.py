from gilde.gateways.portability.models.imported import ImportedRecord, ImportRun, OldAddress

__all__ = ["ImportRun", "ImportedRecord", "OldAddress"]
