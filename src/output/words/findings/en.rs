//! Findings in English.

use chrono::NaiveDate;

use super::{
    ends, fmt_from, is_zero, joined, listed, quoted, readings, related, rules_with_key, shell_word, table,
};
use crate::calendar::Span;
use crate::exact::{DecimalFault, MOST_WHOLE_DIGITS};
use crate::finding::{
    BaseFault, BasePathFault, FileFormat, Finding, NotReadReason, Note, NumberFault, Problem, Thing,
    ValueKind,
};
use crate::identifier::IdFault;
use crate::identifier::is_changed_by_spreadsheet;
use crate::source::Sources;

pub(super) fn message(problem: &Problem) -> String {
    match problem {
        Problem::TomlSyntax { reason } => format!("not valid TOML: {reason}"),
        Problem::UnknownKey { key, table, .. } if table.is_empty() => {
            format!("unknown key {} at the top of the file", quoted(key))
        }
        Problem::UnknownKey { key, table, .. } => format!("unknown key {} in `{table}`", quoted(key)),
        Problem::MissingKey { key, table } if table.is_empty() => format!("`{key}` is missing"),
        Problem::MissingKey { key, table } => format!("`{table}` has no `{key}`"),
        Problem::WrongType { key, expected, found } => {
            format!("expected `{key}` to be {}, found {}", kind(*expected), kind(*found))
        }
        Problem::NumberUnreadable { key, found, fault, most_decimals } => {
            let found = quoted(found);
            match fault {
                DecimalFault::Shape => {
                    format!("expected `{key}` in plain digits such as `12.5`, found {found}")
                }
                DecimalFault::TooManyDecimals => {
                    format!("`{key}` takes at most {}, found {found}", counted(*most_decimals, "decimal"))
                }
                DecimalFault::TooLarge => format!(
                    "`{key}` takes at most {MOST_WHOLE_DIGITS} digits before the point, found {found}"
                ),
            }
        }
        Problem::OutOfRange { key, found, range } => {
            format!("`{key}` is out of range: expected {range}, found {}", quoted(found))
        }
        Problem::IdUnusable { id, fault } => unusable(id, *fault, "an id"),
        Problem::IdTaken { id } => format!("the id {} stands twice", quoted(id)),
        Problem::UnknownReference { thing, id, .. } => format!("unknown {} {}", one(*thing), quoted(id)),
        Problem::UnknownWord { key, found, known, .. } => {
            format!("expected `{key}` to be {}, found {}", listed(known, "or"), quoted(found))
        }
        Problem::NothingDeclared { thing } => format!("the campaign has no {}", one(*thing)),
        Problem::SpanReversed { first, last } => {
            format!("the last day {last} is before the first day {first}")
        }
        Problem::PhaseOutsideCampaign { first, last } => {
            format!("the phase leaves the campaign, which runs {}", span(*first, *last))
        }
        Problem::PhasesOverlap { phase, other } => {
            format!("phase {phase} begins before phase {other} has ended")
        }
        Problem::PhaseGap { first, last } if first == last => format!("{first} belongs to no phase"),
        Problem::PhaseGap { first, last } => {
            let days = days(*first, *last);
            format!("{days} days belong to no phase: {first} to {last}")
        }
        Problem::TopWeights { sum, scale } => {
            format!("the top criteria add up to {sum}, expected the scale of {scale}")
        }
        Problem::ParentWeight { parent, weight, sum } => {
            format!("`{parent}` weighs {weight}, but the criteria in it add up to {sum}")
        }
        Problem::CeilingUnreachable { parent, weight, sum } => {
            format!("`{parent}` has a ceiling of {weight}, but the criteria in it add up to only {sum}")
        }
        Problem::CriteriaInCircle { id } => format!("criterion {} is inside itself", quoted(id)),
        Problem::KeyMisplaced { key, on_parent: true } => {
            format!("`{key}` means nothing on a criterion that contains others")
        }
        Problem::KeyMisplaced { key, on_parent: false } => {
            format!("`{key}` means nothing on a criterion that contains no others")
        }
        Problem::KeyNotOfRule { key, rule } => format!("`{key}` means nothing under `rule = \"{rule}\"`"),
        Problem::KeyNeedsTarget { key } => format!("`{key}` needs a `target` to apply to"),
        Problem::BandsNotDescending { from, before } => {
            format!("bands must go down, but `from = {from}` follows `from = {before}`")
        }
        Problem::BandAboveWeight { score, weight } => {
            format!("the band gives {score}, more than the criterion's weight of {weight}")
        }
        Problem::WeightTooFine { weight, decimals } => {
            let most = counted(usize::from(*decimals), "decimal");
            format!("a weight takes at most {most} here, found {}", quoted(weight))
        }
        Problem::CriterionWithoutActivity { criterion } => {
            format!("criterion `{criterion}` can give no points: no activity names it and it has no `base`")
        }
        Problem::ParentNamed { criterion } => {
            format!("expected a criterion without others in it, found {}", quoted(criterion))
        }
        Problem::NothingAssigned { team } => {
            format!("team `{team}` is assigned no criterion that weighs anything, so it gets no score")
        }
        Problem::KeyNotOfKind { key, kind } => format!("`{key}` means nothing under `kind = \"{kind}\"`"),
        Problem::GradesNotDescending { min, before } => {
            format!("grades must go down, but `min = {min}` follows `min = {before}`")
        }
        Problem::QuotaOfBetterGrade { grade, of } => {
            format!("the quota of grade `{grade}` must be of a worse grade, found {}", quoted(of))
        }
        Problem::TeamOutsideCampaign { team } => format!("team `{team}` exists on no day of the campaign"),
        Problem::AliasTaken { alias, team } => format!("{} already means team `{team}`", quoted(alias)),
        Problem::HeaderWordTaken { word, column } => {
            format!("the header word {} already means column `{column}`", quoted(word))
        }
        Problem::TargetNotAssigned { team, criterion } => {
            format!("team `{team}` has a target in `{criterion}` but is not assigned it")
        }
        Problem::CapWithoutEffect { activity } => {
            format!("a cap limits points gained, but activity `{activity}` only takes points away")
        }

        Problem::BlankText { key } => format!("expected text in `{key}`, found only blanks"),
        Problem::BasePathUnusable { path, fault: BasePathFault::NotToml } => {
            format!("expected `extends` to name a file that ends in `.toml`, found {}", quoted(path))
        }
        Problem::BasePathUnusable { path, fault: BasePathFault::Absolute } => {
            format!("expected `extends` to begin at the folder of this file, found {}", quoted(path))
        }
        Problem::BasePathUnusable { path, fault: BasePathFault::Backslash } => {
            format!("expected `/` between the folders in `extends`, found {}", quoted(path))
        }
        Problem::BaseUnreadable { path, fault } => {
            let path = quoted(path);
            match fault {
                BaseFault::Missing => format!("there is no file {path} to extend"),
                BaseFault::Folder => format!("expected a file to extend, found a folder {path}"),
                BaseFault::NotAFile => {
                    format!("expected a file to extend, found a pipe, socket or device {path}")
                }
                BaseFault::TooLarge => format!("expected rules to extend, found {path}, too large for any"),
                BaseFault::OutsideRepository => {
                    format!("{path} lies outside the git repository, so there is no version of it")
                }
                BaseFault::Unreadable { reason } => format!("{path} cannot be read: {reason}"),
            }
        }
        Problem::BasesInCircle { path } => {
            format!("{} is one of the files that lead here, so it would extend itself", quoted(path))
        }
        Problem::Redefined { key, of } if of.is_empty() => {
            format!("the file that is extended has `{key}` already")
        }
        Problem::Redefined { key, of } => {
            format!("the file that is extended has set {} of `{of}` already", quoted(key))
        }
        Problem::OverrideWithoutEffect {} => "`override = true` overrides nothing".into(),

        Problem::FolderNamedCsv {} => "expected a CSV file, found a folder of that name".into(),
        Problem::NotAFile {} => "expected a CSV file, found a pipe, socket or device of that name".into(),
        Problem::DanglingLink {} => "this link leads nowhere".into(),
        Problem::LinkLeavesFolder {} => "this link leads out of the records folder".into(),
        Problem::Unreadable { reason } => format!("cannot be read: {reason}"),
        Problem::LinkToFolder {} => "a link to a folder is not followed, so nothing behind it is read".into(),
        Problem::NotRead { reason: NotReadReason::Spreadsheet } => "a spreadsheet file is not read".into(),
        Problem::NotRead { reason: NotReadReason::OutsideActivities } => {
            "a CSV file outside `activities/` is not read".into()
        }
        Problem::NameNotUnicode {} => "the name of this file is not valid Unicode".into(),
        Problem::FileTooLarge {} => "expected a file below 4 GiB, found a larger one".into(),
        Problem::SameFile { other } => format!("the same file as {}, read only once", quoted(other)),

        Problem::CitizenId { masked } => format!("`{masked}` looks like a citizen identity number (CCCD)"),
        Problem::OldIdentityCard { masked } => {
            format!("`{masked}` looks like an identity card number (CMND)")
        }
        Problem::Phone { masked } => format!("`{masked}` looks like a telephone number"),
        Problem::Plate { masked } => format!("`{masked}` looks like a number plate"),
        Problem::Email { masked } => format!("`{masked}` looks like an e-mail address"),
        Problem::LongNumber { masked } => {
            format!("`{masked}` may be the number of a person or an account")
        }

        Problem::DateUnreadable { found } => {
            format!("expected a date such as `2025-02-04`, found {}", quoted(found))
        }
        Problem::DateImpossible { found } => format!("no calendar has the day {}", quoted(found)),
        Problem::UnknownTeam { team, .. } => format!("unknown team {}", quoted(team)),
        Problem::YearOfTwoDigits { found } => {
            format!("expected a year of four digits, found {}", quoted(found))
        }
        Problem::DateSerial { found, .. } => {
            format!("expected a date such as `2025-02-04`, found the serial number {}", quoted(found))
        }
        Problem::DateOrderContradicted { found, declared, other, slashed, .. } => {
            let (other, declared) = (order(other), order(declared));
            let all = match slashed {
                0 | 1 => String::new(),
                2 => ": neither slashed date of this file can be trusted".into(),
                _ => format!(": none of the {slashed} slashed dates of this file can be trusted"),
            };
            format!("{} is {other}, but dates are declared {declared}{all}", quoted(found))
        }
        Problem::DateSlashed { found, dmy, mdy } => match readings(*dmy, *mdy) {
            (Some(one), Some(other)) => {
                format!("expected a date such as `2025-02-04`, found {}: {one} or {other}?", quoted(found))
            }
            _ => format!("expected a date such as `2025-02-04`, found {}", quoted(found)),
        },
        Problem::DatesMixed { slashed, iso } => {
            let stand = if *slashed == 1 { "stands" } else { "stand" };
            format!("{} {stand} among {}", counted(*slashed, "slashed date"), counted(*iso, "ISO date"))
        }
        Problem::DatesInOtherOrder { declared, other } => {
            format!(
                "dates are declared {}, but the rows stand in order only if they are {}",
                order(declared),
                order(other)
            )
        }
        Problem::DateOutsideCampaign { date, first, last } => {
            format!("{date} is outside the campaign, which runs {}", span(*first, *last))
        }
        Problem::DateInNoPhase { date } => format!("{date} belongs to no phase"),
        Problem::CellMissing { column } => format!("`{column}` is empty"),
        Problem::UnknownMember { member, .. } => format!("unknown member {}", quoted(member)),
        Problem::MemberNotInTeam { member, team, date, .. } => {
            format!("member `{member}` was not in team `{team}` on {date}")
        }
        Problem::MemberTwice { member } => format!("member {} is named twice in this row", quoted(member)),
        Problem::MembersWithoutList {} => "members are named, but there is no members.csv".into(),
        Problem::UnknownActivity { activity, .. } => format!("unknown activity {}", quoted(activity)),
        Problem::NumberNotRead { found, fault } => {
            format!("expected a quantity such as `2.5`, found {}{}", quoted(found), number_fault(*fault))
        }
        Problem::NumberAmbiguous { found, small, large } => {
            format!("{} is ambiguous: {small} or {large}?", quoted(found))
        }
        Problem::QuantityZero { found } => format!("expected a quantity above 0, found {}", quoted(found)),
        Problem::NumberTooFine { found } => {
            format!("a quantity takes at most 2 decimals, found {}", quoted(found))
        }
        Problem::NumberTooLarge { found } => {
            format!("a quantity takes at most 12 digits before the decimal mark, found {}", quoted(found))
        }
        Problem::EvidenceMissing { activity } => {
            format!("`{activity}` needs evidence, but `evidence` is empty")
        }
        Problem::AppraiserMissing {} => "`accepted` is filled, but `appraiser` is empty".into(),
        Problem::AppraiserUnusable { found, fault } => unusable(found, *fault, "an appraiser's code"),
        Problem::AppraiserInvolved { appraiser, whole_team: false } => {
            format!("{} appraises a row that names them", quoted(appraiser))
        }
        Problem::AppraiserInvolved { appraiser, whole_team: true } => {
            format!("{} appraises the work of their own team", quoted(appraiser))
        }
        Problem::NoteMissing { accepted, .. } if is_zero(accepted) => {
            "the row is rejected without a note".into()
        }
        Problem::NoteMissing { quantity, accepted } => {
            format!("accepted {accepted} of {quantity} without a note")
        }
        Problem::PendingShields { activity } => {
            format!("`{activity}` is pending: nobody gains or loses by it until it is appraised")
        }
        Problem::MembersMissing { activity } => {
            format!("`{activity}` is for members, but the row names none")
        }
        Problem::TeamNotThatDay { team, date, first, last } => {
            format!("team `{team}` does not exist on {date}, only {}", span(*first, *last))
        }
        Problem::MemberUnusable { found, fault } => unusable(found, *fault, "a member's code"),
        Problem::StintTwice { member, team } => {
            format!("member `{member}` is already in team `{team}` on some of these days")
        }
        Problem::StintsInTwoTeams { member, first, last } => {
            format!("member `{member}` is in two teams {}", on_or_span(*first, *last))
        }
        Problem::StintReversed { from, to } => format!("the last day {to} is before the first day {from}"),
        Problem::StintOutsideTeam { team, first, last } => {
            format!("team `{team}` exists only {}", span(*first, *last))
        }
        Problem::UnknownRole { found, .. } => {
            format!("expected the role `leader`, `deputy` or `member`, found {}", quoted(found))
        }
        Problem::NameTwice { member } => format!("member `{member}` has a name already"),
        Problem::UnknownSubject { subject, .. } => {
            format!("{} is neither a team nor a member", quoted(subject))
        }
        Problem::UnknownKind { found, .. } => {
            format!("expected the kind `person`, `deed` or `method`, found {}", quoted(found))
        }
        Problem::UnknownStage { found, .. } => {
            format!("expected the stage `found`, `building` or `replicated`, found {}", quoted(found))
        }
        Problem::StageGoesBack { stage, before, date } => {
            format!("the exemplar goes back to `{stage}`, as it was `{before}` on {date}")
        }
        Problem::StageTwice { stage } => format!("the exemplar is `{stage}` already"),
        Problem::KindChanged { found, before } => {
            format!("the exemplar is a `{before}` before, and a `{found}` here")
        }
        Problem::SubjectNotServing { member, date } => {
            format!("member `{member}` served in no team on {date}")
        }
        Problem::EvidenceNotExemplar { activity, evidence, team } => format!(
            "`{activity}` needs an exemplar as evidence, but by that day `{team}` has none with {}",
            quoted(evidence)
        ),

        Problem::Windows1258 {} => "expected UTF-8, found text in Windows-1258".into(),
        Problem::Tcvn3 {} => "expected Unicode, found text in the font encoding TCVN3 (ABC)".into(),
        Problem::Vni {} => "expected Unicode, found text in the font encoding VNI".into(),
        Problem::Mojibake {} => {
            "this UTF-8 text was once read as Windows-1252 and its letters are broken".into()
        }
        Problem::Utf16WithoutMark { .. } => "expected UTF-8, found UTF-16 without a byte order mark".into(),
        Problem::Utf32 {} => "expected UTF-8, found UTF-32".into(),
        Problem::OtherFormat { format } => format!("expected a CSV file, found {}", file_format(*format)),
        Problem::ConflictMarkers {} => "a merge of git is unfinished: conflict markers".into(),
        Problem::NotText {} => "expected text, found bytes that no text has".into(),
        Problem::NotUtf8 {} => "expected UTF-8, found bytes that are not".into(),
        Problem::EmptyFile {} => "the file is empty".into(),
        Problem::NoHeader { expected } => {
            format!("expected a header with {}", listed(expected, "and"))
        }
        Problem::ColumnMissing { column, .. } => format!("the header has no column `{column}`"),
        Problem::ColumnTwice { column } => format!("a second column `{column}`"),
        Problem::HeaderAmbiguous { word, columns } => {
            format!("the header word {} is ambiguous: {}?", quoted(word), listed(columns, "or"))
        }
        Problem::UnknownColumn { word, .. } if word.is_empty() => {
            "a column without a header word is not read".into()
        }
        Problem::UnknownColumn { word, .. } => format!("unknown column {} is not read", quoted(word)),
        Problem::QuoteUnclosed {} => "this quote is never closed".into(),
        Problem::TextAfterQuote {} => "expected the end of the cell after its closing quote".into(),
        Problem::RowTooShort { cells, columns } | Problem::RowTooLong { cells, columns } => {
            format!("expected {}, found {cells}", counted(*columns, "cell"))
        }
        Problem::FormulaCell { found } => format!("a spreadsheet would run {} as a formula", quoted(found)),

        Problem::DuplicateRow {} => "this row says the same as an earlier one".into(),
        Problem::EvidenceTwice { evidence, rows } => {
            format!("evidence {} stands on {} of different things", quoted(evidence), counted(*rows, "row"))
        }
        Problem::MemberInTwoPlaces { member, date, teams } => {
            format!("member `{member}` is named by rows of {} on {date}", listed(teams, "and"))
        }
    }
}

