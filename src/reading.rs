//! From the files of a records folder to everything they say, and everything wrong with them.

mod adding;
mod progress;

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::campaign::{self, Base, Campaign, Title};
use crate::finding::{CAMPAIGN_FAMILY, Finding, Findings, Note, PRIVACY_FAMILY, Problem, Related, Severity};
use crate::folder::{Purpose, RawFile};
use crate::identifier::Id;
use crate::ledger::Ledger;
use crate::privacy::identifiers::{Allow, Surroundings, find};
use crate::records::text::{decode, fold_case, unfit};
use crate::records::{self, Exemplars, LeftOut, Log, LogRules, Lookup, Membership, Names, Records, Subjects};
use crate::seal::{self, Doubts, Verification};
use crate::source::{FileId, Place, Source, Sources};
use crate::{check, privacy};

pub use adding::{LEAST_BYTES, Sums, add_up};
pub use progress::Progress;

/// Everything that a records folder says, and everything wrong with it.
#[derive(Debug)]
pub struct Reading {
    /// The texts that places point into.
    pub sources: Sources,
    /// In order of file, line and column.
    pub findings: Findings,
    /// The rules; none where a value of theirs could not be read, and then no row was read. Where
    /// the rules contradict each other, rows were read but must not be scored: see [`Reading::rules`].
    pub campaign: Option<Campaign>,
    /// The files of the rules that could be read: `campaign.toml`, then what it extends, one after the
    /// other.
    pub rule_files: Vec<FileId>,
    /// The rows and members.
    pub records: Records,
    /// What members are called.
    pub names: Names,
    /// The file that says so, where there is one.
    names_file: Option<FileId>,
    /// What looks like an identifier of a resident and is none.
    pub allow: Allow,
    /// The seals of closed phases, each compared with the records; by number.
    pub seals: Vec<Verification>,
}

/// Reads files, keeping at most `most_per_rule` findings of each rule in each file, on at most
/// `threads` threads. The number of threads changes nothing but the time it takes.
pub fn read(files: Vec<RawFile>, most_per_rule: usize, threads: usize) -> Reading {
    read_telling(files, most_per_rule, threads, &Progress::default())
}

/// The same, telling how far it has come.
pub fn read_telling(
    files: Vec<RawFile>,
    most_per_rule: usize,
    threads: usize,
    progress: &Progress,
) -> Reading {
    let (mut reading, Unread { logs, tables, seals }) = Reading::begin(files, most_per_rule);
    if let Some(campaign) = reading.campaign.take() {
        let membership = reading.read_tables(&campaign, &tables);
        reading.read_records(&campaign, membership, logs, threads, progress);
        reading.verify_seals(&campaign, seals, tables.members, threads);
        reading.campaign = Some(campaign);
    } else {
        for (id, bytes) in logs {
            reading.take_text(id, bytes);
        }
    }
    reading.settle_paths();
    reading.findings.sort();
    if !reading.findings.has_errors() {
        let closed = reading.seals.iter().filter(|seal| seal.holds());
        reading.records.closed = closed.map(|seal| seal.number - 1).collect();
    }
    reading
}

/// The files of which nothing has been read but, at most, their text.
struct Unread {
    logs: Vec<UnreadLog>,
    tables: Tables,
    seals: Vec<UnverifiedSeal>,
}

/// The tables at the top of a records folder. One that cannot be read is not the same as none.
struct Tables {
    members: Option<Option<FileId>>,
    names: Option<FileId>,
    exemplars: Option<Option<FileId>>,
}

