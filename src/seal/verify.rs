//! Whether a phase is still what it was when it was closed, and what is not.

use std::collections::HashMap;
use std::ops::Range;
use std::thread;

use chrono::NaiveDate;

use super::{Seal, State, id_of, results, text};
use crate::campaign::Campaign;
use crate::finding::{CellChange, Finding, Findings, Note, Problem, ResultChange, ValueChange};
use crate::ledger::{Digest, Field, Ledger, RuleEntry, RuleKind, RuleName, Scope};
use crate::records::Row;
use crate::source::{FileId, Place, Source};

/// What came of comparing a seal with the records.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The number in the name of its file.
    pub number: usize,
    /// Its file.
    pub file: FileId,
    /// The seal; none where it cannot be gone by.
    pub seal: Option<Seal>,
    /// Whether the rules are the same. None here and below: it could not be compared, or need not be.
    pub rules: Option<bool>,
    /// Whether the rows are the same.
    pub rows: Option<bool>,
    /// Whether the results are the same.
    pub results: Option<bool>,
}

impl Verification {
    /// A seal that cannot be gone by.
    pub fn unreadable(number: usize, file: FileId) -> Self {
        Self { number, file, seal: None, rules: None, rows: None, results: None }
    }

    /// What the seal says of itself; none where it cannot be gone by.
    pub fn state(&self) -> Option<State> {
        self.seal.as_ref().map(|seal| seal.state)
    }

    /// Whether the phase is closed, and everything is as it was then.
    pub fn holds(&self) -> bool {
        self.state() == Some(State::Closed)
            && [self.rules, self.rows, self.results].iter().all(|part| *part == Some(true))
    }
}

/// What errors elsewhere leave in doubt. It is not complained of again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubts {
    /// Whether members.csv has errors.
    pub members: bool,
}

/// Compares the seal in a file with the records, and says what differs: rules, then rows, then results.
pub fn verify(
    number: usize,
    file: FileId,
    source: &Source,
    ledger: &Ledger<'_>,
    doubts: Doubts,
    threads: usize,
    findings: &mut Findings,
) -> Verification {
    let mut verified = Verification::unreadable(number, file);
    let seal = match Seal::read(&source.text) {
        Ok(seal) => seal,
        Err(text::Unreadable { problem, at }) => {
            findings.push(Finding::new(problem, Place::new(file, at)));
            return verified;
        }
    };
    let whole = |problem| Finding::new(problem, Place::whole(file));
    let campaign = ledger.campaign;
    if seal.number != number {
        findings.push(whole(Problem::SealMisnamed { phase: seal.number }));
        return verified;
    }
    if !campaign.id.is(&seal.campaign) {
        let problem =
            Problem::SealOfOtherCampaign { sealed: seal.campaign, campaign: campaign.id.to_string() };
        findings.push(whole(problem));
        return verified;
    }
    let Some(phase) = campaign.phases.get(number - 1) else {
        let problem = Problem::SealOfNoPhase { phase: number, phases: campaign.phases.len() };
        findings.push(whole(problem).with(Note::PhasesListed, campaign.places.phases));
        return verified;
    };
    if seal.state == State::Open {
        verified.seal = Some(seal);
        return verified;
    }
    if seal.span != phase.span {
        let problem =
            Problem::SealedDaysChanged { phase: number, first: seal.span.first, last: seal.span.last };
        findings.push(Finding::new(problem, phase.place).with(Note::SealedHere, Place::whole(file)));
        verified.rules = Some(false);
        verified.seal = Some(seal);
        return verified;
    }
    let check = Check { seal: &seal, file, text: &source.text, ledger, doubts, phase: number - 1 };
    verified.rules = check.rules(findings);
    verified.rows = check.rows(threads, findings);
    verified.results = check.results(findings);
    verified.seal = Some(seal);
    verified
}

/// The digest of rules that are in order of name.
pub(super) fn digest_of_rules(rules: &[RuleEntry]) -> Digest {
    Digest::of_sorted(&rules.iter().map(RuleEntry::digest).collect::<Vec<_>>())
}

/// The rows of a phase with their digests, in order of file and line.
pub(super) fn digested<'r>(ledger: &Ledger<'r>, phase: usize, threads: usize) -> Vec<(&'r Row, Digest)> {
    let rows: Vec<&Row> = ledger.rows(Scope::Phase(phase)).collect();
    let per_thread = rows.len().div_ceil(threads.max(1)).max(LEAST_ROWS);
    let digest = |rows: &[&'r Row]| -> Vec<_> {
        let mut digester = ledger.digester();
        rows.iter().map(|row| (*row, digester.digest(row))).collect()
    };
    thread::scope(|scope| {
        let workers: Vec<_> = rows.chunks(per_thread).map(|rows| scope.spawn(move || digest(rows))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    })
}

/// Fewer rows than this are not worth a thread.
const LEAST_ROWS: usize = 4096;

struct Check<'c> {
    seal: &'c Seal,
    file: FileId,
    text: &'c str,
    ledger: &'c Ledger<'c>,
    doubts: Doubts,
    phase: usize,
}

