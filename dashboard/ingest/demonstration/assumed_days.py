"""Every magnitude of the days worked: shifts, their plan, overtime, and what was asked of a force.

As in ``assumed``: whatever does not name a source is assumed, and published nowhere.
"""

# Shifts of officers. All assumed but what names a source, and the days of the events.
# Rest days, thousandths of those present, Monday to Sunday; two in seven, four in ten on reliefs.
RESTING = {
    "RESPONSE": (400,) * 7,
    "TSG": (400,) * 7,
    "OPERATIONS": (400,) * 7,
    "NEIGHBOURHOOD": (240, 220, 210, 210, 210, 430, 480),
    "INVESTIGATION": (190, 180, 170, 170, 190, 540, 560),
    "PROTECTION": (130, 120, 110, 110, 130, 690, 710),
    "HEADQUARTERS": (40, 30, 30, 30, 50, 910, 910),
}
# Thousandths of the rostered, January to December; sickness is that of 28 days or less.
ON_LEAVE = (75, 110, 120, 130, 110, 115, 140, 165, 115, 110, 85, 145)
SICK = (45, 42, 38, 33, 30, 28, 28, 28, 32, 36, 40, 46)
# Thousandths of those on duty, at the end of the five years.
AWAY = {
    "RESPONSE": {"aid_local": 20, "investigation_support": 25, "guard_or_scene": 60,
                 "training": 35, "court": 8, "other": 12},
    "NEIGHBOURHOOD": {"aid_local": 35, "backfill": 112, "investigation_support": 18,
                      "guard_or_scene": 35, "training": 35, "court": 5, "other": 12},
    "INVESTIGATION": {"aid_local": 8, "backfill": 18, "guard_or_scene": 6, "training": 40,
                      "court": 22, "other": 10},
    "PROTECTION": {"aid_local": 3, "backfill": 5, "guard_or_scene": 4, "training": 40,
                   "court": 28, "other": 10},
    "HEADQUARTERS": {"training": 50},
    "TSG": {"training": 90, "court": 6, "other": 12},
    "OPERATIONS": {"training": 70, "court": 6, "other": 12},
}  # fmt: skip
ONLY_IN_BCUS = ("aid_local", "backfill", "investigation_support", "guard_or_scene")
ON_WEEKDAYS = ("training", "court")  # 7/5 of it then
AWAY_AT_FIRST = 75  # % of that in March 2018: "abstractions are getting worse" (4.6)
BACKFILL_ON_EVENTS = 135  # %: Response gives to Aid first, Neighbourhood then fills Response (4.6)
AWAY_VARIES, COMMAND_VARIES = 20, 10  # +- %: by day; by command, lasting
# Central Aid, thousandths of a Response team on duty, Monday to Sunday, and what others give
# against it, %: "Response teams will resource all", then Neighbourhood; detectives of public
# protection last; BCUs "always the first point of call" (4.6).
AID = (22, 20, 24, 28, 48, 115, 75)
AID_FROM = {"RESPONSE": 100, "NEIGHBOURHOOD": 110, "INVESTIGATION": 40, "PROTECTION": 12,
            "HEADQUARTERS": 15}  # fmt: skip
