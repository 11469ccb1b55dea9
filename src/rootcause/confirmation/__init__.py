"""Did the fix work: what was observed before it and since, compared and weighed.

``periods`` reads both into ``rows``; ``rates``, ``shifts`` and ``switching`` compare once, ``odds``
at any look; ``criteria`` are set beforehand, and ``answers`` says what follows.
"""

from rootcause.confirmation.confirming import confirm
from rootcause.confirmation.switching import plan_switching

__all__ = ["confirm", "plan_switching"]
