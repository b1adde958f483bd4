//! The formulas behind a criterion's contribution, with their numbers.

use num_traits::{One, Zero};

use crate::campaign::{AttainmentRule, Band, Leaf, SubjectKind};
use crate::exact::{Fraction, whole};
use crate::output::view::View;
use crate::output::words::{Label, Sentence};
use crate::score::Outcome;
use crate::score::explain::{CapOn, CriterionStory, Explanation, QuotaShare};

/// Quota, attainment and contribution, a line each.
pub(super) fn lines(view: &View<'_>, explanation: &Explanation, story: &CriterionStory) -> Vec<String> {
    let criterion = story.result.criterion;
    let Outcome::Leaf { points, quota, attainment, contribution } = &story.result.outcome else {
        return Vec::new();
    };
    let (Some(leaf), Some(rules)) = (view.campaign.leaf(criterion), view.campaign.criteria.get(criterion))
    else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if let Some(quota) = &story.quota {
        lines.extend(quota_lines(view, &quota.shares, &quota.quota));
    }

    let weight = &rules.weight;
    let calculation = Calculation { view, leaf, weight, points, headcount: &explanation.headcount };
    let Formula { text, remark } = calculation.attainment(quota.as_ref(), story.benchmark.as_ref());
    let percentage = view.notation().percent(attainment);
    let remark = remark.map_or_else(String::new, |remark| format!("; {remark}"));
    lines.push(format!("s = {} ({percentage}){remark}", equation(text, view.exact(attainment))));

    let product = format!("{} × {}", view.exact(weight), bracketed(view, attainment));
    let product = equation(product, view.exact(&(weight * attainment)));
    lines.push(format!("k = {product} → {}", view.notation().decimal(contribution)));
    lines
}

/// `Q = 12 × 197/197 ngày × 3,5 người = 42`; of a member who served in several teams a line for each.
fn quota_lines(view: &View<'_>, shares: &[QuotaShare], quota: &Fraction) -> Vec<String> {
    let line = |name: String, share: &QuotaShare| {
        let remark = if share.is_weight { view.say(Sentence::WeightForWantOfTarget) } else { String::new() };
        format!("{name} = {}{remark}", equation(factors(view, share), with_decimal(view, &share.quota)))
    };
    if let [share] = shares {
        return vec![line("Q".to_owned(), share)];
    }
    let team = |share: &QuotaShare| format!("Q ({})", view.subject(SubjectKind::Team, share.team).id);
    let mut lines: Vec<_> = shares.iter().map(|share| line(team(share), share)).collect();
    let terms: Vec<_> = shares.iter().map(|share| view.exact(&share.quota)).collect();
    lines.push(format!("Q = {}", equation(terms.join(" + "), with_decimal(view, quota))));
    lines
}

fn factors(view: &View<'_>, share: &QuotaShare) -> String {
    let mut factors = view.exact(&share.target);
    if !share.is_weight {
        factors.push_str(&view.say(Sentence::TimesDays { days: share.team_days, of: share.per_days }));
    }
    if let Some(headcount) = &share.headcount {
        factors.push_str(&view.say(Sentence::TimesHeads { heads: &bracketed(view, headcount) }));
    }
    if let Some((served, headcount)) = &share.served {
        let heads = bracketed(view, headcount);
        factors.push_str(&view.say(Sentence::ShareOfMember {
            heads: &heads,
            served: *served,
            days: share.team_days,
        }));
    }
    factors
}

/// `formula = value`, or only the value where the formula says the same.
fn equation(formula: String, value: String) -> String {
    if formula == value { value } else { format!("{formula} = {value}") }
}

/// A number that something can be divided by or multiplied with: `(197/6)`.
fn bracketed(view: &View<'_>, value: &Fraction) -> String {
    let text = view.exact(value);
    if text.contains('/') { format!("({text})") } else { text }
}

/// `197/6 ≈32,83`, or the decimal alone where it is exact.
fn with_decimal(view: &View<'_>, value: &Fraction) -> String {
    let exact = view.exact(value);
    if exact.contains('/') { format!("{exact} {}", view.readable(value)) } else { exact }
}

/// Whose cap it is: the identifier of the activity, adjustment or criterion.
pub(super) fn cap_holder(view: &View<'_>, on: CapOn) -> String {
    match on {
        CapOn::Item(item) => view.item(item).id.to_owned(),
        CapOn::Member(item) => view.say(Sentence::MemberCap { on: view.item(item).id }),
        CapOn::Criterion(criterion) => view.criterion(criterion).id.to_owned(),
    }
}