pub(super) fn help(finding: &Finding, sources: &Sources) -> Option<String> {
    let path = || shell_word(&sources.get(finding.place.file).path);
    let place = |note, says: &str| Some(format!("{says} {}", related(finding, sources, note)?));
    let say = |text: &str| Some(text.to_owned());
    match &finding.problem {
        Problem::TomlSyntax { .. } => say("look for a quote, bracket or `=` that is missing or too many"),
        Problem::UnknownKey { near, known, .. } => {
            did_you_mean(near).or_else(|| Some(format!("expected {}", listed(known, "or"))))
        }
        Problem::MissingKey { key, table } if table.is_empty() => Some(format!("add `{key}`")),
        Problem::MissingKey { key, table } => Some(format!("add a line `{key} = …` below `{table}`")),
        Problem::WrongType { expected, .. } => Some(how_to_write(*expected).to_owned()),
        Problem::NumberUnreadable { fault, .. } => match fault {
            DecimalFault::Shape => say("write digits with at most one point, without quotes or an exponent"),
            DecimalFault::TooManyDecimals => say("round it"),
            DecimalFault::TooLarge => None,
        },
        Problem::OutOfRange { .. } => None,
        Problem::IdUnusable { fault, .. } => Some(how_to_name(*fault).to_owned()),
        Problem::IdTaken { .. } => joined([
            place(Note::FirstHere, "it stands first in"),
            say("change or delete one of the two; letter case does not tell ids apart"),
        ]),
        Problem::UnknownReference { thing, near, .. } => {
            let noted = match thing {
                Thing::Phase => place(Note::PhasesListed, "phases are listed in"),
                Thing::Team => place(Note::TeamsListed, "teams are listed in"),
                Thing::Criterion => place(Note::CriteriaListed, "criteria are listed in"),
                Thing::Activity => place(Note::ActivitiesListed, "activities are listed in"),
                Thing::Group | Thing::Grade => None,
            };
            let declare =
                || format!("declare it under `[[{}]]`, or name one that stands there", table(*thing));
            joined([did_you_mean(near), noted.or_else(|| near.is_none().then(declare))])
        }
        Problem::UnknownWord { near, .. } => {
            joined([did_you_mean(near), place(Note::CriteriaListed, "criteria are listed in")])
        }
        Problem::NothingDeclared { thing } => Some(format!("add at least one `[[{}]]`", table(*thing))),
        Problem::SpanReversed { .. } => say("swap the two dates, or mend the wrong one"),
        Problem::PhaseOutsideCampaign { .. } => {
            say("move the phase inside `start` and `end` of `[campaign]`, or change those")
        }
        Problem::PhasesOverlap { .. } => joined([
            place(Note::FirstHere, "the other phase stands in"),
            say("begin each phase on a day after the `end` of the one before"),
        ]),
        Problem::PhaseGap { .. } => say(
            "rows of these days are refused; move `start` or `end` of a phase, or leave a pause that is meant",
        ),
        Problem::TopWeights { .. } => {
            say("change the weights of the criteria without `in`, or `scale` of `[campaign]`")
        }
        Problem::ParentWeight { .. } => {
            say("make them equal; where the parts may be worth more than the whole, write `ceiling = true`")
        }
        Problem::CeilingUnreachable { weight, sum, .. } => {
            Some(format!("write `weight = {sum}`, or raise the criteria in it to {weight} or more"))
        }
        Problem::CriteriaInCircle { .. } => say("take one `in` of the circle away"),
        Problem::KeyMisplaced { key, on_parent: true } => {
            Some(format!("move `{key}` to the criteria in it, or take it away"))
        }
        Problem::KeyMisplaced { key, on_parent: false } => {
            Some(format!("take `{key}` away, or put criteria into this one with `in`"))
        }
        Problem::KeyNotOfRule { key, .. } => match rules_with_key(key) {
            [] => Some(format!("take `{key}` away")),
            rules => Some(format!("take `{key}` away, or use the rule {}", listed(rules, "or"))),
        },
        Problem::KeyNeedsTarget { key } => Some(format!("add `target = …`, or take `{key}` away")),
        Problem::BandsNotDescending { .. } => {
            say("list bands from the highest `from` to the lowest, each once")
        }
        Problem::BandAboveWeight { weight, .. } => {
            Some(format!("write a score of at most {weight}, or raise the weight"))
        }
        Problem::WeightTooFine { .. } => say("round the weight, or raise `decimals` of `[campaign]`"),
        Problem::CriterionWithoutActivity { criterion } => {
            Some(format!("add an activity with `criterion = \"{criterion}\"`"))
        }
        Problem::ParentNamed { criterion } => {
            Some(format!("name one of the criteria with `in = \"{criterion}\"`"))
        }
        Problem::NothingAssigned { team } => {
            Some(format!("take `{team}` out of `not_assigned` somewhere, or out of the campaign"))
        }
        Problem::KeyNotOfKind { key, .. } => Some(format!("take `{key}` away, or change `kind`")),
        Problem::GradesNotDescending { .. } => {
            say("list grades from the best to the worst, each with a lower `min`")
        }
        Problem::QuotaOfBetterGrade { .. } => {
            say("name a grade that stands further down, for the same subjects")
        }
        Problem::TeamOutsideCampaign { .. } => say("mend `from` and `to`, or take the team away"),
        Problem::AliasTaken { .. } => {
            joined([place(Note::FirstHere, "it stands first in"), say("give each name to one team only")])
        }
        Problem::HeaderWordTaken { .. } => joined([
            place(Note::FirstHere, "it stands first in"),
            say("take the word away, or use another one in the header"),
        ]),
        Problem::TargetNotAssigned { .. } => joined([
            place(Note::DeclaredHere, "`not_assigned` stands in"),
            say("take the team out of `targets` or of `not_assigned`"),
        ]),
        Problem::CapWithoutEffect { .. } => say("take the cap away"),

        Problem::BlankText { key } => {
            Some(format!("write something between the quotes, or take `{key}` away"))
        }
        Problem::BasePathUnusable { .. } => {
            say("write a path that begins at the folder of this file, such as `../tinh/campaign.toml`")
        }
        Problem::BaseUnreadable { fault, .. } => match fault {
            BaseFault::Missing => {
                say("mend the path, which begins at the folder of this file, or put the file there")
            }
            BaseFault::Folder => say("add the name of the file, such as `/campaign.toml`"),
            BaseFault::NotAFile => say("put a plain file there"),
            BaseFault::TooLarge => say("see what the file really is"),
            BaseFault::OutsideRepository => {
                say("keep the shared rules in the same repository as the records, or look at the records as they are, without `--at`")
            }
            BaseFault::Unreadable { .. } => say("see to it that you may read the file"),
        },
        Problem::BasesInCircle { .. } => {
            say("take `extends` away in the file of the highest superior, or name another file")
        }
        Problem::Redefined { of, .. } => joined([
            place(Note::FirstHere, "it stands in"),
            say(if of.is_empty() {
                "take these tables away, or write `override = true` in each to put them in place of those"
            } else {
                "take the key away, or write `override = true` in this table"
            }),
        ]),
        Problem::OverrideWithoutEffect {} => {
            say("take it away, or see whether the id of the table, or the file that is extended, has changed")
        }

        Problem::FolderNamedCsv {} => say("rename the folder so that it does not end in `.csv`"),
        Problem::NotAFile {} => say("put a regular file in its place, or take it away"),
        Problem::DanglingLink {} => say("take the link away, or put its file back"),
        Problem::LinkLeavesFolder {} => say("copy the file into the records folder in place of the link"),
        Problem::Unreadable { .. } => say("give yourself the right to read it"),
        Problem::LinkToFolder {} => say("put the files themselves into the records folder"),
        Problem::NotRead { reason: NotReadReason::Spreadsheet } => {
            say("move it out of the records, and make a log of it with `thidua import`")
        }
        Problem::NotRead { reason: NotReadReason::OutsideActivities } => {
            say("if it is a log, move it into `activities/`; else move it out of the records folder")
        }
        Problem::NameNotUnicode {} => say("rename the file"),
        Problem::FileTooLarge {} => say("split it into one file a month"),
        Problem::SameFile { .. } => say("keep one of the two"),

        Problem::CitizenId { .. }
        | Problem::OldIdentityCard { .. }
        | Problem::Phone { .. }
        | Problem::Plate { .. }
        | Problem::Email { .. }
        | Problem::LongNumber { .. } => {
            say("delete it before you commit and write a code instead, such as the number of a minute; \
             if it belongs to nobody, allow it in campaign.toml: `[privacy]` `allow = [\"…\"]`")
        }

        Problem::DateUnreadable { .. } => say("write year, month and day: `2025-02-04`"),
        Problem::DateImpossible { .. } => say("mend the day or the month; is their order right?"),
        Problem::UnknownTeam { team, near } => {
            joined([changed(team).or_else(|| did_you_mean(near)), place(Note::TeamsListed, "teams are listed in")])
        }
        Problem::YearOfTwoDigits { .. } => say("write all four digits of the year: `2025-02-04`"),
        Problem::DateSerial { date: Some(date), .. } => Some(format!(
            "Excel counts days from 1900, which makes it {date}: if that is right, write `{date}`"
        )),
        Problem::DateSerial { date: None, .. } => say("write the date itself: `2025-02-04`"),
        Problem::DateOrderContradicted { other, date, all_fit_other: true, .. } => Some(format!(
            "it is {date}; all slashed dates here fit `{other}`: if they were written so, set `dates = \"{other}\"` \
             under `[records]`; if a spreadsheet turned some of them, write all as `{date}`"
        )),
        Problem::DateOrderContradicted { date, all_fit_other: false, .. } => Some(format!(
            "it is {date}, and others fit only the declared order: a spreadsheet has turned some of them; \
             take the file back from git, or check each date against its paper and write it as `{date}`"
        )),
        Problem::DateSlashed { dmy, mdy, .. } => Some(match readings(*dmy, *mdy) {
            (Some(one), Some(other)) => format!(
                "write `{one}` or `{other}`; if the whole folder keeps one order, set `dates = \"dmy\"` or \
                 `dates = \"mdy\"` under `[records]`"
            ),
            (Some(only), None) => format!("write `{only}`"),
            _ => "write year, month and day: `2025-02-04`".into(),
        }),
        Problem::DatesMixed { .. } => say(
            "a spreadsheet may have turned some of them: compare with git, then write all as `2025-02-04`",
        ),
        Problem::DatesInOtherOrder { .. } => say(
            "a spreadsheet may have swapped day and month: compare with git, then write all as `2025-02-04`",
        ),
        Problem::DateOutsideCampaign { .. } => {
            say("mend the date, or move the row to the records of its campaign")
        }
        Problem::DateInNoPhase { .. } => joined([
            place(Note::PhasesListed, "phases are listed in"),
            say("mend the date, or move `start` or `end` of a phase"),
        ]),
        Problem::CellMissing { column } => Some(format!("fill in `{column}`")),
        Problem::UnknownMember { member, near } => joined([
            changed(member).or_else(|| did_you_mean(near)),
            say("members are listed in members.csv, codes stand apart by spaces"),
        ]),
        Problem::MemberNotInTeam { member, teams, .. } => joined([
            Some(match teams.as_slice() {
                [] => format!("`{member}` was in no team that day"),
                teams => format!("that day `{member}` was in {}", listed(teams, "and")),
            }),
            place(Note::StintHere, "see"),
            say("mend the row, or `from` and `to` in members.csv"),
        ]),
        Problem::MemberTwice { .. } => say("name each member once"),
        Problem::MembersWithoutList {} => {
            say("empty the cell, or add members.csv with `member,team,from,to,role`")
        }
        Problem::UnknownActivity { activity, near } => joined([
            changed(activity).or_else(|| did_you_mean(near)),
            place(Note::ActivitiesListed, "activities are listed in"),
        ]),
        Problem::NumberNotRead { fault, .. } => match fault {
            NumberFault::NotANumber => say("write digits, such as `2` or `2.5`"),
            NumberFault::Sign => {
                say("write it without a sign: what an activity takes away stands in its `points`")
            }
            NumberFault::Exponent => say("write all digits, such as `1000`"),
            NumberFault::Percent => say("write what was done as a count, such as `2` or `0.5`"),
            NumberFault::Unit => {
                say("write the digits alone: the unit belongs to the activity in campaign.toml")
            }
            NumberFault::Date => say(
                "where the decimal mark is a comma, a spreadsheet makes 2 May of `2.5`: look at the git diff \
                 for what stood here",
            ),
            NumberFault::Separators => {
                say("write it without separators of thousands, such as `1000` or `1000.5`")
            }
        },
        Problem::NumberAmbiguous { small, large, .. } => Some(format!(
            "write `{small}` or `{large}`; a spreadsheet may have settled others like it without a word: look at the git diff"
        )),
        Problem::QuantityZero { .. } => {
            say("delete the row, or write what is claimed; a row is rejected by 0 in `accepted`")
        }
        Problem::NumberTooFine { .. } => say("round it, or let the activity count in a smaller unit"),
        Problem::NumberTooLarge { .. } => say("mend it; has a column slipped?"),
        Problem::EvidenceMissing { .. } => say("write the number of the minute, photo or dossier"),
        Problem::AppraiserMissing {} => {
            say("write the code of whoever accepted it, or empty `accepted`: then the row is pending")
        }
        Problem::AppraiserUnusable { found, fault } | Problem::MemberUnusable { found, fault } => {
            changed(found).or_else(|| Some(how_to_name(*fault).to_owned()))
        }
        Problem::AppraiserInvolved { .. } => say("let somebody else appraise the row"),
        Problem::NoteMissing { .. } => say("write the reason in `note`"),
        Problem::PendingShields { .. } => say("have it appraised: fill in `accepted` and `appraiser`"),
        Problem::MembersMissing { .. } => say("write the codes of the members in `members`"),
        Problem::TeamNotThatDay { .. } => joined([
            place(Note::DeclaredHere, "its days stand in"),
            say("mend the date or the team, or `from` and `to` there"),
        ]),
        Problem::StintTwice { .. } => joined([
            place(Note::FirstHere, "the first is"),
            say("give the two rows days that do not overlap, or make them one"),
        ]),
        Problem::StintsInTwoTeams { .. } => joined([
            place(Note::FirstHere, "the other is"),
            say("rows count in the team they name; if the member moved, end the first stint with `to`"),
        ]),
        Problem::StintReversed { .. } => say("swap the two dates, or mend the wrong one"),
        Problem::StintOutsideTeam { .. } => {
            joined([place(Note::DeclaredHere, "its days stand in"), say("mend `from` or `to` here or there")])
        }
        Problem::UnknownRole { near, .. } => {
            joined([did_you_mean(near), say("an empty cell means `member`")])
        }
        Problem::NameTwice { .. } => {
            joined([place(Note::FirstHere, "the first is"), say("keep one of the two")])
        }
        Problem::UnknownSubject { near, .. } => joined([
            did_you_mean(near),
            place(Note::TeamsListed, "teams are listed in"),
            say("members are listed in members.csv"),
        ]),
        Problem::UnknownKind { near, .. } | Problem::UnknownStage { near, .. } => did_you_mean(near),
        Problem::StageGoesBack { .. } => {
            joined([place(Note::FirstHere, "that is"), say("mend the stage or one of the dates")])
        }
        Problem::StageTwice { .. } => joined([
            place(Note::FirstHere, "that is"),
            say("take one of the two out, or give another exemplar another title"),
        ]),
        Problem::KindChanged { .. } => joined([
            place(Note::FirstHere, "the first is"),
            say("write one kind, or give another exemplar another title"),
        ]),
        Problem::SubjectNotServing { .. } => say("mend the date or the code, or the stint in members.csv"),
        Problem::EvidenceNotExemplar { .. } => joined([
            place(Note::DeclaredHere, "that evidence is of"),
            say("list the exemplar in exemplars.csv with its evidence, or mend the number"),
        ]),

        Problem::Windows1258 {} => Some(match fmt_from("windows-1258", sources, finding) {
            Some(run) => format!("run {run}, or save it as “CSV UTF-8” from the spreadsheet"),
            None => format!("save it as UTF-8, or run `iconv -f CP1258 -t UTF-8 {} > new.toml`", path()),
        }),
        Problem::Tcvn3 {} => Some(match fmt_from("tcvn3", sources, finding) {
            Some(run) => format!("run {run} and look at the git diff"),
            None => "convert it with UniKey's toolkit (Ctrl+Shift+F6) from TCVN3 (ABC) to Unicode, then save it as UTF-8".into(),
        }),
        Problem::Vni {} => Some(match fmt_from("vni", sources, finding) {
            Some(run) => format!("run {run} and look at the git diff"),
            None => "convert it with UniKey's toolkit (Ctrl+Shift+F6) from VNI Windows to Unicode, then save it as UTF-8".into(),
        }),
        Problem::Mojibake {} => joined([
            Some(format!(
                "take the file back with `git restore {}`, and open it in Excel by Data, From Text/CSV, 65001: Unicode (UTF-8)",
                path()
            )),
            fmt_from("mojibake", sources, finding)
                .map(|run| format!("if git does not have it, run {run}: it works where no letter was lost")),
        ]),
        Problem::Utf16WithoutMark { big_endian } => Some(format!(
            "save it as “CSV UTF-8”, or run `iconv -f UTF-16{} -t UTF-8 {} > new.csv`",
            if *big_endian { "BE" } else { "LE" },
            path()
        )),
        Problem::Utf32 {} => {
            Some(format!("save it as “CSV UTF-8”, or run `iconv -f UTF-32 -t UTF-8 {} > new.csv`", path()))
        }
        Problem::OtherFormat { format } => say(match format {
            FileFormat::Xlsx | FileFormat::Xls | FileFormat::Ods | FileFormat::Html | FileFormat::Xml => {
                "open it in a spreadsheet and save it as “CSV UTF-8”: changing the name does not change the file"
            }
            FileFormat::Zip | FileFormat::Gzip => "unpack it and put the CSV file in its place",
            FileFormat::Pdf => "ask for the table it was printed from, and save that as “CSV UTF-8”",
        }),
        Problem::ConflictMarkers {} => {
            say("keep the right rows, delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`, then commit")
        }
        Problem::NotText {} => {
            Some(format!("the file is damaged: take it back with `git restore {}`", path()))
        }
        Problem::NotUtf8 {} => say("save it as “CSV UTF-8”"),
        Problem::EmptyFile {} => say("write the header, or delete the file"),
        Problem::NoHeader { .. } => {
            say("make the header the first row: nothing stands above it but a line `sep=;`")
        }
        Problem::ColumnMissing { near: Some(near), .. } => Some(format!(
            "is it {}? rename that, or add the word to `columns` under `[records]`",
            quoted(near)
        )),
        Problem::ColumnMissing { column, near: None } => Some(format!("add a column `{column}`")),
        Problem::ColumnTwice { .. } => {
            joined([place(Note::FirstHere, "the first stands in"), say("rename or delete one of the two")])
        }
        Problem::HeaderAmbiguous { .. } => say("write it with its diacritics, or in English"),
        Problem::UnknownColumn { word, .. } if word.is_empty() => {
            say("write what it holds into its header cell, or delete what stands below")
        }
        Problem::UnknownColumn { near, .. } => joined([
            did_you_mean(near),
            say("if it is a column of ours under another name, add the word to `columns` under `[records]`"),
        ]),
        Problem::QuoteUnclosed {} => say(
            "close the cell with `\"`, or delete the quote; a quote inside a quoted cell is written `\"\"`",
        ),
        Problem::TextAfterQuote {} => {
            say("put the quotes around the whole cell; a quote inside is written `\"\"`")
        }
        Problem::RowTooShort { .. } => say("fill up the row with cells; has a separator been lost?"),
        Problem::RowTooLong { .. } => {
            say("put quotes around a cell that holds the separator, or delete what is too much")
        }
        Problem::FormulaCell { .. } => say("begin the cell with a letter, or with `'` before the sign"),

        Problem::DuplicateRow {} => joined([
            place(Note::FirstHere, "the first is"),
            say("delete one; a second real one has its own `evidence`, or counts as `quantity` 2"),
        ]),
        Problem::EvidenceTwice { .. } => joined([
            place(Note::FirstHere, "it stands first in"),
            say("check the number: one piece of evidence proves one thing"),
        ]),
        Problem::MemberInTwoPlaces { .. } => joined([
            place(Note::FirstHere, "the first is"),
            say("check the codes and dates; if both are right, leave them"),
        ]),
    }
}

