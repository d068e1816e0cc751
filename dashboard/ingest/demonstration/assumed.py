"""Every magnitude of the made-up force: what is published, with its source, and what is assumed.

"Casey Review 2023" is the Baroness Casey Review's final report of March 2023. Whatever does not
name a source is assumed: chosen so that the whole holds together, published nowhere.
"""

from typing import NamedTuple

from dashboard.schema import months

FIRST, LAST, CALIBRATED = "2018-03", "2023-03", "2023-01"
MONTHS = months.between(FIRST, LAST)
FIXED = MONTHS.index(CALIBRATED)
"""The month whose figures are exact."""

# Those of the force's file; officers come first.
RANKS = ("PC", "DC", "PS", "DS", "INSP", "DI", "CI", "SUPT", "CHIEF", "STAFF", "PCSO", "SPECIAL")
PC, DC, PS, DS, INSP, DI, CI, SUPT, CHIEF, STAFF, PCSO, SPECIAL = range(len(RANKS))


class Bcu(NamedTuple):
    """A Basic Command Unit."""

    boroughs: tuple[str, ...]
    size: int
    """Weight of its officers among the BCUs; assumed."""
    gap: float
    """Officers (FTE) not fully deployable in January 2023, % of nominal; assumed."""
    pc: float
    """Probationer share of PCs, % (Casey Review 2023, Figure 4.5, January 2023)."""
    dc: float
    """Probationer share of DCs, % (the same figure)."""
    occupancy: int
    """Officers (FTE) / posts in January 2023, tenths of a %, before the BCUs' sum; assumed."""


BCUS = {
    "AS": Bcu(("Lambeth", "Southwark"), 108, 28.3, 25.0, 47.9, 954),
    "AW": Bcu(
        ("Hammersmith and Fulham", "Kensington and Chelsea", "Westminster"),
        110, 30.1, 28.2, 39.5, 938,
    ),
    "CE": Bcu(("Hackney", "Tower Hamlets"), 100, 27.4, 25.2, 49.5, 959),
    "CN": Bcu(("Camden", "Islington"), 94, 28.0, 27.6, 50.2, 949),
    "EA": Bcu(("Barking and Dagenham", "Havering", "Redbridge"), 98, 25.9, 26.4, 37.8, 970),
    "NA": Bcu(("Enfield", "Haringey"), 92, 26.2, 25.1, 47.4, 964),
    "NE": Bcu(("Newham", "Waltham Forest"), 98, 29.2, 25.8, 47.0, 944),
    "NW": Bcu(("Barnet", "Brent", "Harrow"), 102, 24.0, 22.6, 46.2, 980),
    "SE": Bcu(("Bexley", "Greenwich", "Lewisham"), 106, 24.9, 24.6, 42.5, 967),
    "SN": Bcu(("Bromley", "Croydon", "Sutton"), 102, 24.3, 23.9, 41.8, 975),
    "SW": Bcu(
        ("Kingston upon Thames", "Merton", "Richmond upon Thames", "Wandsworth"),
        94, 22.6, 18.5, 48.5, 984,
    ),
    "WA": Bcu(("Ealing", "Hillingdon", "Hounslow"), 104, 26.7, 25.4, 39.9, 957),
}  # fmt: skip


class Specialist(NamedTuple):
    """A command that is no BCU; all assumed but the churn of MO19 and MO7."""

    size: int
    """Weight of its officers among the specialist commands."""
    detectives: int
    """DCs, % of its constables."""
    churn: float
    """(In + out) / mean workforce of a year."""
    gap: float
    """Weight of its officers who are not fully deployable; the average is 1."""
    staff: int
    """Police staff."""
    pcsos: int
    units: dict[str, tuple[str, ...]]
    """The units of each team."""


