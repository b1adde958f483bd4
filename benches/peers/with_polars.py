"""The checks and sums of `thidua score` over one campaign, by Polars: `with_polars.py FOLDER`."""

import os
import sys

os.environ.setdefault("POLARS_MAX_THREADS", "2")

import polars as pl

import rules

campaign = rules.read(sys.argv[1])
c = pl.col
text = ["date", "team", "members", "activity", "quantity", "evidence", "accepted", "appraiser", "note"]
rows = pl.scan_csv(campaign["logs"], schema={name: pl.String for name in text}).with_columns(
    day=c("date").str.to_date("%Y-%m-%d", strict=False),
    claimed=c("quantity").cast(pl.Decimal(14, 2), strict=False),
    official=c("accepted").cast(pl.Decimal(14, 2), strict=False),
    free=pl.concat_str(["evidence", "appraiser", "note"], separator="\n", ignore_nulls=True),
).collect()
rejected = (c("official") == 0) | (c("official") != c("claimed"))
counts = rows.lazy().select(
    pl.len().alias("rows"),
    (c("day").is_null() | ~c("day").is_between(campaign["start"], campaign["end"])).sum().alias("date"),
    (c("claimed").is_null() | (c("claimed") <= 0)).sum().alias("quantity"),
    (c("accepted").is_not_null() & (c("official").is_null() | (c("official") < 0))).sum().alias("accepted"),
    (c("official").is_not_null() & c("appraiser").is_null()).sum().alias("appraiser"),
    (c("official").is_not_null() & rejected & c("note").is_null()).sum().alias("note missing"),
    (~c("team").is_in(campaign["teams"])).sum().alias("team"),
    (~c("activity").is_in([activity[0] for activity in campaign["activities"]])).sum().alias("activity"),
    c("free").str.contains(rules.IDENTIFIER).sum().alias("identifier"),
    (c("note").str.contains(rules.FORMULA) | c("evidence").str.contains(rules.FORMULA)).sum().alias("formula"),
    c("free").str.contains(rules.BAD_SIGNS).sum().alias("mojibake"),
    (c("free").str.normalize("NFC") != c("free")).sum().alias("not NFC"),
).collect().row(0, named=True)
n_rows = counts.pop("rows")
members = pl.LazyFrame(campaign["members"], schema=["member", "team"], orient="row")
named = rows.lazy().select("team", member=c("members").str.split(" ")).explode("member")
counts["member"] = named.join(members, on=["member", "team"], how="anti").select(pl.len()).collect().item()
evidence = rows.lazy().select(c("evidence").drop_nulls().str.to_lowercase())
counts["evidence twice"] = evidence.select(c("evidence").is_duplicated().sum()).collect().item()
alike = ["day", "team", "members", "activity", "evidence"]
counts["row twice"] = rows.lazy().select(pl.struct(alike).is_duplicated().sum()).collect().item()
activities = pl.LazyFrame(
    campaign["activities"], schema=["activity", "criterion", "points", "cap"], orient="row"
).with_columns(c("points", "cap").cast(pl.Decimal(18, 3)))
board = (
    rows.lazy().group_by("team", "activity", month=c("day").dt.truncate("1mo"))
    .agg(c("official").sum(), c("claimed").sum())
    .join(activities, on="activity")
    .with_columns(pl.min_horizontal(c(basis) * c("points"), c("cap")).alias(basis) for basis in ("official", "claimed"))
    .group_by("team", "criterion").agg(c("official").sum(), c("claimed").sum())
    .collect()
)
points = [board["official"].sum(), board["claimed"].sum()]
rules.finish(counts, n_rows, board["team"].n_unique(), points)
