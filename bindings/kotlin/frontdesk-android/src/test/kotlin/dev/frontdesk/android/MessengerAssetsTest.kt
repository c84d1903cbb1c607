// The messenger's pages come from the app's assets, under one origin, and nothing else is ever answered with a page.
package dev.frontdesk.android

import android.net.Uri
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import java.io.IOException

@RunWith(RobolectricTestRunner::class)
internal class MessengerAssetsTest {
    private val files = mapOf("index.html" to "<p>", "a/b.js" to "1", "picture.xyz" to "?")
    private val assets = MessengerAssets { path -> files[path]?.byteInputStream() ?: throw IOException(path) }

    private fun ask(url: String, method: String = "GET") = assets.answer(method, Uri.parse(url))

    @Test
    fun a_file_is_served_with_its_type_and_the_policy() {
        val page = ask(MessengerAssets.PAGE)
        assertEquals(200, page.statusCode)
        assertEquals("text/html", page.mimeType)
        assertEquals(MessengerAssets.POLICY, page.responseHeaders["Content-Security-Policy"])
        assertEquals("nosniff", page.responseHeaders["X-Content-Type-Options"])
        assertEquals("text/javascript", ask("${MessengerAssets.ORIGIN}/messenger/a/b.js?v=1#x").mimeType)
        assertEquals("application/octet-stream", ask("${MessengerAssets.ORIGIN}/messenger/picture.xyz").mimeType)
    }

    @Test
    fun the_policy_lets_the_page_connect_to_nobody_and_run_nothing_but_its_files() {
        val rules = MessengerAssets.POLICY.split("; ").associate { it.substringBefore(' ') to it.substringAfter(' ') }
        assertEquals("'none'", rules["default-src"])
        assertEquals("'none'", rules["connect-src"])
        assertEquals("'self'", rules["script-src"])
        assertFalse(MessengerAssets.POLICY.contains("http"))
    }

    @Test
    fun everything_that_is_not_a_page_of_ours_is_refused_and_nothing_is_left_to_the_network() {
        val elsewhere = listOf(
            "https://example.com/messenger/index.html",
            "http://frontdesk.invalid/messenger/index.html",
            "https://frontdesk.invalid.example.com/messenger/index.html",
            "https://frontdesk.invalid:8443/messenger/index.html",
            "https://user@frontdesk.invalid/messenger/index.html",
            "file:///android_asset/frontdesk/messenger/index.html",
            "content://settings/secure",
            "data:text/html,x",
            "${MessengerAssets.ORIGIN}/index.html",
            "${MessengerAssets.ORIGIN}/messenger/../index.html",
            "${MessengerAssets.ORIGIN}/messenger/%2e%2e/index.html",
            "${MessengerAssets.ORIGIN}/messenger/a%2f..%2f..%2findex.html",
            "${MessengerAssets.ORIGIN}/messenger/a%5cindex.html",
            "${MessengerAssets.ORIGIN}/messenger/a%00.html",
            "${MessengerAssets.ORIGIN}/messenger/",
        )
        for (url in elsewhere) assertEquals(url, 403, ask(url).statusCode)
        assertEquals(404, ask("${MessengerAssets.ORIGIN}/messenger/missing.js").statusCode)
        assertEquals(405, ask(MessengerAssets.PAGE, "POST").statusCode)
    }

    @Test
    fun only_the_page_itself_may_be_in_front() {
        assertTrue(MessengerAssets.isPage(Uri.parse("${MessengerAssets.PAGE}#in-app")))
        assertFalse(MessengerAssets.isPage(Uri.parse("${MessengerAssets.ORIGIN}/messenger/a/b.js")))
        assertFalse(MessengerAssets.isPage(Uri.parse("https://example.com/index.html")))
    }

    @Test
    fun a_package_without_pages_is_noticed() {
        assertTrue(assets.present())
        assertFalse(MessengerAssets { throw IOException(it) }.present())
    }
}
