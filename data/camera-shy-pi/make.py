"""SIMULATED. The small computer that died when it was photographed.

A regulator on one model of the board is a bare chip: the very short, very bright flash of a xenon
tube upsets it, the weaker light of a lamp of diodes does not. Half of the flashes were fired
with the chip covered by putty; a coin decided which.

Ground truth
------------
cause
    board, flash, distance and chip_covered, only together: on board 2, uncovered, the log odds of
    a restart are even when a xenon flash gives 60 klx, and rise steeply with the light.
mediators
    light, at the chip: from the flash and the distance.
proxies
    camera: it decides which flash it has.
nulls
    room_temp, supply and sd_card.
"""

import math

SEED = 2015
FLASHES = 160
FLASH_OF = {"phone": "LED", "compact": "xenon", "reflex": "xenon", "no camera": "none"}
CAMERAS = ("phone", "compact", "reflex", "reflex", "no camera")
AT_30_CM = {"xenon": 110.0, "LED": 6.0, "none": 0.0}  # klx
OUTCOMES = {True: "restarted", False: "ran on"}


def restart_probability(board, flash, covered, light):
    if board != "2" or flash != "xenon" or covered:
        return 0.01
    return 1 / (1 + math.exp(-(light - 60) / 8))


def observations(chance):
    for _ in range(FLASHES):
        board = "2" if chance.happens(0.6) else "B+"
        camera = chance.one_of(CAMERAS)
        flash = FLASH_OF[camera]
        distance = chance.uniform(15, 100)
        covered = chance.happens(0.5)
        light = AT_30_CM[flash] * (30 / distance) ** 2 + chance.uniform(0.2, 0.6)
        yield {
            "board": board,
            "camera": camera,
            "flash": flash,
            "distance": round(distance),
            "light": round(light, 1),
            "chip_covered": covered,
            "room_temp": round(chance.normal(21, 1.5), 1),
            "supply": round(chance.normal(5.05, 0.06), 2),
            "sd_card": chance.one_of(("brand A", "brand B")),
            "reboot": OUTCOMES[chance.happens(restart_probability(board, flash, covered, light))],
        }