impl Reading {
    /// Reads the rules, and makes texts of all other files but logs.
    fn begin(files: Vec<RawFile>, most_per_rule: usize) -> (Self, Unread) {
        let mut reading = Self {
            sources: Sources::default(),
            findings: Findings::keeping(most_per_rule),
            campaign: None,
            rule_files: Vec::new(),
            records: Records::default(),
            names: Names::default(),
            names_file: None,
            allow: Allow::default(),
            seals: Vec::new(),
        };
        let mut logs = Vec::new();
        let mut small = Vec::new();
        let mut bases = Vec::new();
        for file in files {
            // A file that is not there has no place of its own; what names it has.
            if let (Purpose::Base(nth), Err(problem)) = (file.purpose, &file.content) {
                bases.push((nth, Base::Refused(problem.clone())));
                continue;
            }
            let id = reading.sources.add(Source::new(file.path, String::new(), Default::default()));
            let bytes = file
                .content
                .map_err(|problem| reading.findings.push(Finding::new(problem, Place::whole(id))));
            match (file.purpose, bytes) {
                (Purpose::Log, Ok(bytes)) => logs.push((id, bytes)),
                (Purpose::Log, Err(())) => reading.records.refused_files += 1,
                (purpose, bytes) => small.push((purpose, id, bytes)),
            }
        }
        small.sort_by_key(|(purpose, ..)| *purpose);
        let mut tables = Tables { members: None, names: None, exemplars: None };
        let mut seals = Vec::new();
        for (purpose, id, bytes) in small {
            let readable = bytes.is_ok_and(|bytes| reading.take_text(id, bytes));
            match purpose {
                Purpose::Base(nth) => {
                    bases.push((nth, if readable { Base::Read(id) } else { Base::Unreadable }))
                }
                Purpose::Campaign if readable => reading.read_campaign(id, &mut bases),
                Purpose::Members => tables.members = Some(readable.then_some(id)),
                Purpose::Names => {
                    reading.names_file = Some(id);
                    tables.names = readable.then_some(id);
                }
                Purpose::Seal(number) => seals.push(UnverifiedSeal { number, file: id, readable }),
                Purpose::Exemplars => tables.exemplars = Some(readable.then_some(id)),
                _ => {}
            }
        }
        (reading, Unread { logs, tables, seals })
    }

    /// Whether there is a file that says what members are called.
    pub fn has_names_file(&self) -> bool {
        self.names_file.is_some()
    }

    /// Says that git carries the names of members, where they were read.
    pub fn refuse_tracked_names(&mut self) {
        if let Some(file) = self.names_file {
            self.findings.push(Finding::new(Problem::NamesTracked {}, Place::whole(file)));
            self.findings.sort();
        }
    }

    /// Whether identifiers of residents were found.
    pub fn has_identifiers(&self) -> bool {
        self.findings.counts().iter().any(|count| count.rule.code.starts_with(PRIVACY_FAMILY))
    }

    /// Says of each identifier whether it is in the history already, which `is_committed` knows of
    /// a text in a file.
    pub fn tell_history(&mut self, mut is_committed: impl FnMut(FileId, &str) -> bool) {
        for finding in self.findings.iter_mut() {
            let place = finding.place;
            let personal =
                finding.rule().code.starts_with(PRIVACY_FAMILY) && place != Place::whole(place.file);
            if personal && is_committed(place.file, self.sources.text(place)) {
                finding.related.push(Related { place, note: Note::InHistory });
            }
        }
    }

    /// Forgets what members are called, and shows nothing more of the file that says so.
    pub fn withhold_names(&mut self) {
        self.names = Names::default();
        if let Some(file) = self.names_file {
            self.sources.get_mut(file).is_withheld = true;
        }
    }

