//! From offsets in decoded text to offsets in the file, and back.
//!
//! A [`SpanMap`] belongs to one decoded text (a JSON string without its escapes, a block scalar without its
//! indentation). Maps compose with [`SpanMap::then`], so text nested in text nested in a file has one map.

use std::ops::Range;

use super::{Encoder, Span};

/// How a piece of decoded text came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// The same bytes stand in the file.
    Verbatim,
    /// An escape sequence: indivisible, of another length in the file.
    Escape,
    /// Stands for a value that is not known until deployment.
    Hole,
}

/// A piece of decoded text and where it stands. What lies between two runs in the file (indentation, a folded line
/// end) has no decoded counterpart: a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub decoded: Range<u32>,
    pub source: Range<u32>,
    pub kind: RunKind,
}

/// The map of one decoded text: sorted, contiguous runs of the decoded side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpanMap {
    runs: Vec<Run>,
    /// From the innermost encoding to the file.
    encoders: Vec<Encoder>,
}

impl SpanMap {
    /// A map under construction; add runs in order with [`SpanMap::push`].
    pub fn new(encoder: Option<Encoder>) -> Self {
        Self { runs: Vec::new(), encoders: encoder.into_iter().collect() }
    }

    /// Text that stands in the file as it is, starting at `start`.
    pub fn verbatim(start: u32, length: u32) -> Self {
        let mut map = Self::new(None);
        map.push(length, start..start + length, RunKind::Verbatim);
        map
    }

    /// Adds an encoding around the whole text, outside those already there.
    pub fn with_encoder(mut self, encoder: Encoder) -> Self {
        self.encoders.push(encoder);
        self
    }

    /// Appends `length` decoded bytes that stand at `source`. Adjoining verbatim runs become one.
    pub fn push(&mut self, length: u32, source: Range<u32>, kind: RunKind) {
        if length == 0 && source.is_empty() {
            return;
        }
        let start = self.length();
        if let Some(last) = self.runs.last_mut()
            && last.kind == RunKind::Verbatim
            && kind == RunKind::Verbatim
            && last.source.end == source.start
        {
            last.decoded.end += length;
            last.source.end = source.end;
            return;
        }
        self.runs.push(Run { decoded: start..start + length, source, kind });
    }

    /// A map of runs that are in order on both sides.
    pub fn from_runs(runs: Vec<Run>, encoders: Vec<Encoder>) -> Self {
        Self { runs, encoders }
    }

    /// From the innermost encoding to the file.
    pub fn encoders(&self) -> &[Encoder] {
        &self.encoders
    }

    /// Length of the decoded text.
    pub fn length(&self) -> u32 {
        self.runs.last().map_or(0, |run| run.decoded.end)
    }

    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The span of the file in which a decoded range stands. The end is that of the last byte (bias to the left), so
    /// that indentation behind a line does not belong to it. An escape belongs to the span whole.
    pub fn span(&self, range: Range<u32>) -> Span {
        let start = self.start_of(range.start);
        if range.end <= range.start {
            return Span::empty(start);
        }
        Span::new(start, self.end_of(range.end))
    }

    /// The decoded offset of an offset in the file; `None` inside a gap or outside the text. Inside an escape it is
    /// the escape's start.
    pub fn decoded(&self, offset: u32) -> Option<u32> {
        let index = self.runs.partition_point(|run| run.source.start <= offset).checked_sub(1)?;
        let run = self.runs.get(index)?;
        let within = offset - run.source.start;
        if run.source.end < offset {
            return None;
        }
        match run.kind {
            RunKind::Verbatim => Some(run.decoded.start + within),
            RunKind::Escape | RunKind::Hole if offset == run.source.end => Some(run.decoded.end),
            RunKind::Escape | RunKind::Hole => Some(run.decoded.start),
        }
    }

    /// The edit of the file that replaces a decoded range by `text`; `None` where the range touches a hole or a part of
    /// an escape, or where the text cannot be written in the file's encoding. A gap inside the range goes with it.
    pub fn edit(&self, range: Range<u32>, text: &str) -> Option<(Span, String)> {
        let is_exact = |run: &Run| match run.kind {
            RunKind::Verbatim => true,
            RunKind::Escape => {
                let splits = |at: u32| run.decoded.start < at && at < run.decoded.end;
                !splits(range.start) && !splits(range.end)
            }
            RunKind::Hole => range.end <= run.decoded.start || run.decoded.end <= range.start,
        };
        let first = self.runs.partition_point(|run| run.decoded.end <= range.start);
        let mut touched = self.runs.iter().skip(first).take_while(|run| run.decoded.start < range.end);
        if !touched.all(is_exact) {
            return None;
        }
        let mut encoded = text.to_owned();
        for encoder in &self.encoders {
            encoded = encoder.encode(&encoded)?;
        }
        Some((self.span(range), encoded))
    }

