//! Pictures read back: as a tree of shapes, and as pixels.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::Pixmap;
use resvg::usvg::{Node, Options, Rect, TextChunk, Tree, fontdb};
use serde_json::Value;

use crate::support::Service;

/// The fonts that the program draws with, read from where the build puts them.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    let folder = Path::new(env!("SOZIALRAUMATLAS_WEB_DIST")).join("fonts");
    for name in ["SourceSans3-Regular.ttf", "SourceSans3-SemiBold.ttf"] {
        fonts.load_font_data(std::fs::read(folder.join(name)).unwrap());
    }
    assert_eq!(fonts.len(), 2);
    Arc::new(fonts)
});

/// A picture that must be there.
pub fn svg(service: &Service, address: &str) -> String {
    let answer = service.get(address);
    let text = String::from_utf8(answer.body).unwrap();
    assert_eq!(answer.status, 200, "{address}: {text}");
    text
}

/// The shapes and words of a drawing.
pub fn tree(svg: &str) -> Tree {
    let options = Options {
        fontdb: FONTS.clone(),
        ..Options::default()
    };
    Tree::from_str(svg, &options).unwrap()
}

/// The pixels of a picture.
pub fn pixels(service: &Service, address: &str) -> Pixmap {
    let answer = service.get(address);
    assert_eq!(
        answer.status,
        200,
        "{address}: {}",
        String::from_utf8_lossy(&answer.body)
    );
    assert_eq!(answer.header("content-type"), "image/png");
    Pixmap::decode_png(&answer.body).unwrap()
}

/// The colour of a pixel as `#rrggbb`.
pub fn color_at(pixels: &Pixmap, x: f64, y: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place on the picture"
    )]
    let pixel = pixels.pixel(x.floor() as u32, y.floor() as u32).unwrap();
    format!("#{:02x}{:02x}{:02x}", pixel.red(), pixel.green(), pixel.blue())
}

/// Every piece of text with the box that its letters fill and the size of its letters.
pub fn texts(tree: &Tree) -> Vec<(String, Rect, f32)> {
    let mut found = Vec::new();
    collect(tree.root().children(), &mut found);
    found
}

fn collect(nodes: &[Node], found: &mut Vec<(String, Rect, f32)>) {
    for node in nodes {
        match node {
            Node::Group(group) => collect(group.children(), found),
            Node::Text(text) => {
                let words: String = text.chunks().iter().map(TextChunk::text).collect();
                let spans = text.chunks().iter().flat_map(TextChunk::spans);
                let size = spans.map(|span| span.font_size().get()).fold(f32::MAX, f32::min);
                found.push((words, text.flattened().abs_bounding_box(), size));
            }
            _ => {}
        }
    }
}

/// Fills of the legend's boxes and circles from top to bottom, hatches left out.
pub fn legend_colors(svg: &str) -> Vec<String> {
    let start = svg.find("<g id=\"legend\">").unwrap();
    let legend = &svg[start..start + svg[start..].find("</g>").unwrap()];
    let fills = legend
        .lines()
        .filter(|l| l.starts_with("<rect") || l.starts_with("<circle"));
    fills
        .filter_map(|line| line.split("fill=\"").nth(1)?.split('"').next())
        .filter(|fill| fill.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// Numbers of an array.
pub fn numbers(array: &Value) -> Vec<f64> {
    array.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// What an area is filled with.
pub fn fill<'s>(svg: &'s str, code: &str) -> &'s str {
    let key = format!("data-code=\"{code}\" fill=\"");
    let start = svg.find(&key).unwrap_or_else(|| panic!("no area {code}")) + key.len();
    svg[start..].split('"').next().unwrap()
}
