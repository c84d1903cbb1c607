// The existing plugin's own JavaScript on our native side, unchanged: what an app that is being moved over does first.
// It runs in Node, whose engine is Chromium's and which the plugin's own tests need anyway: no second engine, no further
// licence. Between the two stand Cordova's real cordova.js and its real message queue.
package dev.frontdesk.cordova

import dev.frontdesk.android.eventual
import dev.frontdesk.android.eventually
import org.apache.cordova.NativeToJsMessageQueue
import org.json.JSONArray
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

internal class VendorTest : PluginTest() {
    @Test
    fun the_vendors_own_javascript_drives_every_call_it_has() {
        val page = VendorPage(started())
        page.use {
            page.must("registerIdentifiedUser", JSONObject().put("userId", 7).put("email", "grace@example.com"))
            page.must("setUserHash", "ab".repeat(32))
            page.must("setSecureMode", "cd".repeat(32), JSONObject())
            page.must("updateUser", JSONObject().put("name", "Grace").put("custom_attributes", JSONObject().put("plan", "pro")))
            page.must("logEvent", "vendor-event", JSONObject().put("price", 19.99))
            page.must("logEvent", "vendor-event", JSONObject.NULL)
            for (open in listOf("displayMessenger", "displayMessageComposer", "displayConversationsList", "displayHelpCenter")) {
                page.must(open)
            }
            page.must("displayMessageComposerWithInitialMessage", "Hi")
            page.must("displayHelpCenterCollections", JSONObject().put("collectionIds", JSONArray(listOf("4001"))))
            page.must("displayArticle", "1001")
            page.must("displayCarousel", "3001")
            page.must("displaySurvey", "2001")
            page.must("hideIntercom")
            val collections = JSONArray(page.must("fetchHelpCenterCollections") as String)
            assertEquals("4001", collections.getJSONObject(0).getString("collectionId"))
            val content = JSONObject(page.must("fetchHelpCenterCollection", "4001") as String)
            assertEquals("4001", content.getString("collectionId"))
            val hits = JSONArray(page.must("searchHelpCenter", "start") as String)
            assertEquals("1001", hits.getJSONObject(0).getString("articleId"))
            assertEquals(0, page.must("unreadConversationCount"))
            page.must("setLauncherVisibility", "VISIBLE")
            page.must("setInAppMessageVisibility", "GONE")
            page.must("setBottomPadding", 20)
            page.must("registerForPush")
            page.must("sendPushTokenToIntercom", "fcm-token")
            page.must("reset")
            page.must("registerUnidentifiedUser", JSONObject())
            val refused = page.answer("displayArticle", "no-such-article")
            assertTrue("$refused", !refused.getBoolean(1))
            assertEquals("not_found", refused.getJSONObject(2).getString("code"))
        }
        assertTrue("vendor-event" in server.storedEvents())
        assertTrue(server.storedContacts().any { it.optString("user_id") == "7" && it.optString("name") == "Grace" })
        assertEquals("each call was answered once", page.answers.size, page.answers.distinctBy { it.getInt(0) }.size)
    }
}

/** The page in Node, with [bridge] behind it. */
private class VendorPage(private val bridge: Bridge) : AutoCloseable {
    private val process: Process
    private var calls = 0

    /** Number, success, value. */
    val answers = CopyOnWriteArrayList<JSONArray>()

    init {
        val packages = File(System.getProperty("cordova.packages")!!)
        val script = File(System.getProperty("frontdesk.module"), "src/test/page/vendor.mjs")
        val cordova = File(packages, "cordova-android/templates/project/assets/www/cordova.js")
        val vendor = File(packages, "cordova-plugin-intercom/www/intercom.js")
        process = ProcessBuilder("node", script.path, cordova.path, vendor.path)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
        bridge.queue.addBridgeMode(NativeToJsMessageQueue.NoOpBridgeMode())
        bridge.queue.setBridgeMode(0)
        thread(isDaemon = true, name = "page") { process.inputStream.bufferedReader().forEachLine(::heard) }
    }

    private fun heard(line: String) {
        val said = JSONObject(line)
        said.optJSONArray("answer")?.let { answers += it }
        said.optJSONArray("exec")?.let {
            bridge.plugins.exec(it.getString(0), it.getString(1), it.getString(2), it.getString(3))
        }
    }

    private fun say(line: JSONObject) = synchronized(process) {
        process.outputStream.write("$line\n".toByteArray())
        process.outputStream.flush()
    }

    /** Makes a call as an app does and waits for its callback. */
    fun answer(vararg call: Any): JSONArray {
        val number = ++calls
        say(JSONObject().put("call", JSONArray(call.toList())))
        return eventual("an answer to ${call.first()}") {
            check(process.isAlive) { "the page ended" }
            bridge.queue.popAndEncodeAsJs()?.let { say(JSONObject().put("js", it)) }
            answers.firstOrNull { it.getInt(0) == number }
        }
    }

    /** The value of a call that must succeed. */
    fun must(vararg call: Any): Any? {
        val answer = answer(*call)
        assertTrue("${call.first()}: $answer", answer.getBoolean(1))
        return answer.opt(2)
    }

    override fun close() {
        process.outputStream.close()
        eventually("the page ends") { process.waitFor(1, TimeUnit.MILLISECONDS) }
    }
}
