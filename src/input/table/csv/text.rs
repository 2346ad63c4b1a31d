//! The text of a file as a stream: unpacked, decoded, with lines and quotes counted on the way.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};

use encoding_rs::Decoder;
use flate2::read::MultiGzDecoder;

use crate::input::boundary::encoding::Encoding;
use crate::input::compose::composed;
use crate::input::files::CityFiles;
use crate::input::letters::Umlauts;
use crate::input::table::encoding::{Choice, Decoded};
use crate::input::table::{Log, TableError};

const GZIP: &[u8] = b"\x1f\x8b";
/// Bytes of a file that are looked at together.
const PIECE: usize = 1 << 16;
/// Longest row in bytes: a quote left open may swallow a whole file.
pub(super) const LONGEST_ROW: usize = 4 << 20;
/// Most bytes of text.
const MOST_TEXT: u64 = 8 << 30;

/// Why a text ended early.
#[derive(Debug)]
enum Fault {
    Unreadable(io::Error),
    /// Bytes that are not UTF-8 where UTF-8 was only supposed.
    Malformed,
    LongRow,
    TooLong,
}

/// Decoded text as a stream of UTF-8.
pub(super) struct Text<'f> {
    bytes: Box<dyn Read + 'f>,
    /// Nothing for an encoding whose letters are decoded one by one.
    decoder: Option<Decoder>,
    choice: Choice,
    raw: Vec<u8>,
    decoded: String,
    /// The last letter of a piece: an accent for it may begin the next one.
    held: Option<char>,
    /// Bytes of `decoded` that were handed out.
    given: usize,
    ended: bool,
    total: u64,
    lines: Lines,
    breaks: usize,
    fault: Option<Fault>,
    had_errors: bool,
    /// Line of the first U+FFFD.
    replaced: Option<usize>,
    /// Number of quotes so far.
    pub quotes: usize,
}

impl<'f> Text<'f> {
    /// Opens a file as it was chosen to be decoded.
    pub(super) fn open(files: &'f dyn CityFiles, path: &str, choice: Choice) -> io::Result<Self> {
        let decoder = match choice.encoding {
            Encoding::Standard(encoding) => Some(encoding.new_decoder_with_bom_removal()),
            Encoding::Cp850 => None,
        };
        Ok(Self::new(unpacked(files, path)?, decoder, choice))
    }

    /// A text that is decoded already.
    pub(super) fn of_whole(whole: Decoded, choice: Choice) -> Self {
        let decoder = Some(encoding_rs::UTF_8.new_decoder_without_bom_handling());
        let bytes = Box::new(Cursor::new(whole.text.into_bytes()));
        Self {
            had_errors: whole.malformed,
            ..Self::new(bytes, decoder, choice)
        }
    }

    fn new(bytes: Box<dyn Read + 'f>, decoder: Option<Decoder>, choice: Choice) -> Self {
        Self {
            bytes,
            decoder,
            choice,
            raw: vec![0; PIECE],
            decoded: String::with_capacity(3 * PIECE + 16),
            held: None,
            given: 0,
            ended: false,
            total: 0,
            lines: Lines::default(),
            breaks: 0,
            fault: None,
            had_errors: false,
            replaced: None,
            quotes: 0,
        }
    }

    /// Line of the first content at or behind the position of a row that was read; what lies before it is forgotten.
    pub(super) fn line_at(&mut self, position: u64) -> usize {
        self.lines.line_at(position)
    }

    /// Why the text ended, if it did so before its end: an error, or nothing when it must be decoded in another way.
    ///
    /// `start` is the position of the row that was read last.
    pub(super) fn fault(&mut self, path: &str, start: u64) -> Option<Result<(), TableError>> {
        let path = path.to_owned();
        Some(Err(match self.fault.take()? {
            Fault::Malformed => return Some(Ok(())),
            Fault::Unreadable(source) => TableError::Unreadable { path, source },
            Fault::LongRow => TableError::LongRow {
                path,
                row: self.lines.line_at(start),
                limit: LONGEST_ROW,
            },
            Fault::TooLong => TableError::TooLong { path, limit: MOST_TEXT },
        }))
    }

    /// Notes what was found about the encoding, once the text has ended.
    pub(super) fn report(&self, log: &mut Log) {
        self.choice.report(self.had_errors, self.replaced, log);
    }

