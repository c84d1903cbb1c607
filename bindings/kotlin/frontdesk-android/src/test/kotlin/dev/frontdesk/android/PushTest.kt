// Push messages: whose they are (the shared vectors), what is shown for ours, and where a tap leads.
package dev.frontdesk.android

import android.app.Activity
import android.app.Notification
import android.app.NotificationManager
import android.os.Build
import android.os.Bundle
import android.view.View
import dev.frontdesk.NewReply
import kotlinx.coroutines.awaitCancellation
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import java.io.File

internal class PushTest : AndroidTest() {
    private val notifications get() = shadowOf(app.getSystemService(NotificationManager::class.java))
    private val ours = mapOf("frontdesk" to "1", "conversation_id" to "42", "part_id" to "77", "unread" to "2")

    @Test
    fun every_vector_that_fcm_could_deliver_is_recognised_as_all_languages_do() {
        val file = File(System.getProperty("frontdesk.contract")!!, "vectors/push.json")
        val cases = JSONObject(file.readText()).getJSONArray("cases")
        var run = 0
        for (index in 0 until cases.length()) {
            val case = cases.getJSONObject(index)
            // FCM's data is flat and every value is text: the other shapes are other platforms'.
            val payload = case.optJSONObject("payload") ?: continue
            val data = payload.keys().asSequence().associateWith { payload.get(it) }
            if (data.values.any { it !is String }) continue
            val texts = data.mapValues { it.value as String }
            assertEquals(case.getString("name"), case.getBoolean("ours"), FrontdeskPush.isFrontdeskPush(texts))
            val bundle = Bundle().also { all -> texts.forEach { (name, value) -> all.putString(name, value) } }
            assertEquals(case.getString("name"), case.getBoolean("ours"), FrontdeskPush.isFrontdeskPush(bundle))
            run++
        }
        assertTrue("only $run vectors are for FCM", run >= 5)
    }

    @Test
    fun a_strangers_message_is_left_alone_and_nothing_throws() {
        start()
        for (data in listOf(emptyMap(), mapOf("google.sent_time" to "1"), mapOf("frontdesk" to "\uD800"))) {
            assertFalse(FrontdeskPush.handle(app, data))
        }
        val hostile = Bundle().also { it.putInt("frontdesk", 1) }
        assertFalse(FrontdeskPush.isFrontdeskPush(hostile))
        assertFalse(FrontdeskPush.handleTap(null))
    }

    @Test
    fun our_message_becomes_one_notification_per_conversation_that_opens_it() {
        val labels = FrontdeskLabels(newMessage = "Neue Nachricht", channel = "Nachrichten")
        val entry = start(server.options().labels(labels).build())
        away("login") { entry.client().loginUnidentifiedUser() }
        assertTrue(FrontdeskPush.handle(app, ours, android.R.drawable.ic_dialog_email))
        val shown = eventual("a notification") { notifications.getNotification("42", PushNotification.ID) }
        assertEquals("Neue Nachricht", shown.extras.getString(Notification.EXTRA_TEXT))
        assertEquals(2, shown.number)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
            assertEquals(PushNotification.CHANNEL, shown.channelId)
            assertEquals(Notification.VISIBILITY_PRIVATE, shown.visibility)
        }
        assertTrue(FrontdeskPush.handle(app, ours + mapOf("title" to "Grace", "body" to "Hello")))
        eventually("it is replaced") {
            notifications.getNotification("42", PushNotification.ID)?.extras?.getString(Notification.EXTRA_TEXT) == "Hello"
        }
        assertEquals(1, notifications.size())
        val tap = shadowOf(shown.contentIntent).savedIntents.last()
        assertEquals("42", tap.getStringExtra(MessengerActivity.CONVERSATION))
        assertEquals(MessengerActivity::class.java.name, tap.component?.className)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.M) assertTrue(shadowOf(shown.contentIntent).isImmutable)
    }

    @Test
    fun who_comes_next_sees_no_notification_of_who_was_logged_in() {
        val entry = start()
        away("login") { entry.client().loginUnidentifiedUser() }
        assertTrue(FrontdeskPush.handle(app, ours))
        eventual("a notification") { notifications.getNotification("42", PushNotification.ID) }
        away("logout") { entry.client().logout(force = true) }
        eventually("it is gone") { notifications.size() == 0 }
        // One that was on its way.
        assertTrue(FrontdeskPush.handle(app, ours))
        var behind = false
        entry.whenPushed { behind = true }
        eventually("it was looked at") { behind }
        assertEquals(0, notifications.size())
    }

    @Test
    fun a_call_of_the_app_that_waits_for_the_network_holds_up_no_tap_and_no_push() {
        val entry = start()
        away("login") { entry.client().loginUnidentifiedUser() }
        away("a launcher") { entry.client().setLauncherVisibility(true) }
        val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
        // As a login does that is queued without a network.
        var waits = false
        FrontdeskAndroid.whenReady {
            waits = true
            awaitCancellation()
        }
        eventually("the app's call waits") { waits }
        assertTrue(FrontdeskPush.handle(app, ours))
        eventual("a notification") { notifications.getNotification("42", PushNotification.ID) }
        val launcher = checkNotNull(entry.overlay.over(activity)).launcher
        eventually("the launcher") { launcher.visibility == View.VISIBLE }
        launcher.performClick()
        val intent = eventual("the messenger") { shadowOf(app).nextStartedActivity }
        assertEquals(MessengerActivity::class.java.name, intent.component?.className)
    }

    @Test
    fun a_tap_opens_the_conversation() {
        val entry = start()
        away("login") { entry.client().loginUnidentifiedUser() }
        away("a conversation") { entry.client().startConversationWith(NewReply("Hello", emptyList())) }
        away("delivery") { entry.client().flush(10_000) }
        val id = away("its number") { entry.client().listConversations().data.single().id }
        val tap = MessengerActivity.intent(app).putExtra(MessengerActivity.CONVERSATION, id)
        val messenger = Robolectric.buildActivity(MessengerActivity::class.java, tap).setup()
        val page = Page(checkNotNull(messenger.get().webView)).load()
        eventually("the conversation") {
            val view = page.ask("state").getJSONObject("result").getJSONObject("view")
            view.optString("name") == "conversation" && view.optString("id") == id
        }
    }

    @Test
    fun the_token_reaches_the_server_for_whoever_is_logged_in() {
        val entry = start()
        FrontdeskPush.setPushToken("fcm-token-of-this-device")
        away("login") { entry.client().loginUnidentifiedUser() }
        away("delivery") { entry.client().flush(10_000) }
        eventually("the server hears of it") {
            server.requests().any { it.getString("path").contains("push") || it.toString().contains("fcm-token-of") }
        }
    }
}
