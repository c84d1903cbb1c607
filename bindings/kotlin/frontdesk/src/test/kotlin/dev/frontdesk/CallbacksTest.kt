/*
 * Callbacks, cancellation, and what flows say.
 */
package dev.frontdesk

import dev.frontdesk.core.Delivery
import dev.frontdesk.core.FrontdeskEvent
import dev.frontdesk.core.Presentation
import java.io.File
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executor
import java.util.concurrent.Executors
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class CallbacksTest {
    @Test
    fun `callbacks come once each, in order, on the executor of the app, one at a time`() {
        val pool = Executors.newFixedThreadPool(8) { Thread(it, "apps-own") }
        val heard = ConcurrentLinkedQueue<String>()
        val done = CountDownLatch(200)
        withDesk(settings = { callbackExecutor = pool }) { desk ->
            desk.loginUnidentifiedUser()
            repeat(200) { number ->
                val name = if (number % 3 == 2) "" else "event"
                desk.logEvent(name, null, object : FrontdeskCallback<OperationId> {
                    override fun onSuccess(value: OperationId) = told("$number ok")

                    override fun onFailure(error: FrontdeskException) = told("$number ${error.code}")

                    private fun told(what: String) {
                        assertEquals("apps-own", Thread.currentThread().name)
                        heard.add(what)
                        done.countDown()
                    }
                })
            }
            assertTrue(done.await(DEADLINE_MS, TimeUnit.MILLISECONDS))
        }
        pool.shutdown()
        assertEquals(List(200) { "$it ${if (it % 3 == 2) "empty" else "ok"}" }, heard.toList())
    }

    @Test
    fun `an executor that refuses costs no answer and no order`() {
        val heard = ConcurrentLinkedQueue<String>()
        val done = CountDownLatch(30)
        val asked = AtomicInteger()
        // Refuses, fails in another way, runs the work and fails then, takes it: as it comes.
        val moody = Executor {
            when (asked.getAndIncrement() % 4) {
                0 -> throw RejectedExecutionException()
                1 -> throw IllegalStateException()
                2 -> it.run().also { throw AssertionError() }
                else -> it.run()
            }
        }
        withDesk(settings = { callbackExecutor = moody }) { desk ->
            desk.loginUnidentifiedUser()
            repeat(30) { number ->
                desk.logEvent("event", null, FrontdeskCallback.of({ heard.add("$number"); done.countDown() }, null))
            }
            assertTrue(done.await(DEADLINE_MS, TimeUnit.MILLISECONDS), heard.toString())
        }
        assertEquals(List(30) { "$it" }, heard.toList())
    }

    @Test
    fun `a callback that is not written yet does not silence the next`() = withDesk { desk ->
        val heard = CountDownLatch(1)
        desk.loginUnidentifiedUser()
        desk.logEvent("event", null, FrontdeskCallback.of({ TODO() }, null))
        desk.logEvent("event", null, FrontdeskCallback.of({ heard.countDown() }, null))
        assertTrue(heard.await(DEADLINE_MS, TimeUnit.MILLISECONDS))
    }

    @Test
    fun `what a drawing thread tells before it closes or goes is told`() = withFolder { folder ->
        val line = CountDownLatch(1)
        val screen = object : Presenter {
            override fun present(what: Presentation) = line.await()

            override fun hide() = Unit

            override fun openLink(url: String) = Unit
        }
        val heard = ConcurrentLinkedQueue<String>()
        MockServer().use { server ->
            val ui = Executors.newSingleThreadExecutor { Thread(it, "ui") }.asCoroutineDispatcher()
            val desk = server.builder(folder).apply {
                threads = Threads { Thread.currentThread().name.startsWith("ui") }
                presenter = screen
            }.open()
            runBlocking {
                withTimeout(DEADLINE_MS) {
                    desk.loginUnidentifiedUser()
                    server.cut()
                    withContext(ui) {
                        // The line stands still, as behind a slow disk.
                        desk.present(null)
                        desk.logEvent("called", null, FrontdeskCallback.of({ heard.add("ok") }, { heard.add(it.code) }))
                        val gone = launch(start = CoroutineStart.UNDISPATCHED) { desk.logEvent("suspended") }
                        gone.cancel()
                        desk.close()
                        assertEquals("shut_down", failure { desk.logEvent("too late") }.code)
                    }
                    line.countDown()
                    val queued = reopened(server, folder).use { it.pending().queued }
                    assertEquals(2L, queued)
                    assertEquals(listOf("ok"), heard.toList())
                }
            }
            ui.close()
        }
    }

    /** The client of before ends on its own line; the folder is free a moment later. */
    private suspend fun reopened(server: MockServer, folder: File): Frontdesk {
        while (true) {
            try {
                return server.builder(folder).open()
            } catch (busy: FrontdeskException.Storage) {
                assertEquals("already_open", busy.code)
                delay(10)
            }
        }
    }

    @Test
    fun `a cancelled open leaves the folder to the next`() = withFolder { folder ->
        val server = MockServer.shared
        runBlocking {
            val opening = launch(Dispatchers.Default) {
                val job = coroutineContext.job
                Frontdesk.open(server.url, server.appId, server.apiKey) {
                    dataDir = folder
                    logLevel = LogLevel.OFF
                    job.cancel()
                }
            }
            opening.join()
            assertTrue(opening.isCancelled)
            server.builder(folder).open().close()
        }
    }

    @Test
    fun `a cancelled coroutine stops waiting and its operation is delivered`() {
        MockServer().use { server ->
            withDesk(server) { desk ->
                val user = somebody()
                desk.loginUserWithUserAttributes(UserAttributes { userId = user })
                server.cut()
                val update = launch(Dispatchers.Default, CoroutineStart.UNDISPATCHED) {
                    desk.updateUser(mapOf("name" to "Ada"))
                }
                update.cancelAndJoin()
                assertEquals(1L, desk.pending().queued)
                server.back()
                desk.networkChanged(true)
                assertEquals(0L, desk.flush(DEADLINE_MS).queued)
                assertTrue("\"Ada\"" in server.stored().toString())
            }
        }
    }

    @Test
    fun `a coroutine that was cancelled before its call makes none`() = withDesk { desk ->
        desk.loginUnidentifiedUser()
        val late = launch(start = CoroutineStart.LAZY) { desk.logEvent("never") }
        late.cancelAndJoin()
        assertEquals(0L, desk.pending().queued)
    }

    @Test
    fun `without a network an update is queued and its receipt comes later`() {
        MockServer().use { server ->
            withDesk(server, settings = { deliveryWaitMillis = 50 }) { desk ->
                desk.loginUnidentifiedUser()
                server.cut()
                assertEquals(Delivery.Queued, desk.updateUser(mapOf("name" to "Ada")).delivery)
                val receipt = async(start = CoroutineStart.UNDISPATCHED) { desk.deliveries.first() }
                server.back()
                desk.networkChanged(true)
                assertEquals(OperationKind.USER_UPDATE, receipt.await().kind)
            }
        }
    }

    @Test
    fun `flows hold the newest value and tell every change`() = withDesk { desk ->
        assertEquals(SessionState.LOGGED_OUT, desk.sessionState.value)
        val changes = async(start = CoroutineStart.UNDISPATCHED) {
            desk.events.first { it == FrontdeskEvent.SessionChanged(SessionState.LOGGED_IN) }
        }
        assertEquals(SessionState.LOGGED_OUT, desk.messengerStates.first().sessionState)
        val screens = async(start = CoroutineStart.UNDISPATCHED) {
            desk.messengerStates.first { it.sessionState == SessionState.LOGGED_IN }
        }
        desk.loginUnidentifiedUser()
        changes.await()
        assertEquals(SessionState.LOGGED_IN, desk.sessionState.first { it == SessionState.LOGGED_IN })
        assertEquals(Role.LEAD, screens.await().role)
        assertEquals(0L, desk.unreadCount.value)
        // A collector that is slow holds nobody up.
        val slow = launch(start = CoroutineStart.UNDISPATCHED) { desk.events.collect { delay(DEADLINE_MS) } }
        repeat(2_000) { desk.logEvent("event") }
        assertEquals(0L, desk.flush(DEADLINE_MS).queued)
        slow.cancelAndJoin()
    }
}