    /// Decodes the next piece.
    fn fill(&mut self) -> Result<(), Fault> {
        self.decoded.clear();
        self.given = 0;
        while self.decoded.is_empty() && !self.ended {
            let count = match self.bytes.read(&mut self.raw) {
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Fault::Unreadable(error)),
            };
            self.ended = count == 0;
            self.decode(count)?;
        }
        self.observe();
        if self.total > MOST_TEXT {
            return Err(Fault::TooLong);
        }
        Ok(())
    }

    fn decode(&mut self, count: usize) -> Result<(), Fault> {
        let piece = self.raw.get(..count).unwrap_or_default();
        self.decoded.extend(self.held.take());
        if let Some(decoder) = &mut self.decoder {
            let room = decoder.max_utf8_buffer_length(count).unwrap_or(3 * PIECE);
            self.decoded.reserve(room);
            let (_, _, had_errors) = decoder.decode_to_string(piece, &mut self.decoded, self.ended);
            self.had_errors |= had_errors;
            if had_errors && self.choice.is_supposed {
                return Err(Fault::Malformed);
            }
        } else {
            self.decoded.push_str(&self.choice.encoding.decode(piece));
        }
        if let Cow::Owned(composed) = composed(&self.decoded) {
            self.decoded = composed;
        }
        if !self.ended {
            self.held = self.decoded.pop();
        }
        Ok(())
    }

    fn observe(&mut self) {
        if self.had_errors && self.replaced.is_none() {
            let before = self.decoded.split_once('\u{fffd}').map(|(before, _)| before);
            self.replaced = before.map(|before| self.breaks + before.matches('\n').count() + 1);
        }
        for byte in self.decoded.bytes() {
            self.breaks += usize::from(byte == b'\n');
            self.quotes += usize::from(byte == b'"');
        }
        self.total += self.decoded.len() as u64;
    }
}

impl Read for Text<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.fault.is_none() && self.given == self.decoded.len() {
            self.fault = self.fill().err();
        }
        if self.lines.waiting() > LONGEST_ROW {
            self.fault.get_or_insert(Fault::LongRow);
        }
        if self.fault.is_some() {
            return Err(io::Error::other("the text cannot be read on"));
        }
        let rest = self.decoded.as_bytes().get(self.given..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        let now = rest.get(..count).unwrap_or_default();
        if let Some(to) = buffer.get_mut(..count) {
            to.copy_from_slice(now);
        }
        self.lines.add(now);
        self.given += count;
        Ok(count)
    }
}

/// The bytes of a file, unpacked if it is packed.
pub(super) fn unpacked<'f>(files: &'f dyn CityFiles, path: &str) -> io::Result<Box<dyn Read + 'f>> {
    let mut bytes = files.open(path)?;
    let head = head(&mut bytes, GZIP.len())?;
    let is_packed = head == GZIP;
    let bytes = Cursor::new(head).chain(bytes);
    Ok(if is_packed {
        Box::new(MultiGzDecoder::new(bytes))
    } else {
        Box::new(bytes)
    })
}

/// The first bytes; fewer only where there are no more.
pub(super) fn head(bytes: &mut dyn Read, count: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(count);
    bytes.take(count as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The umlauts of a whole file in old encodings.
pub(super) fn umlauts(bytes: Box<dyn Read + '_>) -> io::Result<Umlauts> {
    let (mut bytes, mut umlauts) = (bytes.take(MOST_TEXT), Umlauts::default());
    let (mut piece, mut kept) = (vec![0; PIECE], 0);
    loop {
        let count = match bytes.read(piece.get_mut(kept..).unwrap_or_default()) {
            Ok(0) => return Ok(umlauts),
            Ok(count) => kept + count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        umlauts.look(piece.get(..count).unwrap_or_default());
        // A letter is judged between its neighbours, which may stand in the next piece.
        let last = count.saturating_sub(2);
        piece.copy_within(last..count, 0);
        kept = count - last;
    }
}

/// Counts lines up to growing positions in a text of which only what was not yet counted is kept.
#[derive(Debug)]
struct Lines {
    kept: Vec<u8>,
    /// How many of the kept bytes are counted.
    at: usize,
    /// Position in the text of the first kept byte.
    start: u64,
    line: usize,
}

impl Default for Lines {
    fn default() -> Self {
        let kept = Vec::new();
        Self {
            kept,
            at: 0,
            start: 0,
            line: 1,
        }
    }
}

impl Lines {
    fn add(&mut self, bytes: &[u8]) {
        if self.at > PIECE && self.at * 2 > self.kept.len() {
            self.kept.drain(..self.at);
            self.start += self.at as u64;
            self.at = 0;
        }
        self.kept.extend_from_slice(bytes);
    }

    /// Bytes that are not counted yet.
    fn waiting(&self) -> usize {
        self.kept.len() - self.at
    }

    /// Line of the first content at or behind a position; a record's position may lie before empty lines.
    fn line_at(&mut self, position: u64) -> usize {
        let wanted = usize::try_from(position.saturating_sub(self.start)).unwrap_or(usize::MAX);
        while let Some(byte) = self.kept.get(self.at) {
            let next_is_feed = self.kept.get(self.at + 1) == Some(&b'\n');
            match byte {
                b'\n' => self.line += 1,
                b'\r' if !next_is_feed => self.line += 1,
                b'\r' => {}
                _ if self.at >= wanted => break,
                _ => {}
            }
            self.at += 1;
        }
        self.line
    }
}
