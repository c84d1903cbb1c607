// Calls that the app makes before the client is open, and after: each runs when the one before it has ended, so
// the order of the app's lines is the order of their effects. Filled on any thread, emptied by one coroutine.
package dev.frontdesk.android

import dev.frontdesk.Frontdesk
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch

/** One call and who hears when it fails. */
internal class QueuedCall(
    val run: suspend (Frontdesk) -> Unit,
    val failed: (Throwable) -> Unit,
)

/**
 * A bounded line in front of the client. When opening failed, every call hears that error once; nothing waits
 * for ever.
 */
internal class CallQueue(scope: CoroutineScope, opened: Deferred<Frontdesk>) {
    private val line = Channel<QueuedCall>(MOST_WAITING)

    init {
        scope.launch {
            val client = runCatching { opened.await() }
            for (call in line) call.answer(client)
        }
    }

    /** False when [MOST_WAITING] calls wait already: the caller must say so to the app. */
    fun add(call: QueuedCall): Boolean = line.trySend(call).isSuccess

    /** No more calls are taken; those in line still run. */
    fun close() {
        line.close()
    }

    private suspend fun QueuedCall.answer(client: Result<Frontdesk>) {
        try {
            run(client.getOrThrow())
        } catch (problem: Throwable) {
            // A time limit of the app's is a cancellation, too, and so may be an `Error` of its code: neither ends the
            // line. Only the SDK's own end does.
            currentCoroutineContext().ensureActive()
            // The app's own handler must not end the line either.
            runCatching { failed(problem) }
        }
    }

    internal companion object {
        /** More than an app says before its client is open, little enough to hold. */
        const val MOST_WAITING = 1_000
    }
}
