"""What the peers are told of a generated campaign: they do the same checks and sums over its logs."""

import csv
import glob
import sys
import tomllib

# As they are written in note, evidence and appraiser: telephone, identity card, e-mail address, plate.
IDENTIFIER = r"(?:\d[ .-]?){8,}|@[\w.-]+\.\w|\d{2}[A-Z]\d?-?\d{4,5}"
FORMULA = r"^\s*(?:[=@]|[+-][^\d\s])"
BAD_SIGNS = r"Ã.|á»|â€|[\x00-\x08]"


def read(folder):
    with open(f"{folder}/campaign.toml", "rb") as file:
        campaign = tomllib.load(file)
    with open(f"{folder}/members.csv", newline="") as file:
        members = [(row["member"], row["team"]) for row in csv.DictReader(file)]
    return {
        "start": campaign["campaign"]["start"],
        "end": campaign["campaign"]["end"],
        "teams": [team["id"] for team in campaign["teams"]],
        "activities": [
            (a["id"], a["criterion"], a["points"], a.get("cap", {}).get("month"))
            for a in campaign["activities"]
        ],
        "members": members,
        "logs": sorted(glob.glob(f"{folder}/activities/*.csv")),
    }


def finish(findings, n_rows, n_teams, points):
    wrong = {name: n for name, n in findings.items() if n}
    official, claimed = points
    print(f"{n_rows} rows, {n_teams} teams, {official} points, {claimed} claimed, findings: {wrong or 'none'}")
    sys.exit(1 if wrong else 0)
