"""SIMULATED. The song that crashed laptops, even the one beside the player.

One sound in the song meets a resonance of one model of disk drive, whoever plays it.

Ground truth
------------
cause
    band_level, the loudness at the laptop in the narrow band of the resonance, in laptops with
    drive X only: the log odds of a crash are even at 75 dB. All others crash once in 100 plays.
proxies
    song (one of six is loud in that band), playing_here and distance (a laptop that plays hears
    more of itself), and maker (two of five makers buy drive X).
nulls
    battery, lid_angle and volume_setting beyond what it adds to the loudness.
"""

import math

SEED = 38392
PLAYS = 200
IN_BAND = {"song R": 86, "song A": 66, "song B": 62, "song C": 60, "song D": 58, "song E": 55}
DRIVES = {  # drives that a maker buys
    "maker 1": ("X", "X", "Y"),
    "maker 2": ("X", "Y"),
    "maker 3": ("Y", "Z"),
    "maker 4": ("Z", "none"),
    "maker 5": ("Y", "Z", "none"),
}
OUTCOMES = {True: "crashed", False: "ran on"}


def crash_probability(drive, level):
    return 0.01 if drive != "X" else 0.01 + 0.9 / (1 + math.exp(-(level - 75) / 2))


def observations(chance):
    for _ in range(PLAYS):
        song = "song R" if chance.happens(0.4) else chance.one_of(list(IN_BAND)[1:])
        maker = chance.one_of(list(DRIVES))
        drive = chance.one_of(DRIVES[maker])
        here = chance.happens(0.6)
        distance = chance.uniform(0.2, 0.4) if here else chance.uniform(0.4, 3)
        volume = chance.uniform(40, 100)
        loss = 20 * math.log10(distance / 0.3) + (100 - volume) / 10
        level = IN_BAND[song] - loss + chance.normal(0, 2)
        yield {
            "song": song,
            "playing_here": here,
            "distance": round(distance, 2),
            "volume_setting": round(volume),
            "band_level": round(level, 1),
            "maker": maker,
            "drive": drive,
            "battery": round(chance.uniform(10, 100)),
            "lid_angle": round(chance.uniform(80, 130)),
            "crash": OUTCOMES[chance.happens(crash_probability(drive, level))],
        }
