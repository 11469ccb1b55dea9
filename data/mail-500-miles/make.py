"""SIMULATED. The mail that travelled no farther than 500 miles.

An update put an old mail program on a new configuration, which it half understood: its time limit
for a connection became zero, which in practice was about 3 ms. Light in a cable goes some 560
miles in 3 ms, so whoever answers from nearer by is reached.

Ground truth
------------
cause
    connect_time after the update: a message is delivered when the far server answers within 3 ms
    (give or take 0.1 ms). Before the update (days_since_update < 0) everything is delivered.
upstream
    mx_distance, the way to the server that takes the mail: the answer takes 1 ms for each 186
    miles, and a little more in switches.
proxies
    distance, to the town of the addressee: for 1 in 5 the mail is taken by a server elsewhere.
nulls
    size, load and hour.
"""

import math

SEED = 2002
MESSAGES = 180
MILES_A_MS = 186.0
LIMIT = 3.0
STEMS = ("stat", "math", "phys", "lib", "econ", "astro", "bio", "geo", "chem", "law")
OUTCOMES = {True: "delivered", False: "bounced"}


def observations(chance):
    for message in range(MESSAGES):
        distance = chance.uniform(5, 1500)
        elsewhere = chance.happens(0.2)
        mx_distance = chance.uniform(5, 1500) if elsewhere else distance
        connect_time = mx_distance / MILES_A_MS + chance.exponential(0.15)
        days = math.floor(chance.uniform(-10, 20))
        delivered = days < 0 or connect_time < chance.normal(LIMIT, 0.1)
        yield {
            "domain": f"{chance.one_of(STEMS)}{message + 1}.example",
            "distance": round(distance),
            "mx_distance": round(mx_distance),
            "connect_time": round(connect_time, 2),
            "days_since_update": days,
            "size": round(2 + chance.exponential(30), 1),
            "load": round(chance.exponential(0.8), 2),
            "hour": int(chance.uniform(8, 20)),
            "delivered": OUTCOMES[delivered],
        }
