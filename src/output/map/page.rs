//! How a page is divided: title, map, legend, notes.

use super::font::Weight;
use super::layers::{MapDrawing, patterns};
use super::parts::Part;
use super::scene::{Scene, Wish};
use super::strip::Strip;
use super::subject::Subject;
use super::symbols::{Sizes, sizes};
use super::view::{Point, Rect, Sheet, View};
use super::words::Words;
use super::xml::{Anchor, Style, Svg, escape, short};
use super::{FAINT, font};
use crate::model::Audience;

/// Distances in sizes of the smallest letters.
/// Around a page, and around a picture without a title, which stands in a page with margins of its own.
const MARGIN: f64 = 1.5;
const EMBEDDED: f64 = 0.5;
const TITLE: f64 = 1.8;
const SUBTITLE: f64 = 1.2;
const STRIP: f64 = 2.3;

/// A page while it is drawn.
pub(super) struct Page<'a> {
    scene: &'a Scene<'a>,
    pub(super) wish: &'a Wish,
    pub(super) words: &'a Words<'a>,
    /// Size of the smallest letters.
    pub(super) u: f64,
    pub(super) sizes: Option<Sizes>,
}

/// The whole picture.
pub(super) fn draw(scene: &Scene, wish: &Wish) -> String {
    on_page(scene, wish, |page, subject| page.draw(subject, true))
}

/// The picture without paper and coloured areas, to be laid over these.
pub(super) fn draw_over(scene: &Scene, wish: &Wish) -> String {
    on_page(scene, wish, |page, subject| page.draw(subject, false))
}

/// Where the ground lies on the page.
pub(super) fn map_view(scene: &Scene, wish: &Wish) -> View {
    on_page(scene, wish, |page, _| {
        page.ground(page.layout(page.title_height()).map).0
    })
}

fn on_page<T>(scene: &Scene, wish: &Wish, then: impl FnOnce(&Page, &Subject) -> T) -> T {
    let subject = Subject::new(scene, wish.language);
    let words = Words {
        scene,
        subject: &subject,
        language: wish.language,
    };
    let page = Page {
        scene,
        wish,
        words: &words,
        u: wish.format.text,
        sizes: sizes(scene, &subject, wish),
    };
    then(&page, &subject)
}

