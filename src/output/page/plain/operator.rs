//! Who runs the service, as its declarations say.

use serde::Deserialize;

/// What only the operator can say. Everything may be empty; pages say plainly what is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Operator {
    /// The body that runs the service, such as "Stadt Neustadt, Jugendamt".
    pub name: String,
    /// Its postal address.
    pub address: String,
    /// Where barriers and errors are reported.
    pub email: String,
    /// The same by telephone.
    pub telephone: String,
    /// Address of the imprint.
    pub imprint_url: String,
    /// The declaration of accessibility.
    pub accessibility: Accessibility,
    /// The privacy notice.
    pub privacy: Privacy,
}

/// What the operator declares about accessibility.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Accessibility {
    /// Day on which the declaration was made, such as `2026-11-20`.
    pub made_on: String,
    /// Day on which it was last checked.
    pub checked_on: String,
    /// Who checked how, such as "Selbstbewertung".
    pub method: String,
    /// How far the service keeps the rules.
    pub conformance: Option<Conformance>,
    /// What is not accessible, with the reason.
    pub barriers: Vec<String>,
    /// The body that enforces the rules (Durchsetzungsstelle).
    pub enforcement_body: String,
    /// Its address on the web.
    pub enforcement_url: String,
}

/// How far the service keeps the rules, in the words of the Commission Implementing Decision (EU) 2018/1523.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conformance {
    /// In everything.
    Full,
    /// In most.
    Partial,
    /// In little.
    None,
}

impl Conformance {
    /// The stable name.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::None => "none",
        }
    }
}

/// What the operator says about data of visitors.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Privacy {
    /// The data protection officer, with a way to reach them.
    pub officer: String,
    /// What servers in front of this service keep, such as access logs, and for how long.
    pub server_logs: String,
    /// The supervisory authority.
    pub authority: String,
}
