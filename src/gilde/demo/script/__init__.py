"""The script of the living demo: who the people are, where they meet and what they said.

The content lies beside this folder as TOML. `read_script()` turns it into typed rows and refuses,
in sentences that name the file, whatever does not fit together. Nothing here knows the database:
the loader walks the `Script` and creates rows through the ordinary actions.
"""

from pathlib import Path

from gilde.demo.script.checking import misfits
from gilde.demo.script.reading import read_rows
from gilde.demo.script.rows import (
    Affiliation,
    Ambition,
    Answer,
    Appreciation,
    Behaviour,
    Case,
    Closing,
    Comment,
    Community,
    Compliment,
    Contribution,
    Draft,
    Invitation,
    JoinRequest,
    Link,
    Organisation,
    Parent,
    Person,
    Result,
    Script,
    ScriptError,
    When,
)
from gilde.demo.script.words import COMMUNITY_KINDS, CONTRIBUTION_KINDS, MENTION, OLDEST_DAY, REFERENCE

__all__ = [
    "COMMUNITY_KINDS",
    "CONTENT",
    "CONTRIBUTION_KINDS",
    "MENTION",
    "OLDEST_DAY",
    "REFERENCE",
    "Affiliation",
    "Ambition",
    "Answer",
    "Appreciation",
    "Behaviour",
    "Case",
    "Closing",
    "Comment",
    "Community",
    "Compliment",
    "Contribution",
    "Draft",
    "Invitation",
    "JoinRequest",
    "Link",
    "Organisation",
    "Parent",
    "Person",
    "Result",
    "Script",
    "ScriptError",
    "When",
    "read_script",
]

CONTENT = Path(__file__).parent.parent / "content"


def read_script(folder: Path = CONTENT) -> Script:
    """Read and check the whole content; raise ScriptError with every problem found."""
    script = read_rows(folder)
    if problems := misfits(script):
        raise ScriptError(problems)
    return script
