// The entry: one SDK per process, because screens, jobs and notifications that the system creates must find it
// without being handed it. The core itself has no globals; an app that wants two clients opens `Frontdesk` twice.
package dev.frontdesk.android

import android.app.Application
import android.content.Context
import android.util.Log
import dev.frontdesk.Frontdesk
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch

/**
 * Frontdesk in an Android app.
 *
 * Usually nothing has to be called: [FrontdeskInitProvider] starts it from the manifest's meta-data before the
 * first activity. The client opens in the background; [client] waits for it and [whenReady] lines calls up. None
 * of these functions blocks or touches disk or network on the calling thread, so all are safe on the main thread.
 * Since 0.1.
 */
public object FrontdeskAndroid {
    @Volatile
    internal var entry: FrontdeskEntry? = null
        private set

    /** Whether [initialize] ran in this process, by the manifest or by the app. Any thread. */
    @JvmStatic
    public val isInitialized: Boolean get() = entry != null

    /**
     * Starts the SDK: registers for the app's lifecycle and the network, and opens the client in the background.
     * Again with the same server, workspace and key it does nothing. After a client that could not be opened
     * (`malformed_url`, say) it starts anew with what it is given now. Any thread; call it as early as possible, best
     * in `Application.onCreate`, when the manifest does not say what to start.
     *
     * @throws IllegalStateException when it already runs with another server, workspace or key.
     */
    @JvmStatic
    public fun initialize(context: Context, options: FrontdeskOptions) {
        val app = context.applicationContext as? Application ?: return initializeLater(context, options)
        start(app, options, late = true)
    }

    /**
     * The open client. Waits while it opens; throws [dev.frontdesk.FrontdeskException] when it cannot be opened,
     * each time.
     *
     * @throws IllegalStateException when [initialize] never ran.
     */
    public suspend fun client(): Frontdesk = started().client()

    /**
     * Runs [call] with the client as soon as it is open, after all calls lined up before have ended, off the main
     * thread. What it throws is reported to [failed] once, on the same thread; without one its code is logged.
     *
     * @return false when 1,000 calls wait already; [call] then never runs.
     * @throws IllegalStateException when [initialize] never ran.
     */
    public fun whenReady(failed: ((Throwable) -> Unit)? = null, call: suspend Frontdesk.() -> Unit): Boolean {
        val entry = started()
        return entry.queue.add(QueuedCall(call, failed ?: { entry.report("a queued call", it) }))
    }

    /**
     * [whenReady] for Java: `FrontdeskAndroid.whenReady(frontdesk -> frontdesk.present())`. The call may use the
     * client's blocking or callback forms; it runs off the main thread.
     */
    @JvmStatic
    public fun whenReady(call: ReadyCall): Boolean = whenReady(null) { call.run(this) }

    /** Ends it and forgets it, for tests. */
    internal suspend fun reset() {
        val ending = synchronized(this) { entry.also { entry = null } }
        ending?.stop()
    }

    internal fun start(app: Application, options: FrontdeskOptions, late: Boolean) {
        val starting = synchronized(this) {
            val running = entry
            if (running != null && !running.failed) {
                check(running.options.sameAs(options)) {
                    "Frontdesk runs with another workspace already (already_initialised)"
                }
                return
            }
            running?.let(::retire)
            FrontdeskEntry(app, options).also { entry = it }
        }
        MainThread.run { starting.start(late) }
    }

    // Behind its own start, which may be waiting for the main thread still.
    private fun retire(failed: FrontdeskEntry) {
        MainThread.handler.post { CoroutineScope(Dispatchers.Default).launch { failed.stop() } }
    }

    // While providers are created, some wrapped contexts have no application yet; the system makes it first.
    private fun initializeLater(context: Context, options: FrontdeskOptions) {
        Log.d(LOG_TAG, "started before the application")
        MainThread.handler.post { start(context.applicationContext as Application, options, late = true) }
    }

    internal fun started(): FrontdeskEntry =
        checkNotNull(entry) { "Frontdesk is not initialized: add its meta-data to the manifest or call initialize" }
}

/** A call that waits for the client. Since 0.1. */
public fun interface ReadyCall {
    /** Runs once, off the main thread. What it throws is logged by its code. */
    public fun run(client: Frontdesk)
}