/// A row as a seal lists it.
#[derive(Clone, Debug)]
struct SealedRow<'t> {
    at: Range<usize>,
    date: &'t str,
    team: &'t str,
    activity: &'t str,
    quantity: &'t str,
    accepted: &'t str,
}

impl Check<'_> {
    fn number(&self) -> usize {
        self.phase + 1
    }

    fn sealed_at(&self, at: Range<usize>) -> Place {
        Place::new(self.file, at)
    }

    fn rules(&self, findings: &mut Findings) -> Option<bool> {
        let rules = self.ledger.rules(Scope::Phase(self.phase));
        if digest_of_rules(&rules) == self.seal.rules.digest {
            return Some(true);
        }
        let in_doubt = |name: &RuleName| self.doubts.members && name.kind == RuleKind::Member;
        // A row that names an activity, or does no more, is told of by itself.
        let is_item = |name: &RuleName| matches!(name.kind, RuleKind::Activity | RuleKind::Adjustment);
        let all = self.ledger.rules(Scope::Campaign);
        let of_phase =
            |name: &RuleName| rules.binary_search_by(|rule| rule.name.cmp(name)).ok().map(|at| &rules[at]);
        let of_campaign =
            |name: &RuleName| all.binary_search_by(|rule| rule.name.cmp(name)).ok().map(|at| &all[at]);
        let mut sealed = Vec::new();
        let mut same = true;
        let mut say = |finding: Finding| {
            same = false;
            findings.push(finding);
        };
        let phase = self.number();
        for (at, line) in text::lines(self.text, &self.seal.rules.list) {
            let Some((name, old)) = line.split_once(':') else { continue };
            let (Some(name), old) = (RuleName::parse(name), old.trim_start()) else { continue };
            let now = of_phase(&name).or_else(|| is_item(&name).then(|| of_campaign(&name)).flatten());
            let rule = name.to_string();
            match now {
                _ if in_doubt(&name) => {}
                None => {
                    say(Finding::new(Problem::SealedRuleRemoved { phase, rule }, self.sealed_at(at)));
                }
                Some(now) if now.text != old => {
                    let place = now.place.unwrap_or_else(|| rules_as_a_whole(self.ledger.campaign));
                    let changes = value_changes(old, &now.text);
                    let finding = Finding::new(Problem::SealedRuleChanged { phase, rule, changes }, place);
                    say(finding.with(Note::SealedHere, self.sealed_at(at)));
                }
                Some(_) => {}
            }
            sealed.push(name);
        }
        sealed.sort();
        for rule in &rules {
            let is_sealed = sealed.binary_search(&rule.name).is_ok();
            if is_sealed || is_item(&rule.name) || in_doubt(&rule.name) {
                continue;
            }
            let place = rule.place.unwrap_or_else(|| rules_as_a_whole(self.ledger.campaign));
            let problem = Problem::SealedRuleAdded { phase, rule: rule.name.to_string() };
            say(Finding::new(problem, place));
        }
        if same && self.doubts.members { None } else { Some(same) }
    }

    fn rows(&self, threads: usize, findings: &mut Findings) -> Option<bool> {
        let digested = digested(self.ledger, self.phase, threads);
        let digests = digested.iter().map(|(_, digest)| *digest).collect();
        if Digest::of_all(digests) == self.seal.rows.digest {
            return Some(true);
        }
        let (removed, added) = self.not_in_both(digested);
        let Pairs { changed, mut removed, added } = self.paired(removed, added);
        let mut same = changed.is_empty() && added.is_empty();
        let phase = self.number();
        for (old, new) in changed {
            let changes = self.cell_changes(&old, new);
            let finding = Finding::new(Problem::SealedRowChanged { phase, changes }, self.place_of(new));
            findings.push(finding.with(Note::SealedHere, self.sealed_at(old.at)));
        }
        for row in added {
            findings.push(Finding::new(Problem::SealedRowAdded { phase }, self.place_of(row)));
        }
        let is_whole = self.forget_rows_with_errors(&mut removed);
        same &= removed.is_empty();
        for row in removed {
            let (team, activity) = (row.team.to_owned(), row.activity.to_owned());
            let date = row.date.parse().unwrap_or(self.seal.span.first);
            let problem = Problem::SealedRowRemoved { phase, date, team, activity };
            findings.push(Finding::new(problem, self.sealed_at(row.at)));
        }
        if same && !is_whole { None } else { Some(same) }
    }

    /// Rows that are only in the seal, and rows that are only in the logs.
    fn not_in_both<'r>(&self, digested: Vec<(&'r Row, Digest)>) -> (Vec<SealedRow<'_>>, Vec<&'r Row>) {
        let mut there: HashMap<Digest, usize> = HashMap::new();
        for (_, digest) in &digested {
            *there.entry(*digest).or_default() += 1;
        }
        let mut takes = |digest: &Digest| match there.get_mut(digest) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        };
        let mut removed = Vec::new();
        for (at, line) in text::lines(self.text, &self.seal.rows.list) {
            let mut words = line.split(' ');
            let mut word = || words.next().unwrap_or_default();
            let (date, team, activity, quantity, accepted) = (word(), word(), word(), word(), word());
            if !Digest::parse(word()).is_some_and(|digest| takes(&digest)) {
                removed.push(SealedRow { at, date, team, activity, quantity, accepted });
            }
        }
        let added = digested.into_iter().filter(|(_, digest)| takes(digest)).map(|(row, _)| row).collect();
        (removed, added)
    }

    /// Rows of the seal that are rows of the logs, changed.
    fn paired<'t, 'r>(&self, removed: Vec<SealedRow<'t>>, added: Vec<&'r Row>) -> Pairs<'t, 'r> {
        let mut pairs = Pairs { changed: Vec::new(), removed, added };
        let campaign = self.ledger.campaign;
        pairs.pair(&|row| row.fields(), &|row| fields_of(row, campaign));
        pairs.pair(&|row| row.fields()[..3].to_vec(), &|row| fields_of(row, campaign)[..3].to_vec());
        for spared in 0..FIELDS.len() {
            let without = move |mut fields: Vec<String>| {
                fields.remove(spared);
                fields
            };
            pairs.pair(&|row| without(row.fields()), &|row| without(fields_of(row, campaign)));
        }
        pairs
    }

    fn cell_changes(&self, old: &SealedRow<'_>, new: &Row) -> Vec<CellChange> {
        let news = fields_of(new, self.ledger.campaign);
        let fields = FIELDS.iter().zip(old.fields()).zip(news);
        let changed = fields.filter(|((_, old), new)| !old.eq_ignore_ascii_case(new));
        changed.map(|((field, old), new)| CellChange { column: field.word(), old, new }).collect()
    }

    /// Takes away rows that are not gone, but were left out for an error. False where there are any.
    fn forget_rows_with_errors(&self, removed: &mut Vec<SealedRow<'_>>) -> bool {
        let records = self.ledger.records;
        if records.refused_files > 0 {
            removed.clear();
            return false;
        }
        let span = self.seal.span;
        let mut is_whole = true;
        let mut undated = 0;
        for row in &records.left_out {
            match row.date {
                Some(date) if !span.contains(date) => continue,
                Some(date) => {
                    let that_day = |row: &SealedRow<'_>| row.date.parse() == Ok::<NaiveDate, _>(date);
                    match removed.iter().position(that_day) {
                        Some(at) => drop(removed.remove(at)),
                        None => undated += 1,
                    }
                }
                None => undated += 1,
            }
            is_whole = false;
        }
        removed.drain(..undated.min(removed.len()));
        is_whole
    }

    fn place_of(&self, row: &Row) -> Place {
        self.ledger.entry(row).place
    }

    fn results(&self, findings: &mut Findings) -> Option<bool> {
        let records = self.ledger.records;
        let in_phase = |date: Option<NaiveDate>| date.is_none_or(|date| self.seal.span.contains(date));
        let incomplete = records.refused_files > 0 || records.left_out.iter().any(|row| in_phase(row.date));
        if incomplete || self.doubts.members {
            return None;
        }
        let sealed = &self.seal.results;
        let mut changes = Vec::new();
        let mut first = None;
        let mut compare = |list: Option<&Range<usize>>, now: &str| {
            let (changed, place) = self.changed_results(list, now);
            changes.extend(changed);
            first = first.take().or(place);
        };
        compare(Some(&sealed.teams), &results::of_teams(self.ledger, self.phase));
        // Where there were no members before, or are none now, a rule has changed.
        if let (Some(list), Some(now)) = (&sealed.members, results::of_members(self.ledger, self.phase)) {
            compare(Some(list), &now);
        }
        if changes.is_empty() {
            return Some(true);
        }
        let problem = Problem::SealedResultsDiffer { phase: self.number(), changes };
        let at = first.unwrap_or(sealed.teams.start..sealed.teams.start);
        findings.push(Finding::new(problem, self.sealed_at(at)));
        Some(false)
    }

    /// Subjects whose results differ, in the order of the seal, and where the first of them stands.
    fn changed_results(
        &self,
        list: Option<&Range<usize>>,
        now: &str,
    ) -> (Vec<ResultChange>, Option<Range<usize>>) {
        let id_of = |line: &str| line.split(' ').next().unwrap_or_default().to_ascii_lowercase();
        let mut by_id: HashMap<String, &str> = now.lines().map(|line| (id_of(line), line)).collect();
        let mut changes = Vec::new();
        let mut first = None;
        for (at, old) in list.into_iter().flat_map(|list| text::lines(self.text, list)) {
            let new = by_id.remove(&id_of(old));
            if new.is_none_or(|new| !new.eq_ignore_ascii_case(old)) {
                changes.extend(results::change(Some(old), new));
                first = first.or(Some(at));
            }
        }
        let added = now.lines().filter(|line| by_id.contains_key(&id_of(line)));
        changes.extend(added.filter_map(|new| results::change(None, Some(new))));
        (changes, first)
    }
}

