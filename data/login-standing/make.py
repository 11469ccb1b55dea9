"""SIMULATED. The log-in that worked sitting and never standing.

On one of two keyboards two key caps have been swapped. Who sits types without looking and hits
the right keys; who stands looks, and follows the wrong letters. Some always look.

Ground truth
------------
cause
    typing (by looking), on keyboard B, for a password_has_letter that was swapped: all three
    together, and then always. Otherwise 3 log-ins in 100 fail by a slip.
proxies
    posture: it acts through the way of typing only.
nulls
    carpet_static, hour and tries_today.
unit
    person: 16 of them; the password is theirs, and so is the habit of looking.
"""

SEED = 1983
PEOPLE = 16
LOGINS = 240
OUTCOMES = {True: "refused", False: "let in"}


def observations(chance):
    people = [
        {"always_looks": chance.happens(0.2), "has_letter": chance.happens(0.5)}
        for _ in range(PEOPLE)
    ]
    for _ in range(LOGINS):
        number = int(chance.uniform(0, PEOPLE))
        person = people[number]
        standing = chance.happens(0.4)
        looks = person["always_looks"] or chance.happens(0.85 if standing else 0.08)
        keyboard = "B" if chance.happens(0.6) else "A"
        refused = looks and keyboard == "B" and person["has_letter"]
        yield {
            "person": f"person {number + 1}",
            "posture": "standing" if standing else "sitting",
            "typing": "looking" if looks else "by touch",
            "password_has_letter": person["has_letter"],
            "keyboard": keyboard,
            "carpet_static": round(chance.exponential(1.5), 1),
            "hour": int(chance.uniform(7, 19)),
            "tries_today": chance.poisson(1.2),
            "login": OUTCOMES[refused or chance.happens(0.03)],
        }