    /// This map's source side read as decoded text of `outer`: the map from this decoded text to `outer`'s source.
    pub fn then(&self, outer: &Self) -> Self {
        let mut composed = Self { runs: Vec::new(), encoders: self.encoders.clone() };
        composed.encoders.extend(&outer.encoders);
        for run in &self.runs {
            if run.kind != RunKind::Verbatim {
                let source = outer.span(run.source.clone());
                composed.push(run.decoded.end - run.decoded.start, source.start..source.end, run.kind);
                continue;
            }
            let mut at = run.source.start;
            while at < run.source.end {
                let Some(host) = outer.run_at(at) else { break };
                let stop = host.decoded.end.min(run.source.end);
                let (source, kind) = match host.kind {
                    RunKind::Verbatim => {
                        let start = host.source.start + (at - host.decoded.start);
                        (start..start + (stop - at), RunKind::Verbatim)
                    }
                    kind => (host.source.clone(), kind),
                };
                composed.push(stop - at, source, kind);
                if stop <= at {
                    break;
                }
                at = stop;
            }
        }
        composed
    }

    fn run_at(&self, offset: u32) -> Option<&Run> {
        let index = self.runs.partition_point(|run| run.decoded.start <= offset).saturating_sub(1);
        self.runs.get(index)
    }

    fn start_of(&self, offset: u32) -> u32 {
        let Some(run) = self.run_at(offset) else { return 0 };
        if run.decoded.end <= offset {
            return run.source.end;
        }
        match run.kind {
            RunKind::Verbatim => run.source.start + (offset - run.decoded.start),
            RunKind::Escape | RunKind::Hole => run.source.start,
        }
    }

    fn end_of(&self, offset: u32) -> u32 {
        let Some(run) = self.run_at(offset.saturating_sub(1)) else { return 0 };
        match run.kind {
            RunKind::Verbatim => run.source.start + (offset.min(run.decoded.end) - run.decoded.start),
            RunKind::Escape | RunKind::Hole => run.source.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a\u0026b` decoded to `a&b`, standing at offset 10.
    fn escaped() -> SpanMap {
        let mut map = SpanMap::new(Some(Encoder::Json));
        map.push(1, 10..11, RunKind::Verbatim);
        map.push(1, 11..17, RunKind::Escape);
        map.push(1, 17..18, RunKind::Verbatim);
        map
    }

    #[test]
    fn spans_cover_whole_escapes() {
        assert_eq!(escaped().span(1..2), Span::new(11, 17));
        assert_eq!(escaped().span(0..3), Span::new(10, 18));
        assert_eq!(escaped().span(3..3), Span::empty(18));
    }

    #[test]
    fn the_way_back() {
        assert_eq!(escaped().decoded(13), Some(1));
        assert_eq!(escaped().decoded(17), Some(2));
        assert_eq!(escaped().decoded(40), None);
    }

    #[test]
    fn edits_are_written_in_every_encoding_around() {
        let block = {
            let mut map = SpanMap::new(Some(Encoder::YamlBlock { indent: 4 }));
            map.push(12, 4..16, RunKind::Verbatim);
            map.push(12, 20..32, RunKind::Verbatim);
            map
        };
        let map = escaped().then(&block);
        assert_eq!(map.edit(2..3, "\""), Some((map.span(2..3), "\\\"".into())));
        // The second line of the block starts after its indentation.
        assert_eq!(SpanMap::verbatim(10, 4).then(&block).span(0..4), Span::new(14, 22));
        assert_eq!(SpanMap::verbatim(10, 4).then(&block).edit(0..4, "x"), Some((Span::new(14, 22), "x".into())));
    }

    #[test]
    fn nothing_is_written_into_a_part_of_an_escape() {
        let mut map = SpanMap::new(None);
        map.push(10, 0..20, RunKind::Escape);
        assert_eq!(map.edit(2..4, "x"), None);
        assert_eq!(map.edit(0..10, "x"), Some((Span::new(0, 20), "x".into())));
    }

    #[test]
    fn nothing_is_written_into_a_hole() {
        let mut map = SpanMap::new(None);
        map.push(2, 0..2, RunKind::Verbatim);
        map.push(3, 2..9, RunKind::Hole);
        assert_eq!(map.edit(1..3, "x"), None);
        assert_eq!(map.edit(0..2, "x"), Some((Span::new(0, 2), "x".into())));
    }
}
