//! What git has to say of the rows that a command has read.

use std::collections::HashMap;

use anyhow::anyhow;
use thidua::chronicle::{Chronicle, RowAuthors, Spelling};
use thidua::folder::is_among_logs;
use thidua::git::{Commit, GitError, History, Repository};
use thidua::output::view::View;
use thidua::output::words::git_error;
use thidua::reading::team_names;
use thidua::records::text::decode;
use thidua::source::FileId;

use super::content;
use crate::arguments::Globals;
use crate::opened::folder_with_history;

/// The commits behind the records, and what they did to the rows.
pub(crate) struct Told {
    pub(crate) history: History,
    pub(crate) chronicle: Chronicle,
}

/// The history of the rows of a view; none where the records are in no repository, or nothing of
/// them was ever committed.
pub(crate) fn told(
    globals: &Globals,
    view: &View<'_>,
    spelling: &Spelling<'_>,
) -> anyhow::Result<Option<Told>> {
    match read_history(globals, view, spelling) {
        Ok(told) => Ok(Some(told)),
        Err(
            GitError::NotInstalled
            | GitError::NoRepository { .. }
            | GitError::NoCommits
            | GitError::NoRecords { .. },
        ) => Ok(None),
        Err(error) => Err(anyhow!(git_error(&error, view.language))),
    }
}

fn read_history(globals: &Globals, view: &View<'_>, spelling: &Spelling<'_>) -> Result<Told, GitError> {
    let repository = Repository::around(&folder_with_history(globals))?;
    let tip = tip(&repository, view)?;
    let history = repository.history(&tip)?;
    let mut blobs = repository.blobs()?;
    let mut chronicle = Chronicle::of(&history, spelling, &mut |name| content(&mut blobs, name))?;
    if view.commit.is_none() {
        let mut logs = HashMap::new();
        for (path, file) in logs_of(view) {
            logs.insert(path, (None, Some(view.sources.get(file).text.as_str())));
        }
        let tracked = repository.tracked_logs(&tip)?;
        for log in &tracked {
            logs.entry(log.path.as_str()).or_default().0 = content(&mut blobs, &log.content)?;
        }
        let mut logs: Vec<_> = logs.into_iter().map(|(path, (old, new))| (path, old, new)).collect();
        logs.sort_by_key(|(path, ..)| *path);
        chronicle.not_committed(spelling, logs.into_iter());
    }
    Ok(Told { history, chronicle })
}

/// Who brought the rows of a view.
pub(crate) fn authors(globals: &Globals, view: &View<'_>) -> anyhow::Result<RowAuthors> {
    read_authors(globals, view).map_err(|error| anyhow!(git_error(&error, view.language)))
}

fn read_authors(globals: &Globals, view: &View<'_>) -> Result<RowAuthors, GitError> {
    let repository = Repository::around(&folder_with_history(globals))?;
    let tip = tip(&repository, view)?;
    let tracked = repository.tracked_logs(&tip)?;
    let mut blobs = repository.blobs()?;
    let teams = team_names(view.campaign);
    let spelling = Spelling::new(view.campaign, view.records.members.as_deref().unwrap_or_default(), &teams);
    let mut authors = RowAuthors::default();
    for (path, file) in logs_of(view) {
        let text = &view.sources.get(file).text;
        let Some(log) = tracked.iter().find(|log| log.path == path) else {
            authors.add(&spelling, file, text, None);
            continue;
        };
        let committed = content(&mut blobs, &log.content)?.and_then(|content| decode(content).ok());
        let blame = repository.blame(&tip.id, &log.from_top)?;
        authors.add(
            &spelling,
            file,
            text,
            committed.as_ref().map(|committed| (committed.text.as_str(), &blame)),
        );
    }
    Ok(authors)
}

/// The commit whose history is asked about.
fn tip(repository: &Repository, view: &View<'_>) -> Result<Commit, GitError> {
    match view.commit {
        Some(commit) => Ok(commit.clone()),
        None => repository.commit("HEAD"),
    }
}

/// The logs that were read, by their paths in the records folder.
fn logs_of<'a>(view: &View<'a>) -> impl Iterator<Item = (&'a str, FileId)> + use<'a> {
    view.sources.iter().filter_map(|(file, source)| {
        let (_, inside) = source.path.split_once('/')?;
        is_among_logs(inside).then_some((inside, file))
    })
}
