"""SIMULATED. The printer that took Tuesdays off.

The print queue asks a small program what kind of file it has got. A rule meant for quite another
format takes any file for its own which has "Tue" at a certain place, and there some programs
write the day into the heading of a PostScript file.

Ground truth
------------
cause
    weekday and header_date, only together: on Tuesday a job with the day in its heading does not
    print. Of all other jobs 1 in 50 jams.
proxies
    program: it decides whether the day is in the heading.
nulls
    reinstalled (the reinstallation "fixed" it because it was tried on a Thursday), pages, printer
    and hour.
"""

SEED = 255161
JOBS = 220
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
WRITES_THE_DAY = {"office suite": 0.95, "viewer": 0.6, "browser": 0.15, "editor": 0.02}
REINSTALLED_FROM = 130
OUTCOMES = {True: "failed", False: "printed"}


def observations(chance):
    for job in range(JOBS):
        day = chance.one_of(DAYS)
        program = chance.one_of(list(WRITES_THE_DAY))
        header_date = chance.happens(WRITES_THE_DAY[program])
        failed = (day == "Tuesday" and header_date) or chance.happens(0.02)
        yield {
            "weekday": day,
            "program": program,
            "header_date": header_date,
            "reinstalled": job >= REINSTALLED_FROM,
            "pages": 1 + chance.poisson(3),
            "printer": chance.one_of(("hall", "office")),
            "hour": int(chance.uniform(8, 18)),
            "printed": OUTCOMES[failed],
        }
