"""Gilde: the home of a professional learning community.

The swap below must run before anything imports :mod:`sqlite3`. SQLite 3.7.0 to 3.51.2 can lose data when two
connections write and checkpoint a WAL at the same moment; the pysqlite3 wheel carries a version without that bug.
Where the wheel does not exist (other systems) the system's library is used and ``./gilde doctor`` says so.
"""

import sys

try:
    import pysqlite3
except ImportError:  # pragma: no cover - not every platform has the wheel
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

__version__ = "0.1.0"
