"""Drawn pictures for the demo: portraits, covers and illustrations, made with Pillow alone.

Everything is flat shapes in the colours of the house. The same input gives the same bytes, so a
second start makes no second file.
"""

from gilde.demo.pictures.cover import COVER_MOTIFS, cover
from gilde.demo.pictures.illustration import ILLUSTRATIONS, illustration
from gilde.demo.pictures.portrait import PortraitSpec, portrait

__all__ = ["COVER_MOTIFS", "ILLUSTRATIONS", "PortraitSpec", "cover", "illustration", "portrait"]
