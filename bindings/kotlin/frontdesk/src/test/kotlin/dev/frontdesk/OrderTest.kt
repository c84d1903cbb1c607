/*
 * Calls of several threads, and ends of a client that meet: what is earlier stays earlier, and nobody waits for ever.
 */
package dev.frontdesk

import dev.frontdesk.core.FrontdeskEvent
import dev.frontdesk.core.Presentation
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class OrderTest {
    private val drawing = Threads { Thread.currentThread().name.startsWith("ui") }

    /** Longer than any test lasts: order is kept, or the test hangs. */
    private val untilTheEnd = Patience(orderMillis = DEADLINE_MS, closeMillis = DEADLINE_MS)

    /** Runs [shown] on the line, where calls of a drawing thread are made. */
    private class Screen(private val shown: () -> Unit) : Presenter {
        override fun present(what: Presentation) = shown()

        override fun hide() = Unit

        override fun openLink(url: String) = Unit
    }

    private fun <T> onScreen(work: suspend (CoroutineDispatcher) -> T): T =
        Executors.newSingleThreadExecutor { Thread(it, "ui") }.asCoroutineDispatcher().use { runBlocking { work(it) } }

    @Test
    fun `a call of another thread stands behind those that a drawing thread made before it`() {
        val line = CountDownLatch(1)
        MockServer().use { server ->
            onScreen { ui ->
                withDesk(server, settings = {
                    threads = drawing
                    patience = untilTheEnd
                    presenter = Screen { line.await() }
                }) { desk ->
                    val user = somebody()
                    desk.loginUserWithUserAttributes(UserAttributes { userId = user })
                    withContext(ui) {
                        // The line stands still, as behind a slow disk.
                        desk.present(null)
                        desk.logEvent("called", mapOf("number" to 0), null)
                    }
                    desk.logEvent("called", mapOf("number" to 1), null)
                    val second = launch(start = CoroutineStart.UNDISPATCHED) {
                        desk.logEvent("called", mapOf("number" to 2))
                    }
                    line.countDown()
                    second.join()
                    assertEquals(0L, desk.flush(DEADLINE_MS).queued)
                    val arrived = server.metadataOf(user, "called").map { it.getValue("number").toString() }
                    assertEquals(listOf("0", "1", "2"), arrived)
                }
            }
        }
    }

    @Test
    fun `a presenter may call on the line and wait for what another thread calls`() = onScreen { ui ->
        val shown = CountDownLatch(1)
        var desk: Frontdesk? = null
        withDesk(settings = {
            threads = drawing
            patience = Patience(orderMillis = 20)
            presenter = Screen {
                runBlocking {
                    desk?.logEvent("called")
                    withContext(Dispatchers.IO) { desk?.logEvent("called") }
                }
                shown.countDown()
            }
        }) { opened ->
            desk = opened
            opened.loginUnidentifiedUser()
            withContext(ui) { opened.present() }
            assertTrue(shown.await(DEADLINE_MS, TimeUnit.MILLISECONDS))
            assertEquals(0L, opened.flush(DEADLINE_MS).queued)
        }
    }

    @Test
    fun `code on the line calls at once, however long others would stand`() = onScreen { ui ->
        val shown = CountDownLatch(1)
        var desk: Frontdesk? = null
        withDesk(settings = {
            threads = drawing
            patience = untilTheEnd
            presenter = Screen {
                runBlocking { desk?.logEvent("called") }
                shown.countDown()
            }
        }) { opened ->
            desk = opened
            opened.loginUnidentifiedUser()
            withContext(ui) { opened.present() }
            assertTrue(shown.await(DEADLINE_MS, TimeUnit.MILLISECONDS))
        }
    }

    @Test
    fun `who closes a second time has a free folder when it returns`() = withFolder { folder ->
        val listening = CountDownLatch(1)
        val told = CountDownLatch(1)
        val desk = MockServer.shared.builder(folder).apply {
            patience = untilTheEnd
            listener = FrontdeskListener { event ->
                if (event == FrontdeskEvent.SessionChanged(SessionState.LOGGED_IN)) {
                    listening.countDown()
                    told.await()
                }
            }
        }.open()
        runBlocking { desk.loginUnidentifiedUser() }
        assertTrue(listening.await(DEADLINE_MS, TimeUnit.MILLISECONDS))
        // The end waits for the listener.
        val first = thread(start = false) { desk.close() }
        var reopened: Result<Unit>? = null
        val second = thread(start = false) {
            desk.close()
            reopened = runCatching { MockServer.shared.builder(folder).open().close() }
        }
        first.start()
        while (!desk.isClosed) Thread.yield()
        second.start()
        while (second.state == Thread.State.NEW || second.state == Thread.State.RUNNABLE) Thread.yield()
        told.countDown()
        second.join(DEADLINE_MS)
        first.join(DEADLINE_MS)
        assertEquals(Result.success(Unit), reopened)
    }

    @Test
    fun `a listener that closes what is being closed does not wait for itself`() = withFolder { folder ->
        val listening = CountDownLatch(1)
        val closing = CountDownLatch(1)
        var desk: Frontdesk? = null
        desk = MockServer.shared.builder(folder).apply {
            patience = untilTheEnd
            listener = FrontdeskListener { event ->
                if (event == FrontdeskEvent.SessionChanged(SessionState.LOGGED_IN)) {
                    listening.countDown()
                    closing.await()
                    desk?.close()
                }
            }
        }.open()
        runBlocking { desk.loginUnidentifiedUser() }
        assertTrue(listening.await(DEADLINE_MS, TimeUnit.MILLISECONDS))
        val first = thread { desk.close() }
        while (!desk.isClosed) Thread.yield()
        closing.countDown()
        first.join(DEADLINE_MS)
        assertTrue(!first.isAlive, "the end waits for a listener that waits for the end")
    }
}
