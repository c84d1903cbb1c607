// Row F4 on Android: what the main thread calls, another thread does. The core calls a presenter on the very thread
// that polls the app's call, which makes it the witness.
package dev.frontdesk.android

import android.os.Looper
import dev.frontdesk.Frontdesk
import dev.frontdesk.Presenter
import dev.frontdesk.Threads
import dev.frontdesk.core.Presentation
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File
import java.util.concurrent.CopyOnWriteArrayList

internal class MainThreadTest : AndroidTest() {
    @Test
    fun f4_a_call_of_the_main_thread_is_polled_by_another_one_and_in_order() {
        val polled = CopyOnWriteArrayList<Thread>()
        val client = away("the client opens") {
            Frontdesk.open(server.url, server.appId, server.apiKey) {
                dataDir = File(app.noBackupFilesDir, "witness")
                fastRetry = true
                threads = Threads { MainThread.isCurrent() }
                presenter = object : Presenter {
                    override fun present(what: Presentation) = polled.add(Thread.currentThread()).let { }

                    override fun hide() = polled.add(Thread.currentThread()).let { }

                    override fun openLink(url: String) = Unit
                }
            }
        }
        away("login") { client.loginUnidentifiedUser() }
        assertTrue("the test is on the main thread", MainThread.isCurrent())
        val ended = CopyOnWriteArrayList<String>()
        // Unconfined: every call begins right here, on the main thread.
        val here = CoroutineScope(Dispatchers.Unconfined)
        here.launch(start = CoroutineStart.UNDISPATCHED) { client.present().also { ended += "present" } }
        here.launch(start = CoroutineStart.UNDISPATCHED) { client.logEvent("from-main").also { ended += "event" } }
        here.launch(start = CoroutineStart.UNDISPATCHED) { client.hide().also { ended += "hide" } }
        eventually("all ended") { ended.size == 3 }
        assertEquals(2, polled.size)
        for (thread in polled) assertNotSame(Looper.getMainLooper().thread, thread)
        assertEquals("one thread, so that their order is kept", 1, polled.toSet().size)
        away("closing") { client.shutdown() }
    }

    @Test
    fun starting_on_the_main_thread_leaves_everything_to_others() {
        FrontdeskAndroid.start(app, server.options().build(), late = true)
        val entry = checkNotNull(FrontdeskAndroid.entry)
        // Nothing has run on the main looper since; the client opens all the same.
        val opened = Thread { kotlinx.coroutines.runBlocking { entry.client() } }
        opened.start()
        opened.join(30_000)
        assertTrue("it did not wait for the main looper", !opened.isAlive)
    }
}
