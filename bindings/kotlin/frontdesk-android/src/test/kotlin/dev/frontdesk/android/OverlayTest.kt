// Launcher and in-app messages over the app's own activities: what they show, where, and that they keep nothing.
package dev.frontdesk.android

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.View
import android.widget.FrameLayout
import dev.frontdesk.InAppDisplay
import dev.frontdesk.InAppRef
import dev.frontdesk.LiveKind
import dev.frontdesk.NewReply
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import java.lang.ref.WeakReference

internal class OverlayTest : AndroidTest() {
    class Checkout : Activity(), WithoutFrontdeskOverlay

    private fun FrontdeskEntry.over(activity: Activity) = checkNotNull(overlay.over(activity))

    private fun shown(): FrontdeskEntry = start().also {
        away("login") { it.client().loginUnidentifiedUser() }
        away("shows the launcher") { it.client().setLauncherVisibility(true) }
    }

    @Test
    fun the_launcher_is_shown_when_the_app_says_so_and_opens_the_messenger() {
        val entry = start()
        away("login") { entry.client().loginUnidentifiedUser() }
        val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
        val launcher = entry.over(activity).launcher
        eventually("the state is known") { entry.scene.state != null }
        assertEquals(View.GONE, launcher.visibility)
        away("shows it") { entry.client().setLauncherVisibility(true) }
        eventually("it is there") { launcher.visibility == View.VISIBLE }
        launcher.performClick()
        val intent = eventual("the messenger") { shadowOf(app).nextStartedActivity }
        assertEquals(MessengerActivity::class.java.name, intent.component?.className)
        eventually("it hides behind the messenger") { launcher.visibility == View.GONE }
        away("hide") { entry.client().hide() }
        eventually("and comes back") { launcher.visibility == View.VISIBLE }
    }

    @Test
    fun the_badge_counts_conversations_with_something_unread() {
        val entry = shown()
        val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
        val launcher = entry.over(activity).launcher
        eventually("no badge") { launcher.visibility == View.VISIBLE && launcher.badgeText == null }
        assertEquals("Open messenger", launcher.contentDescription)
        val sent = away("a conversation") { entry.client().startConversationWith(NewReply("Hello", emptyList())) }
        val conversation = away("its number") { serverId(entry, sent.conversationId) }
        val reply = JSONObject("""{"message_type":"comment","type":"admin","admin_id":1,"body":"Hi"}""")
        server.operator("POST", "/conversations/$conversation/reply", reply)
        eventually("a badge") { launcher.badgeText == "1" }
        assertEquals("Open messenger, 1 unread", launcher.contentDescription)
    }

    private suspend fun serverId(entry: FrontdeskEntry, id: String): String {
        entry.client().flush(10_000)
        return entry.client().listConversations().data.firstOrNull()?.id ?: id
    }

    @Test
    fun the_badge_says_at_most_nine_and_a_screen_reader_the_number() {
        val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
        val launcher = LauncherView(activity, FrontdeskLabels(open = "Hilfe", unread = { "$it neu" })) {}
        for ((unread, badge, spoken) in listOf(
            Triple(0L, null, "Hilfe"),
            Triple(9L, "9", "9 neu"),
            Triple(10L, "9+", "10 neu"),
            Triple(Long.MAX_VALUE, "9+", "1000000 neu"),
        )) {
            launcher.show(unread, night = false)
            assertEquals(badge, launcher.badgeText)
            assertEquals(spoken, launcher.contentDescription)
        }
        launcher.layout(0, 0, 168, 168)
        launcher.draw(Canvas(Bitmap.createBitmap(168, 168, Bitmap.Config.ARGB_8888)))
        assertEquals("android.widget.Button", launcher.accessibilityClassName)
        assertTrue(launcher.isFocusable)
    }

    @Test
    fun the_launcher_is_large_enough_for_a_finger_and_keeps_its_distance() {
        val entry = shown()
        val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
        away("padding") { entry.client().setBottomPadding(64) }
        val overlay = entry.over(activity)
        eventually("the distance") {
            (overlay.launcher.layoutParams as FrameLayout.LayoutParams).bottomMargin == overlay.dp(20 + 64)
        }
        val place = overlay.launcher.layoutParams as FrameLayout.LayoutParams
        assertEquals(overlay.dp(56), place.width)
        assertTrue(overlay.dp(44) <= place.height)
        assertEquals(overlay.dp(20), place.marginEnd.takeIf { it > 0 } ?: place.rightMargin)
    }

    @Test
    fun activities_and_apps_can_stay_without_it() {
        val entry = start(server.options().overlayOn { it.title != "Camera" }.build())
        val checkout = Robolectric.buildActivity(Checkout::class.java).setup().get()
        assertNull(entry.overlay.over(checkout))
        val camera = Robolectric.buildActivity(Activity::class.java).create()
        camera.get().title = "Camera"
        camera.start().resume()
        assertNull(entry.overlay.over(camera.get()))
        assertNotNull(entry.overlay.over(Robolectric.buildActivity(Activity::class.java).setup().get()))
        away("end") { FrontdeskAndroid.reset() }
        val without = start(server.options().overlay(false).build())
        assertNull(without.overlay.over(Robolectric.buildActivity(Activity::class.java).setup().get()))
    }

    @Test
    fun an_in_app_message_gets_a_place_and_gives_it_back() {
        val entry = start()
        // The first state says that there is no message; it must not come after the one of this test.
        eventually("the first state") { entry.scene.state != null }
        val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
        val overlay = entry.over(activity)
        overlay.inApp.show(InAppRef(LiveKind.IN_APP_MESSAGE, "7", InAppDisplay.CARD, 1), bottom = 10)
        assertTrue(overlay.inApp.visible)
        val page = overlay.getChildAt(overlay.childCount - 1) as android.webkit.WebView
        assertEquals("${MessengerAssets.PAGE}#in-app", shadowOf(page).lastLoadedUrl)
        assertEquals(10, (page.layoutParams as FrameLayout.LayoutParams).bottomMargin)
        assertTrue(Page(page).ask("state").getBoolean("ok"))
        overlay.inApp.show(null, bottom = 10)
        assertFalse(overlay.inApp.visible)
        assertTrue(shadowOf(page).wasDestroyCalled())
    }

    @Test
    fun an_activity_that_is_gone_is_kept_by_nobody() {
        val entry = shown()
        var controller: org.robolectric.android.controller.ActivityController<Activity>? =
            Robolectric.buildActivity(Activity::class.java).setup()
        val overlay = WeakReference(entry.over(controller!!.get()))
        eventually("it draws") { overlay.get()?.launcher?.visibility == View.VISIBLE }
        controller.pause().stop().destroy()
        assertNull(entry.overlay.over(controller.get()))
        assertNull(entry.watch.front)
        assertEquals(0, entry.scene.watching)
        @Suppress("UNUSED_VALUE")
        run { controller = null }
    }
}
