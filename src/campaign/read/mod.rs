//! From the text of `campaign.toml` to rules as data.
//!
//! `syntax` makes tables of the text, `extends` joins those of several files, `node` reads their values,
//! and each section of the file has a room of its own. Sections are read in the order in which they refer to one another; identifiers
//! are declared (`names`) before anything that may refer to them is read. What holds between sections
//! is checked last (`rules`). Nothing is complained of twice: what is in doubt because of one finding
//! leads to no other.

mod activities;
mod criteria;
mod extends;
mod names;
mod nearest;
mod nesting;
mod node;
mod phases;
mod recognition;
mod report;
mod rules;
mod settings;
mod syntax;
mod teams;

use activities::Fed;
use criteria::Surroundings;
use names::Names;
use nesting::Nesting;
use node::{Table, TableList};
use recognition::{GradeNames, Recognised};
use report::Report;
use rules::TeamName;
use settings::Settings;

use super::{Campaign, Places};
use crate::finding::{Findings, Problem, Thing};
use crate::source::{FileId, Sources};

pub use names::fold_name;

/// A file that is extended, as far as it was found.
#[derive(Clone, Debug)]
pub enum Base {
    /// Its text.
    Read(FileId),
    /// Why there is none, to be said where it is named.
    Refused(Problem),
    /// There is none, and that has been said.
    Unreadable,
}

/// Reads the rules of a campaign: the file, and those that it extends, each the one that the last
/// extends. All that is wrong with them goes to `findings`. There is no campaign where a value could not
/// be read; where every value could, but an error stands between them (weights that do not add up), there
/// is one, so that rows can be checked against it. It is not to be scored.
///
/// ```
/// use thidua::campaign::read;
/// use thidua::finding::Findings;
/// use thidua::source::{Encoding, Source, Sources};
///
/// let mut sources = Sources::default();
/// let file = sources.add(Source::new("records/campaign.toml", "[campaign]\nid = 7\n", Encoding::Utf8));
/// let mut findings = Findings::keeping(20);
/// assert!(read(&sources, file, &[], &mut findings).is_none());
/// findings.sort();
/// let codes: Vec<_> = findings.iter().map(|finding| finding.rule().code).collect();
/// assert_eq!(codes, ["C103", "C103", "C103", "C111", "C111", "C111", "C104"]);
/// ```
pub fn read(sources: &Sources, file: FileId, bases: &[Base], findings: &mut Findings) -> Option<Campaign> {
    let (mut report, keys) = extends::read(sources, file, bases, findings);
    let keys = keys?;
    let mut root = Table::new("", report.whole_file(), &keys);
    // It has been read already, but a word like it should be told from it.
    root.take(extends::EXTENDS, &report);
    let campaign = read_root(&mut root, &mut report);
    root.finish(&mut report);
    campaign.filter(|_| report.is_whole())
}

