// What kind of file an asset is, by the end of its name.
//
// Guarantee: a name with an unknown end is bytes that nothing runs; with the header `nosniff` the web view never
// guesses. Pure.

/// The value of `Content-Type` for a file name.
enum MediaType {
    /// The type for a name such as `page.js`; text comes with its charset.
    static func of(fileName: String) -> String {
        guard let dot = fileName.lastIndex(of: "."), dot != fileName.startIndex else { return unknown }
        let end = fileName[fileName.index(after: dot)...].lowercased()
        return byEnd[end] ?? unknown
    }

    /// For everything else.
    static let unknown = "application/octet-stream"

    private static let byEnd: [String: String] = [
        "html": "text/html; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "json": "application/json; charset=utf-8",
        "txt": "text/plain; charset=utf-8",
        "svg": "image/svg+xml",
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
        "webp": "image/webp",
        "ico": "image/x-icon",
        "woff2": "font/woff2",
        "mp3": "audio/mpeg",
        "wav": "audio/wav",
    ]
}