AID_FROM_SPECIALISTS, AID_NEVER_FROM = 12, ("MO7", "CT")
AID_TO = "MO7"
# First day, last day, thousandths more of central Aid. Two years had no Carnival.
EVENTS = (
    ("2018-07-12", "2018-07-14", 200),  # visit of the President of the United States
    ("2018-08-26", "2018-08-27", 430),  # Notting Hill Carnival
    ("2018-12-31", "2018-12-31", 380),  # New Year's Eve
    ("2019-04-15", "2019-04-25", 220),  # climate protests
    ("2019-06-03", "2019-06-05", 200),  # state visit
    ("2019-08-25", "2019-08-26", 430),
    ("2019-10-07", "2019-10-18", 220),  # climate protests
    ("2019-12-31", "2019-12-31", 380),
    ("2020-06-06", "2020-06-07", 230),  # protests after the death of George Floyd
    ("2020-06-13", "2020-06-14", 230),
    ("2020-12-31", "2020-12-31", 140),  # no fireworks
    ("2021-07-07", "2021-07-07", 180),  # European championship
    ("2021-07-11", "2021-07-11", 260),
    ("2021-12-31", "2021-12-31", 170),
    ("2022-06-02", "2022-06-05", 240),  # Platinum Jubilee
    ("2022-08-28", "2022-08-29", 430),
    ("2022-09-08", "2022-09-19", 220),  # death of the Queen, lying in state
    ("2022-09-19", "2022-09-19", 230),  # state funeral
    ("2022-12-31", "2022-12-31", 380),
)
BIG_EVENT = 150  # from here rest days are cancelled and leave is held back, to % of what it was
REST_ON_EVENTS, LEAVE_ON_EVENTS = 75, 65
# Response officers agreed for a day, thousandths of the BCU's officers in March 2018: the "resource
# model which hasn't changed for five years" (4.5).
MINIMUM_RESPONSE = 155

# Early, late and night: what of a team's core shifts falls to each, and of Response's minimum.
# Command headquarters keep office hours: no part of the day.
PERIODS = ("early", "late", "night")
CORE_BY_PERIOD = {"RESPONSE": (33, 36, 31), "TSG": (30, 45, 25), "OPERATIONS": (38, 36, 26),
                  "NEIGHBOURHOOD": (46, 54, 0), "INVESTIGATION": (62, 38, 0),
                  "PROTECTION": (66, 34, 0), "HEADQUARTERS": (0, 0, 0)}  # fmt: skip
MINIMUM_BY_PERIOD = CORE_BY_PERIOD["RESPONSE"]
PERIODS_VARY, DRIVERS_VARY = 4, 8  # +- %: a period's share of a day; drivers against their share
# Length of a shift, tenths of an hour; one of central Aid is as long whoever gives it.
HOURS = {"RESPONSE": 95, "TSG": 100, "OPERATIONS": 95, "NEIGHBOURHOOD": 80, "INVESTIGATION": 80,
         "PROTECTION": 80, "HEADQUARTERS": 80}  # fmt: skip
AID_HOURS = 110

# The plan, as it stood on the last day of the last month; all assumed but the days of the events.
PLANNED = ("2023-04-01", "2023-04-28")
# Two early, two late and two night shifts, then four days of rest; each relief two days behind.
CYCLE = ("early", "early", "late", "late", "night", "night", None, None, None, None)
# Thousandths of the rostered on booked leave: from a day on.
LEAVE_BOOKED = {"2023-04-01": 150, "2023-04-07": 280, "2023-04-11": 150, "2023-04-17": 110,
                "2023-04-24": 90}  # fmt: skip
# Booked or standing, as usual at the end of the five years.
BOOKED = ("investigation_support", "training", "court", "other")
PUBLIC_HOLIDAYS = ("2023-04-07", "2023-04-10")  # as at a weekend: no courses, no court
AID_COMMITTED = 60  # % of the usual central Aid, and of local Aid
PLANNED_EVENTS = (
    ("2023-04-07", "2023-04-10", 110),  # Easter
    ("2023-04-21", "2023-04-24", 130),  # climate protests
    ("2023-04-22", "2023-04-22", 80),  # football cup semi-final
    ("2023-04-23", "2023-04-23", 270),  # London Marathon
)

# Pay of an officer (FTE), pounds a month with allowances, in 2018-19; and each financial year's
# against that, %. From March 2018 on. Assumed.
PAY = {"PC": 3350, "DC": 3450, "PS": 4150, "DS": 4250, "INSP": 4950, "DI": 5050, "CI": 5350,
       "SUPT": 6700, "CHIEF": 9800}  # fmt: skip
PAY_SINCE = (100, 100, 102, 105, 107, 110)
# Overtime, thousandths of the officers' pay, in a month without an event and at a usual gap.
OVERTIME = {"RESPONSE": 40, "NEIGHBOURHOOD": 33, "INVESTIGATION": 42, "PROTECTION": 39,
            "HEADQUARTERS": 12, "TSG": 68, "OPERATIONS": 42}  # fmt: skip
