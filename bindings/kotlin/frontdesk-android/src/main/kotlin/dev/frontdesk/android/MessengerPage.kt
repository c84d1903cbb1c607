// A WebView that can do what the messenger's pages need and nothing more. Made, used and destroyed on the main
// thread by the messenger's activity and by the container of in-app messages.
package dev.frontdesk.android

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.Color
import android.net.Uri
import android.os.Build
import android.util.Log
import android.webkit.RenderProcessGoneDetail
import android.webkit.ValueCallback
import android.webkit.WebChromeClient
import android.webkit.WebResourceRequest
import android.webkit.WebResourceResponse
import android.webkit.WebSettings
import android.webkit.WebView
import android.webkit.WebViewClient
import org.json.JSONObject

/** What the surroundings of a page do for it. Main thread. */
internal interface PageHost {
    /** The page's process died: throw the view away and make another one. */
    fun onPageLost()

    /** The person wants to attach a file; answer `chosen` once. False when nothing can be chosen here. */
    fun chooseFile(chosen: ValueCallback<Array<Uri>>, request: WebChromeClient.FileChooserParams): Boolean = false
}

/**
 * Loads the messenger from the app's assets. It has no network, no files, no content providers and no bridge but
 * the port; it never leaves its page: a link that a person taps is handed to the core, which judges it.
 */
internal class MessengerPage(
    context: Context,
    private val bridge: BridgeHub,
    private val assets: MessengerAssets,
    private val host: PageHost,
) {
    private val port = MessengerPort(bridge)

    /** The view to put on the screen. */
    val view: WebView = WebView(context).also(::restrict)

    /** Loads the page; [surface] tells the page where it is drawn and is part of the fragment. */
    fun load(surface: String = "") {
        val fragment = if (surface.isEmpty()) "" else "#$surface"
        view.loadUrl(MessengerAssets.PAGE + fragment)
    }

    /** Ends it; the view must be out of the window already. */
    fun destroy() {
        port.close()
        view.stopLoading()
        view.webChromeClient = null
        view.destroy()
    }

    @SuppressLint("SetJavaScriptEnabled") // The page is ours, from the package, under a policy of its own.
    private fun restrict(view: WebView) {
        view.setBackgroundColor(Color.TRANSPARENT)
        view.settings.apply {
            javaScriptEnabled = true
            blockNetworkLoads = true
            allowFileAccess = false
            allowContentAccess = false
            @Suppress("DEPRECATION") run {
                allowFileAccessFromFileURLs = false
                allowUniversalAccessFromFileURLs = false
            }
            domStorageEnabled = false
            setGeolocationEnabled(false)
            setSupportMultipleWindows(false)
            setSupportZoom(false)
            javaScriptCanOpenWindowsAutomatically = false
            mixedContentMode = WebSettings.MIXED_CONTENT_NEVER_ALLOW
            cacheMode = WebSettings.LOAD_NO_CACHE
            // Nothing is loaded that could be unsafe, and asking would tell a third party.
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) safeBrowsingEnabled = false
            // The page draws its own dark theme.
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) isAlgorithmicDarkeningAllowed = false
        }
        view.webViewClient = Loading()
        view.webChromeClient = Dialogs()
    }

    private inner class Loading : WebViewClient() {
        override fun shouldInterceptRequest(view: WebView, request: WebResourceRequest): WebResourceResponse =
            assets.answer(request.method, request.url)

        override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean {
            if (MessengerAssets.isPage(request.url)) return false
            if (request.isForMainFrame && request.hasGesture()) {
                bridge.ask("link.open", JSONObject().put("url", request.url.toString()))
            }
            return true
        }

        override fun onPageFinished(view: WebView, url: String) {
            if (MessengerAssets.isPage(Uri.parse(url))) port.open(view)
        }

        override fun onRenderProcessGone(view: WebView, detail: RenderProcessGoneDetail): Boolean {
            Log.w(LOG_TAG, "the messenger's page ended; it is loaded again")
            port.close()
            host.onPageLost()
            // True: without it the system ends the app.
            return true
        }
    }

    private inner class Dialogs : WebChromeClient() {
        override fun onShowFileChooser(
            view: WebView,
            chosen: ValueCallback<Array<Uri>>,
            request: FileChooserParams,
        ): Boolean = host.chooseFile(chosen, request)
    }
}
