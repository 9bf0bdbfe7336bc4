//! The name of a file → the type that a browser is told.
//!
//! In: a path of the site. Out: a media type, and for what is text its encoding. A table of what portfolios hold; what is not
//! in it is bytes to keep, because no browser may guess (`nosniff`). Absent on purpose: looking into files.

/// The type of a page.
pub(super) const PAGE: &str = "text/html; charset=utf-8";

/// The media type of a path.
pub(super) fn of(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "html" | "htm" => PAGE,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "md" | "markdown" => "text/markdown; charset=utf-8",
        "txt" | "log" | "yaml" | "yml" | "toml" | "sol" | "rs" | "go" | "py" | "ts" | "sh" => {
            "text/plain; charset=utf-8"
        }
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "bmp" => "image/bmp",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" | "tgz" => "application/gzip",
        "wasm" => "application/wasm",
        _ if matches!(name, "CNAME" | ".nojekyll") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether a browser that shows a file of this type by itself would run what is in it.
pub(super) fn is_active(kind: &str) -> bool {
    ["text/html", "image/svg+xml", "application/xml", "application/pdf"]
        .iter()
        .any(|active| kind.starts_with(active))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_type() {
        let check = |path, expected| assert_eq!(of(path), expected, "{path}");
        check("a/b.html", "text/html; charset=utf-8");
        check("a.b/c", "application/octet-stream");
        check("A.PNG", "image/png");
        check("feed.xml", "application/xml");
        check("html", "application/octet-stream");
        check(".nojekyll", "text/plain; charset=utf-8");
        check("", "application/octet-stream");
    }
}
