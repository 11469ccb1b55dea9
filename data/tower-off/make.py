"""SIMULATED. The mast that made people ill, and had been off for six weeks.

Twenty people near a radio mast keep a diary for ten weeks. The mast is switched off after four of
them; they are told so at the end of the ninth.

Ground truth
------------
cause
    believes_on and at_home: who believes that the mast is on has symptoms on half of the days at
    home and on 15 in 100 away from home; who believes it off on 12 in 100, wherever they are.
    People differ besides.
nulls
    mast_on, field and humidity. The field is real and stronger at home while the mast is on.
unit
    person, and time is the day of the diary.
missing
    The symptom is what people report themselves: nobody else saw it.
"""

import math

SEED = 181604
PEOPLE = 20
DAYS = range(0, 70, 4)
OFF_FROM, TOLD_ON = 28, 63
OUTCOMES = {True: "ill", False: "well"}


def symptom_probability(leaning, *, at_home, believes):
    share = 0.12 if not believes else 0.5 if at_home else 0.15
    return 1 / (1 + math.exp(-math.log(share / (1 - share)) - leaning))


def observations(chance):
    for person in range(PEOPLE):
        leaning, trusting = chance.normal(0, 0.5), chance.happens(0.7)
        for day in DAYS:
            at_home = chance.happens(0.6)
            mast_on = day < OFF_FROM
            believes = (day < TOLD_ON or not trusting) and chance.happens(0.85)
            field = chance.exponential(0.06) + (0.5 if mast_on and at_home else 0.0)
            ill = chance.happens(symptom_probability(leaning, at_home=at_home, believes=believes))
            yield {
                "person": f"person {person + 1}",
                "diary_day": day,
                "at_home": at_home,
                "mast_on": mast_on,
                "believes_on": believes,
                "field": round(field, 2),
                "humidity": round(chance.uniform(20, 80)),
                "symptom": OUTCOMES[ill],
            }
