"""From a raw row to a count, first part: which files and rows are used, and who is one person."""

from needs.present.kit.html import element, table
from needs.present.kit.section import heading, plain
from needs.present.methods import examples
from needs.present.methods.by_hand import NOT_SHOWN
from needs.present.methods.review import Review

STEPS = (
    ("1", "Files", "Of each agency the newest file is read, and no other."),
    ("2", "Rows", "Rows without consent are set aside. Others are used, or refused by a rule that is named."),
    ("3", "People", "Initials, date of birth and sex tell who is one person within the partnership."),
    ("4", "Stays", "Rows become episodes (stays at an agency), interventions and outcomes forms, each once."),
    ("5", "Journeys", "Stays of one person that overlap, or lie close, become one journey."),
    ("6", "Codes", "Each code counts as what its list says, and what it means for a definition."),
    ("7", "Periods", "Each indicator is asked of people, journeys or interventions in a quarter, a year to date or twelve months."),
    ("8", "Counts", "Whoever meets its condition is counted, out of whoever meets that of the whole."),
    ("9", "Shown", "Counts are rounded, small ones hidden, and shares worked out from what is shown."),
)  # fmt: skip


def guide(review: Review) -> list:
    """What the chapter is, its steps, and how its examples are read."""
    return [
        plain(
            "The sections from here to the catalogue say how a row of an extract becomes part of a figure. Whoever has these sections, the raw extracts, ndtms.toml "
            "and needs.toml can count every figure again without the code."
        ),
        table("From a raw row to a count: nine steps", ["Step", "What", "In short"], [list(row) for row in STEPS]),
        plain(
            "Rules stand with examples of a few invented rows. A test puts those rows through the code. An example whose result "
            "changes stops the tests."
        ),
        table(
            "How examples are read: cells that they do not show", ["Column", "Holds"], [list(row) for row in NOT_SHOWN]
        ),
        plain(
            "A period holds its first and its last day. Days between two dates are the later less the earlier. So 1 to 22 April are 21 days."
        ),
    ]


FILES = (
    ("Which files", "Every file in data/raw/ndtms/<partnership> whose name ends with .csv. Nothing else in the folder is counted."),
    (
        "Names",
        "AGENCY-FROM-TO-TREAT-IN-LETTER.csv: a capital letter and four digits, two days as yyyymmdd, and the letter of the data "
        "set. N0852-20110401-20110630-TREAT-IN-K.csv is one.",
    ),
    (
        "Newer and older",
        "Of the files with one agency in their names only the first is used: that whose period ends last. At the same end it is the one "
        "that begins first, then the later letter. The rows of the others are not looked at, whatever they hold.",
    ),
    ("If the newest is refused", "Then the next of the same agency is used, if that can be read."),
    (
        "Other names",
        "A file whose name says nothing is read too. It is refused if another file has rows of the same agency.",
    ),
    (
        "Several authorities",
        "A partnership of several authorities has a folder for each, each read by these rules with its own settings. The rows then stand together.",
    ),
    (
        "ndtms.toml",
        "Says how files are written: date_format, encoding, not_collected (columns that hold nothing to be used), cds (the letter, where the name "
        'has no known one). What stands under [files."name.csv"] is of that file alone and goes before the rest.',
    ),
    ("Text", "UTF-8, also with a byte order mark, or windows-1252 where ndtms.toml says so. A file in another encoding is refused."),
    (
        "Cells",
        'Commas between, quotation marks around where need be, two of them for one within. Blanks at either end are cut off. "NA" is no '
        "answer, as an empty cell is none. Rows and last columns that are blank throughout are left out.",
    ),
    (
        "Columns",
        "Found by name in any order, capitals or not. CLIENTID is read; CLIENT where the file has no such column. Columns that are not in the "
        "list below are not used.",
    ),
    ("Capitals", "Initials and codes are read in capitals. Noughts at the front of a code count: 01 is not 1."),
    (
        "Dates",
        "Day first, 07/04/2008, where ndtms.toml says nothing; year first, 2008-04-07, where every date of birth is written so. Noughts "
        "may be missing, so 7/4/2008 is read. Years have four digits, 1900 to 2999; 07/04/08 is no date. A file of which no date of birth can be read is refused.",
    ),
    (
        "Days covered",
        "A partnership's days run from the first day of any file in use to the last. A period is counted only if it lies within "
        "them, with what is looked at before it, and if follow-up is over by the last.",
    ),
)  # fmt: skip
NAMES = (
    ("N0001-20060401-20080930-TREAT-IN-K.csv", "not read: line 2 ends later"),
    ("N0001-20060401-20100331-TREAT-IN-H.csv", "not read: same days as the next, an earlier letter"),
    ("N0001-20060401-20100331-TREAT-IN-K.csv", "used"),
    ("N0001-20080401-20100331-TREAT-IN-K.csv", "not read: same end, begins later"),
    ("N0002-20060401-20080930-TREAT-IN-K.csv", "used: the only one of its agency"),
)


