/*
 * How a call reaches the core: which thread, which errors, which answer.
 *
 * Guarantees: a call's short write happens on the calling thread, unless that thread draws: then on `frontdesk-calls`,
 * one call after the other in their order. What a call waits for is awaited without holding any thread. Only
 * `FrontdeskException` and cancellation come out. A callback is answered exactly once, in the order in which calls end,
 * on the app's executor. After `close` every call answers `ShutDown`; calls under way, and those that a drawing thread
 * made before it closed, are answered before the core's object is freed. A coroutine that is cancelled stops waiting;
 * its write is made all the same and stays stored.
 */
package dev.frontdesk

import dev.frontdesk.core.CoreClient
import java.util.concurrent.Executor
import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** The way to one client of the core. */
internal class Calls(
    private val core: CoreClient,
    private val threads: Threads,
    callbackExecutor: Executor,
) {
    private val closed = AtomicBoolean(false)
    private val line = oneThread("frontdesk-calls").asCoroutineDispatcher()
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
        if (threads.isUiThread()) inLine { core.call() } else core.call()
    }

    /** A call that makes its short write when it begins and then waits. */
    suspend fun <T> wait(call: suspend CoreClient.() -> T): T = contained(closed::get) {
        checkOpen()
        if (threads.isUiThread()) inLine { begin(call) } else begin(call)
    }

    // Undispatched: the write happens here and now, in the order of the calls; the rest runs on the common pool, so
    // that no thread of the app's is needed, not even when its dispatcher is blocked or unconfined.
    private suspend fun <T> begin(call: suspend CoreClient.() -> T): T =
        coroutineScope { async(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { core.call() }.await() }

    // A screen that goes while its call stands in line stops waiting at once; the call begins all the same (atomic) and
    // ends at its first wait. Whether the client is open was asked before the line: a `close` stands behind the calls
    // that were made before it.
    @OptIn(DelicateCoroutinesApi::class)
    private suspend fun <T> inLine(call: suspend () -> T): T {
        val made = scope.async(line, CoroutineStart.ATOMIC) { call() }
        try {
            return made.await()
        } finally {
            made.cancel()
        }
    }

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

    /** Ends the client; a second time nothing happens. From a thread that draws it is done a moment later. */
    fun close() {
        if (!closed.compareAndSet(false, true)) return
        if (threads.isUiThread()) line.dispatch(line) { end() } else end()
    }

    val isClosed: Boolean get() = closed.get()

    private fun end() {
        try {
            contained({ true }) { core.shutdown() }
        } catch (error: FrontdeskException) {
            Log.contained("the core's shutdown", error)
        } finally {
            // Frees the core's object once the last call under way has let go of it.
            core.destroy()
        }
    }

    private fun checkOpen() {
        if (closed.get()) throw FrontdeskException.ShutDown()
    }
}
