"""The briefing folder that ``eastup brief`` writes."""

from eastup.dossier.write import write

__all__ = ["write"]
