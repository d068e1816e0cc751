"""Every magnitude of the made-up force: what is published, with its source, and what is assumed.

Those of shifts, overtime and demand are in ``assumed_days``. "Casey Review 2023" is the Baroness
Casey Review's final report of March 2023. Whatever does not name a source is assumed: chosen so
that the whole holds together, published nowhere.
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
# Why they leave, %: the first of these that someone is. Assumed.
LEAVER_REASONS = {
    "suspended": {"dismissal": 58, "resignation": 38, "other": 4},
    "30 years": {"retirement": 94, "ill-health": 3, "other": 3},
    "25 years": {"retirement": 46, "resignation": 28, "ill-health": 12, "transfer out": 8,
                 "other": 6},
    "probationer": {"resignation": 83, "dismissal": 9, "transfer out": 3, "ill-health": 2,
                    "other": 3},
    "officer": {"resignation": 60, "transfer out": 22, "ill-health": 7, "dismissal": 5,
                "other": 6},
    "staff": {"resignation": 64, "retirement": 18, "transfer out": 6, "ill-health": 4,
              "dismissal": 3, "other": 5},
    "pcso": {"resignation": 70, "retirement": 14, "ill-health": 5, "dismissal": 4, "other": 7},
}  # fmt: skip
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
# Of those with the service for it; a permit lapses where it is not used.
DRIVERS = {"basic": 0.85, "response": 0.50, "advanced": 0.08}
RESPONSE_DRIVERS = 0.78  # the same in Response teams
WRITTEN_ENDS = 15  # % of people whose attachment is extended and the end first agreed still stands
FIRST_AGREED = 180  # days

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
