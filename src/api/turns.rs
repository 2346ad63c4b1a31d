//! Whose picture is drawn next.
//!
//! Few pictures are drawn at a time, so that tiles and values are answered meanwhile. The others wait in the order in which
//! they came, each holding no more than its request; who comes when too many wait already, or waits too long, is asked to
//! come back. Requests for the same picture of the same data share one drawing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::problem::Problem;

/// How many pictures may wait, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureLimits {
    /// Most requests that wait for their turn.
    pub waiting: usize,
    /// The longest time that a request waits for its picture.
    pub patience: Duration,
}

impl Default for PictureLimits {
    fn default() -> Self {
        Self {
            waiting: 1200,
            patience: Duration::from_mins(2),
        }
    }
}

/// Turns for drawing.
#[derive(Debug)]
pub(super) struct Turns {
    drawing: Arc<Semaphore>,
    waiting: Semaphore,
    patience: Duration,
}

impl Turns {
    pub(super) fn new(limits: PictureLimits) -> Self {
        // Half of the processors.
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            drawing: Arc::new(Semaphore::new((processors / 2).clamp(1, 4))),
            waiting: Semaphore::new(limits.waiting),
            patience: limits.patience,
        }
    }

    /// Waits for a turn; `None` when too many wait already.
    pub(super) async fn next(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(turn) = self.drawing.clone().try_acquire_owned() {
            return Some(turn);
        }
        let _place = self.waiting.try_acquire().ok()?;
        self.drawing.clone().acquire_owned().await.ok()
    }

    /// The longest time that a request waits for its picture.
    pub(super) fn patience(&self) -> Duration {
        self.patience
    }
}

/// A drawing, or why there is none.
pub(super) type Drawn = Result<Bytes, Problem>;

type Awaited = watch::Receiver<Option<Drawn>>;

/// Pictures that are being drawn or wait for it, by what they show.
#[derive(Debug, Default, Clone)]
pub(super) struct Flights(Arc<Mutex<HashMap<String, Awaited>>>);

/// What becomes of a request.
pub(super) enum Ticket {
    /// It draws, and tells the others.
    Leads(Leader),
    /// Another one draws the same.
    Follows(Awaited),
}

/// Draws for all who ask for the same; when it gives up, one of them takes over.
#[derive(Debug)]
pub(super) struct Leader {
    flights: Flights,
    key: String,
    teller: watch::Sender<Option<Drawn>>,
}

impl Flights {
    /// Joins the drawing of a picture, or begins one.
    pub(super) fn join(&self, key: &str) -> Ticket {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(awaited) = all.get(key) {
            return Ticket::Follows(awaited.clone());
        }
        let (teller, awaited) = watch::channel(None);
        all.insert(key.to_owned(), awaited);
        Ticket::Leads(Leader {
            flights: self.clone(),
            key: key.to_owned(),
            teller,
        })
    }
}

impl Leader {
    /// Tells all who wait for this picture.
    pub(super) fn tell(self, drawn: &Drawn) {
        self.teller.send_replace(Some(drawn.clone()));
    }
}

impl Drop for Leader {
    fn drop(&mut self) {
        let mut all = self.flights.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&self.key);
    }
}

/// Waits for what another one draws; `None` when that one gave up.
pub(super) async fn told(mut awaited: Awaited) -> Option<Drawn> {
    let found = awaited.wait_for(Option::is_some).await.ok()?;
    found.clone()
}
