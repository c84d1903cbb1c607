// The SDK of this process as the plugin sees it: started or not, and the line of calls in front of it.
//
// Guarantees: calls begin in the order in which JavaScript made them, and what one writes is written before the next
// one begins; a call that waits for the network holds up no other; calls made before the start wait for it, at most
// a thousand; when the app's preferences lack something every call says so at once. The line belongs to the process: what
// was told is done also when the activity is gone. Any thread.
package dev.frontdesk.cordova

import android.content.Context
import dev.frontdesk.Frontdesk
import dev.frontdesk.android.FrontdeskAndroid
import dev.frontdesk.android.FrontdeskOptions
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch

/** The one SDK of the process. */
internal object Desk {
    @Volatile
    private var start = Start()

    /** The line of calls. */
    val line: CallLine get() = start.line

    /** Starts the SDK; again with the same workspace it does nothing. Throws [Fault] when another one runs. */
    fun initialize(context: Context, options: FrontdeskOptions) {
        try {
            FrontdeskAndroid.initialize(context, options)
        } catch (_: IllegalStateException) {
            throw Fault("already_initialised", "settings", "Frontdesk runs with another workspace already")
        }
        start.begun = true
        start.decided.complete(Unit)
    }

    /** The preferences name a workspace and lack something: calls say so instead of waiting for ever. */
    fun lacks(fault: Fault) {
        start.fault = fault
        start.decided.complete(Unit)
    }

    /** Forgets everything, for tests: a process of an app has one start. */
    fun reset() {
        start.scope.cancel()
        start = Start()
    }

    /** The open client; waits for the start and while it opens. */
    suspend fun client(): Frontdesk = start.client()
}

/** One life of the SDK. */
private class Start {
    val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO)

    /** Completed when waiting makes no sense any more: started, or known to lack something. */
    val decided = CompletableDeferred<Unit>()

    @Volatile
    var begun = false

    @Volatile
    var fault: Fault? = null

    val line = CallLine(scope) { client() }

    suspend fun client(): Frontdesk {
        decided.await()
        if (!begun) fault?.let { throw it }
        return FrontdeskAndroid.client()
    }
}

/** What an action may need besides the client: the application's context, never an activity's. */
internal class Surroundings(val context: Context, val page: Page)

/** An action with its arguments, and whom to answer. */
internal class Call(
    val action: Action,
    val arguments: Arguments,
    val answer: Answer,
    val surroundings: Surroundings,
)

/** Begins calls one after the other. */
internal class CallLine(private val scope: CoroutineScope, private val client: suspend () -> Frontdesk) {
    private val waiting = Channel<Call>(MOST_WAITING)

    init {
        // One lane: the next call begins when this one has written, not when it has ended.
        scope.launch(Dispatchers.IO.limitedParallelism(1)) { for (call in waiting) begin(call) }
    }

    /** Takes a call; one too many is answered `queue_full`. */
    fun add(call: Call) {
        if (call.action is Action.AtOnce) {
            scope.launch { answer(call) { call.action.run(call.arguments, call.surroundings) } }
        } else if (waiting.trySend(call).isFailure) {
            call.answer.failure("queue_full", "too many calls wait for the SDK to start", temporary = true)
        }
    }

    private suspend fun begin(call: Call) {
        val opened = runCatching { client() }
        // Undispatched: it runs here up to its first wait, which comes after its write.
        scope.launch(start = CoroutineStart.UNDISPATCHED) {
            answer(call) {
                val client = opened.getOrThrow()
                when (val action = call.action) {
                    is Action.AtOnce -> action.run(call.arguments, call.surroundings)
                    is Action.WithClient -> action.run(client, call.arguments)
                    is Action.Open -> action.run(client, call)
                }
            }
        }
    }

    private suspend fun answer(call: Call, run: suspend () -> Any?) {
        try {
            val value = run()
            if (value !== STAYS_OPEN) call.answer.success(value)
        } catch (thrown: Throwable) {
            // An `Error` too: no call may end the process, and this one must be answered.
            call.answer.failure(thrown)
        }
    }

    internal companion object {
        /** More than an app says before it starts the SDK, little enough to hold. */
        const val MOST_WAITING = 1_000

        /** The value of an action that answers more than once. */
        val STAYS_OPEN = Any()
    }
}