def files(review: Review) -> list:
    """Which files are read and how they are written, with an example of names."""
    return [
        heading("Files"),
        table("Files: what is read and how", ["Question", "Rule"], [list(row) for row in FILES]),
        plain("Example: a newer file replaces an older one of the same agency. Of these five files two are used."),
        table(
            "Files: which of five are used",
            ["Name", "What becomes of it"],
            [[element("code", name), words.replace("line 2", "another")] for name, words in NAMES],
        ),
    ]


# What becomes of whatever breaks a rule: "row" is not used, "cell" counts as blank, "noted" is used as it is, "file" is not used.
# The second column is what the rule checks, word for word; the third when it is broken, as exactly as whoever counts needs it.
FILE, ROW, CELL, NOTED = "file refused", "row refused", "field refused", "noted"
RULES = (
    ("F01", NOTED, "the name is AGENCY-FROM-TO-TREAT-IN-LETTER.csv, of a known letter and the rows' own agency",
     "the name is not so, or no data set has its letter"),
    ("F01", NOTED, "a row is of the agency that the file's name says", "AGNCY is another than the name's; it counts as AGNCY says"),
    ("F02", FILE, "the header names each column once and has the required ones",
     "a required column is missing, a name stands twice, or a header cell is blank above filled ones"),
    ("F03", FILE, "each row has the header's number of cells and quotation marks balance", "one row has more or fewer"),
    ("F04", FILE, "the file is text in its declared encoding, not empty and not too large", "it is not"),
    ("F05", FILE, "some date of birth is written in the declared date format", "none is, of rows with consent"),
    ("F06", NOTED, "the file has rows, and ends with a line break", "it has not; blank rows are left out"),
    ("F07", NOTED, "each column is one of the data set's, or of its specification", "it is not, and is not used"),
    ("F08", FILE, "of the files of one agency it can be told which is newest", "a name says no period, and another file has the agency"),
    ("F09", NOTED, "each file that ndtms.toml declares is in the folder", "it is not"),
    ("F10", NOTED, "of a data set after P there is the specification", "there is none; it is read as the one before"),
    ("R02", ROW, "consent is given as Y or N", "CONSENT is anything else; N is set aside and is no refusal"),
    ("W10", NOTED, "a code of the specification says what it counts as", "it says nothing; counted as not stated"),
    ("W11", NOTED, "a code is written with the noughts at its front that the specification gives it", "other noughts; taken for it"),
    ("W01", CELL, "a code is in the list of its data set", "the code is not in the list, or of another data set; not SEX, CONSENT, drugs or forms"),
    ("W01", CELL, "a code that has no list has the shape of one", "AGNCY, DAT, LA, MODSET or a field on young people has another shape"),
    ("W01", NOTED, "a drug code is in the list", "it is not; counted by the range that it falls in"),
    ("W01", NOTED, "a drug code is in the list or in a range that is known", "it is in neither; counted as other drug (8799)"),
    ("W01", NOTED, "heroin is written 1101", "it is written 1011, which is an opiate as well"),
    ("W04", CELL, "an item of an outcomes profile is on its scale: days 0 to 28, health 0 to 20, Y or N", "it is off its scale, or no whole number"),
    ("W07", CELL, "no date is after the last day the file covers", "any date but DOB is after the TO of the file's name"),
    ("W09", CELL, "a date is written in the declared format, its year with four digits from 1900 to 2999", "any date but DOB is not"),
    ("W09", CELL, "a number is whole and within its limits", "it is not"),
    ("R01", ROW, "the initials are one letter each", "FINITIAL or SINITIAL is not one letter from A to Z"),
    ("R01", ROW, "there is a date of birth", "DOB is blank or NA"),
    ("R01", ROW, "sex is M or F", "SEX is anything else"),
    ("R03", ROW, "the date of birth can be read, is after 1902, before referral and not in the future",
     "DOB is unreadable, before 1903, on the day of REFLD or later, or after the file's last day"),
    ("R05", ROW, "there are a referral date, a triage date and a first drug", "REFLD, TRIAGED or DRUG1 is blank, or was refused as a cell"),
    ("R05", ROW, "triage is on the day of referral or later", "TRIAGED is before REFLD"),
    ("W02", ROW, "discharge is on the day of triage or later", "DISD is before TRIAGED"),
    ("R06", ROW, "there are an agency, a client reference and an episode reference", "AGNCY, CLIENTID or EPISODID is blank"),
    ("R06", ROW, "the rows of one episode agree on initials, date of birth and sex",
     "of rows not refused so far, those of one episode are of several people; none of them is used"),
    ("R04", NOTED, "the person is 18 or over at triage", "under 18 on TRIAGED; counted with young people"),
    ("W02", NOTED, "a reason for discharge has a date", "DISRSN without DISD; the stay is open"),
    ("W02", NOTED, "a discharge has a reason", "DISD without DISRSN on the same row; the reason counts as 0, not known, and is a filled in cell from here on"),
    ("W03", CELL, "an intervention starts on the day it was referred for or later", "REFMODDT is after MODST; REFMODDT counts as blank"),
    ("W03", CELL, "an intervention ends on the day of its start or later", "MODEND is before MODST; MODEND counts as blank"),
    ("W03", CELL, "an intervention ends on the day of discharge or earlier", "MODEND is after DISD; MODEND counts as blank"),
    ("W03", CELL, "an intervention's exit status has an end date", "MODEXIT without MODEND; MODEXIT counts as blank"),
    ("W03", NOTED, "an intervention that ended has an exit status", "MODEND without MODEXIT"),
    ("W12", NOTED, "the last intervention ends as the episode does: planned, or not",
     "MODEND is DISD, and one of MODEXIT and DISRSN (version 2004) is planned and the other not"),
    ("W05", NOTED, "the three drugs differ", "DRUG2 is DRUG1, or DRUG3 is one of them; not 9996 or 9997"),
    ("W06", NOTED, "whoever lives outside England has no local authority", "DAT is Z00B and LA is filled in"),
    ("W08", NOTED, "the rows of one episode, intervention or outcomes profile agree", "they differ; the first cell that is filled in is used"),
)  # fmt: skip
BECOMES = {
    FILE: "The file is not used",
    ROW: "The row is not used",
    CELL: "The cell counts as blank, the row is used",
    NOTED: "Noted, and used",
}
ORDER = (
    ("First", "Rows with CONSENT N are set aside. They are counted as rows without consent, and nothing else of them."),
    (
        "Second",
        "Each cell by itself: codes, scales, numbers and dates. A cell that is refused counts as blank from here on.",
    ),
    (
        "Third",
        "Each row by itself. A row with a triage date after the file's last day has lost it in the second step, and is refused here.",
    ),
    (
        "Fourth",
        "The cells of one row against each other, all with the values that the third step left. So two of these rules never act "
        "on one another.",
    ),
    ("Fifth", "The rows of one episode against each other, over all files in use."),
)


