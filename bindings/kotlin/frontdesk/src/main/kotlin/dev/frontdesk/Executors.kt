/*
 * The threads of this layer.
 *
 * Guarantees: a thread exists only while there is work for it and never keeps the JVM alive; work handed to [InOrder]
 * runs one piece after the other whatever executor is behind it, and a piece that fails stops nothing.
 */
package dev.frontdesk

import java.util.concurrent.Executor
import java.util.concurrent.ExecutorService
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit

/** Seconds after which a thread without work ends. */
private const val IDLE_SECONDS = 5L

/** One thread called [name], which comes and goes. */
internal fun oneThread(name: String): ExecutorService =
    ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, LinkedBlockingQueue()) { work ->
        Thread(work, name).apply { isDaemon = true }
    }.apply { allowCoreThreadTimeOut(true) }

/** Runs work in the order in which it came. */
internal class InOrder(private val executor: Executor) : Executor {
    private val waiting = ArrayDeque<Runnable>()
    private var running = false

    override fun execute(work: Runnable) {
        synchronized(waiting) {
            waiting.addLast(work)
            if (running) return
            running = true
        }
        hand()
    }

    private fun hand() {
        try {
            executor.execute(::drain)
        } catch (rejected: RejectedExecutionException) {
            // The app has shut its executor down: nobody is left to be told.
            Log.contained("the callback executor", rejected)
            synchronized(waiting) {
                waiting.clear()
                running = false
            }
        }
    }

    private fun drain() {
        while (true) {
            val work = synchronized(waiting) {
                waiting.removeFirstOrNull().also { if (it == null) running = false }
            } ?: return
            guarded("a callback") { work.run() }
        }
    }
}

/** Runs code of the app; what it throws is logged and goes no further. */
internal inline fun guarded(what: String, work: () -> Unit) {
    try {
        work()
    } catch (thrown: Exception) {
        Log.contained(what, thrown)
    } catch (thrown: LinkageError) {
        Log.contained(what, thrown)
    } catch (thrown: AssertionError) {
        Log.contained(what, thrown)
    } catch (thrown: StackOverflowError) {
        Log.contained(what, thrown)
    }
}
