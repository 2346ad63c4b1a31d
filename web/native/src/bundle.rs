//! Everything that a picture is made of, on its way to the process that draws: a line of JSON, then the tiles' bytes.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::arguments::fits;
use crate::failure::Failure;
use crate::view::View;

/// The longest bundle: tiles of a city have some hundred kilobytes.
pub const MOST_BYTES: u64 = 64 << 20;
/// Most layers: maplibre-rs tells them apart by depth.
const MOST_LAYERS: usize = 100;
/// Most tiles in a picture.
const MOST_TILES: usize = 32;

/// The first line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    width: u32,
    height: u32,
    /// West, north, east, south in the unit square of Web Mercator.
    window: [f64; 4],
    layers: Vec<Layer>,
    tiles: Vec<TileHead>,
}

/// A layer of the tiles with its one colour; later ones lie on earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// Name in the tiles.
    pub name: String,
    /// Colour as `#rrggbb`.
    pub color: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct TileHead {
    x: u32,
    y: u32,
    bytes: usize,
}

/// A tile of the view's level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Column.
    pub x: u32,
    /// Row.
    pub y: u32,
    /// Mapbox Vector Tile.
    pub data: Vec<u8>,
}

/// A picture to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// West, north, east, south in the unit square of Web Mercator.
    pub window: [f64; 4],
    /// Layers from the bottom up.
    pub layers: Vec<Layer>,
    /// Tiles.
    pub tiles: Vec<Tile>,
}

impl Bundle {
    /// The part of the ground that is shown.
    pub fn view(&self) -> Result<View, Failure> {
        View::new(self.window, self.size)
    }

    /// Writes the line and the tiles.
    pub fn write(&self) -> Result<Vec<u8>, Failure> {
        let head = Head {
            width: self.size[0],
            height: self.size[1],
            window: self.window,
            layers: self.layers.clone(),
            tiles: self
                .tiles
                .iter()
                .map(|tile| TileHead {
                    x: tile.x,
                    y: tile.y,
                    bytes: tile.data.len(),
                })
                .collect(),
        };
        let mut bytes = serde_json::to_vec(&head).map_err(|_| Failure::Bundle("its numbers cannot be written"))?;
        bytes.push(b'\n');
        self.tiles.iter().for_each(|tile| bytes.extend_from_slice(&tile.data));
        Ok(bytes)
    }

    /// Reads what [`Self::write`] wrote.
    pub fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let (line, mut rest) = end
            .map(|end| (&bytes[..end], &bytes[end + 1..]))
            .ok_or(Failure::Bundle("its first line has no end"))?;
        let head: Head =
            serde_json::from_slice(line).map_err(|_| Failure::Bundle("its first line is no description"))?;
        check(&head)?;
        let mut tiles = Vec::with_capacity(head.tiles.len());
        for tile in &head.tiles {
            let (data, after) = rest
                .split_at_checked(tile.bytes)
                .ok_or(Failure::Bundle("a tile is cut off"))?;
            rest = after;
            tiles.push(Tile {
                x: tile.x,
                y: tile.y,
                data: data.to_vec(),
            });
        }
        if !rest.is_empty() {
            return Err(Failure::Bundle("bytes follow the last tile"));
        }
        Ok(Self {
            size: [head.width, head.height],
            window: head.window,
            layers: head.layers,
            tiles,
        })
    }
}

fn check(head: &Head) -> Result<(), Failure> {
    if !fits([head.width, head.height]) {
        return Err(Failure::Bundle("its size is out of bounds"));
    }
    let names: HashSet<&str> = head.layers.iter().map(|layer| layer.name.as_str()).collect();
    if head.layers.len() > MOST_LAYERS || names.len() != head.layers.len() {
        return Err(Failure::Bundle("it has too many layers, or one twice"));
    }
    if head.layers.iter().any(|layer| !is_color(&layer.color)) {
        return Err(Failure::Bundle("a colour is not written as #rrggbb"));
    }
    if head.tiles.len() > MOST_TILES {
        return Err(Failure::Bundle("it has too many tiles"));
    }
    Ok(())
}

/// Whether this is a colour as `#rrggbb`.
pub fn is_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> Bundle {
        Bundle {
            size: [640, 480],
            window: [0.534, 0.333, 0.535, 0.334],
            layers: vec![Layer {
                name: "class-0".to_owned(),
                color: "#ffffcc".to_owned(),
            }],
            tiles: vec![
                Tile {
                    x: 1,
                    y: 2,
                    data: b"ab\n".to_vec(),
                },
                Tile {
                    x: 1,
                    y: 3,
                    data: Vec::new(),
                },
            ],
        }
    }

    #[test]
    fn a_bundle_is_read_as_it_was_written() {
        let bytes = bundle().write().expect("plain numbers");
        assert_eq!(Bundle::read(&bytes), Ok(bundle()));
    }

    #[test]
    fn a_bundle_that_is_cut_off_or_odd_is_refused() {
        let bytes = bundle().write().expect("plain numbers");
        let longer = [&bytes[..], b"x"].concat();
        for odd in [&bytes[..bytes.len() - 1], &longer[..], b"", b"{}\n", b"no end"] {
            assert!(matches!(Bundle::read(odd), Err(Failure::Bundle(_))));
        }
        let twice = Bundle {
            layers: [bundle().layers, bundle().layers].concat(),
            ..bundle()
        };
        let red = Bundle {
            layers: vec![Layer {
                name: "a".to_owned(),
                color: "red".to_owned(),
            }],
            ..bundle()
        };
        let large = Bundle {
            size: [9000, 9000],
            ..bundle()
        };
        for odd in [twice, red, large] {
            let bytes = odd.write().expect("plain numbers");
            assert!(matches!(Bundle::read(&bytes), Err(Failure::Bundle(_))));
        }
    }
}