SPECIALISTS = {
    # Casey Review 2023, 4.4: churn of 21% in MO7 and 18% in MO19, "indicative only".
    "MO7": Specialist(1750, 0, 0.21, 0.92, 90, 0, {
        "TSG": ("TSG 1", "TSG 2", "TSG 3", "TSG 4", "TSG 5"),
        "OPERATIONS": ("Public order", "Dog support", "Mounted", "Marine"),
        "HEADQUARTERS": ("Command team",),
    }),
    "MO8": Specialist(1750, 6, 0.19, 1.02, 260, 300, {
        "OPERATIONS": ("Traffic north", "Traffic south", "Traffic east", "Traffic west",
                       "Safer transport", "Cycle safety"),
        "INVESTIGATION": ("Serious collisions",),
        "HEADQUARTERS": ("Command team",),
    }),
    "MO19": Specialist(2450, 0, 0.18, 0.90, 150, 0, {
        "OPERATIONS": ("Armed response A", "Armed response B", "Armed response C",
                       "Armed response D", "Armed response E", "Specialist firearms",
                       "Firearms training"),
        "HEADQUARTERS": ("Command team",),
    }),
    "SC": Specialist(4000, 78, 0.20, 1.04, 1900, 0, {
        "INVESTIGATION": ("Homicide north", "Homicide south", "Homicide east", "Homicide west",
                          "Organised crime", "Economic crime", "Cyber crime",
                          "Online child abuse"),
        "OPERATIONS": ("Surveillance", "Forensics"),
        "HEADQUARTERS": ("Command team",),
    }),
    "CT": Specialist(1900, 64, 0.19, 0.94, 1100, 0, {
        "INVESTIGATION": ("Inquiry 1", "Inquiry 2", "Inquiry 3", "Inquiry 4"),
        "OPERATIONS": ("Protective security", "Ports", "Local intelligence"),
        "HEADQUARTERS": ("Command team",),
    }),
    "PD": Specialist(1150, 0, 0.20, 1.06, 60, 60, {
        "OPERATIONS": ("Parliament A", "Parliament B", "Parliament C", "Diplomatic north",
                       "Diplomatic south"),
        "HEADQUARTERS": ("Command team",),
    }),
    "AV": Specialist(700, 9, 0.18, 0.98, 60, 122, {
        "OPERATIONS": ("Heathrow A", "Heathrow B", "Heathrow C", "Heathrow D", "City Airport"),
        "INVESTIGATION": ("Airport investigations",),
        "HEADQUARTERS": ("Command team",),
    }),
    "HQ": Specialist(1568, 30, 0.20, 1.16, 5971, 0, {
        "HEADQUARTERS": ("Command team", "Professional standards", "Learning", "Transformation",
                         "Contact and control", "Digital and data", "People and resources"),
        "INVESTIGATION": ("Misconduct inquiries", "Corruption inquiries"),
    }),
}  # fmt: skip

COMMANDS = (*BCUS, *SPECIALISTS)
N_BCU = len(BCUS)

# Officers on the books, heads at the end of a month; straight lines between. Chosen so that FTE
# average 15,656 (2018-19) and 18,818 (2021-22) in the BCUs (Casey Review 2023, 2.6 and 4.3) and
# reach 34,372 in all (2.4); and so that officers, staff and PCSOs of the BCUs average 20,399 in
# 2022-23 and grow by 4,910 - 4,191 = 719 people (4.4).
BCU_OFFICERS = {
    "2018-03": 15950, "2019-03": 15770, "2020-03": 17400, "2021-03": 19070, "2022-03": 18933,
    "2023-03": 19652,
}  # fmt: skip
OTHER_OFFICERS = {
    "2018-03": 14220, "2019-03": 14300, "2020-03": 14560, "2021-01": 14800, "2021-03": 14740,
    "2022-01": 14565, "2022-03": 14760, "2022-11": 15340, "2023-01": 15268, "2023-03": 15178,
}  # fmt: skip
FTE_OFFICERS = 34372
"""All officers, FTE, in January 2023 (Casey Review 2023, 2.4, there of November 2022)."""

# Staff, PCSOs and Specials of all BCUs together in 2021-22 (Casey Review 2023, 4.3); held for all
# months. Those of the whole force are 9,934, 1,145 and 1,786 in 2022-23 (2.5).
BCU_OTHERS = {STAFF: 409, PCSO: 668, SPECIAL: 1587}
SPECIALS_ELSEWHERE = {"MO8": 110, "AV": 40, "HQ": 49}
STAFF_WHO_ARE_SPECIALS = 60

# (In + out) / mean workforce of the BCUs in each financial year, a move between two of them
# counted twice. The last is 9,101 / 20,399 (Casey Review 2023, 4.4); the others are assumed.
BCU_CHURN = (0.370, 0.440, 0.420, 0.375, 9101 / 20399)