pub(super) fn note(note: Note) -> &'static str {
    match note {
        Note::FirstHere => "first here",
        Note::AlsoHere => "also here",
        Note::DeclaredHere => "declared here",
        Note::TeamsListed => "teams are listed here",
        Note::ActivitiesListed => "activities are listed here",
        Note::CriteriaListed => "criteria are listed here",
        Note::PhasesListed => "phases are listed here",
        Note::StintHere => "this stint of the member",
    }
}

/// Of a text in the place of an identifier that looks as if a spreadsheet had been at it.
fn changed(text: &str) -> Option<String> {
    is_changed_by_spreadsheet(text).then(|| {
        "a spreadsheet may have made this of a code, such as a date of `SEP-2`: look at the git diff for what stood here".to_owned()
    })
}

fn did_you_mean(near: &Option<String>) -> Option<String> {
    near.as_deref().map(|near| format!("did you mean {}?", quoted(near)))
}

/// `1 row`, `2 rows`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn days(first: NaiveDate, last: NaiveDate) -> i64 {
    Span { first, last }.days()
}

fn span(first: NaiveDate, last: NaiveDate) -> String {
    match ends(first, last) {
        (Some(first), Some(last)) => format!("from {first} to {last}"),
        (Some(first), None) => format!("from {first}"),
        (None, Some(last)) => format!("until {last}"),
        (None, None) => "at all times".into(),
    }
}

