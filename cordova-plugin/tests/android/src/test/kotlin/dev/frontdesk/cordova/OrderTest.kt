// The order of calls, and what comes before the SDK is started.
package dev.frontdesk.cordova

import dev.frontdesk.android.FrontdeskAndroid
import dev.frontdesk.android.eventually
import org.apache.cordova.ConfigXmlParser
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.xmlpull.v1.XmlPullParserFactory
import java.io.StringReader

internal class OrderTest : PluginTest() {
    @Test
    fun events_are_stored_in_the_order_in_which_javascript_logged_them() {
        val page = loggedIn("order")
        // A workspace knows 120 names of events at most.
        val names = List(80) { "event-$it" }
        val calls = names.map { page.call("logEvent", args(it, null)) }
        eventually("an answer to each") { calls.all { page.answers(it).isNotEmpty() } }
        page.settle()
        assertEquals(names, server.storedEvents().filter { it.startsWith("event-") })
    }

    @Test
    fun what_is_told_right_behind_a_login_belongs_to_who_logs_in() {
        val page = started()
        val login = page.call("loginUserWithUserAttributes", """[{"userId":"at-once"}]""")
        val event = page.call("logEvent", """["right-behind"]""")
        val update = page.call("updateUser", """[{"name":"At Once"}]""")
        for (id in listOf(login, event, update)) assertTrue(page.answer(id).toString(), page.answer(id).ok)
        page.settle()
        assertTrue("right-behind" in server.storedEvents())
        assertTrue(server.storedContacts().any { it.optString("name") == "At Once" })
    }

    @Test
    fun calls_before_initialize_wait_for_it_and_are_answered_once() {
        StartProvider.carryOut(app, Plan.of(preferences("frontdesk-initialize" to "manual")))
        assertFalse(FrontdeskAndroid.isInitialized)
        val page = Bridge(app)
        val login = page.call("loginUserWithUserAttributes", """[{"userId":"early"}]""")
        val event = page.call("logEvent", """["early"]""")
        assertEquals("unknown_action", page.code("noSuchAction"))
        assertEquals(false, page.value("isFrontdeskPush", """[{"from":"somebody else"}]"""))
        assertTrue(page.answers(login).isEmpty() && page.answers(event).isEmpty())
        assertEquals("missing", page.code("initialize", """[{"serverUrl":"${server.url}"}]"""))
        assertEquals("missing", page.code("initialize", "[]"))
        val options = JSONObject().put("serverUrl", server.url).put("appId", server.appId)
            .put("apiKey", "of-another-platform").put("androidApiKey", server.apiKey)
        assertNull(page.value("initialize", args(options)))
        assertTrue(page.answer(login).toString(), page.answer(login).ok)
        assertTrue(page.answer(event).ok)
        assertNull("the same again does nothing", page.value("initialize", args(options)))
        assertEquals("already_initialised", page.code("initialize", args(JSONObject(options.toString()).put("appId", "b"))))
        page.settle()
        assertEquals(1, page.answers(login).size)
        assertTrue("early" in server.storedEvents())
    }

    @Test
    fun one_call_too_many_before_the_start_is_told_so() {
        StartProvider.carryOut(app, Plan.of(preferences("frontdesk-initialize" to "manual")))
        val page = Bridge(app)
        val calls = List(CallLine.MOST_WAITING + 50) { page.call("logEvent", args("e$it")) }
        eventually("those too many are answered") { calls.count { page.answers(it).isNotEmpty() } >= 49 }
        val refused = calls.filter { page.answers(it).isNotEmpty() }
        assertTrue(refused.all { page.answers(it).single().code == "queue_full" })
        page.plugins.onReset()
        assertTrue(calls.all { page.answers(it).size == 1 })
    }

    @Test
    fun preferences_that_lack_something_are_named_by_every_call_until_initialize() {
        StartProvider.carryOut(app, Plan.of(preferences("intercom-app-id" to "app")))
        val page = Bridge(app)
        val error = page.ask("isUserLoggedIn").value as JSONObject
        assertEquals("not_initialized", error.getString("code"))
        assertEquals("frontdesk-server-url", error.getString("field"))
        val options = JSONObject().put("server_url", server.url).put("app_id", server.appId).put("api_key", server.apiKey)
        assertNull(page.value("initialize", args(options)))
        assertEquals("false", page.value("isUserLoggedIn"))
    }

    @Test
    fun config_xml_starts_the_sdk_before_any_activity() {
        val xml = """<widget><preference name="Intercom-App-Id" value="${server.appId}"/>
            <preference name="intercom-android-api-key" value="${server.apiKey}"/>
            <preference name="frontdesk-server-url" value=" ${server.url} "/></widget>"""
        val parser = XmlPullParserFactory.newInstance().newPullParser().apply { setInput(StringReader(xml)) }
        val read = ConfigXmlParser().also { it.parse(parser) }.preferences
        StartProvider.carryOut(app, Plan.of(read))
        assertTrue(FrontdeskAndroid.isInitialized)
        assertEquals("false", Bridge(app).value("isUserLoggedIn"))
    }

    @Test
    fun a_server_that_cannot_be_an_address_is_the_error_of_every_call() {
        val options = JSONObject().put("serverUrl", "no address").put("appId", "a").put("apiKey", "k")
        val page = Bridge(app)
        val waiting = page.call("isUserLoggedIn")
        assertEquals("malformed_url", page.code("initialize", args(options)))
        assertEquals("malformed_url", page.answer(waiting).code)
        assertEquals("malformed_url", page.code("logEvent", args("x")))
        // Somebody typed it wrong, and corrects it.
        val right = JSONObject().put("serverUrl", server.url).put("appId", server.appId).put("apiKey", server.apiKey)
        assertNull(page.value("initialize", args(right)))
        assertEquals("false", page.value("isUserLoggedIn"))
        assertEquals("already_initialised", page.code("initialize", args(options)))
    }
}
