// The messenger's screen: one page from the app's assets, inside the system's bars. It lives on the main thread
// and decides nothing: what is shown is the core's state, back is the core's `back`.
package dev.frontdesk.android

import android.app.Activity
import android.content.Context
import android.content.Intent
import android.content.res.Configuration
import android.graphics.Color
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.os.SystemClock
import android.util.Log
import android.view.Gravity
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.webkit.ValueCallback
import android.webkit.WebChromeClient.FileChooserParams
import android.webkit.WebView
import android.widget.FrameLayout
import android.widget.TextView
import org.json.JSONObject

/**
 * Shows the messenger. The SDK starts it when something is presented; an app has no reason to.
 *
 * It survives rotation without loading its page again, day and night by loading it again, and the end of the
 * process by telling the core on which screen it was. Since 0.1.
 */
public class MessengerActivity : Activity() {
    private lateinit var root: FrameLayout
    private var page: MessengerPage? = null
    private var chosen: ValueCallback<Array<Uri>>? = null
    private val losses = PageLosses()
    private var closedByCore = false
    private var view: String? = null

    // What the page and the scene call; this class is public and they are not.
    private val surroundings = object : PageHost, SceneWatcher {
        override fun onPageLost() = reload()

        override fun chooseFile(chosen: ValueCallback<Array<Uri>>, request: FileChooserParams) = choose(chosen, request)

        override fun onSceneChanged() = seen()
    }
    private val night: Boolean
        get() = FrontdeskAndroid.entry?.scene?.night(resources.configuration) ?: isNight(resources.configuration)

    /** The WebView, for tests. */
    internal val webView: WebView? get() = page?.view

    override fun onCreate(savedInstanceState: Bundle?) {
        setTheme(
            if (night) android.R.style.Theme_Material_NoActionBar else android.R.style.Theme_Material_Light_NoActionBar,
        )
        super.onCreate(savedInstanceState)
        val entry = FrontdeskAndroid.entry
        if (entry == null || !entry.pages.present()) {
            val reason = if (entry == null) "the SDK is not initialized" else "the app's package has no messenger pages"
            Log.e(LOG_TAG, "the messenger cannot be shown: $reason")
            entry?.bridge?.ask("hide")
            finish()
            return
        }
        root = FrameLayout(this)
        root.setBackgroundColor(if (night) NIGHT else DAY)
        setContentView(root)
        WindowEdges.keepInside(this, root, night)
        BackOnApi33.register(this, ::back)
        entry.presenter.attached(this)
        entry.scene.watch(surroundings)
        show(entry)
        view = savedInstanceState?.getString(VIEW)
        when {
            savedInstanceState != null -> restore(entry)
            intent.hasExtra(CONVERSATION) -> follow(entry, intent)
            else -> closeIfHidden(entry)
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        FrontdeskAndroid.entry?.let { follow(it, intent) }
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        view?.let { outState.putString(VIEW, it) }
    }

    /** One screen up in the messenger, then out of it. Called by the system on the main thread. Since 0.1. */
    @Deprecated("Called below Android 13 only; later systems call what BackOnApi33 registered.")
    override fun onBackPressed() {
        back()
    }

    override fun onDestroy() {
        FrontdeskAndroid.entry?.let { entry ->
            entry.scene.unwatch(surroundings)
            entry.presenter.detached(this)
            // Closed by the system or by its own button: the core must know, or the launcher stays away.
            if (isFinishing && !closedByCore && ::root.isInitialized) entry.bridge.ask("hide")
        }
        chosen?.onReceiveValue(null)
        drop()
        super.onDestroy()
    }

    @Deprecated("The replacement needs AndroidX.")
    override fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?) {
        if (requestCode == CHOOSE_FILE) {
            chosen?.onReceiveValue(FileChooserParams.parseResult(resultCode, data))
            chosen = null
        } else {
            @Suppress("DEPRECATION")
            super.onActivityResult(requestCode, resultCode, data)
        }
    }

