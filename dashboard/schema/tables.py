"""The tables of the data contract: each column's kind, whether it is required, and its meaning."""

from dataclasses import replace

from dashboard.schema.columns import Column, Table

EXTERNAL = "EXTERNAL"
"""Where a person or a shift goes that leaves the force."""

ROLES = ("officer", "staff", "pcso", "special")

ABSENCES = (
    "sickness",
    "maternity",
    "paternity",
    "adoption",
    "career_break",
    "compassionate_leave",
    "special_leave",
    "study",
)

WORDS = {
    "annual_leave": ("al",),
    "court": ("crt",),
    "management_restricted": ("psd restricted",),
    "maternity": ("mat leave",),
    "paternity": ("pat leave",),
    "pcso": ("police community support officer",),
    "rest_day": ("rd",),
    "special": ("special constable",),
    "training": ("trg",),
}
"""Choice -> what extracts are known to write for it, for proposing a mapping."""

_TEAM = Column("team", "text", "Team within the command.", also=("section", "function", "strand"))
_UNIT = Column("unit", "text", "Unit within the team.")
_ROLE = Column(
    "role",
    "choice",
    "Kind of employment.",
    choices=ROLES,
    default="officer",
    also=("worker type", "employee type", "employment type"),
)

STRENGTH = Table(
    name="strength",
    row="a person in a role at a month's end",
    key=("month", "person_id", "role"),
    columns=(
        Column(
            "month",
            "month",
            "The month at whose end this was so.",
            required=True,
            also=("as at", "snapshot date", "period", "extract month"),
        ),
        Column(
            "person_id",
            "text",
            "A pseudonym, the same in every month.",
            required=True,
            also=("officer id", "employee id", "staff id", "person number", "payroll number"),
        ),
        Column(
            "command",
            "text",
            "The command whose books the person is on.",
            required=True,
            refers="command",
            also=("bcu", "borough command", "ocu", "business group", "division", "home command"),
        ),
        Column(
            "rank",
            "text",
            "Rank held, one that the force's file names.",
            required=True,
            refers="rank",
            also=("grade", "rank or grade", "rank description"),
        ),
        _ROLE,
        Column(
            "fte",
            "number",
            "Full-time equivalent; a Special counts 0 whatever is sent.",
            low=0,
            high=1,
            default=1.0,
            also=("full time equivalent", "wte", "contracted fte", "contracted hours"),
        ),
        _TEAM,
        Column(
            "unit",
            "text",
            "Unit within the team: a relief, a ward cluster, a desk.",
            also=("relief", "unit name", "sub team"),
        ),
        Column(
            "substantive_rank", "text", "Rank held when not acting or temporary.", refers="rank"
        ),
        Column(
            "acting",
            "choice",
            "Whether the rank is held for a time only.",
            choices=("none", "acting", "temporary"),
        ),
        Column("in_rank_since", "date", "First day in the rank.", also=("rank date",)),
        Column(
            "joined_on",
            "date",
            "First day in the service.",
            also=("appointment date", "join date", "date joined", "start date", "service date"),
        ),
        Column(
            "entry_route",
            "choice",
            "How the person joined.",
            choices=("new", "transferee", "rejoiner"),
        ),
        Column(
            "confirmed_on",
            "date",
            "Day of confirmation as a constable, or the day it is due.",
            also=("confirmation date", "date confirmed", "probation end"),
        ),
        Column(
            "probationer",
            "flag",
            "The recorded flag: on probation or not.",
            also=("on probation", "student officer"),
        ),
        Column(
            "posted_on",
            "date",
            "First day in the present posting.",
            also=("assignment date", "posting date", "posted"),
        ),
        Column(
            "absence",
            "choice",
            "Kind of absence at the month's end.",
            choices=ABSENCES,
            also=("absence type", "absence reason", "absence kind"),
        ),
        Column(
            "absence_from",
            "date",
            "First day of that absence.",
            also=("absence start", "absence since"),
        ),
        Column(
            "limitation",
            "choice",
            "Kind of limited duties.",
            choices=("management_restricted", "adjusted", "recuperative"),
            also=("limited duties", "restriction", "duty status", "duty type"),
        ),
        Column(
            "limitation_from",
            "date",
            "First day of the limitation.",
            also=("restricted since", "duties since"),
        ),
        Column(
            "limitation_review", "date", "Day by which it is to be reviewed.", also=("review date",)
        ),
        Column("suspended", "flag", "Suspended from duty.", also=("suspension",)),
        Column(
            "training_share", "number", "Share of time spent in recruit training.", low=0, high=1
        ),
        Column(
            "attached_to",
            "text",
            "Command worked in if another; EXTERNAL outside the force.",
            refers="host",
            also=("attachment", "seconded to", "host command"),
        ),
        Column("attached_from", "date", "First day of the attachment.", also=("seconded from",)),
        Column("attached_until", "date", "Day on which it was to end.", also=("seconded until",)),
        Column("investigator", "flag", "Carries investigations."),
        Column(
            "driver",
            "choice",
            "Highest driving grade held.",
            choices=("none", "basic", "response", "advanced"),
            also=("driving grade", "driver grade"),
        ),
        Column(
            "supervisor_id",
            "text",
            "Pseudonym of the first-line supervisor.",
            also=("line manager id", "supervisor"),
        ),
        Column(
            "left_on",
            "date",
            "Last day of service, if it has passed.",
            also=("leaving date", "end date"),
        ),
        Column("leaver_reason", "text", "Why the person left.", also=("reason for leaving",)),
    ),
    ordered=(("joined_on", "left_on"), ("attached_from", "attached_until")),
    by_then=("joined_on", "in_rank_since", "posted_on", "absence_from", "limitation_from"),
    needs=(("absence", "absence_from"),),
)