/// A formula, and what has to be said of its numbers.
struct Formula {
    text: String,
    remark: Option<String>,
}

impl Formula {
    fn of(text: String) -> Self {
        Self { text, remark: None }
    }

    fn with(text: String, remark: impl Into<String>) -> Self {
        Self { text, remark: Some(remark.into()) }
    }
}

/// What an attainment is computed from.
struct Calculation<'a> {
    view: &'a View<'a>,
    leaf: &'a Leaf,
    weight: &'a Fraction,
    points: &'a Fraction,
    headcount: &'a Fraction,
}

impl Calculation<'_> {
    /// How attainment comes about, without its value.
    fn attainment(&self, quota: Option<&Fraction>, benchmark: Option<&Fraction>) -> Formula {
        let has_quota = quota.is_none_or(|quota| !quota.is_zero());
        if self.weight.is_zero() || !has_quota {
            return Formula::with("0".to_owned(), self.view.label(Label::NothingToWeigh));
        }
        match (&self.leaf.rule, quota) {
            (AttainmentRule::Target { over }, Some(quota)) => self.against_target(quota, over),
            (AttainmentRule::Bands(bands), Some(quota)) => self.by_bands(quota, bands),
            (AttainmentRule::Surplus { at_target }, Some(quota)) => self.surplus(quota, at_target, benchmark),
            (AttainmentRule::Best, _) | (_, None) => self.against_the_best(benchmark),
        }
    }

    fn against_target(&self, quota: &Fraction, over: &Fraction) -> Formula {
        let (ratio, text) = (self.points / quota, self.ratio(quota));
        Formula::of(if &ratio > over {
            format!("min({text}; {})", self.view.exact(over))
        } else if ratio.is_negative() {
            format!("max({text}; 0)")
        } else {
            text
        })
    }

    fn by_bands(&self, quota: &Fraction, bands: &[Band]) -> Formula {
        let view = self.view;
        let share = self.points / quota;
        let ratio = format!("X/Q = {} = {}", self.ratio(quota), view.notation().percent(&share));
        match bands.iter().find(|band| &share * whole(100) >= band.from) {
            Some(band) => Formula::with(
                format!("{}/{}", view.exact(&band.score), view.exact(self.weight)),
                view.say(Sentence::BandReached { ratio: &ratio, from: &view.exact(&band.from) }),
            ),
            None => Formula::with("0".to_owned(), view.say(Sentence::NoBandReached { ratio: &ratio })),
        }
    }

    fn against_the_best(&self, benchmark: Option<&Fraction>) -> Formula {
        let view = self.view;
        let Some(best) = benchmark.filter(|best| best.is_positive()) else {
            return Formula::with("0".to_owned(), view.label(Label::NobodyAboveZero));
        };
        let points = bracketed(view, self.points);
        let divided = self.leaf.per_member && !self.headcount.is_zero();
        let own = if divided { format!("({points}/{})", bracketed(view, self.headcount)) } else { points };
        let ratio = format!("{own}/{}", bracketed(view, best));
        let text = if self.points.is_negative() { format!("max({ratio}; 0)") } else { ratio };
        Formula::with(text, view.say(Sentence::BestOfGroup { best: &view.exact(best) }))
    }

    fn surplus(&self, quota: &Fraction, at_target: &Fraction, benchmark: Option<&Fraction>) -> Formula {
        let view = self.view;
        let (ratio, text) = (self.points / quota, self.ratio(quota));
        let half = view.exact(at_target);
        if ratio.is_negative() {
            return Formula::of(format!("{half} × max({text}; 0)"));
        }
        if ratio <= Fraction::one() {
            return Formula::of(format!("{half} × {text}"));
        }
        match benchmark.filter(|furthest| &&ratio < furthest) {
            Some(furthest) => Formula::with(
                format!("{half} + (1 − {half}) × ({text} − 1)/({} − 1)", view.exact(furthest)),
                view.say(Sentence::FurthestOfGroup { furthest: &view.exact(furthest) }),
            ),
            None => Formula::with("1".to_owned(), view.say(Sentence::IsFurthest { ratio: &text })),
        }
    }

    /// X/Q: `30,1/42`.
    fn ratio(&self, quota: &Fraction) -> String {
        format!("{}/{}", bracketed(self.view, self.points), bracketed(self.view, quota))
    }
}
