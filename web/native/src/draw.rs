//! Drawing with maplibre-rs.
//!
//! Of a style, maplibre-rs 0.0.3 knows one constant colour per layer, so every class is a layer of its own. It tells
//! layers apart by depth, where 0 is not drawn.

use std::cell::RefCell;
use std::rc::Rc;

use cgmath::Deg;
use csscolorparser::Color;
use maplibre::context::MapContext;
use maplibre::coords::{WorldCoords, WorldTileCoords, Zoom, ZoomLevel};
use maplibre::headless::HeadlessPlugin;
use maplibre::headless::environment::HeadlessEnvironment;
use maplibre::headless::window::HeadlessMapWindowConfig;
use maplibre::io::apc::{Context, IntoMessage, Message, SchedulerAsyncProcedureCall, SendError};
use maplibre::kernel::{Kernel, KernelBuilder};
use maplibre::platform::http_client::ReqwestHttpClient;
use maplibre::platform::scheduler::TokioScheduler;
use maplibre::plugin::Plugin;
use maplibre::render::resource::Head;
use maplibre::render::settings::{RendererSettings, WgpuSettings};
use maplibre::render::{RenderPlugin, Renderer};
use maplibre::schedule::{Schedule, Stage};
use maplibre::style::Style;
use maplibre::style::layer::{FillPaint, LayerPaint, StyleLayer};
use maplibre::tcs::world::World;
use maplibre::vector::{
    AvailableVectorLayerData, DefaultVectorTransferables, LayerTessellated, ProcessVectorContext, VectorLayerData,
    VectorLayersDataComponent, VectorPlugin, VectorTileRequest, VectorTransferables, process_vector_tile,
};
use maplibre::view_state::ViewState;
use maplibre::window::{MapWindow, MapWindowConfig, WindowSize};

use crate::bundle::{Bundle, Layer, Tile};
use crate::failure::Failure;
use crate::picture::Pixels;

/// The angle of view from which maplibre-rs computes how high its camera stands.
const ANGLE: Deg<f64> = Deg(110.0);

type Tessellated = <DefaultVectorTransferables as VectorTransferables>::LayerTessellated;