OVERTIME_ON_EVENTS = 4  # % more for each ten thousandths of central Aid asked on a mean day
USUAL_GAP, OVERTIME_ON_GAP = 250, 3  # thousandths of officers; % more for each ten above, or less
OVERTIME_VARIES = 6  # +- %
OVERTIME_RATE = 140  # % of the plain hour: a third, a half and double time
HOURS_PAID = 174  # a month

# Offences and emergency calls a month over all areas at the end of the five years, and the first
# month against that, %. About as many as a capital has; taken from no file, nor is any borough's.
DEMAND = {
    "Theft": (21000, 84),
    "Violence against the person": (20500, 86),
    "Vehicle offences": (9200, 104),
    "Public order": (5000, 88),
    "Burglary": (4700, 136),
    "Arson and criminal damage": (4800, 101),
    "Drug offences": (3700, 80),
    "Robbery": (2600, 106),
    "Emergency calls": (172000, 87),
}
# When people stayed at home, % of the usual.
DEMAND_IN_2020 = {
    "Theft": {"2020-03": 82, "2020-04": 44, "2020-05": 52, "2020-06": 66, "2020-07": 78},
    "Violence against the person": {"2020-03": 93, "2020-04": 83, "2020-05": 91},
    "Vehicle offences": {"2020-03": 92, "2020-04": 66, "2020-05": 76, "2020-06": 90},
    "Public order": {"2020-03": 92, "2020-04": 78, "2020-05": 92},
    "Burglary": {"2020-03": 90, "2020-04": 67, "2020-05": 69, "2020-06": 78, "2020-07": 88},
    "Arson and criminal damage": {"2020-03": 90, "2020-04": 76, "2020-05": 88},
    "Drug offences": {"2020-04": 122, "2020-05": 146, "2020-06": 116},  # found by patrols
    "Robbery": {"2020-03": 84, "2020-04": 42, "2020-05": 50, "2020-06": 66, "2020-07": 80},
    "Emergency calls": {"2020-03": 97, "2020-04": 80, "2020-05": 89, "2020-06": 95},
}
# January to December against the mean, %: each of these adds up to 1,200.
SEASON = {
    "usual": (95, 92, 99, 98, 103, 105, 107, 102, 99, 102, 100, 98),
    "Theft": (95, 92, 99, 97, 100, 101, 102, 99, 99, 104, 107, 105),
    "Burglary": (106, 98, 101, 95, 94, 92, 94, 95, 97, 104, 112, 112),
}
DEMAND_VARIES, AREA_VARIES, KIND_VARIES = 2, 4, 18  # +- %: month; area and month; area, lasting
# Boroughs that have another weight than 100.
AREAS = {
    "Westminster": 240, "Camden": 128, "Lambeth": 122, "Southwark": 126, "Newham": 130,
    "Croydon": 124, "Tower Hamlets": 122, "Hackney": 116, "Haringey": 112, "Brent": 108,
    "Ealing": 110, "Enfield": 108, "Hillingdon": 98, "Barnet": 108, "Lewisham": 106,
    "Islington": 106, "Havering": 74, "Bexley": 64, "Sutton": 54, "Harrow": 62, "Merton": 56,
    "Kingston upon Thames": 48, "Richmond upon Thames": 50, "Kensington and Chelsea": 88,
    "Barking and Dagenham": 82, "Redbridge": 92, "Bromley": 86, "Wandsworth": 90,
}  # fmt: skip
CENTRAL = {("Westminster", "Theft"): 190, ("Westminster", "Robbery"): 150,
           ("Camden", "Theft"): 120}  # fmt: skip
# Places that belong to no command, and which kinds they have.
NOWHERE = {
    "London Heathrow and London City Airports": (9, (*DEMAND,)),
    "Unknown": (14, tuple(kind for kind in DEMAND if kind != "Emergency calls")),
}