    /// Whether both say the same, wherever in its file it stands and however it is spelt: the same
    /// members, names and exemplars, the same rows in the same order, and findings of the same rules.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let members = |reading: &Self| -> Option<Vec<_>> {
            let members = reading.records.members.as_ref()?.iter().enumerate();
            let says = members.map(|(index, member)| {
                let stints = member.stints.iter().map(|stint| (stint.team, stint.span, stint.role));
                let name = reading.names.get(index).map(fold_case);
                (member.id.to_string(), stints.collect::<Vec<_>>(), name)
            });
            Some(says.collect())
        };
        let (one, two) = (&self.records, &other.records);
        let says = |row: &records::Row| (row.file, row.date, row.item, row.team, row.quantity, row.accepted);
        let rows = one.rows.iter().map(|row| (says(row), one.members_of(row)));
        let left_out = |records: &Records| -> Vec<_> {
            records.left_out.iter().map(|row| (row.place.file, row.date)).collect()
        };
        members(self) == members(other)
            && rows.eq(two.rows.iter().map(|row| (says(row), two.members_of(row))))
            && left_out(one) == left_out(two)
            && one.exemplars.say_the_same(&two.exemplars)
            && one.refused_files == two.refused_files
            && self.findings.counts() == other.findings.counts()
    }

    /// The rules, where nothing is wrong with them that keeps rows from being scored by them.
    pub fn rules(&self) -> Option<&Campaign> {
        self.campaign.as_ref().filter(|_| self.rules_are_sound())
    }

    fn rules_are_sound(&self) -> bool {
        let has_errors = |file: &FileId| self.findings.has_errors_of(*file, CAMPAIGN_FAMILY);
        !self.rule_files.is_empty() && !self.rule_files.iter().any(has_errors) && self.ids_are_impersonal()
    }

    /// Whether the rules name nothing by what could identify a resident: names are printed as they are.
    fn ids_are_impersonal(&self) -> bool {
        let mut ids = self.campaign.iter().flat_map(Campaign::ids).map(Id::as_str);
        ids.all(|id| find(id, Surroundings::RulesText, &self.allow).is_empty())
    }

    /// Looks for identifiers of residents in the paths of files, and covers them.
    fn settle_paths(&mut self) {
        let paths = self.sources.iter().map(|(file, source)| (file, source.path.as_str()));
        for finding in privacy::check_paths(paths, &self.allow) {
            self.findings.push(finding);
        }
        for source in self.sources.iter_mut() {
            privacy::cover_path(&mut source.path, &self.allow);
        }
    }

    /// Makes text of a file's bytes; false, with a finding, where they are none that can be read.
    fn take_text(&mut self, id: FileId, bytes: Vec<u8>) -> bool {
        let path = std::mem::take(&mut self.sources.get_mut(id).path);
        let (source, finding) = text_of(id, path, bytes);
        *self.sources.get_mut(id) = source;
        let good = finding.is_none();
        self.findings.push_some(finding);
        good
    }

    fn read_campaign(&mut self, id: FileId, bases: &mut Vec<(usize, Base)>) {
        bases.sort_by_key(|(nth, _)| *nth);
        let bases: Vec<Base> = bases.drain(..).map(|(_, base)| base).collect();
        self.campaign = campaign::read(&self.sources, id, &bases, &mut self.findings);
        if let Some(campaign) = &self.campaign {
            self.allow = Allow::new(&campaign.allowed_identifiers);
        }
        if let Some(campaign) = &mut self.campaign {
            // What is covered here is shown by nobody, whoever prints it.
            let texts = campaign.titles_mut().flat_map(Title::texts_mut);
            texts.for_each(|text| privacy::cover(text, Surroundings::RulesText, &self.allow));
        }
        self.rule_files.push(id);
        self.rule_files.extend(bases.iter().filter_map(|base| match base {
            Base::Read(file) => Some(*file),
            Base::Refused(_) | Base::Unreadable => None,
        }));
        for &file in &self.rule_files {
            for finding in privacy::check_toml(file, &self.sources.get(file).text, &self.allow) {
                self.findings.push(finding);
            }
        }
    }

    /// Compares seals with the records. Where the rules contradict each other nothing is compared.
    fn verify_seals(
        &mut self,
        campaign: &Campaign,
        mut seals: Vec<UnverifiedSeal>,
        members_file: Option<Option<FileId>>,
        threads: usize,
    ) {
        if seals.is_empty() {
            return;
        }
        seals.sort_by_key(|seal| seal.number);
        let sound = self.rules_are_sound();
        let has_errors = |file: FileId| {
            let mut of_file = self.findings.counts().iter().filter(|count| count.file == file);
            of_file.any(|count| count.rule.severity == Severity::Error)
        };
        let doubts = Doubts { members: members_file.is_some_and(|file| file.is_none_or(has_errors)) };
        let ledger = Ledger::new(campaign, &self.records, &self.sources);
        let findings = &mut self.findings;
        let verified = seals.into_iter().map(|UnverifiedSeal { number, file, readable }| {
            if !(sound && readable) {
                return Verification::unreadable(number, file);
            }
            seal::verify(number, file, self.sources.get(file), &ledger, doubts, threads, findings)
        });
        self.seals = verified.collect();
    }

    /// Reads what stands at the top of the folder: who is a member is returned, the rest kept.
    fn read_tables(&mut self, campaign: &Campaign, tables: &Tables) -> Option<Membership> {
        let teams = team_names(campaign);
        let (allow, findings) = (&self.allow, &mut self.findings);
        let membership = tables.members.map(|file| match file {
            Some(file) => {
                let source = self.sources.get_mut(file);
                records::read_members(file, source, campaign, &teams, allow, findings)
            }
            None => Membership::refused(),
        });
        if let (Some(file), Some(membership)) = (tables.names, &membership) {
            let source = self.sources.get_mut(file);
            self.names = records::read_names(file, source, membership, allow, findings);
        }
        let subjects = Subjects { teams: &teams, membership: membership.as_ref() };
        self.records.exemplars = match tables.exemplars {
            Some(Some(file)) => {
                let source = self.sources.get_mut(file);
                records::read_exemplars(file, source, campaign, &subjects, allow, findings)
            }
            Some(None) => Exemplars::refused(),
            None => Exemplars::default(),
        };
        membership
    }

    fn read_records(
        &mut self,
        campaign: &Campaign,
        membership: Option<Membership>,
        logs: Vec<UnreadLog>,
        threads: usize,
        progress: &Progress,
    ) {
        let sound = self.rules_are_sound();
        let teams = team_names(campaign);
        let rules = LogRules::new(campaign, sound, membership.as_ref(), &teams, &self.allow);
        let logs = read_logs(&rules, &self.sources, logs, self.findings.most_per_rule(), threads, progress);
        self.records.members = membership.map(|membership| membership.members);
        self.take_logs(campaign, logs);
    }

    fn take_logs(&mut self, campaign: &Campaign, logs: Vec<ReadLog>) {
        let records = &mut self.records;
        let mut evidence = Vec::new();
        let mut headers = HashMap::new();
        let n_rows = logs.iter().map(|log| log.log.rows.len()).sum();
        records.rows.reserve_exact(n_rows);
        evidence.reserve_exact(n_rows);
        for ReadLog { file, source, log } in logs {
            *self.sources.get_mut(file) = source;
            records.refused_files += usize::from(log.header.is_none() && log.findings.has_errors());
            self.findings.append(log.findings);
            let named_before = records.named.len() as u32;
            records.rows.extend(log.rows.into_iter().map(|mut row| {
                row.members.start += named_before;
                row
            }));
            records.named.extend(log.named);
            records.left_out.extend(log.left_out);
            evidence.extend(log.evidence);
            self.sources.get_mut(file).dialect = log.dialect;
            if let Some(header) = log.header {
                headers.insert(file, header);
            }
        }
        let sources = &self.sources;
        let evidence_of = |row: &records::Row| {
            records::evidence_of(row, &sources.get(row.file).text, headers.get(&row.file)?)
        };
        let place_of = |row: &records::Row| {
            let delimiter = headers.get(&row.file).map_or(b',', |header| header.dialect.delimiter);
            records::place_of(row, &sources.get(row.file).text, delimiter)
        };
        let place_of_members = |row: &records::Row| {
            records::place_of_members(row, &sources.get(row.file).text, headers.get(&row.file)?)
        };
        let texts = check::Texts {
            evidence_of: &evidence_of,
            place_of: &place_of,
            place_of_members: &place_of_members,
        };
        let broken = check::check_across(campaign, records, &evidence, &texts, &mut self.findings);
        let mut broken = broken.into_iter().peekable();
        let mut index = 0;
        records.rows.retain(|row| {
            let is_broken = broken.next_if_eq(&index).is_some();
            if is_broken {
                records.left_out.push(LeftOut { place: place_of(row), date: Some(row.date) });
            }
            index += 1;
            !is_broken
        });
    }
}

