//! The formulas behind a criterion's contribution, with their numbers.

use num_traits::{One, Signed, Zero};

use crate::campaign::{AttainmentRule, Leaf, SubjectKind};
use crate::exact::{Fraction, whole};
use crate::output::view::View;
use crate::output::words::{Label, Sentence};
use crate::score::Outcome;
use crate::score::explain::{CapOn, CriterionStory, Explanation, QuotaShare};

/// Quota, attainment and contribution, a line each.
pub(super) fn lines(view: &View<'_>, explanation: &Explanation, story: &CriterionStory) -> Vec<String> {
    let criterion = story.result.criterion;
    let Outcome::Leaf { points, quota, attainment, contribution } = &story.result.outcome else { return Vec::new() };
    let (Some(leaf), Some(rules)) = (view.campaign.leaf(criterion), view.campaign.criteria.get(criterion)) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if let Some(quota) = &story.quota {
        lines.extend(quota_lines(view, &quota.shares, &quota.quota));
    }
    let calculation = Calculation { view, leaf, weight: &rules.weight, points, headcount: &explanation.headcount };
    let formula = calculation.attainment(quota.as_ref(), story.benchmark.as_ref());
    lines.push(format!("s = {formula} = {}", calculation.value(attainment)));
    let product = &rules.weight * attainment;
    lines.push(format!(
        "k = {} × {} = {} → {}",
        view.exact(&rules.weight),
        view.exact(attainment),
        view.exact(&product),
        view.notation().decimal(contribution)
    ));
    lines
}

/// `Q = 12 × 197/197 ngày × 3,5 người = 42`; of a member who served in several teams a line for each.
fn quota_lines(view: &View<'_>, shares: &[QuotaShare], quota: &Fraction) -> Vec<String> {
    let sum = view.exact(quota);
    match shares {
        [share] => vec![format!("Q = {}", equation(factors(view, share), sum))],
        shares => {
            let line = |share: &QuotaShare| {
                let team = view.subject(SubjectKind::Team, share.team).id;
                format!("Q ({team}) = {}", equation(factors(view, share), view.exact(&share.quota)))
            };
            let mut lines: Vec<_> = shares.iter().map(line).collect();
            let terms: Vec<_> = shares.iter().map(|share| view.exact(&share.quota)).collect();
            lines.push(format!("Q = {}", equation(terms.join(" + "), sum)));
            lines
        }
    }
}

/// `formula = value`, or only the value where the formula says the same.
fn equation(formula: String, value: String) -> String {
    if formula.is_empty() || formula == value { value } else { format!("{formula} = {value}") }
}

fn factors(view: &View<'_>, share: &QuotaShare) -> String {
    let mut factors = view.exact(&share.target);
    if share.is_weight {
        factors.push_str(&view.say(Sentence::WeightForWantOfTarget));
    } else {
        factors.push_str(&view.say(Sentence::TimesDays { days: share.team_days, of: share.per_days }));
    }
    if let Some(headcount) = &share.headcount {
        factors.push_str(&view.say(Sentence::TimesHeads { heads: &view.exact(headcount) }));
    }
    if let Some((served, headcount)) = &share.served {
        factors.push_str(&view.say(Sentence::ShareOfMember {
            heads: &view.exact(headcount),
            served: *served,
            days: share.team_days,
        }));
    }
    factors
}

/// Whose cap it is: the identifier of the activity, adjustment or criterion.
pub(super) fn cap_holder(view: &View<'_>, on: CapOn) -> String {
    match on {
        CapOn::Item(item) => view.item(item).id.to_owned(),
        CapOn::Member(item) => view.say(Sentence::MemberCap { on: view.item(item).id }),
        CapOn::Criterion(criterion) => view.criterion(criterion).id.to_owned(),
    }
}

struct Calculation<'a> {
    view: &'a View<'a>,
    leaf: &'a Leaf,
    weight: &'a Fraction,
    points: &'a Fraction,
    headcount: &'a Fraction,
}

impl Calculation<'_> {
    /// How attainment comes about, without its value.
    fn attainment(&self, quota: Option<&Fraction>, benchmark: Option<&Fraction>) -> String {
        let view = self.view;
        if self.weight.is_zero() {
            return view.label(Label::NothingToWeigh).to_owned();
        }
        match (&self.leaf.rule, quota) {
            (AttainmentRule::Best, _) => self.against_the_best(benchmark),
            (_, None) => String::new(),
            (_, Some(quota)) if quota.is_zero() => view.label(Label::NothingToWeigh).to_owned(),
            (AttainmentRule::Target { over }, Some(quota)) => {
                let ratio = self.points / quota;
                if &ratio > over {
                    view.say(Sentence::AtMost { ratio: &self.ratio(quota), most: &view.exact(over) })
                } else if ratio.is_negative() {
                    view.say(Sentence::AtLeastZero { ratio: &self.ratio(quota) })
                } else {
                    self.ratio(quota)
                }
            }
            (AttainmentRule::Bands(bands), Some(quota)) => {
                let percentage = self.points / quota * whole(100);
                let reached = bands.iter().find(|band| percentage >= band.from);
                let ratio = format!("X/Q = {} = {}", self.ratio(quota), view.notation().percent(&(self.points / quota)));
                match reached {
                    Some(band) => view.say(Sentence::BandReached {
                        ratio: &ratio,
                        from: &view.exact(&band.from),
                        score: &view.exact(&band.score),
                        weight: &view.exact(self.weight),
                    }),
                    None => view.say(Sentence::NoBandReached { ratio: &ratio }),
                }
            }
            (AttainmentRule::Surplus { at_target }, Some(quota)) => self.surplus(at_target, quota, benchmark),
        }
    }

    fn against_the_best(&self, benchmark: Option<&Fraction>) -> String {
        let view = self.view;
        let per_member = self.leaf.per_member && !self.headcount.is_zero();
        let own = match per_member {
            true => format!("({}/{})", view.exact(self.points), view.exact(self.headcount)),
            false => view.exact(self.points),
        };
        match benchmark.filter(|best| best.is_positive()) {
            Some(best) => view.say(Sentence::AgainstBest { own: &own, best: &view.exact(best) }),
            None => view.label(Label::NobodyAboveZero).to_owned(),
        }
    }

    fn surplus(&self, at_target: &Fraction, quota: &Fraction, benchmark: Option<&Fraction>) -> String {
        let view = self.view;
        let (half, ratio) = (view.exact(at_target), self.points / quota);
        if ratio <= Fraction::one() {
            return match ratio.is_negative() {
                true => format!("{half} × 0"),
                false => format!("{half} × {}", self.ratio(quota)),
            };
        }
        match benchmark.filter(|lead| &&ratio < lead) {
            Some(lead) => {
                let lead = view.exact(lead);
                let ratio = self.ratio(quota);
                view.say(Sentence::SurplusShare { at_target: &half, ratio: &ratio, furthest: &lead })
            }
            None => view.say(Sentence::SurplusFurthest { ratio: &self.ratio(quota) }),
        }
    }

    /// `30,1/42`.
    fn ratio(&self, quota: &Fraction) -> String {
        let bracketed = |value: &Fraction| {
            let text = self.view.exact(value);
            if text.contains('/') { format!("({text})") } else { text }
        };
        format!("{}/{}", bracketed(self.points), bracketed(quota))
    }

    /// `63/64 (98,4%)`.
    fn value(&self, attainment: &Fraction) -> String {
        format!("{} ({})", self.view.exact(attainment), self.view.notation().percent(attainment))
    }
}