/// Draws a bundle.
pub fn draw(bundle: &Bundle) -> Result<Pixels, Failure> {
    let view = bundle.view()?;
    let [width, height] = bundle.size;
    let size = WindowSize::new(width, height).ok_or(Failure::Bundle("its size is out of bounds"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Start(error.to_string()))?;
    let _inside = runtime.enter();
    let config = HeadlessMapWindowConfig::new(size);
    let mut renderer = runtime.block_on(renderer(&config.create()))?;
    let mut world = World::default();
    let mut schedule = Schedule::default();
    let kernel = Rc::new(kernel(config));
    let plugins: [Box<dyn Plugin<HeadlessEnvironment>>; 3] = [
        Box::new(RenderPlugin),
        Box::new(VectorPlugin::<DefaultVectorTransferables>::default()),
        // The pixels are read from memory below.
        Box::new(HeadlessPlugin::new(false)),
    ];
    for plugin in &plugins {
        plugin.build(&mut schedule, kernel.clone(), &mut world, &mut renderer.render_graph);
    }
    let mut drawn = false;
    for tile in &bundle.tiles {
        drawn |= spawn(&mut world, tile, view.level(), &bundle.layers)?;
    }
    if !drawn {
        return Err(Failure::Empty);
    }
    let [x, y] = view.middle();
    let mut context = MapContext {
        style: style(&bundle.layers)?,
        view_state: ViewState::new(size, WorldCoords::from((x, y)), Zoom::new(view.zoom()), Deg(0.0), ANGLE),
        world,
        renderer,
    };
    schedule.run(&mut context);
    pixels(&context, bundle.size)
}

async fn renderer<W: MapWindow>(window: &W) -> Result<Renderer, Failure> {
    let made = Renderer::initialize_headless(window, WgpuSettings::default(), RendererSettings::default()).await;
    made.map_err(|_| Failure::NoAdapter)
}

fn kernel(config: HeadlessMapWindowConfig) -> Kernel<HeadlessEnvironment> {
    KernelBuilder::new()
        .with_map_window_config(config)
        // Never used: the tiles are here already.
        .with_http_client(ReqwestHttpClient::new(None))
        .with_apc(SchedulerAsyncProcedureCall::new(TokioScheduler::new()))
        .with_scheduler(TokioScheduler::new())
        .build()
}

fn style(layers: &[Layer]) -> Result<Style, Failure> {
    let filled = |(index, layer): (u32, &Layer)| {
        let color: Color = layer
            .color
            .parse()
            .map_err(|_| Failure::Bundle("a colour is not written as #rrggbb"))?;
        Ok(StyleLayer {
            index,
            id: layer.name.clone(),
            paint: Some(LayerPaint::Fill(FillPaint {
                fill_color: Some(color),
            })),
            source_layer: Some(layer.name.clone()),
            ..StyleLayer::default()
        })
    };
    Ok(Style {
        layers: (1..).zip(layers).map(filled).collect::<Result<_, Failure>>()?,
        ..Style::default()
    })
}

/// Puts a tile into the world; whether anything of it can be seen.
fn spawn(world: &mut World, tile: &Tile, level: u8, layers: &[Layer]) -> Result<bool, Failure> {
    let odd = || Failure::Bundle("a tile lies beyond the world");
    let (x, y) = (
        i32::try_from(tile.x).map_err(|_| odd())?,
        i32::try_from(tile.y).map_err(|_| odd())?,
    );
    let coords = WorldTileCoords::from((x, y, ZoomLevel::from(level)));
    let found = tessellate(tile, coords, layers)?;
    let any = !found.is_empty();
    world
        .tiles
        .spawn_mut(coords)
        .ok_or_else(odd)?
        .insert(VectorLayersDataComponent {
            done: true,
            layers: found,
        });
    Ok(any)
}

/// The layers of a tile as triangles.
fn tessellate(tile: &Tile, coords: WorldTileCoords, layers: &[Layer]) -> Result<Vec<VectorLayerData>, Failure> {
    let inbox = Inbox::default();
    let mut process = ProcessVectorContext::<DefaultVectorTransferables, Inbox>::new(inbox.clone());
    let request = VectorTileRequest {
        coords,
        layers: layers.iter().map(|layer| layer.name.clone()).collect(),
    };
    process_vector_tile(&tile.data, request, &mut process).map_err(|_| Failure::Crashed)?;
    let tag = Tessellated::message_tag();
    let found = inbox
        .0
        .take()
        .into_iter()
        .filter(|message| message.has_tag(tag))
        .map(|message| {
            let layer = message.into_transferable::<Tessellated>();
            AvailableVectorLayerData {
                coords: layer.coords,
                source_layer: layer.layer_data.name,
                buffer: layer.buffer,
                feature_indices: layer.feature_indices,
            }
        });
    // Without a triangle there is nothing to hand to the graphics card, which refuses empty ranges.
    let seen = found.filter(|layer| layer.buffer.usable_indices > 0);
    Ok(seen.map(VectorLayerData::Available).collect())
}

/// Keeps what the tessellation sends.
#[derive(Clone, Default)]
struct Inbox(Rc<RefCell<Vec<Message>>>);

impl Context for Inbox {
    fn send<T: IntoMessage>(&self, message: T) -> Result<(), SendError> {
        self.0.borrow_mut().push(IntoMessage::into(message));
        Ok(())
    }
}

/// The picture, from the memory that the graphics card has copied it to; rows there may be longer than the picture's.
fn pixels(context: &MapContext, [width, height]: [u32; 2]) -> Result<Pixels, Failure> {
    let renderer = &context.renderer;
    let Head::Headless(head) = renderer.resources.surface().head() else {
        return Err(Failure::Crashed);
    };
    let slice = head.map_async(&renderer.device);
    let mapped = slice.get_mapped_range();
    let row = head.bytes_per_row().get() as usize;
    let mut rgba = Vec::with_capacity(4 * width as usize * height as usize);
    for line in mapped.chunks(row).take(height as usize) {
        rgba.extend_from_slice(line.get(..4 * width as usize).ok_or(Failure::Crashed)?);
    }
    drop(mapped);
    head.unmap();
    Ok(Pixels { width, height, rgba })
}
