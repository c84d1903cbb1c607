// Robolectric has no browser. Its WebView remembers what was loaded and makes message channels that work; this adds
// the one thing it forgets: what was posted to the page, and to which origin. The page's side is played by `Page`.
package dev.frontdesk.android

import android.net.Uri
import android.webkit.WebMessage
import android.webkit.WebMessagePort
import android.webkit.WebView
import org.json.JSONObject
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.fakes.RoboWebMessagePort
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowWebView
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger

@Implements(WebView::class)
internal open class ShadowMessengerWebView : ShadowWebView() {
    val posted = CopyOnWriteArrayList<Pair<WebMessage, Uri>>()

    @Implementation
    protected fun postWebMessage(message: WebMessage, target: Uri) {
        posted += message to target
    }
}

/** Plays the messenger's page in [view]: finishes loading, takes the port, asks and hears. */
internal class Page(private val view: WebView) {
    private val heard = CopyOnWriteArrayList<JSONObject>()
    private val ids = AtomicInteger()
    private val shadow: ShadowMessengerWebView = Shadow.extract(view)

    /** The origin that the port was posted to. */
    val origin: Uri get() = shadow.posted.last().second

    private val port: WebMessagePort by lazy { connect() }

    private fun connect(): WebMessagePort {
        shadow.webViewClient.onPageFinished(view, checkNotNull(shadowOf(view).lastLoadedUrl))
        val (message, _) = shadow.posted.last()
        check(message.data == MessengerPort.HELLO) { "the page got ${message.data}" }
        val port = checkNotNull(message.ports).single()
        (port as RoboWebMessagePort).setWebMessageCallback(
            object : WebMessagePort.WebMessageCallback() {
                override fun onMessage(port: WebMessagePort, message: WebMessage) {
                    heard += JSONObject(checkNotNull(message.data))
                }
            },
        )
        return port
    }

    /** Finishes loading without asking anything. */
    fun load(): Page = apply { port }

    /** One request and its answer. */
    fun ask(type: String, data: JSONObject = JSONObject()): JSONObject {
        val id = "page-${SERIES.incrementAndGet()}-${ids.incrementAndGet()}"
        send(JSONObject().put("id", id).put("type", type).put("data", data).toString())
        return eventual("an answer to $type") { heard.firstOrNull { it.optString("id") == id } }
    }

    /** A text as it is. */
    fun send(text: String) = port.postMessage(WebMessage(text))

    /** The events of this name that came so far. */
    fun events(name: String): List<JSONObject> = heard.filter { it.optString("event") == name }

    /** Everything that came. */
    fun all(): List<JSONObject> = heard

    private companion object {
        val SERIES = AtomicInteger()
    }
}