fn on_or_span(first: NaiveDate, last: NaiveDate) -> String {
    if first == last { format!("on {first}") } else { span(first, last) }
}

fn order(word: &str) -> &str {
    match word {
        "dmy" => "day/month/year",
        "mdy" => "month/day/year",
        "iso" => "year-month-day",
        other => other,
    }
}

fn unusable(text: &str, fault: IdFault, what: &str) -> String {
    let text = quoted(text);
    match fault {
        IdFault::Shape => {
            format!("expected {what} of a letter and at most 31 letters, digits, `-` or `_`, found {text}")
        }
        IdFault::Date => format!("{text} cannot be {what}: a spreadsheet turns it into a date"),
        IdFault::TruthValue => format!("{text} cannot be {what}: a spreadsheet turns it into a truth value"),
    }
}

fn how_to_name(fault: IdFault) -> &'static str {
    match fault {
        IdFault::Shape => "write it without spaces and diacritics, such as `to-1` or `T1-02`",
        IdFault::Date => "put letters before or behind it, such as `T-MAR1`",
        IdFault::TruthValue => "choose another word",
    }
}

fn one(thing: Thing) -> &'static str {
    match thing {
        Thing::Phase => "phase",
        Thing::Group => "group",
        Thing::Team => "team",
        Thing::Criterion => "criterion",
        Thing::Activity => "activity",
        Thing::Grade => "grade",
    }
}

