//! Coloured areas that another renderer draws, and the words that this one puts on top.

use geo::Coord;
use resvg::tiny_skia::{Color, FilterQuality, Pixmap, PixmapPaint, Transform};

use super::PAPER;
use super::format::Format;
use super::page;
use super::png::{PngError, draw, encode, paper};
use super::scene::{Scene, Wish};
use super::subject::{Fill, Subject};
use super::view::{Point, View};
use crate::output::tile::MAX_ZOOM;

/// What is to be drawn below the words: areas in one constant colour each.
#[derive(Debug, Clone, PartialEq)]
pub struct Below {
    /// Left and upper edge in the picture, in pixels.
    at: [u32; 2],
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// West, north, east, south in the unit square of Web Mercator.
    pub window: [f64; 4],
    /// Colours as `#rrggbb`.
    pub colors: Vec<String>,
    /// Number of the colour by area; none for areas that are hatched.
    pub of: Vec<Option<usize>>,
}

impl Below {
    /// The areas of a picture without hatches, marks, lines and words.
    pub fn new(scene: &Scene, wish: &Wish) -> Self {
        let subject = Subject::new(scene, wish.language);
        let mut colors: Vec<String> = subject.classes.iter().map(|class| class.color.clone()).collect();
        let paper = colors.len();
        colors.push(PAPER.to_owned());
        let of = subject.fills.iter().map(|fill| match fill {
            Fill::Class(class) => Some(*class),
            Fill::Outside | Fill::Circle => Some(paper),
            Fill::Hatch(_) => None,
        });
        let view = page::map_view(scene, wish);
        let (at, size) = pixels(scene, &wish.format, &view);
        Self {
            at,
            size,
            window: window(&wish.format, &view, at, size),
            of: of.collect(),
            colors,
        }
    }

    /// Zoom, columns and rows of the tiles that hold it: of the deepest zoom at which a tile is at least as high as the
    /// picture.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "numbers of tiles in the unit square"
    )]
    pub fn tiles(&self) -> (u8, Vec<[u32; 2]>) {
        let [west, north, east, south] = self.window;
        let [width, height] = self.size.map(f64::from);
        let down = (south - north).max((east - west) * height / width);
        let zoom = (-down.log2()).floor().clamp(0.0, f64::from(MAX_ZOOM)) as u8;
        let count = f64::from(1_u32 << zoom);
        let range = |from: f64, to: f64| {
            let number = |place: f64| (place * count).floor().clamp(0.0, count - 1.0) as u32;
            number(from)..=number(to)
        };
        let columns = range(west, east);
        let tiles = columns.flat_map(|x| range(north, south).map(move |y| [x, y]));
        (zoom, tiles.collect())
    }
}

/// The whole pixels that the city lies in.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within the picture"
)]
fn pixels(scene: &Scene, format: &Format, view: &View) -> ([u32; 2], [u32; 2]) {
    let [a, b] = scene
        .ground
        .corners
        .unwrap_or([Coord { x: 0.0, y: 0.0 }, Coord { x: 1.0, y: 1.0 }])
        .map(|corner| view.place(corner));
    let (width, height) = format.pixels();
    let edges = |from: f64, to: f64, most: u32, scale: f64| {
        let start = (from * scale - 1.0).floor().clamp(0.0, f64::from(most) - 1.0) as u32;
        let end = (to * scale + 1.0).ceil().clamp(f64::from(start) + 1.0, f64::from(most)) as u32;
        (start, end - start)
    };
    let (x, across) = edges(a.x, b.x, width, f64::from(width) / format.width);
    let (y, down) = edges(a.y, b.y, height, f64::from(height) / format.height);
    ([x, y], [across, down])
}

fn window(format: &Format, view: &View, [x, y]: [u32; 2], [across, down]: [u32; 2]) -> [f64; 4] {
    let (width, height) = format.pixels();
    let ground = |x: u32, y: u32| {
        view.ground(Point::new(
            f64::from(x) * format.width / f64::from(width),
            f64::from(y) * format.height / f64::from(height),
        ))
    };
    let (a, b) = (ground(x, y), ground(x + across, y + down));
    [a.x, a.y, b.x, b.y]
}

/// A picture whose coloured areas come from another renderer; without them only what lies on top is drawn.
///
/// # Errors
/// When the other renderer's picture is none of the wished size, or this one fails.
pub fn composed(scene: &Scene, wish: &Wish, below: &Below, areas: Option<&[u8]>) -> Result<Vec<u8>, PngError> {
    let mut picture = paper(&wish.format)?;
    picture.fill(Color::WHITE);
    if let Some(areas) = areas {
        let areas = Pixmap::decode_png(areas).map_err(|error| PngError::Below(error.to_string()))?;
        let found = [areas.width(), areas.height()];
        if found != below.size {
            return Err(PngError::Below(format!("{} by {} pixels", found[0], found[1])));
        }
        let paint = PixmapPaint {
            quality: FilterQuality::Nearest,
            ..PixmapPaint::default()
        };
        let [x, y] = below.at.map(|edge| i32::try_from(edge).unwrap_or_default());
        picture.draw_pixmap(x, y, areas.as_ref(), &paint, Transform::identity(), None);
    }
    draw(&page::draw_over(scene, wish), &mut picture)?;
    encode(&picture)
}