/// The file of a seal.
struct UnverifiedSeal {
    /// The number in its name.
    number: usize,
    file: FileId,
    /// Whether its bytes are text.
    readable: bool,
}

/// A log with its text.
struct ReadLog {
    file: FileId,
    source: Source,
    log: Log,
}

fn text_of(id: FileId, path: String, bytes: Vec<u8>) -> (Source, Option<Finding>) {
    let whole = Place::whole(id);
    match decode(bytes) {
        Err(problem) => (Source::new(path, "", Default::default()), Some(Finding::new(problem, whole))),
        Ok(decoded) => {
            let finding =
                unfit(&decoded.text).map(|(problem, at)| Finding::new(problem, Place::new(id, at..at)));
            (Source::new(path, decoded.text, decoded.encoding), finding)
        }
    }
}

/// The bytes of a log.
type UnreadLog = (FileId, Vec<u8>);

/// Bytes of logs that one thread reads before another could begin.
const FOR_ONE_THREAD: usize = 512 * 1024;

/// Reads logs on several threads, and gives them back in order.
fn read_logs(
    rules: &LogRules<'_>,
    sources: &Sources,
    logs: Vec<UnreadLog>,
    most_per_rule: usize,
    threads: usize,
    progress: &Progress,
) -> Vec<ReadLog> {
    let bytes: usize = logs.iter().map(|(_, bytes)| bytes.len()).sum();
    let threads = threads.min(logs.len()).min(bytes.div_ceil(FOR_ONE_THREAD)).max(1);
    let waiting: Vec<Mutex<Option<UnreadLog>>> = logs.into_iter().map(|log| Mutex::new(Some(log))).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(slot) = waiting.get(next.fetch_add(1, Ordering::Relaxed)) {
            let taken = slot.lock().ok().and_then(|mut slot| slot.take());
            if let Some((file, bytes)) = taken {
                let path = sources.get(file).path.clone();
                let length = bytes.len() as u64;
                done.push(read_log(rules, file, path, bytes, most_per_rule));
                progress.add(length);
            }
        }
        done
    };
    let mut read = if threads == 1 {
        work()
    } else {
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
        })
    };
    read.sort_by_key(|log| log.file);
    read
}

fn read_log(
    rules: &LogRules<'_>,
    file: FileId,
    path: String,
    bytes: Vec<u8>,
    most_per_rule: usize,
) -> ReadLog {
    let (source, finding) = text_of(file, path, bytes);
    let log = match finding {
        None => rules.read(file, &source, most_per_rule),
        Some(refusal) => Log::unread(refusal, most_per_rule),
    };
    ReadLog { file, source, log }
}

/// Teams by id and alias. An id goes before an alias.
pub fn team_names(campaign: &Campaign) -> Lookup<u32> {
    let teams = || campaign.teams.iter().zip(0..);
    let ids = teams().map(|(team, index)| (team.id.as_str(), index));
    let aliases =
        teams().flat_map(|(team, index)| team.aliases.iter().map(move |alias| (alias.as_str(), index)));
    Lookup::new(ids.chain(aliases))
}
