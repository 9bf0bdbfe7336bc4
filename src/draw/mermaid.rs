//! Mermaid's text → SVG, by the crate merman.
//!
//! In: the text. Out: the crate's SVG, which is not trusted further than its text is. What bounds it is counted and not
//! timed, so that a slow machine draws what a fast one does: bytes and lines of the text, and the crate's own units of
//! layout work and of output. A drawing has a thread and a stack of its own, since parsers of nested text descend; a panic
//! in it is an answer like another. Theme and fonts are ours: a directive in the text may not choose them, or a picture
//! would be white on white.
//!
//! merman stays behind this module. Absent on purpose: any belief in the result.

use super::Reason;
use merman::svg::{
    RenderResourceLimitId, RenderResourcePolicy, ResourceLimitId, SvgOutputPolicy,
    SvgPipelinePreset,
};
use merman::{
    Engine, MermaidConfig, OperationControl, RenderError, RenderOutput, RenderRequest, Renderer,
    SvgEnvironment, SvgRequest,
};
use std::thread;

/// How long a text may be.
const MAX_BYTES: usize = 20 * 1024;

/// How many lines it may have.
const MAX_LINES: usize = 400;

/// How deep brackets may nest in a line: some parsers read each level twice.
const MAX_DEPTH: usize = 48;

/// How much layout may take, in the crate's units: the largest texts that it admits take half a second.
const MAX_WORK: usize = 2_000_000;

/// How large a picture may be.
const MAX_SVG_BYTES: usize = 2 << 20;

/// The stack of a drawing.
const STACK: usize = 64 << 20;

/// What a text may not choose by a directive.
const OURS: &[&str] = &[
    "secure",
    "securityLevel",
    "startOnLoad",
    "maxTextSize",
    "maxEdges",
    "suppressErrorRendering",
    "theme",
    "themeCSS",
    "themeVariables",
    "darkMode",
    "fontFamily",
    "altFontFamily",
    "htmlLabels",
    "layout",
    "look",
    "handDrawnSeed",
    "dompurifyConfig",
];

/// The drawing as the crate gives it.
pub(super) fn svg(source: &str) -> Result<String, Reason> {
    if source.len() > MAX_BYTES {
        return Err(Reason(format!("it is longer than {} KiB", MAX_BYTES / 1024)));
    }
    if source.lines().count() > MAX_LINES {
        return Err(Reason(format!("it has more than {MAX_LINES} lines")));
    }
    if source.lines().any(|line| depth(line) > MAX_DEPTH) {
        return Err(Reason("its brackets nest too deep".to_owned()));
    }
    let answer = thread::scope(|scope| {
        let drawing = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || ask(source));
        drawing.map(thread::ScopedJoinHandle::join)
    });
    match answer {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(Reason("the drawing of it fails".to_owned())),
        Err(_) => Err(Reason("there is no memory left to draw it".to_owned())),
    }
}

/// How deep brackets nest in a line.
fn depth(line: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in line.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Asks the crate.
fn ask(source: &str) -> Result<String, Reason> {
    let renderer = Renderer::new().with_engine(Engine::new().with_site_config(configuration()));
    let request = RenderRequest::svg(source, OperationControl::new(), request());
    match renderer.render(request) {
        Ok(RenderOutput::Svg(Some(svg))) => Ok(svg.into_parts().0),
        Ok(_) => Err(Reason("it does not begin with a kind of diagram that is known".to_owned())),
        Err(error) => Err(reason(source, &error)),
    }
}

fn configuration() -> MermaidConfig {
    let mut config = MermaidConfig::empty_object();
    config.set_value("theme", "default".into());
    config.set_value("look", "classic".into());
    config.set_value("layout", "dagre".into());
    config.set_value("secure", OURS.to_vec().into());
    config
}

fn request() -> SvgRequest {
    let policy = SvgOutputPolicy { preset: SvgPipelinePreset::ResvgSafe, ..Default::default() };
    let limits = [
        (RenderResourceLimitId::MaxLayoutWorkUnits, MAX_WORK),
        (RenderResourceLimitId::MaxSvgBytes, MAX_SVG_BYTES),
    ];
    let mut resources = RenderResourcePolicy::default();
    for (limit, value) in limits {
        resources
            .apply_limit(ResourceLimitId::Render(limit), value)
            .expect("these limits can be set and are not zero");
    }
    SvgRequest {
        environment: SvgEnvironment::deterministic().with_resource_policy(resources),
        pipeline: Some(policy.pipeline()),
        ..SvgRequest::default()
    }
}

/// The crate's error in our words.
fn reason(source: &str, error: &RenderError) -> Reason {
    match error {
        RenderError::ResourceLimitExceeded(_) => {
            Reason("it is too large or too entangled".to_owned())
        }
        RenderError::Parse(diagnostic) => {
            let said = diagnostic.terminal_safe_message();
            if said.starts_with("No Mermaid diagram type") {
                return Reason("it does not begin with a kind of diagram that is known".to_owned());
            }
            let span = diagnostic.terminal_diagnostic_details().span;
            let line = span.map(|span| format!("in its line {}, ", line_of(source, span.start)));
            // `Diagram parse error (sequence): what is wrong`.
            let said = said.split_once("): ").map_or(&*said, |(_, said)| said);
            Reason(format!("{}{}", line.unwrap_or_default(), one_line(said)))
        }
        error if error.to_string().contains("capability `math`") => {
            Reason("it holds formulas".to_owned())
        }
        error => Reason(one_line(&error.to_string())),
    }
}

/// The line of a place in a text, from one; of a place behind it, its last line.
fn line_of(source: &str, at: usize) -> usize {
    let before = source.get(..at).unwrap_or(source);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    line.min(source.lines().count().max(1))
}

/// A message as one line of ours: short, in lower case, without a full stop, and without backticks, which mean code.
fn one_line(message: &str) -> String {
    let words: Vec<&str> = message.split_whitespace().collect();
    let line = words.join(" ").replace('`', "'");
    let mut line: String = line.chars().take(160).collect();
    // An abbreviation keeps its capitals.
    if !line.chars().nth(1).is_some_and(char::is_uppercase)
        && let Some(first) = line.get_mut(..1)
    {
        first.make_ascii_lowercase();
    }
    line.trim_end_matches('.').to_owned()
}
