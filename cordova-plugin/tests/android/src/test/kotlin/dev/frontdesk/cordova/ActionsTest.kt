// Every action with its documented arguments, over the real library and the real server: the value has the documented
// shape. Both generations of names.
package dev.frontdesk.cordova

import dev.frontdesk.android.away
import dev.frontdesk.android.eventual
import dev.frontdesk.android.eventually
import org.json.JSONArray
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

internal class ActionsTest : PluginTest() {
    @Test
    fun both_generations_log_in_update_and_log_out() {
        val page = started()
        assertEquals("false", page.value("isUserLoggedIn"))
        for (login in listOf("loginUserWithUserAttributes", "registerIdentifiedUser")) {
            page.value(login, """[{"userId":42,"email":"ada@example.com"}]""")
            assertEquals("true", page.value("isUserLoggedIn"))
            val who = JSONObject(page.value("fetchLoggedInUserAttributes") as String)
            assertEquals("42", who.getString("userId"))
            assertEquals("ada@example.com", who.getString("email"))
            val update = page.value("updateUser", """[{"name":"Ada","customAttributes":{"plan":"pro"}}]""") as JSONObject
            assertEquals("delivered", update.getString("delivery"))
            page.value("logout")
        }
        for (login in listOf("loginUnidentifiedUser", "registerUnidentifiedUser")) {
            page.value(login)
            assertEquals("unidentified_logout", page.code("logout"))
            page.value("logout", """[{"force":true}]""")
        }
        assertEquals("not_logged_in", page.code("fetchLoggedInUserAttributes"))
    }

    @Test
    fun an_event_is_stored_and_its_receipt_comes_later() {
        val page = loggedIn("receipts")
        val listening = page.call("listen")
        val id = page.value("logEvent", """["opened",{"price":19.99,"note":"ü"}]""")
        val deep = page.value("logEvent", """["deep",{"list":{"of":[1,null,"ü"]}}]""")
        page.value("logEvent", """["plain",null]""")
        page.value("logEvent", """["plainer"]""")
        fun receipt(of: Any?) = eventual("the receipt") {
            page.events(listening, "delivery").firstOrNull { it.getString("operation") == of }
        }
        assertEquals("event delivered", receipt(id).run { "${getString("kind")} ${getString("outcome")}" })
        // The server's rule, not the device's: told by the receipt, and kept.
        assertEquals("rejected metadata_nested", receipt(deep).run { "${getString("outcome")} ${getString("code")}" })
        val kept = (page.value("pending") as JSONObject).getJSONArray("rejected").getJSONObject(0)
        assertEquals("$deep metadata_nested", "${kept.getString("id")} ${kept.getString("code")}")
        assertEquals(true, page.value("dismiss", args(deep)))
        page.settle()
        assertTrue(server.storedEvents().containsAll(listOf("opened", "plain", "plainer")))
    }

    @Test
    fun what_is_shown_is_answered_without_a_value_and_told_as_an_event() {
        val page = loggedIn()
        val listening = page.call("listen")
        for ((action, arguments) in SHOWING) {
            assertNull("$action $arguments", page.value(action, arguments))
        }
        eventually("shown") { page.events(listening, "shown").isNotEmpty() }
        for (hide in listOf("hideIntercom", "hideMessenger")) assertNull(page.value(hide))
        eventually("hidden") { page.events(listening, "hidden").isNotEmpty() }
    }

    @Test
    fun what_the_app_decides_about_the_messenger_is_taken_in_every_documented_spelling() {
        val page = loggedIn()
        for (action in listOf("setLauncherVisibility", "setInAppMessageVisibility")) {
            for (word in listOf("VISIBLE", "GONE", "visible")) assertNull(page.value(action, args(word)))
        }
        for (pixels in listOf("[20]", "[0]", "[12.7]", "[\"16\"]")) assertNull(page.value("setBottomPadding", pixels))
        for (mode in listOf("light", "DARK", "System")) assertNull(page.value("setThemeMode", args(mode)))
        for (kinds in listOf("""[["CAROUSEL","SURVEY"]]""", "[[]]")) {
            assertNull(page.value("suppressProactiveContent", kinds))
        }
        assertEquals(0, page.value("unreadConversationCount"))
    }

    @Test
    fun the_help_center_is_json_as_text_with_the_documented_keys() {
        val page = loggedIn()
        val collections = JSONArray(page.value("fetchHelpCenterCollections") as String)
        val first = collections.getJSONObject(0)
        assertEquals("4001", first.getString("collectionId"))
        assertTrue(first.has("title"))
        val content = JSONObject(page.value("fetchHelpCenterCollection", """["4001"]""") as String)
        assertEquals("4001", content.getString("collectionId"))
        assertEquals("1001", content.getJSONArray("articles").getJSONObject(0).getString("articleId"))
        assertTrue(content.has("sections"))
        val same = JSONObject(page.value("fetchHelpCenterCollection", "[4001]") as String)
        assertEquals(content.toString(), same.toString())
        val hit = JSONArray(page.value("searchHelpCenter", """["start"]""") as String).getJSONObject(0)
        assertEquals("1001", hit.getString("articleId"))
        assertTrue(hit.has("title") && hit.has("matchingSnippet"))
    }

