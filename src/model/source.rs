//! Who published a file, under which terms, and what must stay secret.

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Everybody.
    Public,
    /// A department with a token.
    Internal,
}

impl Audience {
    /// The stable name in answers.
    pub fn id(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
        }
    }
}

/// Areas with fewer inhabitants than this show nothing from the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Floor {
    /// Index of the figure that counts inhabitants.
    pub figure: usize,
    /// Least number of inhabitants.
    pub min: f64,
}

/// Primary rules of statistical disclosure control.
#[derive(Debug, Clone, PartialEq)]
pub struct DisclosureRules {
    /// Counts n with `1 <= n < threshold` are secret; 0 or 1 switches the rule off.
    pub threshold: f64,
    /// Whether a count of exactly zero may be shown.
    pub zero_is_public: bool,
    /// Whether `denominator - numerator` of a share is guarded like a count.
    pub complement: bool,
    /// Floor of inhabitants, if any.
    pub floor: Option<Floor>,
    /// Counts are rounded to multiples of this instead of being hidden; the threshold then says how small a secret count is.
    pub rounding: Option<f64>,
}

impl DisclosureRules {
    /// Whether nothing is hidden by these rules.
    pub fn are_open(&self) -> bool {
        self.rounding.is_some() || (self.threshold <= 1.0 && self.zero_is_public && self.floor.is_none())
    }
}

/// What the draws of random rounding follow from. Whoever knows it can narrow counts, so it is never written anywhere.
#[derive(Clone, PartialEq, Eq)]
pub struct RoundingKey(String);

impl RoundingKey {
    /// A key of this text; short texts could be guessed.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (text.chars().count() >= 32).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for RoundingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RoundingKey")
    }
}

/// A publisher with its terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Identifier in `city.toml`.
    pub id: String,
    /// Who publishes.
    pub publisher: String,
    /// Title of the publication; may be empty.
    pub title: String,
    /// Licence as stated.
    pub licence: String,
    /// As-of date.
    pub as_of: String,
    /// Where it stands; may be empty.
    pub url: String,
    /// Whom the source counts, such as "Melderegister"; may be empty.
    pub population_concept: String,
    /// The department that keeps the figures and answers questions about them; may be empty.
    pub owner: String,
    /// How often the figures are renewed, such as "jährlich im März"; may be empty.
    pub update_cycle: String,
    /// Rules for the public.
    pub public_rules: DisclosureRules,
    /// Rules for departments with a token.
    pub internal_rules: DisclosureRules,
}

impl Source {
    /// The rules that hold for an audience.
    pub fn rules(&self, audience: Audience) -> &DisclosureRules {
        match audience {
            Audience::Public => &self.public_rules,
            Audience::Internal => &self.internal_rules,
        }
    }
}
