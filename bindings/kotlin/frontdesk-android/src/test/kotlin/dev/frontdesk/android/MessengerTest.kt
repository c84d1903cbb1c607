// The messenger's screen over the real core and the real server. Robolectric has no browser, so the page's side of
// the port is played by `Page`; what the WebView is allowed to do is read from its settings and its clients.
package dev.frontdesk.android

import android.app.Activity
import android.content.Intent
import android.content.res.Configuration
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.webkit.RenderProcessGoneDetail
import android.webkit.WebResourceRequest
import android.webkit.WebSettings
import dev.frontdesk.NewReply
import dev.frontdesk.ThemeMode
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController

internal class MessengerTest : AndroidTest() {
    private lateinit var entry: FrontdeskEntry
    private lateinit var host: ActivityController<Activity>

    @Before
    fun logIn() {
        entry = start()
        away("login") { entry.client().loginUnidentifiedUser() }
        host = Robolectric.buildActivity(Activity::class.java).setup()
    }

    private fun presented(present: suspend () -> Unit): ActivityController<MessengerActivity> {
        away("the app presents") { present() }
        val intent = eventual("the messenger is started") { shadowOf(app).nextStartedActivity }
        assertEquals(MessengerActivity::class.java.name, intent.component?.className)
        host.pause()
        return Robolectric.buildActivity(MessengerActivity::class.java, intent).setup()
    }

    private fun opened(): ActivityController<MessengerActivity> = presented { entry.client().present() }

    private fun ActivityController<MessengerActivity>.page() = Page(checkNotNull(get().webView)).load()

    private fun view(page: Page): String = page.ask("state").getJSONObject("result").getJSONObject("view").getString("name")

    @Suppress("DEPRECATION") // What a person's back does below Android 13.
    private fun ActivityController<MessengerActivity>.back() = get().onBackPressed()

    @Test
    fun presenting_opens_the_screen_and_the_page_speaks_with_the_core_over_its_port() {
        val messenger = opened()
        val page = messenger.page()
        assertEquals(MessengerAssets.PAGE, shadowOf(messenger.get().webView).lastLoadedUrl)
        assertEquals(Uri.parse("https://frontdesk.invalid"), page.origin)
        val state = page.ask("state").getJSONObject("result")
        assertTrue(state.getBoolean("visible"))
        assertEquals("logged_in", state.getJSONObject("session").getString("state"))
        val refused = page.ask("state", JSONObject().put("unknown", 1))
        assertFalse(refused.getBoolean("ok"))
        page.send("this is no JSON")
        eventually("an answer to nonsense") { page.all().any { it.isNull("id") && it.has("error") } }
    }

    @Test
    fun what_happens_is_told_to_the_page_without_being_asked() {
        val page = opened().page()
        away("a conversation") { entry.client().startConversationWith(NewReply("Hello", emptyList())) }
        eventually("the page hears of it") { page.events("conversation.changed").isNotEmpty() }
        away("another theme") { entry.client().setLauncherVisibility(true) }
        eventually("the page hears of the state") { page.events("state.changed").isNotEmpty() }
    }

    @Test
    fun back_goes_up_one_screen_and_from_the_last_one_closes() {
        val messenger = opened()
        val page = messenger.page()
        assertTrue(page.ask("navigate", JSONObject("""{"view":{"name":"messages"}}""")).getBoolean("ok"))
        assertTrue(page.ask("navigate", JSONObject("""{"view":{"name":"composer","text":null}}""")).getBoolean("ok"))
        messenger.back()
        eventually("one screen up") { view(page) == "messages" }
        assertFalse(messenger.get().isFinishing)
        var steps = 0
        while (!messenger.get().isFinishing && steps++ < 5) {
            messenger.back()
            away("the core answers") { entry.client().pending() }
            eventually("something happens") { messenger.get().isFinishing || !page.ask("state").isNull("result") }
        }
        assertTrue("closed after $steps steps", messenger.get().isFinishing)
        assertFalse(entry.client0().messengerState().visible)
    }

    @Test
    fun the_core_hides_the_screen_and_a_screen_closed_by_the_system_tells_the_core() {
        val first = opened()
        away("hide") { entry.client().hide() }
        eventually("the screen closes") { first.get().isFinishing }
        first.pause().stop().destroy()

        val second = opened()
        assertTrue(entry.client0().messengerState().visible)
        second.get().finish()
        second.pause().stop().destroy()
        eventually("the core knows") { !entry.client0().messengerState().visible }
    }

    @Test
    fun a_second_present_brings_no_second_screen() {
        val messenger = opened()
        away("present again") { entry.client().presentMessageComposer("Hi") }
        eventually("the core shows the composer") { view(messenger.page()) == "composer" }
        assertNull(shadowOf(app).nextStartedActivity)
    }

    @Test
    fun the_web_view_has_no_network_no_files_and_no_way_out() {
        val messenger = opened()
        val web = checkNotNull(messenger.get().webView)
        val settings = web.settings
        assertTrue(settings.blockNetworkLoads)
        assertFalse(settings.allowFileAccess)
        assertFalse(settings.allowContentAccess)
        @Suppress("DEPRECATION")
        assertFalse(settings.allowFileAccessFromFileURLs || settings.allowUniversalAccessFromFileURLs)
        assertFalse(settings.domStorageEnabled)
        assertEquals(WebSettings.MIXED_CONTENT_NEVER_ALLOW, settings.mixedContentMode)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) assertFalse(settings.safeBrowsingEnabled)
        assertTrue(settings.javaScriptEnabled)