    @Test
    fun credentials_and_tokens_are_taken() {
        val page = started()
        assertNull(page.value("setUserHash", """["${"ab".repeat(32)}"]"""))
        assertNull(page.value("setSecureMode", """["${"cd".repeat(32)}",{"anything":1}]"""))
        page.value("loginUserWithUserAttributes", """[{"userId":"tokens"}]""")
        assertNull(page.value("setAuthTokens", """[{"shop":"one","bank":"two"}]"""))
        assertNull(page.value("sendPushTokenToIntercom", """["fcm-token-of-this-device"]"""))
        page.settle()
        assertTrue(server.requests().any { it.toString().contains("fcm-token-of-this-device") })
        assertNull(page.value("clearPushToken"))
    }

    @Test
    fun what_waits_can_be_looked_at_sent_and_reported() {
        val page = loggedIn("waiting")
        page.settle()
        server.cutNetwork()
        try {
            page.value("logEvent", """["offline"]""")
            val pending = page.value("pending") as JSONObject
            assertEquals(1, pending.getInt("queued"))
            assertEquals(0, pending.getJSONArray("rejected").length())
        } finally {
            server.restoreNetwork()
        }
        assertEquals(0, (page.value("flush", "[30000]") as JSONObject).getInt("queued"))
        assertTrue((page.value("diagnostics") as JSONObject).length() > 3)
        assertEquals(false, page.value("dismiss", """["0193c3a4-7e00-7abc-8def-0123456789ab"]"""))
        assertEquals(false, page.value("retryOperation", """["0193c3a4-7e00-7abc-8def-0123456789ab"]"""))
    }

    @Test
    fun a_conversation_is_started_and_the_answer_raises_the_unread_count_without_asking() {
        val page = loggedIn("unread")
        val listening = page.call("listen")
        eventually("the present count") { page.events(listening, "unreadCountChanged").any { it.getInt("count") == 0 } }
        val sent = page.value("startConversation", """["Hello"]""") as JSONObject
        page.settle()
        val admin = server.operator("GET", "/admins").getJSONArray("admins").getJSONObject(0).getString("id")
        val reply = JSONObject().put("message_type", "comment").put("type", "admin").put("admin_id", admin)
            .put("body", "Good morning")
        val conversations = server.operator("GET", "/conversations").getJSONArray("conversations")
        val id = conversations.getJSONObject(0).getString("id")
        assertFalse(sent.getString("conversation_id").isEmpty())
        server.operator("POST", "/conversations/$id/reply", reply)
        // What the system would tell when the app comes to the front.
        away("in front") { Desk.client().setForeground(true) }
        eventually("the count") { page.events(listening, "unreadCountChanged").any { it.getInt("count") == 1 } }
        assertEquals(1, page.value("unreadConversationCount"))
    }

    private companion object {
        val SHOWING = listOf(
            "present" to "[]",
            "displayMessenger" to "[]",
            "presentIntercomSpace" to """["HOME"]""",
            "presentIntercomSpace" to """["HELP_CENTER"]""",
            "presentIntercomSpace" to """["MESSAGES"]""",
            "presentIntercomSpace" to """["TICKETS"]""",
            "displayHelpCenter" to "[]",
            "displayConversationsList" to "[]",
            "displayHelpCenterCollections" to """[["4001"]]""",
            "displayHelpCenterCollections" to """[{"collectionIds":[4001]}]""",
            "presentContent" to """[{"type":"ARTICLE","id":"1001"}]""",
            "presentContent" to """[{"type":"ARTICLE","id":1001}]""",
            "presentContent" to """[{"type":"SURVEY","id":"2001"}]""",
            "presentContent" to """[{"type":"CAROUSEL","id":"3001"}]""",
            "presentContent" to """[{"type":"HELP_CENTER_COLLECTIONS","ids":["4001"]}]""",
            "displayArticle" to """["1001"]""",
            "displayArticle" to "[1001]",
            "displaySurvey" to """["2001"]""",
            "displayCarousel" to """["3001"]""",
            "presentMessageComposer" to """["Hi there"]""",
            "presentMessageComposer" to "[null]",
            "displayMessageComposer" to "[]",
            "displayMessageComposerWithInitialMessage" to """["Hi"]""",
        )
    }
}
