// Rows B4, B5 and B6 of the fault matrix: whatever is passed, whoever goes, every call is answered exactly once.
package dev.frontdesk.cordova

import dev.frontdesk.android.FrontdeskAndroid
import dev.frontdesk.android.away
import dev.frontdesk.android.eventually
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

internal class HostileTest : PluginTest() {
    @Test
    fun `B5 options that are null, missing or a list, no identity, unknown words and actions are errors with a code`() {
        val page = started()
        val login = "loginUserWithUserAttributes"
        for (arguments in listOf("[]", "[null]", "[{}]")) assertEquals("missing_identity", page.code(login, arguments))
        for (arguments in listOf("[[]]", "[\"ada\"]", "[7]", "[true]")) assertEquals("wrong_type", page.code(login, arguments))
        page.value("loginUserWithUserAttributes", """[{"userId":"b5"}]""")
        assertEquals("unknown_space", page.code("presentIntercomSpace", """["NOWHERE"]"""))
        assertEquals("missing", page.code("presentIntercomSpace"))
        assertEquals("unknown_content_type", page.code("presentContent", """[{"type":"TOUR","id":"1"}]"""))
        assertEquals("missing", page.code("presentContent", """[{"id":"1"}]"""))
        assertEquals("missing", page.code("presentContent", """[{"type":"ARTICLE"}]"""))
        for (arguments in listOf("[]", "[null]")) assertEquals("missing", page.code("presentContent", arguments))
        assertEquals("wrong_type", page.code("presentContent", "[[]]"))
        assertEquals("not_found", page.code("displayArticle", "[999999]"))
        for (action in listOf("noSuchAction", "", "execute", "constructor")) assertEquals("unknown_action", page.code(action))
        val error = page.ask("displayArticle", """[""]""").value as JSONObject
        assertEquals("id", error.getString("field"))
        assertTrue(error.getString("message").isNotEmpty())
    }

    @Test
    fun `every action answers exactly once whatever is passed`() {
        val page = loggedIn("hostile")
        val calls = Actions.all.keys.filter { it !in LEFT_OUT }.flatMap { action ->
            HOSTILE.map { arguments -> page.call(action, arguments) }
        }
        eventually("an answer to each of ${calls.size} calls") { calls.all { page.answers(it).isNotEmpty() } }
        page.settle()
        for (id in calls) {
            val answer = page.answers(id).single()
            if (!answer.ok) assertTrue("$answer", answer.code.matches(Regex("[a-z0-9_]+")) && answer.code != "internal")
        }
    }

    @Test
    fun `an argument nested a hundred thousand levels is refused and ends no process`() {
        val page = loggedIn("deep")
        val deep = "[".repeat(100_000) + "]".repeat(100_000)
        assertEquals("too_deep", page.code("logEvent", """["deep",{"a":$deep}]"""))
        assertEquals("too_deep", page.code("suppressProactiveContent", "[$deep]"))
        assertEquals(false, page.value("isFrontdeskPush", "[$deep]"))
        assertFalse(page.ask("updateUser", "[$deep]").ok)
    }

    @Test
    fun `a number that is none and half of a surrogate pair are refused by the field they stand in`() {
        val page = loggedIn("texts")
        val half = page.ask("logEvent", "[\"\\ud800\"]").value as JSONObject
        assertEquals("invalid_text name", "${half.getString("code")} ${half.getString("field")}")
        val inside = page.ask("logEvent", """["x",{"a":"\ud800"}]""").value as JSONObject
        assertEquals("invalid_text", inside.getString("code"))
        assertEquals("wrong_type", page.code("setBottomPadding", """["many"]"""))
        assertEquals("out_of_range", page.code("setBottomPadding", "[-1]"))
        assertEquals("wrong_type", page.code("logEvent", "[5]"))
        for (action in listOf("setLauncherVisibility", "setThemeMode")) assertEquals("unknown_value", page.code(action, args("x")))
    }

    @Test
    fun `B4 what is under way when the page goes is answered once with bridge_reset, and is done all the same`() {
        val page = loggedIn("gone")
        page.settle()
        val listening = page.call("listen")
        eventually("it listens") { page.answers(listening).isNotEmpty() }
        server.cutNetwork()
        val waiting = page.call("updateUser", """[{"name":"Ada"}]""")
        val event = page.call("logEvent", """["before-the-page-went"]""")
        eventually("the event is stored") { page.answers(event).isNotEmpty() }
        page.plugins.onReset()
        assertEquals("bridge_reset", page.answers(waiting).single().code)
        val heard = page.answers(listening).size
        server.restoreNetwork()
        page.settle()
        assertTrue("before-the-page-went" in server.storedEvents())
        assertEquals(1, page.answers(waiting).size)
        assertEquals("a page that went hears nothing", heard, page.answers(listening).size)
        // The page that comes next is served.
        assertEquals("true", page.value("isUserLoggedIn"))
    }

    @Test
    fun `the activity goes and comes back with a new plugin and the same session`() {
        val first = loggedIn("activity")
        val waiting = first.call("listen")
        eventually("it listens") { first.answers(waiting).isNotEmpty() }
        first.plugins.onDestroy()
        val heard = first.answers(waiting).size
        val second = Bridge(app)
        assertEquals("true", second.value("isUserLoggedIn"))
        second.value("logEvent", """["in-the-second-activity"]""")
        second.settle()
        assertEquals(heard, first.answers(waiting).size)
    }

    @Test
    fun `B6 success of logEvent and updateUser means durably stored, delivered or not`() {
        val page = loggedIn("b6")
        page.settle()
        server.cutNetwork()
        try {
            val id = page.value("logEvent", """["stored-before-the-kill"]""") as String
            assertTrue(id.matches(Regex("[0-9a-f-]{36}")))
            val update = page.call("updateUser", """[{"name":"Ada"}]""")
            eventually("the update is stored") { (page.value("pending") as JSONObject).getInt("queued") == 2 }
            assertTrue(page.answers(update).isEmpty() || page.answers(update).single().ok)
            // The process ends without a word: nothing is flushed, another one begins.
            away("the SDK ends") { FrontdeskAndroid.reset() }
            Desk.reset()
        } finally {
            server.restoreNetwork()
        }
        val next = started()
        assertEquals("true", next.value("isUserLoggedIn"))
        assertEquals(0, (next.value("flush", "[30000]") as JSONObject).getInt("queued"))
        assertTrue("stored-before-the-kill" in server.storedEvents())
        assertTrue(server.storedContacts().any { it.optString("user_id") == "b6" && it.optString("name") == "Ada" })
    }

    private companion object {
        /** They answer many times, end the session or wait for their time: tested apart. */
        val LEFT_OUT = setOf("listen", "logout", "initialize", "flush", "startConversation")

        val HOSTILE = listOf(
            "[]", "[null]", "[null,null,null]", "[{}]", "[[]]", "[\"\"]", "[0]", "[-1]", "[1e308]", "[true]",
            "[\"\\u0000\"]", "[\"${"x".repeat(100_000)}\"]", "[{\"toString\":null,\"__proto__\":{}}]",
            "[[[[[]]]]]", "[\"a\",[],{}]", "{}", "", "null", "[", "[}", "[\"",
        )
    }
}
