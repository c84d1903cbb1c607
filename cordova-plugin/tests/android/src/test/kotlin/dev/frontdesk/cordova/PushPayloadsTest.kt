// Push: what any of the push plugins hands over is told from a stranger's, a tap opens the conversation.
package dev.frontdesk.cordova

import android.app.NotificationManager
import dev.frontdesk.android.eventual
import dev.frontdesk.android.eventually
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Test
import org.robolectric.Shadows.shadowOf

internal class PushPayloadsTest : PluginTest() {
    private val strangers = listOf(
        "[]", "[null]", "[{}]", "[[]]", "[1]", """["frontdesk"]""", """[{"google.sent_time":1}]""",
        """[{"frontdesk":0,"conversation_id":"42"}]""", """[{"additionalData":{"foreground":false}}]""",
    )

    @Test
    fun a_strangers_payload_is_left_alone_with_and_without_a_client() {
        val early = Bridge(app)
        for (payload in strangers) {
            assertEquals(payload, false, early.value("isFrontdeskPush", payload))
            assertEquals(payload, false, early.value("handlePush", payload))
        }
        assertEquals(true, early.value("isFrontdeskPush", """[{"frontdesk":"1","conversation_id":"42"}]"""))
    }

    @Test
    fun a_tap_that_a_push_plugin_tells_opens_the_conversation() {
        val page = loggedIn("tap")
        val listening = page.call("listen")
        page.value("startConversation", """["Hello"]""")
        page.settle()
        val id = server.operator("GET", "/conversations").getJSONArray("conversations").getJSONObject(0).getString("id")
        val taps = listOf(
            """{"frontdesk":"1","conversation_id":"$id","tap":"background"}""",
            """{"title":"x","additionalData":{"foreground":false,"frontdesk":"1","conversation_id":"$id"}}""",
            """{"actionId":"tap","notification":{"data":{"frontdesk":"1","conversation_id":"$id"}}}""",
        )
        for ((count, tap) in taps.withIndex()) {
            assertEquals(true, page.value("handlePush", "[$tap]"))
            eventually("the messenger is shown") { page.events(listening, "shown").size > count }
            page.value("hideMessenger")
            eventually("and hidden") { page.events(listening, "hidden").size > count }
        }
        val inFront = """{"additionalData":{"foreground":true,"frontdesk":"1","conversation_id":"$id"}}"""
        assertEquals(true, page.value("handlePush", "[$inFront]"))
        page.settle()
        assertEquals(taps.size, page.events(listening, "shown").size)
    }

    @Test
    fun a_message_that_came_in_the_background_becomes_a_notification() {
        val page = loggedIn("background")
        val payload = JSONObject().put("frontdesk", "1").put("conversation_id", "42").put("title", "Grace").put("body", "Hi")
        assertEquals(true, page.value("handlePush", args(payload)))
        val notifications = shadowOf(app.getSystemService(NotificationManager::class.java))
        eventual("a notification") { notifications.allNotifications.firstOrNull() }
    }
}
