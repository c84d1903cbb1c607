// One page's message port: the texts of `bridge.schema.json`, and nothing else, go through it. Everything here
// runs on the main thread except the core's own work.
package dev.frontdesk.android

import android.net.Uri
import android.webkit.WebMessage
import android.webkit.WebMessagePort
import android.webkit.WebView

/**
 * Opens a channel to a page that has loaded: the page gets a `message` event with the text [HELLO] and the other
 * end as its first port. The event is addressed to our origin exactly, so a page of anywhere else gets nothing.
 */
internal class MessengerPort(private val bridge: BridgeHub) : BridgeListener {
    private var ours: WebMessagePort? = null

    /** Gives the page in [view] a new channel; the one of the page before is closed. */
    fun open(view: WebView) {
        close()
        val (mine, theirs) = view.createWebMessageChannel()
        ours = mine
        mine.setWebMessageCallback(
            object : WebMessagePort.WebMessageCallback() {
                override fun onMessage(port: WebMessagePort, message: WebMessage) = receive(port, message.data)
            },
        )
        bridge.add(this)
        view.postWebMessage(WebMessage(HELLO, arrayOf(theirs)), Uri.parse(MessengerAssets.ORIGIN))
    }

    /** The page is gone: answers under way are dropped. */
    fun close() {
        bridge.remove(this)
        ours?.close()
        ours = null
    }

    /** An event of the core, on the core's thread. */
    override fun onMessage(json: String) = MainThread.run { ours?.postMessage(WebMessage(json)) }

    private fun receive(port: WebMessagePort, text: String?) {
        if (text == null) return
        bridge.forward(text) { answer ->
            // A page that was reloaded meanwhile has another port; its own requests get their own answers.
            MainThread.run { if (port === ours) port.postMessage(WebMessage(answer)) }
        }
    }

    internal companion object {
        /** What the page waits for. */
        const val HELLO = "frontdesk.port"
    }
}