        val client = shadowOf(web).webViewClient
        for (url in listOf("https://example.com/", "http://127.0.0.1/", "file:///etc/hosts")) {
            val answer = checkNotNull(client.shouldInterceptRequest(web, request(url, tapped = false))) { url }
            assertEquals(url, 403, answer.statusCode)
            assertTrue(url, client.shouldOverrideUrlLoading(web, request(url, tapped = false)))
        }
        assertNotNull(client.shouldInterceptRequest(web, request(MessengerAssets.PAGE, tapped = false))?.data)
        assertNull("no script calls us but through the port", shadowOf(web).getJavascriptInterface("frontdesk"))
    }

    @Test
    fun a_tapped_link_is_judged_by_the_core_and_opened_outside() {
        val messenger = opened()
        val web = checkNotNull(messenger.get().webView)
        val client = shadowOf(web).webViewClient
        assertTrue(client.shouldOverrideUrlLoading(web, request("https://example.com/article", tapped = true)))
        val intent = eventual("the browser opens") { shadowOf(app).nextStartedActivity }
        assertEquals(Intent.ACTION_VIEW, intent.action)
        assertEquals(Uri.parse("https://example.com/article"), intent.data)
        for (url in listOf("javascript:alert(1)", "intent://x#Intent;end", "file:///etc/hosts")) {
            client.shouldOverrideUrlLoading(web, request(url, tapped = true))
            AndroidPresenter(app, { null }, {}).openLink(url)
        }
        messenger.page().ask("state")
        assertNull(shadowOf(app).nextStartedActivity)
    }

    @Test
    fun a_rotation_keeps_the_page_and_the_night_makes_a_new_one() {
        val messenger = opened()
        val page = messenger.get().webView
        val rotated = Configuration(messenger.get().resources.configuration)
        rotated.orientation = Configuration.ORIENTATION_LANDSCAPE
        // The system recreates an activity whose manifest does not name the change; ManifestTest holds it to that.
        messenger.get().onConfigurationChanged(rotated)
        assertSame(page, messenger.get().webView)

        val night = Configuration(rotated)
        night.uiMode = Configuration.UI_MODE_NIGHT_YES or Configuration.UI_MODE_TYPE_NORMAL
        messenger.configurationChange(night)
        assertNotSame(page, messenger.get().webView)
        assertTrue("still open", entry.client0().messengerState().visible)
        assertEquals("home", view(messenger.page()))
    }

    @Test
    fun the_theme_the_app_chose_wins_over_the_devices() {
        val messenger = opened()
        assertFalse(entry.scene.night(app.resources.configuration))
        away("dark") { entry.client().setThemeMode(ThemeMode.DARK) }
        eventually("the screen is dark") { entry.scene.night(messenger.get().resources.configuration) }
        away("as the device") { entry.client().setThemeMode(ThemeMode.SYSTEM) }
    }

    @Test
    fun after_the_end_of_the_process_the_screen_comes_back_where_it_was() {
        val messenger = opened()
        assertTrue(messenger.page().ask("navigate", JSONObject("""{"view":{"name":"help_center"}}""")).getBoolean("ok"))
        val saved = Bundle()
        eventually("the screen is remembered") {
            messenger.saveInstanceState(saved)
            saved.toString().contains("help_center")
        }
        away("the process ends") { FrontdeskAndroid.reset() }

        entry = start()
        assertFalse("a new process knows nothing of it", away("opening") { entry.client().messengerState().visible })
        val restored = Robolectric.buildActivity(MessengerActivity::class.java).setup(saved)
        val page = restored.page()
        eventually("the same screen") { view(page) == "help_center" }
        assertTrue(entry.client0().messengerState().visible)
        assertNull("no second screen", shadowOf(app).nextStartedActivity)
    }

    @Test
    fun a_page_whose_process_died_is_loaded_again_and_the_app_goes_on() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return
        val messenger = opened()
        val page = messenger.page()
        val dead = checkNotNull(messenger.get().webView)
        assertTrue(shadowOf(dead).webViewClient.onRenderProcessGone(dead, crashed))
        assertNotSame(dead, messenger.get().webView)
        assertEquals("home", view(messenger.page()))
        val before = page.all().size
        page.send("""{"id":"late","type":"state","data":{}}""")
        messenger.page().ask("state")
        assertEquals("the old port is closed", before, page.all().size)
    }

    // Made where it is needed: older Androids do not have the class.
    private val crashed by lazy { Crashed() }

    private class Crashed : RenderProcessGoneDetail() {
        override fun didCrash() = true

        override fun rendererPriorityAtExit() = 0
    }

    private fun request(url: String, tapped: Boolean) = object : WebResourceRequest {
        override fun getUrl(): Uri = Uri.parse(url)

        override fun isForMainFrame() = true

        override fun isRedirect() = false

        override fun hasGesture() = tapped

        override fun getMethod() = "GET"

        override fun getRequestHeaders() = emptyMap<String, String>()
    }

    private fun FrontdeskEntry.client0() = away("the client") { client() }
}
