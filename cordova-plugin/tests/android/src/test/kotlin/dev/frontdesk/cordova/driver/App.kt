// The app of the scenario driver: an application with one page, which is the other process.
//
// Guarantees: the plugin is found, called and answered by Cordova's own classes, as in `Bridge`; statements leave in the
// order in which Cordova queued them; the main looper runs all the time. The main thread is the test's, as Robolectric
// wants it; `page` reads, and calls the plugin as a WebView's thread does.
package dev.frontdesk.cordova.driver

import android.os.Looper
import dev.frontdesk.android.FrontdeskAndroid
import dev.frontdesk.android.FrontdeskOptions
import dev.frontdesk.android.away
import dev.frontdesk.cordova.Bridge
import dev.frontdesk.cordova.Desk
import dev.frontdesk.cordova.UpdateWait
import org.apache.cordova.NativeToJsMessageQueue
import org.apache.cordova.PluginEntry
import org.json.JSONObject
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import java.io.File
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.nio.file.Files
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.TimeUnit.MILLISECONDS
import kotlin.concurrent.thread

/** As long as the core itself waits for an answer, however busy the machine is. */
private const val CORE_WAITS_MS = 10_000L

/** Between two looks at what the main thread was given, and how far its clock goes on in one. */
private const val FRAME_MS = 5L

/** Not a test: what Robolectric runs an app by. */
@RunWith(RobolectricTestRunner::class)
internal class App {
    private val out = FileOutputStream(FileDescriptor.out)
    private val lines = System.`in`.bufferedReader()

    /** When the page has said that it ends, or is gone. */
    private val over = SynchronousQueue<Boolean>()

    @Test
    fun serves() {
        val first = lines.readLine() ?: return
        val bridge = opened(JSONObject(first).getJSONObject("open"))
        say(JSONObject().put("opened", true))
        thread(isDaemon = true, name = "page") { over.put(hear(bridge)) }
        var inOrder: Boolean? = null
        while (inOrder == null) {
            shadowOf(Looper.getMainLooper()).idleFor(FRAME_MS, MILLISECONDS)
            inOrder = over.poll(FRAME_MS, MILLISECONDS)
        }
        away("the SDK ends") { FrontdeskAndroid.reset() }
        Desk.reset()
        if (inOrder) say(JSONObject().put("ended", true))
    }

    private fun opened(given: JSONObject): Bridge {
        val app = RuntimeEnvironment.getApplication()
        // The app's private folder is what the scenario says.
        Files.createSymbolicLink(File(app.noBackupFilesDir, "frontdesk").toPath(), File(given.getString("data")).toPath())
        UpdateWait.millis = CORE_WAITS_MS
        val options =
            FrontdeskOptions.Builder(given.getString("server"), given.getString("app-id"), given.getString("api-key"))
        if (given.optBoolean("fast-retry")) options.fastRetry()
        // Nobody looks at the messenger's page here.
        options.pages { path -> throw java.io.FileNotFoundException(path) }
        val bridge = Bridge(app, more = listOf(PluginEntry(CLIENT, ClientPlugin::class.java.name, true)))
        bridge.queue.addBridgeMode(Outward())
        bridge.queue.setBridgeMode(0)
        val built = options.build()
        // As in a process that nobody looks at: a scenario says itself when a person comes. Robolectric would say that
        // one is there, and then a login that failed is tried again without being asked for.
        FrontdeskAndroid.start(app, built, late = false)
        Desk.initialize(app, built)
        return bridge
    }

    /** Calls what the page asks for until it ends; whether it ended in order. */
    private fun hear(bridge: Bridge): Boolean {
        while (true) {
            val said = JSONObject(lines.readLine() ?: return false)
            if (said.has("end")) return true
            val exec = said.getJSONArray("exec")
            bridge.plugins.exec(exec.getString(0), exec.getString(1), exec.getString(2), exec.getString(3))
        }
    }

    private fun say(line: JSONObject) = synchronized(out) {
        out.write("$line\n".toByteArray())
        out.flush()
    }

    /** In a WebView's place: what Cordova wants to be run goes out at once. */
    private inner class Outward : NativeToJsMessageQueue.BridgeMode() {
        override fun onNativeToJsMessageAvailable(queue: NativeToJsMessageQueue) {
            queue.popAndEncodeAsJs()?.let { say(JSONObject().put("js", it)) }
        }
    }
}
