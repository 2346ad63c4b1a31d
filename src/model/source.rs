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