/// The values that differ of a rule: all of it, where a key stands in it more than once.
fn value_changes(old: &str, new: &str) -> Vec<ValueChange> {
    let values = |text: &str| -> Vec<(String, String)> {
        let pairs = text.split(' ').filter_map(|pair| pair.split_once('='));
        pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    };
    let (olds, news) = (values(old), values(new));
    let value = |values: &[(String, String)], key: &str| {
        values
            .iter()
            .find(|(other, _)| other == key)
            .map_or_else(|| "-".to_owned(), |(_, value)| value.clone())
    };
    let added = news.iter().filter(|(key, _)| !olds.iter().any(|(other, _)| other == key));
    let keys: Vec<&str> = olds.iter().chain(added).map(|(key, _)| key.as_str()).collect();
    if old.contains(';') || new.contains(';') {
        return vec![ValueChange { key: String::new(), old: old.to_owned(), new: new.to_owned() }];
    }
    let changes = keys.into_iter().map(|key| ValueChange {
        key: key.to_owned(),
        old: value(&olds, key),
        new: value(&news, key),
    });
    changes.filter(|change| change.old != change.new).collect()
}

/// What a seal says of a row in words.
const FIELDS: [Field; 5] = [Field::Date, Field::Team, Field::Activity, Field::Quantity, Field::Accepted];

