"""SIMULATED. The server that crashed on Fridays.

On Friday evening somebody polishes the floor of the server room, and sometimes plugs the polisher
into the protected socket. The weekly backup starts on Friday evening too.

Ground truth
------------
cause
    cleaner_present: on 3 evenings in 4 the polisher hangs on the protected socket.
mediators
    socket_load: the polisher adds 1200 W, and above 1300 W the server goes down 9 times in 10.
    Anything else brings it down once in 300 watches.
proxies
    weekday and hour (the cleaner comes on Friday evening, but for holidays, which are made up on
    Thursday) and backup_running (Friday evening, and Tuesday at night).
nulls
    room_temp, users and updates.
"""

SEED = 1996
WEEKS = 20
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
HOURS = (0, 6, 12, 18)
LIMIT = 1300
OUTCOMES = {True: "crashed", False: "ran"}


def observations(chance):
    for week in range(WEEKS):
        cleaning_day = "Thursday" if chance.happens(0.15) else "Friday"
        for day in DAYS:
            for hour in HOURS:
                cleaner = day == cleaning_day and hour == 18
                backup = (day == "Friday" and hour == 18) or (day == "Tuesday" and hour == 0)
                polishing = cleaner and chance.happens(0.75)
                load = chance.normal(480, 60) + 60 * backup + 1200 * polishing
                crashed = chance.happens(0.9 if load > LIMIT else 1 / 300)
                yield {
                    "week": week + 1,
                    "weekday": day,
                    "hour": hour,
                    "cleaner_present": cleaner,
                    "backup_running": backup,
                    "socket_load": round(load),
                    "room_temp": round(chance.normal(22, 1), 1),
                    "users": chance.poisson(20 if 6 <= hour <= 12 and day != "Friday" else 8),
                    "updates": chance.happens(0.05),
                    "server": OUTCOMES[crashed],
                }