SHIFTS = Table(
    name="shifts",
    row="a day, command, team, unit, shift and activity; later days are the plan",
    key=("date", "command", "team", "unit", "period", "activity", "to_command", "to_team"),
    columns=(
        Column(
            "date",
            "date",
            "The day of the shifts.",
            required=True,
            also=("shift date", "duty date", "day"),
        ),
        Column(
            "command",
            "text",
            "The command whose people worked them.",
            required=True,
            refers="command",
            also=("bcu", "ocu"),
        ),
        replace(_TEAM, required=True),
        Column(
            "activity",
            "choice",
            "What the shifts were spent on.",
            required=True,
            choices=(
                "core",
                "aid_central",
                "aid_local",
                "backfill",
                "investigation_support",
                "guard_or_scene",
                "training",
                "court",
                "annual_leave",
                "sickness",
                "rest_day",
                "other",
            ),
            also=("duty", "duty type", "duty code"),
        ),
        Column(
            "shifts", "number", "Number of shifts.", required=True, low=0, also=("count", "tours")
        ),
        _UNIT,
        Column(
            "period",
            "choice",
            "Part of the day.",
            choices=("early", "late", "night"),
            also=("shift", "tour"),
        ),
        Column("hours", "number", "Hours worked on them.", low=0, also=("hours worked",)),
        Column("drivers", "number", "Response drivers among them.", low=0),
        Column("minimum", "number", "Minimum number agreed for the shift.", low=0),
        Column("to_command", "text", "Command that was helped, if another.", refers="host"),
        Column("to_team", "text", "Team that was helped, if another."),
    ),
    dated="date",
    apart=("date",),
)

CASELOADS = Table(
    name="caseloads",
    row="a month, command, team, unit, kind and source",
    key=("month", "command", "team", "unit", "kind", "source"),
    columns=(
        Column("month", "month", "The month at whose end this was so.", required=True),
        Column(
            "command", "text", "The command that holds the cases.", required=True, refers="command"
        ),
        Column(
            "source",
            "text",
            "The system that counted them; two systems are never averaged.",
            required=True,
            also=("system",),
        ),
        Column(
            "open_cases", "number", "Cases open.", required=True, low=0, also=("open", "live cases")
        ),
        _TEAM,
        _UNIT,
        Column(
            "kind",
            "choice",
            "What is counted as a case.",
            choices=("cases", "victims", "offenders"),
            default="cases",
        ),
        Column("investigators", "number", "Investigators who carry them.", low=0),
    ),
    apart=("source",),
)

ESTABLISHMENT = Table(
    name="establishment",
    row="posts agreed from a date",
    key=("effective_from", "command", "team", "unit", "rank", "role", "funding"),
    columns=(
        Column(
            "effective_from",
            "date",
            "First day on which the posts are agreed.",
            required=True,
            also=("from", "effective date"),
        ),
        Column(
            "command", "text", "The command that has the posts.", required=True, refers="command"
        ),
        Column(
            "posts", "number", "Posts, FTE.", required=True, low=0, also=("establishment", "bwt")
        ),
        _TEAM,
        _UNIT,
        Column("rank", "text", "Rank of the posts.", refers="rank"),
        _ROLE,
        Column("funding", "text", "Who pays for them."),
    ),
    dated="effective_from",
    monthly=False,
)

DEMAND = Table(
    name="demand",
    row="a month, area and kind",
    key=("month", "area", "kind"),
    columns=(
        Column("month", "month", "The month counted.", required=True),
        Column(
            "area", "text", "A command or a borough.", required=True, also=("borough", "command")
        ),
        Column(
            "kind",
            "text",
            "What is counted: a crime type, calls.",
            required=True,
            also=("type", "crime type", "category", "offence group", "major text"),
        ),
        Column("value", "number", "The count.", required=True, low=0, also=("count", "total")),
    ),
    apart=("kind",),
)

OVERTIME = Table(
    name="overtime",
    row="a month, command and team",
    key=("month", "command", "team"),
    columns=(
        Column("month", "month", "The month worked.", required=True),
        Column("command", "text", "The command that pays.", required=True, refers="command"),
        _TEAM,
        Column("hours", "number", "Overtime hours.", low=0),
        Column("cost", "number", "Cost of the overtime, pounds.", low=0),
        Column("officer_pay", "number", "Pay of the officers, overtime left out, pounds.", low=0),
    ),
)

PUBLISHED_SERIES = Table(
    name="published_series",
    row="a month and a published total",
    key=("month", "series", "scope", "unit", "source"),
    columns=(
        Column("month", "month", "The month at whose end this was so.", required=True),
        Column(
            "series",
            "text",
            "What was counted, such as officer; officers in FTE stand beside the force's own.",
            required=True,
            also=("worker type", "employee type", "workforce"),
        ),
        Column(
            "value", "number", "The published total.", required=True, also=("total fte", "total")
        ),
        Column(
            "scope",
            "text",
            "Of whom: a force by the name under which it is published.",
            also=("force", "police force"),
        ),
        Column("unit", "choice", "What the total is in.", choices=("FTE", "heads"), default="FTE"),
        Column("source", "text", "Which publication: the name of its file in data/published."),
    ),
    monthly=False,
    apart=("source",),
)

TABLES = {
    table.name: table
    for table in (STRENGTH, SHIFTS, CASELOADS, ESTABLISHMENT, DEMAND, OVERTIME, PUBLISHED_SERIES)
}
