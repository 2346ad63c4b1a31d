//! What a picture holds beside the coloured areas.

/// A part that can be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What is shown, where and when.
    Title,
    /// Classes with colours and counts, hatches, flags, lines.
    Legend,
    /// The bar that gives distances.
    Scale,
    /// The arrow that points north.
    North,
    /// Publisher, as-of date and licence of numbers and boundaries.
    Sources,
    /// How classes came about, what stays secret, what the map does not say.
    Notes,
    /// Where the map is found, with the version of the data.
    Address,
    /// Names of areas.
    Labels,
    /// Borders between areas.
    Borders,
    /// Borders of the coarser level.
    Parents,
    /// Marks of areas that a definition flags.
    Flags,
    /// Water, rail, green.
    Context,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 12] = [
        Self::Title,
        Self::Legend,
        Self::Scale,
        Self::North,
        Self::Sources,
        Self::Notes,
        Self::Address,
        Self::Labels,
        Self::Borders,
        Self::Parents,
        Self::Flags,
        Self::Context,
    ];

    /// The stable name in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Legend => "legend",
            Self::Scale => "scale",
            Self::North => "north",
            Self::Sources => "sources",
            Self::Notes => "notes",
            Self::Address => "address",
            Self::Labels => "labels",
            Self::Borders => "borders",
            Self::Parents => "parents",
            Self::Flags => "flags",
            Self::Context => "context",
        }
    }

    fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.id() == id)
    }
}

/// The parts of one picture. The stamp of internal pictures is none of them: it cannot be switched off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts(Vec<Part>);

impl Default for Parts {
    /// All of them.
    fn default() -> Self {
        Self(Part::ALL.to_vec())
    }
}

impl Parts {
    /// The parts that two lists name: `only` those (all when it is `None`), `without` these. Names are separated by commas;
    /// `none` names no part.
    ///
    /// # Errors
    /// The first name that is none of a part.
    pub fn chosen(only: Option<&str>, without: Option<&str>) -> Result<Self, String> {
        let mut parts = only.map_or_else(|| Ok(Part::ALL.to_vec()), named)?;
        let off = without.map_or_else(|| Ok(Vec::new()), named)?;
        parts.retain(|part| !off.contains(part));
        Ok(Self(parts))
    }

    /// Whether a part is drawn.
    pub fn has(&self, part: Part) -> bool {
        self.0.contains(&part)
    }
}

fn named(list: &str) -> Result<Vec<Part>, String> {
    list.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty() && *name != "none")
        .map(|name| Part::by_id(name).ok_or_else(|| name.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Part, Parts};

    #[test]
    fn parts_are_chosen_by_name_and_left_out_by_name() {
        let all = Parts::chosen(None, None).expect("no name");
        assert!(Part::ALL.iter().all(|part| all.has(*part)));
        let few = Parts::chosen(Some("title, legend"), Some("title")).expect("known names");
        assert_eq!(few, Parts(vec![Part::Legend]));
        assert_eq!(Parts::chosen(Some("none"), None), Ok(Parts(Vec::new())));
        assert_eq!(Parts::chosen(None, Some("labels,stamp")), Err("stamp".to_owned()));
    }
}
