// Screens that do not come: hidden before the system made them, refused by the device, or without a page that lives.
package dev.frontdesk.android

import android.app.Activity
import android.content.Intent
import android.os.Build
import android.os.Bundle
import android.view.ViewGroup
import android.webkit.RenderProcessGoneDetail
import android.webkit.ValueCallback
import android.webkit.WebChromeClient.FileChooserParams
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController

internal class RefusedScreenTest : AndroidTest() {
    /** Where a policy of the device lets nothing be started. */
    class Locked : Activity() {
        override fun startActivity(intent: Intent): Unit = throw SecurityException("not allowed")

        override fun startActivity(intent: Intent, options: Bundle?): Unit = throw SecurityException("not allowed")
    }

    private fun started(): FrontdeskEntry = start().also { away("login") { it.client().loginUnidentifiedUser() } }

    private fun FrontdeskEntry.visible() = away("the state") { client().messengerState().visible }

    private fun opened(entry: FrontdeskEntry): ActivityController<MessengerActivity> {
        away("present") { entry.client().present() }
        val intent = eventual("the messenger is started") { shadowOf(app).nextStartedActivity }
        return Robolectric.buildActivity(MessengerActivity::class.java, intent).setup()
    }

    @Test
    fun a_messenger_that_is_hidden_before_its_screen_exists_does_not_stay_there_empty() {
        val entry = started()
        away("present") { entry.client().present() }
        val intent = eventual("the messenger is started") { shadowOf(app).nextStartedActivity }
        away("hide") { entry.client().hide() }
        val messenger = Robolectric.buildActivity(MessengerActivity::class.java, intent).setup()
        eventually("it closes") { messenger.get().isFinishing }
        assertFalse(entry.visible())
    }

    @Test
    fun what_the_device_refuses_to_show_is_not_taken_for_shown_and_the_app_goes_on() {
        val entry = started()
        Robolectric.buildActivity(Locked::class.java).setup()
        away("present") { entry.client().present() }
        eventually("the core knows") { !entry.visible() }
        assertNull(shadowOf(app).nextStartedActivity)
    }

    @Test
    fun a_file_chooser_that_is_refused_answers_that_nothing_is_chosen() {
        val messenger = opened(started())
        val chrome = checkNotNull(shadowOf(messenger.get().webView).webChromeClient)
        val refusing = object : FileChooserParams() {
            override fun getMode() = MODE_OPEN

            override fun getAcceptTypes() = emptyArray<String>()

            override fun isCaptureEnabled() = false

            override fun getTitle(): CharSequence? = null

            override fun getFilenameHint(): String? = null

            override fun createIntent(): Intent = throw SecurityException("not allowed")
        }
        assertFalse(chrome.onShowFileChooser(messenger.get().webView, ValueCallback { }, refusing))
        assertFalse(messenger.get().isFinishing)
    }

    @Test
    fun a_page_that_dies_whenever_it_lives_is_given_up_with_words_and_back_still_closes() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return
        val entry = started()
        val messenger = opened(entry)
        repeat(PageLosses.MOST) {
            val web = checkNotNull(messenger.get().webView) { "given up after $it" }
            assertTrue(shadowOf(web).webViewClient.onRenderProcessGone(web, Crashed()))
        }
        assertNull(messenger.get().webView)
        val content = checkNotNull(messenger.get().findViewById<ViewGroup>(android.R.id.content))
        val root = content.getChildAt(0) as ViewGroup
        assertEquals(entry.options.labels.unavailable, (root.getChildAt(0) as TextView).text)
        @Suppress("DEPRECATION")
        messenger.get().onBackPressed()
        eventually("it closes") { messenger.get().isFinishing }
        messenger.pause().stop().destroy()
        eventually("the core knows") { !entry.visible() }
    }

    @Test
    fun pages_lost_over_a_long_time_are_loaded_again_each_time() {
        val losses = PageLosses()
        assertTrue(losses.worthAnother(0))
        assertTrue(losses.worthAnother(30_000))
        assertTrue("the first is a minute ago", losses.worthAnother(60_000))
        assertFalse(losses.worthAnother(60_001))
    }

    // Made where it is needed: older Androids do not have the class.
    private class Crashed : RenderProcessGoneDetail() {
        override fun didCrash() = true

        override fun rendererPriorityAtExit() = 0
    }
}
