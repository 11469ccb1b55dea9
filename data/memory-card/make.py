"""SIMULATED. The game that forgot what it should save.

A memory card is sometimes left with rubbish. Saving and reading the controller share wires in the
console: with the timer set to 1 kHz and the controller moving, a bit goes astray.

Ground truth
------------
cause
    timer and controller_moving, only together: 1 save in 2 fails, of all others 1 in 100.
nulls
    card, blocks_free, level, play_minutes and console_temp.
"""

SEED = 2013
SAVES = 200
OUTCOMES = {True: "lost", False: "saved"}


def observations(chance):
    for _ in range(SAVES):
        fast = chance.happens(0.5)
        moving = chance.happens(0.4)
        yield {
            "timer": "1 kHz" if fast else "100 Hz",
            "controller_moving": moving,
            "card": chance.one_of(("brand A", "brand B", "brand C")),
            "blocks_free": int(chance.uniform(1, 15)),
            "level": 1 + int(chance.uniform(0, 25)),
            "play_minutes": round(chance.exponential(40)),
            "console_temp": round(chance.normal(38, 3), 1),
            "save": OUTCOMES[chance.happens(0.5 if fast and moving else 0.01)],
        }
