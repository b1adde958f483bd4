"""The checks and sums of `thidua score` over one campaign, by DuckDB: `with_duckdb.py FOLDER`."""

import sys

import duckdb

import rules

campaign = rules.read(sys.argv[1])
db = duckdb.connect()
db.execute("SET threads = 2; SET preserve_insertion_order = false")
db.execute("CREATE TABLE teams (team VARCHAR)")
db.execute("INSERT INTO teams SELECT unnest(?)", [campaign["teams"]])
db.execute("CREATE TABLE activities (activity VARCHAR, criterion VARCHAR, points DECIMAL(9, 3), cap DECIMAL(18, 5))")
db.executemany("INSERT INTO activities VALUES (?, ?, ?, ?)", campaign["activities"])
db.execute(f"""CREATE TABLE members AS SELECT member, team
    FROM read_csv('{sys.argv[1]}/members.csv', header = true, all_varchar = true)""")
db.execute(f"""CREATE TABLE rows AS
    SELECT TRY_CAST(date AS DATE) AS day, team, members, activity, evidence, appraiser, note,
        TRY_CAST(quantity AS DECIMAL(14, 2)) AS quantity, TRY_CAST(accepted AS DECIMAL(14, 2)) AS accepted,
        accepted AS written
    FROM read_csv({campaign["logs"]}, header = true, all_varchar = true, quote = '"', escape = '"', strict_mode = true)""")
free = "concat_ws(chr(10), evidence, appraiser, note)"
checks = f"""
    SELECT count(*),
        count(*) FILTER (day IS NULL OR day NOT BETWEEN '{campaign["start"]}' AND '{campaign["end"]}'),
        count(*) FILTER (quantity IS NULL OR quantity <= 0),
        count(*) FILTER (written IS NOT NULL AND (accepted IS NULL OR accepted < 0)),
        count(*) FILTER (accepted IS NOT NULL AND appraiser IS NULL),
        count(*) FILTER (accepted IS NOT NULL AND (accepted = 0 OR accepted <> quantity) AND note IS NULL),
        count(*) FILTER (team NOT IN (SELECT team FROM teams)),
        count(*) FILTER (activity NOT IN (SELECT activity FROM activities)),
        count(*) FILTER (regexp_matches({free}, '{rules.IDENTIFIER}')),
        count(*) FILTER (regexp_matches(note, '{rules.FORMULA}') OR regexp_matches(evidence, '{rules.FORMULA}')),
        count(*) FILTER (regexp_matches({free}, '{rules.BAD_SIGNS}')),
        count(*) FILTER (nfc_normalize({free}) <> {free})
    FROM rows"""
names = ["date", "quantity", "accepted", "appraiser", "note missing", "team", "activity", "identifier",
         "formula", "mojibake", "not NFC"]
n_rows, *counts = db.execute(checks).fetchone()
findings = dict(zip(names, counts))
findings["member"] = db.execute("""
    SELECT count(*) FROM (SELECT team, unnest(string_split(members, ' ')) AS member FROM rows) AS named
    ANTI JOIN members USING (member, team)""").fetchone()[0]
findings["evidence twice"] = db.execute("""
    SELECT count(*) FROM (SELECT lower(evidence) FROM rows WHERE evidence IS NOT NULL
        GROUP BY ALL HAVING count(*) > 1)""").fetchone()[0]
findings["row twice"] = db.execute("""
    SELECT count(*) FROM (SELECT day, team, members, activity, evidence FROM rows GROUP BY ALL
        HAVING count(*) > 1)""").fetchone()[0]
board = db.execute("""
    WITH months AS (
        SELECT team, activity, date_trunc('month', day) AS month, sum(accepted) AS official, sum(quantity) AS claimed
        FROM rows GROUP BY ALL)
    SELECT team, criterion, sum(least(official * points, cap)), sum(least(claimed * points, cap))
    FROM months JOIN activities USING (activity) GROUP BY ALL""").fetchall()
points = [sum(row[column] for row in board) for column in (2, 3)]
rules.finish(findings, n_rows, len({team for team, *_ in board}), points)
