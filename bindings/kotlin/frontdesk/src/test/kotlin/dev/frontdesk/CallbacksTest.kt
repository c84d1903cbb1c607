/*
 * Callbacks, cancellation, and what flows say.
 */
package dev.frontdesk

import dev.frontdesk.core.Delivery
import dev.frontdesk.core.FrontdeskEvent
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executor
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
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
    fun `an executor that is gone costs the callback and nothing else`() = withDesk(
        settings = { callbackExecutor = Executor { throw java.util.concurrent.RejectedExecutionException() } },
    ) { desk ->
        desk.loginUnidentifiedUser()
        desk.logEvent("nobody hears", null, FrontdeskCallback.of({ error("not called") }, null))
        assertEquals(0L, desk.flush().queued)
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
