/*
 * The threads of this layer.
 *
 * Guarantees: a thread exists only while there is work for it and never keeps the JVM alive; work handed to [InOrder]
 * runs once, one piece after the other whatever executor is behind it: a piece that fails stops nothing, and what an
 * executor refuses runs on a thread of the SDK.
 */
package dev.frontdesk

import java.util.concurrent.Executor
import java.util.concurrent.ExecutorService
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** Seconds after which a thread without work ends. */
private const val IDLE_SECONDS = 5L

/** One thread called [name], which comes and goes. */
internal fun oneThread(name: String): ExecutorService =
    ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, LinkedBlockingQueue()) { work ->
        Thread(work, name).apply { isDaemon = true }
    }.apply { allowCoreThreadTimeOut(true) }

/** One thread's work, which others can see standing. Any thread. */
internal class Line(name: String) : Executor {
    private val thread = oneThread(name)
    private val standing = AtomicInteger()

    @Volatile
    private var current: Thread? = null

    /** Whether nothing waits and nothing runs. */
    val isEmpty: Boolean get() = standing.get() == 0

    /** Whether the calling thread is the one that works. */
    val isCurrent: Boolean get() = current === Thread.currentThread()

    override fun execute(work: Runnable) {
        standing.incrementAndGet()
        thread.execute {
            current = Thread.currentThread()
            try {
                work.run()
            } finally {
                current = null
                standing.decrementAndGet()
            }
        }
    }
}

/** Runs work in the order in which it came. */
internal class InOrder(private val executor: Executor) : Executor {
    private val waiting = ArrayDeque<Runnable>()

    // A drain was asked for and has not found the line empty yet; a drain is at work.
    private var asked = false
    private var draining = false
    private val spare = lazy { oneThread("frontdesk-callbacks") }

    override fun execute(work: Runnable) {
        synchronized(waiting) {
            waiting.addLast(work)
            if (asked) return
            asked = true
        }
        try {
            executor.execute(::drain)
        } catch (refused: Throwable) {
            // The app has shut its executor down, or its queue is full: an answer on another thread is one, silence is
            // none.
            Log.contained("the callback executor", refused)
            spare.value.execute(::drain)
        }
    }

    private fun drain() {
        // An executor that ran this and failed afterwards must not make two of it.
        synchronized(waiting) {
            if (draining) return
            draining = true
        }
        while (true) {
            val work = synchronized(waiting) {
                waiting.removeFirstOrNull() ?: run {
                    asked = false
                    draining = false
                    return
                }
            }
            guarded("a callback") { work.run() }
        }
    }
}

/** Runs code of the app; what it throws, an `Error` such as that of `TODO()` too, is logged and goes no further. */
internal inline fun guarded(what: String, work: () -> Unit) {
    try {
        work()
    } catch (thrown: Throwable) {
        Log.contained(what, thrown)
    }
}
