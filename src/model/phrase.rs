//! Words that are chosen later, in the language of the reader: a key of the catalogues and what fills its placeholders.

/// What fills a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// A text as it stands in a file, or a name that every language writes alike.
    Text(String),
    /// A count, written with the language's separators.
    Count(usize),
    /// The number of a row, line or column, written without separators.
    Position(usize),
    /// A number with a fixed number of decimals.
    Decimal(f64, u8),
    /// A number with as many decimals as it needs, at most three.
    Number(f64),
    /// Words of the catalogue.
    Phrase(Phrase),
    /// Several, separated by commas; nothing when empty.
    List(Vec<Argument>),
    /// Several with commas of their own, separated by semicolons.
    Clauses(Vec<Phrase>),
}

impl Argument {
    /// Words of the catalogue, or nothing.
    pub fn optional(phrase: Option<Phrase>) -> Self {
        phrase.map_or_else(|| Self::List(Vec::new()), Self::Phrase)
    }

    /// Several, separated by commas.
    pub fn list<T: Into<Self>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// Texts of a file, each in quotation marks.
    pub fn quoted<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::list(
            texts
                .into_iter()
                .map(|text| Phrase::new("phrase.quoted").with("text", text)),
        )
    }

    /// Every text of a file in it, however deep.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::Phrase(phrase) => phrase.texts(),
            Self::List(items) => items.iter().flat_map(Self::texts).collect(),
            Self::Clauses(phrases) => phrases.iter().flat_map(Phrase::texts).collect(),
            Self::Count(_) | Self::Position(_) | Self::Decimal(..) | Self::Number(_) => Vec::new(),
        }
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Argument {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl From<Phrase> for Argument {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}

/// A key of the catalogues with the arguments of its placeholders.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// The key.
    pub key: &'static str,
    /// Name and content of every placeholder.
    pub arguments: Vec<(&'static str, Argument)>,
}

impl Phrase {
    /// A phrase whose placeholders are still to be filled.
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            arguments: Vec::new(),
        }
    }

    /// The same phrase with one more placeholder filled.
    #[must_use]
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        self.arguments.push((name, argument.into()));
        self
    }

    /// Every text of a file in it, however deep.
    pub fn texts(&self) -> Vec<&str> {
        self.arguments.iter().flat_map(|(_, a)| a.texts()).collect()
    }
}