impl Page<'_> {
    fn draw(&self, subject: &Subject, colored: bool) -> String {
        let mut svg = Svg::default();
        let top = self.title_height();
        let layout = self.layout(top);
        self.open(&mut svg, layout.map);
        if colored {
            self.paper(&mut svg);
        }
        self.title(&mut svg);
        self.stamp(&mut svg);
        let (view, sheet, strip) = self.ground(layout.map);
        let drawing = MapDrawing {
            scene: self.scene,
            subject,
            parts: &self.wish.parts,
            view,
            sheet: &sheet,
            text: self.u,
            sizes: self.sizes,
            colored,
        };
        drawing.draw(&mut svg);
        Strip {
            words: self.words,
            parts: &self.wish.parts,
            u: self.u,
        }
        .draw(&mut svg, strip, &view);
        if let Some((legend, at)) = &layout.legend {
            legend.draw(&mut svg, *at);
        }
        self.notes(&mut svg, &layout);
        svg.raw(format_args!("</svg>"));
        svg.into_text()
    }

    fn open(&self, svg: &mut Svg, map: Rect) {
        let format = &self.wish.format;
        let (width, height) = match format.millimetres {
            Some((width, height)) => (format!("{}mm", short(width)), format!("{}mm", short(height))),
            None => (short(format.width), short(format.height)),
        };
        let (page_width, page_height) = (short(format.width), short(format.height));
        svg.raw(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {page_width} {page_height}\" font-family=\"{}\" role=\"img\">",
            font::FAMILY,
        ));
        let title = format!("{}, {}", self.words.title(), self.words.subtitle());
        svg.raw(format_args!("<title>{}</title>", escape(&title)));
        svg.raw(format_args!(
            "<desc>{}</desc>\n<defs>",
            escape(&self.words.alternative())
        ));
        patterns(svg, self.u);
        svg.raw(format_args!(
            "<clipPath id=\"sra-map\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n</defs>",
            short(map.x),
            short(map.y),
            short(map.width),
            short(map.height),
        ));
    }

    fn paper(&self, svg: &mut Svg) {
        let format = &self.wish.format;
        svg.raw(format_args!(
            "<rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>",
            short(format.width),
            short(format.height),
        ));
    }

    /// What is kept free along the edges.
    pub(super) fn margin(&self) -> f64 {
        let embedded = !self.wish.parts.has(Part::Title) && self.wish.format.millimetres.is_none();
        self.u * if embedded { EMBEDDED } else { MARGIN }
    }

    pub(super) fn inner_width(&self) -> f64 {
        self.wish.format.width - 2.0 * self.margin()
    }

    fn is_internal(&self) -> bool {
        self.scene.published.audience() == Audience::Internal
    }

    fn stamp_words(&self) -> [String; 2] {
        ["picture.stamp", "picture.stamp_note"].map(|key| self.words.say(key, &[]))
    }

    fn stamp_width(&self) -> f64 {
        if !self.is_internal() {
            return 0.0;
        }
        let [word, note] = self.stamp_words();
        let widest = Weight::SemiBold
            .width(&word, 1.5 * self.u)
            .max(Weight::Regular.width(&note, self.u));
        widest + 1.4 * self.u
    }

    fn stamp_height(&self) -> f64 {
        if self.is_internal() { 3.4 * self.u } else { 0.0 }
    }

    fn title_lines(&self) -> Vec<String> {
        let room = self.inner_width() - self.stamp_width() - if self.is_internal() { self.u } else { 0.0 };
        Weight::SemiBold.wrap(&self.words.title(), TITLE * self.u, room)
    }

    fn subtitle_lines(&self) -> Vec<String> {
        let room = self.inner_width() - self.stamp_width() - if self.is_internal() { self.u } else { 0.0 };
        Weight::Regular.wrap(&self.words.subtitle(), SUBTITLE * self.u, room)
    }

    /// Where the space below the title begins.
    fn title_height(&self) -> f64 {
        let top = self.margin();
        if !self.wish.parts.has(Part::Title) {
            return top
                + if self.is_internal() {
                    self.stamp_height() + 0.5 * self.u
                } else {
                    0.0
                };
        }
        let height = self
            .title_lines()
            .iter()
            .fold(0.0, |sum, _| sum + 1.15 * TITLE * self.u)
            + self
                .subtitle_lines()
                .iter()
                .fold(0.0, |sum, _| sum + 1.25 * SUBTITLE * self.u);
        top + height.max(self.stamp_height()) + 0.7 * self.u
    }

    fn title(&self, svg: &mut Svg) {
        if !self.wish.parts.has(Part::Title) {
            return;
        }
        let x = self.margin();
        let mut y = self.margin();
        for line in self.title_lines() {
            let size = TITLE * self.u;
            svg.text(Point::new(x, y + 0.85 * size), &line, &Style::plain(size).bold());
            y += 1.15 * size;
        }
        for line in self.subtitle_lines() {
            let size = SUBTITLE * self.u;
            svg.text(
                Point::new(x, y + 0.85 * size),
                &line,
                &Style::plain(size).colored(FAINT),
            );
            y += 1.25 * size;
        }
    }

    /// What was made from internal figures says so, whatever parts are switched off.
    fn stamp(&self, svg: &mut Svg) {
        if !self.is_internal() {
            return;
        }
        let [word, note] = self.stamp_words();
        let (width, height) = (self.stamp_width(), self.stamp_height());
        let x = self.wish.format.width - self.margin() - width;
        let y = self.margin();
        svg.raw(format_args!(
            "<rect id=\"stamp\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#ffffff\" stroke=\"#b3004b\" stroke-width=\"{}\"/>",
            short(x),
            short(y),
            short(width),
            short(height),
            short(0.13 * self.u),
        ));
        let middle = x + width / 2.0;
        let style = Style::plain(1.5 * self.u)
            .bold()
            .colored("#b3004b")
            .anchored(Anchor::Middle);
        svg.text(Point::new(middle, y + 1.55 * self.u), &word, &style);
        let style = Style::plain(self.u).colored("#b3004b").anchored(Anchor::Middle);
        svg.text(Point::new(middle, y + 2.85 * self.u), &note, &style);
    }

    /// The ground on the page, and where scale bar and arrow stand: in the corner of the map where no area lies, else in
    /// a strip below it.
    fn ground(&self, map: Rect) -> (View, Sheet, Rect) {
        let parts = &self.wish.parts;
        let paper = self.wish.format.millimetres.is_some();
        let detail = if paper { 0.2 } else { 0.35 };
        let on = |map: Rect| {
            let view = View::of(self.scene.corners(), map.grown(-0.2 * self.u), detail);
            (view, Sheet::new(&view, self.scene.ground))
        };
        let (view, sheet) = on(map);
        let strip = Rect {
            y: map.bottom() - STRIP * self.u,
            height: STRIP * self.u,
            ..map
        };
        let corner = Rect {
            width: 0.2 * map.width + 5.0 * self.u,
            ..strip
        };
        let wanted = parts.has(Part::Scale) || parts.has(Part::North);
        if !wanted || !sheet.covers(&corner.grown(0.5 * self.u)) {
            return (view, sheet, strip);
        }
        let height = (map.height - STRIP * self.u).max(self.u);
        let (view, sheet) = on(Rect { height, ..map });
        (view, sheet, strip)
    }
}
