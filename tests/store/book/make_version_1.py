"""Make ``version-1.db``, a book as version 1 made it; run once, with a rootcause of that version.

Usage: python tests/store/book/make_version_1.py
"""

from pathlib import Path

import pandas as pd

import rootcause as rc

PATH = Path(__file__).with_name("version-1.db")


def main() -> None:
    book = rc.open_book(PATH, create=True)
    case = rc.new_case(
        title="Allergic to vanilla",
        complaint="When I buy vanilla ice cream, the car won't start.",
        outcome="no_start",
        reporter={"name": "A. Vega", "salutation": "Mr", "address": "vega@example.org"},
        book=book,
        who="engineer 1",
    )
    said = {"who": "engineer 1"}
    case.declare("shop_minutes", kind="numeric", unit="min", range=(0, 60), lever=True, **said)
    case.observe(flavour="vanilla", shop_minutes=1.6, no_start=True, **said)
    case.observe(flavour="mint", no_start=False, missing={"shop_minutes": "refused"}, **said)
    trips = {"flavour": ["mint", "vanilla"], "shop_minutes": [9.0, 2.0], "no_start": [False, True]}
    case.observe(pd.DataFrame(trips), **said)
    case.amend(1, shop_minutes=2.6, why="misread the watch", **said)
    case.void(3, why="another car", **said)
    case.triage("engineer 2", **said)
    case.hypothesise("Vapor lock", predicts="After a long stop it starts.", **said)
    case.contact("acknowledgement", "Dear Mr Vega, we have your letter.", **said)
    print(book.verify() or f"{PATH} is whole.")


if __name__ == "__main__":
    main()