fn read_root(root: &mut Table<'_>, report: &mut Report) -> Option<Campaign> {
    let header = |key: &'static str, report: &Report| root.peek(key, report).map(|table| table.key_place);
    let [campaign, its_records, limits, ranking, grading] =
        ["campaign", "records", "limits", "ranking", "grading"].map(|key| header(key, report));
    let settings = Settings::read(root, report);
    let records = settings::read_records(root, settings.language, report);

    let phases = root.tables("phases", "[[phases]]", report);
    let groups = root.tables("groups", "[[groups]]", report);
    let teams = root.tables("teams", "[[teams]]", report);
    let criteria = root.tables("criteria", "[[criteria]]", report);
    let activities = root.tables("activities", "[[activities]]", report);
    let adjustments = root.tables("adjustments", "[[adjustments]]", report);
    for (thing, list) in [(Thing::Phase, &phases), (Thing::Team, &teams), (Thing::Criterion, &criteria)] {
        if list.tables.is_empty() && list.usable && report.is_whole() {
            report.say(Problem::NothingDeclared { thing }, list.place);
        }
    }
    for (key, list) in [("phases", &phases), ("activities", &activities), ("adjustments", &adjustments)] {
        refuse_more_than_can_be_counted(key, list, report);
    }
    let begins = |list: &TableList<'_>| list.tables.first().map(|table| table.header);
    let places = Places {
        campaign,
        records: its_records,
        limits,
        ranking,
        grading,
        teams: begins(&teams),
        criteria: begins(&criteria),
        activities: begins(&activities),
        phases: begins(&phases),
    };
    let (n_phases, phases_known) = (phases.tables.len(), phases.usable && report.is_whole());

    let phases = phases::read(phases, &settings, report);
    let (group_names, groups) = Names::declare(groups, report);
    let groups = teams::read_groups(groups, report);
    let (team_names, teams) = Names::declare(teams, report);
    let declared_teams: Vec<_> = teams.iter().map(TeamName::of).collect();
    let teams = teams::read_teams(teams, &team_names, &group_names, &settings, report);

    let (criterion_names, criteria) = Names::declare(criteria, report);
    let nesting = Nesting::read(&criteria, &criterion_names, report);
    let around = Surroundings {
        names: &criterion_names,
        nesting: &nesting,
        teams: &team_names,
        decimals: settings.decimals,
    };
    let criteria = criteria::read(criteria, &around, report);
    rules::check_weights(&criteria, &around, &settings, report);
    rules::warn_of_unassigned(&criteria, &declared_teams, &around, report);

    let mut fed = Fed { criteria: vec![false; criteria.len()], complete: activities.usable };
    let (mut row_names, activities) = Names::declare(activities, report);
    let adjustments = row_names.declare_more(adjustments, report);
    let activities = activities::read_activities(activities, &criterion_names, &nesting, &mut fed, report);
    let adjustments = activities::read_adjustments(adjustments, report);
    rules::warn_of_unfed(&criteria, &fed, &around, report);

    let limits = settings::read_limits(root, report);
    let ranking = recognition::read_ranking(root, &criterion_names, &nesting, report);
    let grades = root.tables("grades", "[[grades]]", report);
    let (grade_names, grades) = GradeNames::declare(grades, report);
    let grades = recognition::read_grades(grades, &grade_names, &settings, report);
    let grading = recognition::read_grading(root, report);
    let awards = root.tables("awards", "[[awards]]", report);
    let (_, awards) = Names::declare(awards, report);
    let recognised = Recognised {
        n_phases,
        phases_known,
        phases_listed: places.phases,
        grades: &grade_names,
        criteria: &criterion_names,
        nesting: &nesting,
    };
    let awards = recognition::read_awards(awards, &recognised, report);
    let allowed_identifiers = settings::read_privacy(root, report);

    let criteria: Option<Vec<_>> =
        criteria.into_iter().enumerate().map(|(at, draft)| draft.finish(nesting.parent(at))).collect();
    Some(Campaign {
        id: settings.id?,
        title: settings.title?,
        theme: settings.theme?,
        unit: settings.unit?,
        span: settings.span?,
        language: settings.language?,
        scale: settings.scale?,
        decimals: settings.decimals?,
        records: records?,
        phases: phases?,
        groups: groups?,
        teams: teams?,
        criteria: criteria?,
        activities: activities?,
        adjustments: adjustments?,
        limits: limits?,
        ranking: ranking?,
        grades: grades?,
        grading: grading?,
        awards: awards?,
        allowed_identifiers: allowed_identifiers?,
        places,
    })
}

/// A row keeps the place of what it names in 16 bits.
fn refuse_more_than_can_be_counted(key: &str, list: &TableList<'_>, report: &mut Report) {
    if let Some(first_too_many) = list.tables.get(usize::from(u16::MAX)) {
        let found = list.tables.len().to_string();
        let problem = Problem::OutOfRange { key: key.to_owned(), found, range: "≤ 65535" };
        report.say(problem, first_too_many.header);
    }
}
