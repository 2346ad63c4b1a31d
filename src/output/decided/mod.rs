//! What planners and committees made of computed hints, beside the published data: the level of priority areas, the status of
//! every area, and what a new step must fit to.
//!
//! The public sees what a committee decided (beschlossen), and computed hints of definitions that publish them. Everything else
//! is for those with a token.

mod fit;
mod level;
mod standing;

pub use fit::{Unfit, draft};
pub use level::{DecidedArea, DecidedLevel, code, level, name};
pub use standing::Standing;

use crate::decision::{Ledger, PriorityArea, Status};
use crate::disclosure::Published;
use crate::model::Audience;

/// Whether an audience may know of a priority area.
pub fn may_see(audience: Audience, area: &PriorityArea) -> bool {
    audience == Audience::Internal || area.status == Status::Resolved
}

/// The same data with a level of priority areas behind the others, where the audience may see one, and how far areas have come.
pub fn with_decided(p: &Published, ledger: &Ledger, today: &str) -> (Published, Standing) {
    let decided = level(p, ledger, today);
    let standing = Standing::new(p, ledger, decided.as_ref());
    let published = match decided {
        Some(decided) => p.with_joined(decided.set, &decided.joined),
        None => p.clone(),
    };
    (published, standing)
}

/// Identifiers and hashes of the definitions of a city.
pub fn definitions(p: &Published) -> Vec<(String, String)> {
    let all = p.priorities().iter();
    all.map(|d| (d.id.clone(), d.hash())).collect()
}