    private fun choose(chosen: ValueCallback<Array<Uri>>, request: FileChooserParams): Boolean {
        this.chosen?.onReceiveValue(null)
        this.chosen = chosen
        return try {
            @Suppress("DEPRECATION") // The replacement needs AndroidX.
            startActivityForResult(request.createIntent(), CHOOSE_FILE)
            true
        } catch (_: RuntimeException) {
            // Nothing on the device chooses files, or a policy forbids it; false tells the page that nothing was chosen.
            this.chosen = null
            false
        }
    }

    private fun reload() {
        drop()
        val entry = FrontdeskAndroid.entry ?: return
        if (losses.worthAnother(SystemClock.elapsedRealtime())) show(entry) else giveUp(entry)
    }

    /** The page's process ends whenever it begins: words instead, and `back` still closes. */
    private fun giveUp(entry: FrontdeskEntry) {
        Log.e(LOG_TAG, "the messenger's page ended ${PageLosses.MOST} times in a minute; it is not loaded again")
        val words = TextView(this).apply {
            text = entry.options.labels.unavailable
            gravity = Gravity.CENTER
            setTextColor(if (night) DAY else NIGHT)
        }
        root.addView(words, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
    }

    /** The core hid the messenger: `back` on the first screen, `hide`, or the person logged out. */
    internal fun closeByCore() {
        closedByCore = true
        finish()
    }

    private fun show(entry: FrontdeskEntry) {
        page = MessengerPage(this, entry.bridge, entry.pages, surroundings).also {
            root.addView(it.view, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
            it.load()
        }
    }

    private fun drop() {
        page?.let {
            root.removeView(it.view)
            it.destroy()
        }
        page = null
    }

    private fun back() {
        val entry = FrontdeskAndroid.entry ?: return finish()
        entry.bridge.ask("back") { answer ->
            // One that cannot answer any more must not lock the person in.
            if (!answer.optBoolean("ok")) MainThread.run { finish() }
        }
    }

    /** A notification was tapped: it names a conversation. */
    private fun follow(entry: FrontdeskEntry, intent: Intent) {
        val conversation = intent.getStringExtra(CONVERSATION) ?: return
        intent.removeExtra(CONVERSATION)
        entry.bridge.ask("navigate", to(JSONObject().put("name", "conversation").put("id", conversation)))
    }

    /** Hidden again before the system had made this screen: nobody wants to see it any more. */
    private fun closeIfHidden(entry: FrontdeskEntry) {
        entry.bridge.ask("state") { answer ->
            val visible = answer.optJSONObject("result")?.optBoolean("visible") ?: return@ask
            if (!visible) MainThread.run { closeByCore() }
        }
    }

    /** After the end of the process the core does not know that a messenger is on the screen. */
    private fun restore(entry: FrontdeskEntry) {
        val view = view ?: HOME
        entry.bridge.ask("state") { answer ->
            val visible = answer.optJSONObject("result")?.optBoolean("visible") ?: return@ask
            if (!visible) entry.bridge.ask("navigate", to(JSONObject(view)))
        }
    }

    /** Something changed: remember the screen for [restore], and follow a change of the theme. */
    private fun seen() {
        val entry = FrontdeskAndroid.entry ?: return
        if ((root.tag as? Boolean ?: night) != night) recreate()
        root.tag = night
        entry.bridge.ask("state") { answer ->
            val state = answer.optJSONObject("result") ?: return@ask
            val screen = state.optJSONObject("view") ?: return@ask
            // The system keeps it beyond a log-out: what somebody was writing does not go along.
            screen.remove("text")
            if (state.optBoolean("visible")) MainThread.run { view = screen.toString() }
        }
    }

    private fun to(view: JSONObject) = JSONObject().put("view", view)

    internal companion object {
        const val CONVERSATION = "dev.frontdesk.android.conversation"
        private const val VIEW = "dev.frontdesk.android.view"
        private const val HOME = """{"name":"home"}"""
        private const val CHOOSE_FILE = 1
        private val DAY = Color.rgb(0xFF, 0xFF, 0xFF)
        private val NIGHT = Color.rgb(0x17, 0x18, 0x1B)

        fun intent(context: Context): Intent = Intent(context, MessengerActivity::class.java)

        fun isNight(configuration: Configuration): Boolean =
            configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES
    }
}
