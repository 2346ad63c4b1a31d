//! What the command line says about a picture.

use clap::{Args, ValueEnum};
use sozialraumatlas::analysis::classification::{METHODS, method_by_id};
use sozialraumatlas::model::{ClassMethod, ClassRequest};
use sozialraumatlas::output::export::Picture;
use sozialraumatlas::output::map::{DEFAULT_DPI, Format, Paper, Parts, Show, Wish};
use sozialraumatlas::text::Language;

use super::LanguageName;
use super::verbs::unknown;

/// Only for `--format svg` and `--format png`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Pictures (svg, png)")]
pub(super) struct PictureArgs {
    /// Width and height in pixels, such as 1280x720; a slide of 1920x1080 without it.
    #[arg(long, conflicts_with = "paper")]
    size: Option<String>,
    /// A sheet instead of pixels.
    #[arg(long, value_enum)]
    paper: Option<PaperName>,
    /// The sheet upright.
    #[arg(long, requires = "paper")]
    portrait: bool,
    /// Dots per inch on paper, 50 to 300.
    #[arg(long, default_value_t = DEFAULT_DPI)]
    dpi: u32,
    /// What the colours mean.
    #[arg(long, value_enum, default_value_t = ShowName::Values)]
    show: ShowName,
    /// The change since this earlier period in place of values.
    #[arg(long)]
    earlier: Option<String>,
    /// How values are cut into classes: `quantiles`, `equal_interval`, `fisher_jenks`, `standard_deviation`, `head_tail`,
    /// `pretty`, `manual`; the indicator's own way without it.
    #[arg(long)]
    method: Option<String>,
    /// Number of classes, 2 to 9; of `standard_deviation`, `head_tail` and `pretty` a guide.
    #[arg(long)]
    classes: Option<usize>,
    /// Lowest value, inner breaks and highest value for --method manual, separated by commas.
    #[arg(long, value_delimiter = ',', allow_hyphen_values = true)]
    breaks: Vec<f64>,
    /// Parts to leave out, separated by commas: title, legend, scale, north, sources, notes, address, labels, borders,
    /// parents, flags, context.
    #[arg(long)]
    without: Option<String>,
    /// Language of the words; German without it.
    #[arg(long, value_enum)]
    language: Option<LanguageName>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PaperName {
    A4,
    A3,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ShowName {
    Values,
    Status,
    Dynamics,
    StatusDynamics,
}

impl PictureArgs {
    /// The picture that is wished for.
    pub(super) fn read(&self) -> Result<Picture, String> {
        let parts = Parts::chosen(None, self.without.as_deref())
            .map_err(|part| format!("unknown part \"{part}\" in --without; `export --help` lists the known ones."))?;
        let show = match self.show {
            ShowName::Values => Show::Values,
            ShowName::Status => Show::Status,
            ShowName::Dynamics => Show::Dynamics,
            ShowName::StatusDynamics => Show::StatusDynamics,
        };
        if self.earlier.is_some() && show != Show::Values {
            return Err("--earlier draws the change of values; expected it without --show.".to_owned());
        }
        Ok(Picture {
            classes: self.class_request()?,
            earlier: self.earlier.clone(),
            wish: Wish {
                format: self.format()?,
                parts,
                language: match self.language {
                    Some(LanguageName::En) => Language::English,
                    Some(LanguageName::De) | None => Language::German,
                },
            },
            show,
        })
    }

    fn class_request(&self) -> Result<Option<ClassRequest>, String> {
        if self.method.is_none() && self.classes.is_none() && self.breaks.is_empty() {
            return Ok(None);
        }
        let named = self.method.as_deref().map(|id| {
            let known = || METHODS.iter().map(|method| method.id());
            method_by_id(id).ok_or_else(|| unknown("method", id, known()))
        });
        let usual = if self.breaks.is_empty() {
            ClassMethod::Quantiles
        } else {
            ClassMethod::Manual
        };
        Ok(Some(ClassRequest {
            method: named.transpose()?.unwrap_or(usual),
            classes: self.classes,
            breaks: self.breaks.clone(),
        }))
    }

    fn format(&self) -> Result<Format, String> {
        if let Some(paper) = self.paper {
            let paper = match paper {
                PaperName::A4 => Paper::A4,
                PaperName::A3 => Paper::A3,
            };
            let dpi = self.dpi;
            return Format::paper(paper, !self.portrait, dpi)
                .ok_or_else(|| format!("found --dpi {dpi}, expected 50 to 300."));
        }
        let Some(size) = &self.size else {
            return Ok(Format::default());
        };
        let edges = size
            .split_once('x')
            .and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
        edges.and_then(|(width, height)| Format::screen(width, height)).ok_or_else(|| {
            format!("found --size {size}, expected width and height of 320 to 4961 pixels such as 1280x720, together at most A3 at 300 dpi.")
        })
    }
}
