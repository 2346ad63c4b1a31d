//! Integer feature ids for tiles and clients.

use std::collections::BTreeSet;

use crate::model::{AreaSet, Digest};

/// Ids stay below 2^53, the largest range of integers that JavaScript's numbers hold exactly.
const ID_BITS: u32 = 52;

/// Gives every area its id: a hash of boundary year, level and code, so that an id is stable for a code and another
/// boundary version has other ids. Within a city ids are unique; a collision takes the next hash.
pub(super) fn assign<'a>(sets: impl Iterator<Item = &'a mut AreaSet>) {
    let mut taken = BTreeSet::new();
    for set in sets {
        let (year, level) = (set.level.boundary_year, set.level.id.clone());
        for area in &mut set.areas {
            area.id = (0..u32::MAX)
                .map(|salt| hash(year, &level, area.code.as_str(), salt))
                .find(|id| *id > 0 && taken.insert(*id))
                .unwrap_or_default();
        }
    }
}

fn hash(year: u16, level: &str, code: &str, salt: u32) -> u64 {
    let digest = Digest::default()
        .part("boundary_year", &year.to_be_bytes())
        .part("level", level.as_bytes())
        .part("code", code.as_bytes())
        .part("salt", &salt.to_be_bytes());
    digest.number() >> (u64::BITS - ID_BITS)
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn ids_fit_into_javascript_numbers_and_differ_between_boundary_versions() {
        let id = hash(2021, "ortsteil", "01", 0);
        assert!(id < 1 << 53);
        assert_ne!(id, hash(2022, "ortsteil", "01", 0));
        assert_eq!(id, hash(2021, "ortsteil", "01", 0));
    }
}