def refusals(review: Review) -> list:
    """Every rule that a row is checked by, what becomes of it, in which order, and two examples."""
    rows = [[f"{rule}: {checks}", broken, BECOMES[severity]] for rule, severity, checks, broken in RULES]
    return [
        heading("Rows that are refused, and cells"),
        table("Rows: in which order they are checked", ["Step", "What is checked"], [list(row) for row in ORDER]),
        table("Rows: each rule, when it is broken and what then", ["Rule", "Broken where", "What becomes of it"], rows),
        plain(
            "No rule leaves anybody out for where they live, what drug they use, or how old they are. A first drug of alcohol counts as any other."
        ),
        examples.REFUSED(review),
        examples.FIELDS_REFUSED(review),
    ]


PEOPLE = (
    ("One person", "FINITIAL, SINITIAL, DOB and SEX are the same, within one partnership: the folder that the files lie in."),
    (
        "Where one is missing",
        "The row is refused (R01), so nobody is counted who cannot be told from others. Two people with the same four count as one, and one person "
        "with two spellings as two.",
    ),
    (
        "Pseudonyms",
        "A keyed hash (HMAC-SHA256) of these four takes the place of the person. It decides no order and no count. Whoever counts again may use the "
        "four themselves.",
    ),
    (
        "Partnership and residence",
        "Everybody in the files of a folder counts for that partnership, whatever DAT and LA say. LA gives the district alone. Somebody in the "
        "files of two partnerships counts in each.",
    ),
    ("Agency", "AGNCY of the row. Somebody at two agencies counts at each, and once in the partnership."),
    ("One episode", "AGNCY, CLIENTID and EPISODID are the same. It has one person, one triage and one discharge."),
    (
        "One intervention",
        "Within an episode MODID, MODAL and REFMODDT are the same, and one of MODAL, MODST and REFMODDT is filled in. A cell that was refused is blank here too.",
    ),
    ("One outcomes form", "Within an episode TOPID, TOPDATE and TRSTAGE are the same, and TOPDATE or TRSTAGE is filled in."),
    (
        "Repeated rows",
        "An extract repeats the episode on each of its rows. Of each column by itself the first cell that is filled in is used, in the order of "
        "the file. Files are in the order of their agencies.",
    ),
)  # fmt: skip


def people(review: Review) -> list:
    """Who is one person, what is one stay, intervention or form, and what is done with repeated rows."""
    return [
        heading("People, stays, interventions and forms"),
        table("Who and what is one", ["Question", "Rule"], [list(row) for row in PEOPLE]),
        examples.ONE_PERSON(review),
        examples.TWO_PEOPLE(review),
        examples.REPEATED(review),
        examples.BLANK_REASON(review),
    ]
