//! Decodes vector tiles: fast-mvt reads the protocol buffers, the geometry commands are read here, so that no helpful
//! library mends rings on the way.
//!
//! # References
//! Mapbox Vector Tile Specification 2.1, section 4.3.

use std::collections::BTreeMap;

use fast_mvt::{MvtReaderRef, MvtValue};

pub type Vertex = (i32, i32);

/// One feature; a point has paths of one vertex, a polygon's rings do not repeat their first vertex.
#[derive(Debug)]
pub struct Feature {
    pub id: Option<u64>,
    pub kind: i32,
    pub paths: Vec<Vec<Vertex>>,
    pub tags: BTreeMap<String, MvtValue>,
}

impl Feature {
    pub fn text(&self, tag: &str) -> Option<&str> {
        match self.tags.get(tag)? {
            MvtValue::String(text) => Some(text),
            other => panic!("{tag} is {other:?}"),
        }
    }

    pub fn integer(&self, tag: &str) -> Option<i64> {
        match self.tags.get(tag)? {
            MvtValue::Int(n) | MvtValue::SInt(n) => Some(*n),
            MvtValue::UInt(n) => Some(i64::try_from(*n).unwrap()),
            other => panic!("{tag} is {other:?}"),
        }
    }

    pub fn number(&self, tag: &str) -> Option<f64> {
        match self.tags.get(tag)? {
            MvtValue::Double(n) => Some(*n),
            MvtValue::Float(n) => Some(f64::from(*n)),
            other => panic!("{tag} is {other:?}"),
        }
    }
}

/// Features by layer.
pub type Layers = BTreeMap<String, Vec<Feature>>;

/// Decodes a whole tile.
pub fn decode(bytes: &[u8]) -> Layers {
    let reader = MvtReaderRef::new(bytes).unwrap();
    let mut layers = Layers::new();
    for layer in reader.layers() {
        assert_eq!((layer.version(), layer.extent()), (2, 4096), "{}", layer.name());
        let features = layer.features().map(|feature| {
            let tags = feature.properties().map(|tag| {
                let (key, value) = tag.unwrap();
                (key.to_owned(), value.into_owned())
            });
            let kind = feature.geom_type_value().unwrap();
            Feature {
                id: feature.id(),
                kind,
                paths: paths(feature.geometry_commands(), kind),
                tags: tags.collect(),
            }
        });
        let before = layers.insert(layer.name().to_owned(), features.collect());
        assert!(before.is_none(), "layer {} stands twice", layer.name());
    }
    layers
}

/// Runs the commands `MoveTo` (1), `LineTo` (2) and `ClosePath` (7).
fn paths(commands: &[u32], kind: i32) -> Vec<Vec<Vertex>> {
    let mut paths: Vec<Vec<Vertex>> = Vec::new();
    let (mut at, mut cursor, mut open) = (0, (0, 0), false);
    while at < commands.len() {
        let (command, count) = (commands[at] & 7, usize::try_from(commands[at] >> 3).unwrap());
        at += 1;
        match command {
            1 | 2 => {
                for pair in commands[at..at + 2 * count].chunks(2) {
                    cursor = (cursor.0 + zigzag(pair[0]), cursor.1 + zigzag(pair[1]));
                    if command == 1 {
                        assert!(!open, "a ring before this one is not closed");
                        paths.push(Vec::new());
                    }
                    paths.last_mut().unwrap().push(cursor);
                }
                at += 2 * count;
                open = kind == 3;
            }
            7 => {
                assert!(count == 1 && open, "nothing to close");
                open = false;
            }
            other => panic!("command {other}"),
        }
    }
    assert!(!open, "the last ring is not closed");
    paths
}

fn zigzag(number: u32) -> i32 {
    let half = i32::try_from(number >> 1).unwrap();
    if number & 1 == 1 { -half - 1 } else { half }
}

/// Twice the area by the surveyor's formula; positive for outer rings in tile coordinates.
pub fn twice_area(ring: &[Vertex]) -> i64 {
    let wide = |v: Vertex| (i64::from(v.0), i64::from(v.1));
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| {
            let (a, b) = (wide(*a), wide(*b));
            a.0 * b.1 - b.0 * a.1
        })
        .sum()
}