fn kind(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "text",
        ValueKind::Number => "a number",
        ValueKind::WholeNumber => "a whole number",
        ValueKind::Truth => "`true` or `false`",
        ValueKind::Date => "a date",
        ValueKind::Time => "a time",
        ValueKind::List => "a list",
        ValueKind::Table => "a table",
        ValueKind::TableList => "a list of tables",
        ValueKind::Title => "a title",
        ValueKind::Share => "a number or fraction",
        ValueKind::Percentage => "a percentage",
        ValueKind::DayCount => "a number of days",
    }
}

fn how_to_write(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "put it in quotes: `\"…\"`",
        ValueKind::Number => "write it without quotes: `12.5`",
        ValueKind::WholeNumber => "write it without quotes and decimals: `12`",
        ValueKind::Truth => "write `true` or `false`, without quotes",
        ValueKind::Date => "write it without quotes and time: `2025-02-04`",
        ValueKind::Time => "write it without quotes: `08:00:00`",
        ValueKind::List => "write it in brackets: `[…]`",
        ValueKind::Table => "write it as a table: `{ … }`, or under a header in brackets",
        ValueKind::TableList => "put the header into double brackets: `[[…]]`",
        ValueKind::Title => "write `\"…\"`, or `{ vi = \"…\", en = \"…\" }`",
        ValueKind::Share => "write `0.5` or `\"1/2\"`",
        ValueKind::Percentage => "write `\"20%\"`",
        ValueKind::DayCount => "write `\"30d\"`",
    }
}

fn number_fault(fault: NumberFault) -> &'static str {
    match fault {
        NumberFault::NotANumber => "",
        NumberFault::Sign => ", which has a sign",
        NumberFault::Exponent => ", which has an exponent",
        NumberFault::Percent => ", which has a per cent sign",
        NumberFault::Unit => ", which has letters behind the number",
        NumberFault::Separators => ", which has more than one separator",
        NumberFault::Date => ", which is a date",
    }
}

fn file_format(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Xlsx => "an Excel workbook (xlsx)",
        FileFormat::Xls => "an old Excel workbook (xls)",
        FileFormat::Ods => "an OpenDocument spreadsheet (ods)",
        FileFormat::Zip => "a ZIP archive",
        FileFormat::Html => "a web page (HTML)",
        FileFormat::Xml => "an XML document",
        FileFormat::Pdf => "a PDF document",
        FileFormat::Gzip => "a gzip archive",
    }
}
