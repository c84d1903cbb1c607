/*
 * Row F4: many threads at once, and a thread that draws.
 *
 * That a drawing thread does no I/O is read from the kernel's own count of that thread's writes.
 */
package dev.frontdesk

import dev.frontdesk.core.Presentation
import java.io.File
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test

class ThreadsTest {
    /** Calls of each of the 64 threads: 10,000 in the slow lane, see the README. */
    private val callsPerThread = Integer.getInteger("frontdesk.calls", 100)

    @Test
    fun `F4 64 threads with mixed calls lose nothing and double nothing`() = withDesk(settings = {
        maxOperations = 10_000_000
        // A full queue is not what is tried here.
        lingerMillis = 5
    }) { desk ->
        val user = somebody()
        desk.loginUserWithUserAttributes(UserAttributes { userId = user })
        val accepted = ConcurrentLinkedQueue<String>()
        val refused = AtomicInteger()
        val slowest = ConcurrentLinkedQueue<Long>()
        val threads = List(64) { thread ->
            Thread {
                runBlocking {
                    repeat(callsPerThread) { call ->
                        when (call % 5) {
                            0, 1, 2 -> {
                                val begun = System.nanoTime()
                                accepted.add(desk.logEvent("mixed", mapOf("thread" to thread, "call" to call)))
                                slowest.add(System.nanoTime() - begun)
                            }
                            3 -> if (runCatching { desk.logEvent("") }.isFailure) refused.incrementAndGet()
                            else -> {
                                assertTrue(desk.isUserLoggedIn())
                                desk.messengerState()
                            }
                        }
                    }
                }
            }.apply { start() }
        }
        threads.forEach(Thread::join)
        assertEquals(64 * (callsPerThread / 5), refused.get())
        assertEquals(0L, desk.flush(DEADLINE_MS).queued)
        val arrived = MockServer.shared.metadataOf(user).map { it.number("thread") to it.number("call") }
        assertEquals(accepted.size, arrived.size)
        assertEquals(arrived.size, arrived.toSet().size)
        // Each thread's own order is kept.
        for (own in arrived.groupBy({ it.first }, { it.second }).values) assertEquals(own.sorted(), own)
        val times = slowest.sorted()
        val (p50, p99) = listOf(50, 99).map { times[times.size * it / 100] / 1_000 }
        println("F4: ${times.size} log_event calls, p50 $p50 us, p99 $p99 us")
    }

    @Test
    fun `F4 on a thread that draws nothing is written and the order of calls is kept`() {
        assumeTrue(File("/proc/thread-self/io").canRead(), "this kernel does not count a thread's writes")
        val screen = Screen()
        screen.executor.use { ui ->
            withDesk(settings = {
                threads = Threads { Thread.currentThread().name.startsWith("ui") }
                presenter = screen
            }) { desk ->
                val user = somebody()
                desk.loginUserWithUserAttributes(UserAttributes { userId = user })
                // The measure itself: a call on a thread that does not draw writes there.
                val elsewhere = Writes.count()
                desk.logEvent("warm up")
                assertTrue(Writes.count() > elsewhere, "the kernel did not count the write")

                val done = CountDownLatch(20)
                withContext(ui) {
                    val before = Writes.count()
                    val counts = FrontdeskCallback.of<OperationId>({ done.countDown() }, null)
                    repeat(20) { desk.logEvent("called", mapOf("number" to it), counts) }
                    repeat(5) { launch { desk.logEvent("suspended") } }
                    desk.updateUser(mapOf("name" to "Ada"))
                    desk.setThemeMode(ThemeMode.DARK)
                    desk.pending()
                    desk.present()
                    desk.messengerState()
                    desk.hide()
                    assertEquals(before, Writes.count(), "the drawing thread wrote")
                }
                assertTrue(done.await(DEADLINE_MS, TimeUnit.MILLISECONDS))
                desk.flush()
                val arrived = MockServer.shared.metadataOf(user, "called").map { it.number("number") }
                assertEquals(List(20) { it }, arrived)
                assertTrue(screen.calledOn.none { it.startsWith("ui") }, screen.calledOn.toString())
                withContext(ui) {
                    val before = Writes.count()
                    desk.close()
                    assertEquals(before, Writes.count(), "closing wrote on the drawing thread")
                }
            }
        }
    }

    private fun JsonObject.number(name: String): Int = getValue(name).jsonPrimitive.int

    private class Screen : Presenter {
        val executor = Executors.newSingleThreadExecutor { Thread(it, "ui") }.asCoroutineDispatcher()
        val calledOn = ConcurrentLinkedQueue<String>()

        override fun present(what: Presentation) {
            calledOn.add(Thread.currentThread().name)
        }

        override fun hide() {
            calledOn.add(Thread.currentThread().name)
        }

        override fun openLink(url: String) = Unit
    }
}

/** The calling thread's own writes, as the kernel counts them. */
private object Writes {
    fun count(): Long = File("/proc/thread-self/io").readLines()
        .first { it.startsWith("syscw:") }.substringAfter(':').trim().toLong()
}