# Ranks within a command, % of its officers; constables and sergeants follow from the spans.
BCU_DETECTIVES = 15.3  # DCs
BCU_SENIOR = {INSP: 2.0, DI: 0.9, CI: 0.4, SUPT: 0.25}
OTHER_SENIOR = {INSP: 4.2, CI: 0.9, SUPT: 0.6}  # detective inspectors by the share of detectives
CHIEFS_AT_HQ = 34
# Constables per sergeant: 10 in the BCU model, more often 12 by 2022, 3 in the TSG (Casey Review
# 2023, 4.8); elsewhere assumed.
UNIFORMED_SPAN = (10.0, 12.1)  # first month, last month
TSG_SPAN, OTHER_SPAN = 3.0, 5.0
SPAN_VARIES = 14  # +- % of a unit's share of constables, and of sergeants

# Where each rank of a BCU works, % of it.
BCU_TEAMS = {
    PC: {"RESPONSE": 56, "NEIGHBOURHOOD": 28, "INVESTIGATION": 6, "PROTECTION": 6,
         "HEADQUARTERS": 4},
    DC: {"INVESTIGATION": 48, "PROTECTION": 49, "HEADQUARTERS": 3},
    DS: {"INVESTIGATION": 48, "PROTECTION": 49, "HEADQUARTERS": 3},
    INSP: {"RESPONSE": 50, "NEIGHBOURHOOD": 30, "HEADQUARTERS": 20},
    DI: {"INVESTIGATION": 45, "PROTECTION": 45, "HEADQUARTERS": 10},
    STAFF: {"INVESTIGATION": 25, "HEADQUARTERS": 75},
    PCSO: {"NEIGHBOURHOOD": 100},
    SPECIAL: {"RESPONSE": 45, "NEIGHBOURHOOD": 55},
}  # fmt: skip
BCU_UNITS = {
    "RESPONSE": tuple(f"Response {relief}" for relief in "ABCDE"),
    # Before these, each borough's wards.
    "NEIGHBOURHOOD": ("Town centres", "Schools and youth", "Licensing and events"),
    "INVESTIGATION": ("Volume crime 1", "Volume crime 2", "Robbery and burglary",
                      "Violence", "Proactive"),
    "PROTECTION": ("Domestic abuse", "Rape and sexual offences", "Child abuse",
                   "Missing and exploitation", "Offender management"),
    "HEADQUARTERS": ("Command team", "Tasking and intelligence"),
}  # fmt: skip
# Units that have another weight than 100 in their team.
UNIT_WEIGHTS = {"Town centres": 70, "Schools and youth": 60, "Licensing and events": 35,
                "Proactive": 60, "Missing and exploitation": 60, "Command team": 40}  # fmt: skip
SPECIALIST_TEAMS = {"TSG": 45, "OPERATIONS": 50, "INVESTIGATION": 70, "HEADQUARTERS": 8}

# Careers: chances a year of leaving; 5.5 to 6% of officers leave a year (Casey Review 2023,
# footnote 154), 6 to 10% of probationers resign (Figure 9.3.4); how it divides is assumed.
LEAVING = {"officer": 0.041, "probationer": 0.075, STAFF: 0.08, PCSO: 0.09, SPECIAL: 0.16}
LEAVING_AT_30_YEARS = 0.50
BCU_DETECTIVES_MOVE = 28  # at least so many % of moves out of a BCU are DCs, who make room for new
TRANSFEREES = 0.03  # of officers who join, half of them rejoiners
PROBATIONERS_AT_FIRST = {PC: 0.11, DC: 0.14}  # in the BCUs in March 2018
FIRST_YEAR_SHARE = 0.5  # training_share (Casey Review 2023, 4.6)
PROBATION, FIRST_YEAR = 24, 12  # months
STARTS_ACTING = 0.55  # promotions that begin as acting or temporary, for 3 to 18 months
PART_TIME_FTE = (50, 60, 75, 80, 80, 85, 90)  # hundredths, equally likely

