/*
 * How a call reaches the core: which thread, which errors, which answer.
 *
 * Guarantees: a call's short write happens on the calling thread, unless that thread draws: then on `frontdesk-calls`,
 * one call after the other in their order. While calls stand in that line, those of other threads stand behind them, so
 * that a later call does not overtake an earlier one; but not for longer than `Patience` says, so that a presenter on
 * the line that waits for another thread's call waits for ever for none. Code on the line itself calls directly. What a
 * call waits for is awaited without holding any thread. Only
 * `FrontdeskException` and cancellation come out. A callback is answered exactly once, in the order in which calls end,
 * on the app's executor. After `close` every call answers `ShutDown`; calls under way, and those that a drawing thread
 * made before it closed, are answered before the core's object is freed; a second `close` waits for the first. A
 * coroutine that is cancelled stops waiting; its write is made all the same and stays stored.
 */
package dev.frontdesk

import dev.frontdesk.core.CoreClient
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executor
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

/** The way to one client of the core. */
internal class Calls(
    private val core: CoreClient,
    private val threads: Threads,
    callbackExecutor: Executor,
    private val patience: Patience = Patience(),
    /** Whether the calling thread is telling a listener, which the end waits for. */
    private val isTelling: () -> Boolean = { false },
) {
    private val closed = AtomicBoolean(false)
    private val ended = CountDownLatch(1)

    @Volatile
    private var ender: Thread? = null
    private val standing = Line("frontdesk-calls")
    private val line = standing.asCoroutineDispatcher()
    private val callbacks = InOrder(callbackExecutor)

    // Answers are handed to `callbacks` on the thread that made them, which keeps their order.
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Unconfined)

    /** A call that answers from memory. */
    fun <T> read(call: CoreClient.() -> T): T = contained(closed::get) {
        checkOpen()
        core.call()
    }

    /** A call that touches the store and waits for nothing else. */
    suspend fun <T> write(call: CoreClient.() -> T): T = contained(closed::get) {
        checkOpen()
        inOrder { core.call() }
    }

    /** A call that makes its short write when it begins and then waits. */
    suspend fun <T> wait(call: suspend CoreClient.() -> T): T = contained(closed::get) {
        checkOpen()
        inOrder { begin(call) }
    }

    // Undispatched: the write happens here and now, in the order of the calls; the rest runs on the common pool, so
    // that no thread of the app's is needed, not even when its dispatcher is blocked or unconfined.
    private suspend fun <T> begin(call: suspend CoreClient.() -> T): T =
        coroutineScope { async(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { core.call() }.await() }

    private suspend fun <T> inOrder(call: suspend () -> T): T = when {
        threads.isUiThread() -> through(line, call)
        standing.isEmpty || standing.isCurrent -> call()
        else -> behindTheLine(call)
    }

    // Whoever takes the call first makes it: the line when its turn comes, or the common pool when that takes too long.
    private suspend fun <T> behindTheLine(call: suspend () -> T): T {
        val taken = AtomicBoolean(false)
        val turn = Job()
        val made = begun(line) {
            if (taken.compareAndSet(false, true)) {
                turn.complete()
                Made(call())
            } else {
                null
            }
        }
        try {
            withTimeoutOrNull(patience.orderMillis) { turn.join() }
            if (taken.compareAndSet(false, true)) return through(Dispatchers.IO, call)
            return checkNotNull(made.await()).value
        } finally {
            made.cancel()
        }
    }

    private suspend fun <T> through(dispatcher: CoroutineDispatcher, call: suspend () -> T): T {
        val made = begun(dispatcher, call)
        try {
            return made.await()
        } finally {
            made.cancel()
        }
    }

    // A screen that goes while its call stands in line stops waiting at once; the call begins all the same (atomic) and
    // ends at its first wait. Whether the client is open was asked before the line: a `close` stands behind the calls
    // that were made before it.
    @OptIn(DelicateCoroutinesApi::class)
    private fun <T> begun(dispatcher: CoroutineDispatcher, call: suspend () -> T): Deferred<T> =
        scope.async(dispatcher, CoroutineStart.ATOMIC) { call() }

    private class Made<T>(val value: T)

    /** Makes [call] and answers [callback], which may be absent, exactly once. */
    fun <T> answer(callback: FrontdeskCallback<T>?, call: suspend () -> T) {
        scope.launch(start = CoroutineStart.UNDISPATCHED) {
            val tell: (FrontdeskCallback<T>) -> Unit = try {
                val value = contained(closed::get) { call() }
                ({ it.onSuccess(value) })
            } catch (error: FrontdeskException) {
                ({ it.onFailure(error) })
            } catch (_: CancellationException) {
                // Nobody cancels this scope: foreign code inside the call did, and the callback still hears of it.
                ({ it.onFailure(FrontdeskException.Internal("binding", "the call was cancelled")) })
            }
            if (callback != null) callbacks.execute { guarded("a callback") { tell(callback) } }
        }
    }

    /** Runs foreign [work] in this client's name; what it throws is logged and goes no further. */
    fun spawn(what: String, work: suspend () -> Unit) {
        scope.launch(Dispatchers.Default) { guarded(what) { work() } }
    }

    /**
     * Ends the client, behind the calls that stand in line; a second time it waits until the first has ended it. A
     * thread that draws does not wait, nor does code that the end itself waits for.
     */
    fun close() {
        val first = closed.compareAndSet(false, true)
        val mayWait = !threads.isUiThread() && !standing.isCurrent
        when {
            first && (standing.isCurrent || mayWait && standing.isEmpty) -> return end()
            first -> line.dispatch(line) { end() }
        }
        if (mayWait && ender !== Thread.currentThread() && !isTelling()) {
            ended.await(patience.closeMillis, TimeUnit.MILLISECONDS)
        }
    }

    val isClosed: Boolean get() = closed.get()

    private fun end() {
        ender = Thread.currentThread()
        try {
            contained({ true }) { core.shutdown() }
        } catch (error: FrontdeskException) {
            Log.contained("the core's shutdown", error)
        } finally {
            // Frees the core's object once the last call under way has let go of it.
            core.destroy()
            ender = null
            ended.countDown()
        }
    }

    private fun checkOpen() {
        if (closed.get()) throw FrontdeskException.ShutDown()
    }
}