impl SealedRow<'_> {
    /// In the order of [`FIELDS`].
    fn fields(&self) -> Vec<String> {
        [self.date, self.team, self.activity, self.quantity, self.accepted].map(str::to_owned).to_vec()
    }
}

fn fields_of(row: &Row, campaign: &Campaign) -> Vec<String> {
    vec![
        row.date.to_string(),
        campaign.teams[row.team as usize].id.to_string(),
        id_of(campaign, row.item).to_owned(),
        row.quantity.to_string(),
        row.accepted.map_or_else(|| "-".to_owned(), |accepted| accepted.to_string()),
    ]
}

struct Pairs<'t, 'r> {
    changed: Vec<(SealedRow<'t>, &'r Row)>,
    removed: Vec<SealedRow<'t>>,
    added: Vec<&'r Row>,
}

impl<'t, 'r> Pairs<'t, 'r> {
    /// Pairs rows with the same key, in order, without regard to letter case.
    fn pair(
        &mut self,
        old_key: &dyn Fn(&SealedRow<'t>) -> Vec<String>,
        new_key: &dyn Fn(&Row) -> Vec<String>,
    ) {
        let small = |key: Vec<String>| key.join(" ").to_ascii_lowercase();
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in self.added.iter().enumerate().rev() {
            by_key.entry(small(new_key(row))).or_default().push(at);
        }
        let mut taken = vec![false; self.added.len()];
        let mut removed = Vec::new();
        for row in self.removed.drain(..) {
            match by_key.get_mut(&small(old_key(&row))).and_then(Vec::pop) {
                Some(at) => {
                    taken[at] = true;
                    self.changed.push((row, self.added[at]));
                }
                None => removed.push(row),
            }
        }
        self.removed = removed;
        let mut taken = taken.into_iter();
        self.added.retain(|_| !taken.next().unwrap_or_default());
    }
}

/// The campaign file, where nothing of it says a rule.
fn rules_as_a_whole(campaign: &Campaign) -> Place {
    Place::whole(campaign.phases.first().map_or(FileId(0), |phase| phase.place.file))
}
