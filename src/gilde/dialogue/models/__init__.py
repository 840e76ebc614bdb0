from gilde.dialogue.models.answer import Answer
from gilde.dialogue.models.appreciation import Appreciation
from gilde.dialogue.models.attachment import Attachment
from gilde.dialogue.models.comment import Comment
from gilde.dialogue.models.compliment import Compliment
from gilde.dialogue.models.contribution import Authorship, Contribution
from gilde.dialogue.models.draft import Draft
from gilde.dialogue.models.guest import Guest
from gilde.dialogue.models.hold import Hold
from gilde.dialogue.models.link import ContributionLink, LinkPreview
from gilde.dialogue.models.mention import Mention
from gilde.dialogue.models.read_mark import ReadFloor, ReadMark
from gilde.dialogue.models.revision import Revision
from gilde.dialogue.models.saved import Saved
from gilde.dialogue.models.tag import ContributionTag, Tag

__all__ = [
    "Answer",
    "Appreciation",
    "Attachment",
    "Authorship",
    "Comment",
    "Compliment",
    "Contribution",
    "ContributionLink",
    "ContributionTag",
    "Draft",
    "Guest",
    "Hold",
    "LinkPreview",
    "Mention",
    "ReadFloor",
    "ReadMark",
    "Revision",
    "Saved",
    "Tag",
]
