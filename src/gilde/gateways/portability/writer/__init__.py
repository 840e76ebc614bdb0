"""The writing half of every import: records become people, contributions, answers, comments, votes and links."""
