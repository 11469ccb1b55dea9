"""Did the fix work: what was observed before it and since, compared and weighed.

``periods`` reads both, ``outcomes`` what counts as a failure; ``rates``, ``shifts`` and
``switching`` compare once, ``odds`` at any look; ``criteria`` are set beforehand.
"""

from rootcause.confirmation.confirming import confirm

__all__ = ["confirm"]
