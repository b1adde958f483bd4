//! The document `thidua/exemplars/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::word;
use crate::campaign::SubjectKind;
use crate::output::plain::masked;
use crate::output::view::View;
use crate::records::Exemplar;
use crate::score::exemplars::{ExemplarList, ExemplarStory, StageCount};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    campaign: &'a str,
    phase: Option<usize>,
    until: Option<String>,
    exemplars: Vec<ExemplarDocument<'a>>,
    counts: Vec<CountDocument<'a>>,
}

#[derive(Serialize)]
struct ExemplarDocument<'a> {
    id: &'a str,
    by: &'static str,
    kind: &'static str,
    title: String,
    stage: &'static str,
    steps: Vec<StepDocument<'a>>,
}

#[derive(Serialize)]
struct StepDocument<'a> {
    stage: &'static str,
    date: String,
    phase: Option<usize>,
    team: &'a str,
    evidence: Option<String>,
    note: Option<String>,
}

#[derive(Serialize)]
struct CountDocument<'a> {
    team: &'a str,
    phase: usize,
    found: usize,
    building: usize,
    replicated: usize,
}

/// Writes the document.
pub fn write(out: &mut dyn Write, view: &View<'_>, list: &ExemplarList) -> io::Result<()> {
    let document = Document {
        schema: "thidua/exemplars/1",
        campaign: view.campaign.id.as_str(),
        phase: list.phase.map(|phase| phase + 1),
        until: list.until.map(|day| day.to_string()),
        exemplars: list.exemplars.iter().map(|story| exemplar(view, story)).collect(),
        counts: list.counts.iter().map(|own| count(view, own)).collect(),
    };
    super::write(out, &document)
}

fn exemplar<'a>(view: &View<'a>, story: &ExemplarStory) -> ExemplarDocument<'a> {
    let steps: Vec<&Exemplar> =
        story.steps.iter().filter_map(|&index| view.records.exemplars.steps.get(index)).collect();
    let title = steps.last().map_or("", |step| step.title.as_str());
    ExemplarDocument {
        id: view.subject(story.by, story.subject).id,
        by: word::subject(story.by),
        kind: story.kind.word(),
        title: masked(title, view.allow).into_owned(),
        stage: story.stage.word(),
        steps: steps.into_iter().map(|own| step(view, own)).collect(),
    }
}

fn step<'a>(view: &View<'a>, step: &Exemplar) -> StepDocument<'a> {
    let text = |text: &Option<String>| text.as_deref().map(|text| masked(text, view.allow).into_owned());
    StepDocument {
        stage: step.stage.word(),
        date: step.date.to_string(),
        phase: view.campaign.phase_of(step.date).map(|phase| phase + 1),
        team: view.subject(SubjectKind::Team, step.team).id,
        evidence: text(&step.evidence),
        note: text(&step.note),
    }
}

fn count<'a>(view: &View<'a>, count: &StageCount) -> CountDocument<'a> {
    let [found, building, replicated] = count.by_stage;
    CountDocument {
        team: view.subject(SubjectKind::Team, count.team).id,
        phase: count.phase + 1,
        found,
        building,
        replicated,
    }
}
