// The messenger's pages, read from the app's own assets. The WebView asks here for every request it would make;
// every request gets an answer from here, so none reaches the network. Called on the WebView's own threads.
package dev.frontdesk.android

import android.content.res.AssetManager
import android.net.Uri
import android.webkit.WebResourceResponse
import java.io.ByteArrayInputStream
import java.io.IOException

/** Opens a file of the messenger by its path; throws `IOException` when there is none. */
internal typealias AssetSource = (path: String) -> java.io.InputStream

/** Answers for the messenger's own origin and refuses everything else. */
internal class MessengerAssets(private val open: AssetSource) {
    constructor(assets: AssetManager) : this({ path -> assets.open("$FOLDER/$path") })

    /** Whether the package carries the pages at all: one built `--without-ui` does not. */
    fun present(): Boolean = try {
        open(INDEX).close()
        true
    } catch (_: IOException) {
        false
    }

    /** Never null: null would let the WebView ask the network. */
    fun answer(method: String, url: Uri): WebResourceResponse {
        val path = pathOf(url) ?: return refusal(FORBIDDEN, "Forbidden")
        if (method != "GET") return refusal(NOT_ALLOWED, "Method Not Allowed")
        return try {
            WebResourceResponse(typeOf(path), charsetOf(path), OK, "OK", HEADERS, open(path))
        } catch (_: IOException) {
            refusal(NOT_FOUND, "Not Found")
        }
    }

    private fun refusal(status: Int, reason: String) =
        WebResourceResponse("text/plain", "utf-8", status, reason, HEADERS, ByteArrayInputStream(ByteArray(0)))

    internal companion object {
        /** Where the package keeps them. */
        const val FOLDER = "frontdesk/messenger"

        /** The messenger's origin, exactly. Names under `invalid` never lead anywhere (RFC 2606). */
        const val ORIGIN = "https://frontdesk.invalid"

        /** The page itself. */
        const val PAGE = "$ORIGIN/messenger/index.html"

        private const val INDEX = "index.html"
        private const val PREFIX = "/messenger/"
        private const val OK = 200
        private const val FORBIDDEN = 403
        private const val NOT_FOUND = 404
        private const val NOT_ALLOWED = 405

        /** The page may run its own files and nothing else; it has nobody to connect to. */
        const val POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
            "img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; connect-src 'none'; " +
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

        private val HEADERS = mapOf(
            "Content-Security-Policy" to POLICY,
            "X-Content-Type-Options" to "nosniff",
            "Referrer-Policy" to "no-referrer",
            "Cache-Control" to "no-store",
        )

        // What the build of the pages makes. Anything else is served as bytes that nothing runs.
        private val TYPES = mapOf(
            "html" to "text/html", "js" to "text/javascript", "mjs" to "text/javascript", "css" to "text/css",
            "json" to "application/json", "svg" to "image/svg+xml", "png" to "image/png", "webp" to "image/webp",
            "jpg" to "image/jpeg", "gif" to "image/gif", "woff2" to "font/woff2", "mp3" to "audio/mpeg",
        )
        private val TEXT = setOf("html", "js", "mjs", "css", "json", "svg")

        /** The page that may stay in front: ours, with any query or fragment. */
        fun isPage(url: Uri): Boolean = pathOf(url) == INDEX

        /** The file that a URL of our origin names; null for another origin and for a path that climbs. */
        fun pathOf(url: Uri): String? {
            if (url.scheme != "https" || url.authority != "frontdesk.invalid") return null
            val path = url.path ?: return null
            if (!path.startsWith(PREFIX)) return null
            val name = path.removePrefix(PREFIX)
            val harmless = name.isNotEmpty() && name.split('/').none { it.isEmpty() || it == "." || it == ".." }
            return name.takeIf { harmless && it.none { letter -> letter == '\\' || letter.isISOControl() } }
        }

        private fun typeOf(path: String) = TYPES[path.substringAfterLast('.', "")] ?: "application/octet-stream"

        private fun charsetOf(path: String) = "utf-8".takeIf { path.substringAfterLast('.', "") in TEXT }
    }
}
