"""Words that say nothing about what a text is about, in both languages; only a loose question leaves them out."""

from __future__ import annotations

from typing import Final

_DUTCH: Final = """
    de het een en van ik te dat die in is op aan met als voor er maar om hem dan zou of wat mijn dit zo door
    over ze zich bij ook tot je mij uit der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge
    geen omdat iets worden toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder ja eens
    hier wie werd altijd doch wordt wezen kunnen ons zelf tegen na reeds wil kon niets uw iemand geweest andere
    was we wij hij er zijn
"""
_ENGLISH: Final = """
    a an and are as at be but by for from had has have he her his how i if in into is it its me my no not of on
    or our she so than that the their them then there these they this to us was we were what when where which
    who why will with you your do does did can could should would
"""

STOP: Final = frozenset(f"{_DUTCH} {_ENGLISH}".split())