# How the 8,800 officers (FTE) who were not fully deployable in January 2023 (Casey Review 2023,
# 2.5) divide by duty status: (in the BCUs, elsewhere). THIS SPLIT IS ASSUMED AND PUBLISHED NOWHERE,
# but for the recruits: about 1,500, all in the BCUs (4.6), who follow from those who joined.
NOT_DEPLOYABLE = {
    "suspended": (130, 90),
    "long_term_absence": (760, 620),
    "attached_out": (640, 760),
    "recruit_training": (1500, 0),
    "management_restricted": (230, 170),
    "adjusted": (1160, 1290),
    "recuperative": (690, 760),
}
RECRUITS_PRESENT = 0.98
LEVEL_AT_FIRST = 0.84  # the same in March 2018, against January 2023, recruits apart
LEVEL_VARIES = 0.05  # +- from month to month and command to command
ENDS = {  # chance a month that one ends
    "suspended": 0.06,
    "long_term_absence": 0.13,
    "attached_out": 0.07,
    "management_restricted": 0.06,
    "adjusted": 0.025,
    "recuperative": 0.14,
}
STARTED_BEFORE = {  # days by which the spells of the first month began before it, at most
    "long_term_absence": 200,
    "attached_out": 360,
    "management_restricted": 400,
    "adjusted": 900,
    "recuperative": 150,
}
REVIEW_DAYS = {"management_restricted": 90, "adjusted": 182, "recuperative": 84}
REVIEWS_OVERDUE = 0.22
LONG_ABSENCES = {"sickness": 58, "maternity": 24, "career_break": 8, "special_leave": 4,
                 "compassionate_leave": 3, "adoption": 2, "study": 1}  # fmt: skip
SHORT_ABSENCES = {"sickness": 90, "compassionate_leave": 4, "special_leave": 3, "paternity": 3}
SHORT_ABSENCE = {"officer": 0.019, "other": 0.026}  # people at a month's end
OTHERS_STAY_ABSENT, OTHERS_LONG_ABSENT = 0.15, 0.025  # staff and PCSOs, who are not in the split
ATTACHED = {"BCU": 25, "EXTERNAL": 12, "specialist": 63}  # where to, %
DRIVERS = {"basic": 0.85, "response": 0.50, "advanced": 0.08}  # of those with the service for it

# Posts agreed from a month on: the month against whose strength they are set, and officers (FTE)
# over posts then, tenths of a %: (BCUs, elsewhere). 96% in the BCUs in January 2023 is what lets
# 8,800 not fully deployable be 25 to 30% below the posts (Casey Review 2023, 2.5); all assumed.
AGREED = {
    "2018-03": ("2019-01", 945, 975),
    "2019-04": ("2020-01", 985, 972),
    "2020-04": ("2021-01", 985, 974),
    "2021-04": ("2022-01", 972, 966),
    "2022-04": ("2023-01", 960, 970),
}
OTHER_OCCUPANCY = {STAFF: 935, PCSO: 905}
# Posts against people beyond that, %: detectives and their sergeants are the hardest to find.
HARD_TO_FILL = {DC: 109, DS: 106, PS: 102}

# Open cases per investigator, tenths, straight lines between, as the middle source has them. Public
# protection: 11 in the pathfinders of 2017, 13 the optimum, over 18 in 2021 and 2022 (Casey Review
# 2023, 5.4 and footnote 80). Local investigation and offenders managed: assumed.
CASES = {
    ("PROTECTION", "cases"): {"2018-03": 130, "2019-03": 141, "2020-03": 157, "2021-01": 180,
                              "2022-03": 182, "2023-03": 185},
    ("PROTECTION", "offenders"): {"2018-03": 360, "2023-03": 440},
    ("INVESTIGATION", "cases"): {"2018-03": 95, "2020-03": 108, "2023-03": 132},
}  # fmt: skip
# A unit's cases per investigator against its team's, % (others 100), and who counts no cases.
UNIT_CASES = {"Domestic abuse": 112, "Rape and sexual offences": 96, "Child abuse": 104,
              "Missing and exploitation": 82, "Robbery and burglary": 88, "Violence": 84,
              "Volume crime 1": 126, "Volume crime 2": 126, "Proactive": 46}  # fmt: skip
OFFENDERS_IN = "Offender management"
UNIT_CASES_VARY, CASES_VARY, SOURCES_VARY = 15, 4, 2  # +- %: by unit; by month; a source's month
# "Various data sources providing different figures" (5.4): what each says against the middle, %,
# and its first month; assumed.
CASE_SOURCES = {
    "Crime recording system": (114, "2018-03"),
    "Unit return": (100, "2018-03"),
    "Case audit": (88, "2020-04"),
}

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
