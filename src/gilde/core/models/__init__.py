from gilde.core.models.activity import Activity
from gilde.core.models.file import FileKind, FileWords, StoredFile
from gilde.core.models.limit import CachedValue, Limit
from gilde.core.models.signal import Signal
from gilde.core.models.task import QueuedTask, TaskState

__all__ = [
    "Activity",
    "CachedValue",
    "FileKind",
    "FileWords",
    "Limit",
    "QueuedTask",
    "Signal",
    "StoredFile",
    "TaskState",
]
