//! What a server tells: colours by its style, places by its `TileJSON`, shapes by its tiles.
//!
//! # References
//! TileJSON 3.0.0; MapLibre Style Specification 8; RFC 9457 (problems).

use std::time::Duration;

use reqwest::{Client, Url};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::bundle::{Bundle, Layer, MOST_BYTES, Tile, is_color};
use crate::failure::Failure;
use crate::view::View;

/// How long one answer may take.
const ANSWER: Duration = Duration::from_secs(30);
/// How long it may take until somebody answers at all.
const CONNECT: Duration = Duration::from_secs(5);

/// Fetches everything that a picture is made of.
pub fn fetch(arguments: &Arguments) -> Result<Bundle, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Start(error.to_string()))?;
    runtime.block_on(async {
        let client = Client::builder()
            .timeout(ANSWER)
            .connect_timeout(CONNECT)
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Failure::Start(error.to_string()))?;
        Atlas { client, arguments }.bundle().await
    })
}

/// A choropleth by the server's names.
struct Map {
    level: String,
    indicator: String,
    period: String,
}

struct Atlas<'a> {
    client: Client,
    arguments: &'a Arguments,
}

impl Atlas<'_> {
    async fn bundle(&self) -> Result<Bundle, Failure> {
        let map = self.map().await?;
        let document = |name: &'static str| {
            let parts = [
                "cities",
                &self.arguments.city,
                &map.level,
                "choropleth",
                &map.indicator,
                &map.period,
                name,
            ];
            self.address(&parts)
        };
        let style = self.json(document("style.json")?).await?;
        let tilejson = self.json(document("tiles.json")?).await?;
        let layers = layers(&style).ok_or_else(|| self.odd("its style has no areas"))?;
        let template = tilejson["tiles"][0].as_str().and_then(path_of);
        let template = template.ok_or_else(|| self.odd("its TileJSON names no tiles"))?;
        let bounds = bounds(&tilejson).ok_or(Failure::Empty)?;
        let window = match self.arguments.bbox {
            Some(bbox) => View::window_around(bbox, false),
            None => View::window_around(bounds, true),
        };
        let size = self.arguments.size;
        let view = View::new(window, size)?;
        let mut tiles = Vec::new();
        for [x, y] in view.tiles() {
            let path = template
                .replace("{z}", &view.level().to_string())
                .replace("{x}", &x.to_string())
                .replace("{y}", &y.to_string());
            let address = format!("{}{path}", self.arguments.server);
            let address = Url::parse(&address).map_err(|_| self.odd("its tiles have no address"))?;
            tiles.push(Tile {
                x,
                y,
                data: self.get(address).await?,
            });
        }
        Ok(Bundle {
            size,
            window,
            layers,
            tiles,
        })
    }

    /// The map that is meant; what the command line leaves open is the city's default.
    async fn map(&self) -> Result<Map, Failure> {
        let a = self.arguments;
        let city = self.json(self.address(&["cities", &a.city])?).await?;
        let default = |wish: &Option<String>, name: &str| {
            let own = || city["default"][name].as_str().map(str::to_owned);
            wish.clone()
                .or_else(own)
                .ok_or_else(|| self.odd("its city has no defaults"))
        };
        let level = default(&a.level, "level")?;
        let indicator = default(&a.indicator, "indicator")?;
        let mut values = self.address(&["cities", &a.city, &level, "values"])?;
        values.query_pairs_mut().append_pair("indicator", &indicator);
        if let Some(period) = &a.period {
            values.query_pairs_mut().append_pair("period", period);
        }
        let period = self.json(values).await?["period"].as_str().map(str::to_owned);
        let period = period.ok_or_else(|| self.odd("its values have no period"))?;
        Ok(Map {
            level,
            indicator,
            period,
        })
    }

    /// An address of the server; every part is written so that it stays one part.
    fn address(&self, parts: &[&str]) -> Result<Url, Failure> {
        let wrong = || Failure::NoServer(self.arguments.server.clone());
        let mut address = Url::parse(&self.arguments.server).map_err(|_| wrong())?;
        address
            .path_segments_mut()
            .map_err(|()| wrong())?
            .pop_if_empty()
            .extend(parts);
        address
            .query_pairs_mut()
            .append_pair("layers", "by-class")
            .extend_pairs(&self.arguments.classes);
        Ok(address)
    }

    async fn json(&self, address: Url) -> Result<Value, Failure> {
        let bytes = self.get(address).await?;
        serde_json::from_slice(&bytes).map_err(|_| self.odd("it is no JSON"))
    }

    async fn get(&self, address: Url) -> Result<Vec<u8>, Failure> {
        let dead = |_| Failure::NoServer(self.arguments.server.clone());
        let mut response = self.client.get(address).send().await.map_err(dead)?;
        let status = response.status();
        let mut bytes = Vec::new();
        while let Some(part) = response.chunk().await.map_err(dead)? {
            bytes.extend_from_slice(&part);
            if bytes.len() as u64 > MOST_BYTES {
                return Err(self.odd("it is too long"));
            }
        }
        if status.is_success() {
            return Ok(bytes);
        }
        let problem: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        Err(match problem["detail"].as_str() {
            Some(detail) => Failure::Server(one_line(detail)),
            None => self.odd("it has no explanation"),
        })
    }

    fn odd(&self, what: &'static str) -> Failure {
        Failure::Answer(self.arguments.server.clone(), what)
    }
}

/// A server's sentence without anything that could lead a terminal astray.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(500)
        .collect()
}

/// Path and query of an absolute address: tiles come from the server that was named, also when it presents itself to the
/// public under another name.
fn path_of(template: &str) -> Option<String> {
    let (_, rest) = template.split_once("://")?;
    rest.find('/').map(|at| rest[at..].to_owned())
}

/// Layers with one colour, from the bottom up.
fn layers(style: &Value) -> Option<Vec<Layer>> {
    let found: Vec<Layer> = style["layers"]
        .as_array()?
        .iter()
        .filter(|layer| layer["type"] == "fill")
        .filter_map(|layer| {
            let color = layer["paint"]["fill-color"].as_str().filter(|color| is_color(color))?;
            Some(Layer {
                name: layer["source-layer"].as_str()?.to_owned(),
                color: color.to_owned(),
            })
        })
        .collect();
    (!found.is_empty()).then_some(found)
}

fn bounds(tilejson: &Value) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = tilejson["bounds"]
        .as_array()?
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    let bounds: [f64; 4] = numbers.try_into().ok()?;
    let city = bounds[0] < bounds[2] && bounds[1] < bounds[3] && bounds[2] - bounds[0] < 180.0;
    city.then_some(bounds)
}
