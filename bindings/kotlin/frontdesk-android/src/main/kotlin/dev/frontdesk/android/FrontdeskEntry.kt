// One started SDK: the client that opens in the background, and everything of Android that is tied to it. Made
// once per process on the main thread by the entry; it lives as long as the process.
package dev.frontdesk.android

import android.app.Application
import android.util.Log
import dev.frontdesk.Frontdesk
import dev.frontdesk.FrontdeskException
import dev.frontdesk.SessionState
import dev.frontdesk.Threads
import dev.frontdesk.core.FrontdeskEvent
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.launch
import java.io.File
import java.util.concurrent.Executor

/** Ties the core to the app's process; what happens when is the core's to say. */
internal class FrontdeskEntry(val app: Application, val options: FrontdeskOptions) {
    val scope = CoroutineScope(
        SupervisorJob() + Dispatchers.Default + CoroutineExceptionHandler { _, problem -> report("a call", problem) },
    )
    private val foreground = MutableStateFlow<Boolean?>(null)
    private val network = MutableStateFlow<Boolean?>(null)
    val pages = options.pages?.let(::MessengerAssets) ?: MessengerAssets(app.assets)
    val schedule = DeliverySchedule(app, options.jobId)
    val scene = Scene()
    val bridge = BridgeHub(scope, ::client)
    val watch = ForegroundWatch { foreground.value = it }
    val presenter = AndroidPresenter(app, { watch.front }) { bridge.ask("hide") }
    val overlay = OverlayHost(this)
    private val networks = NetworkWatch { network.value = it }

    /** Whether the client could not be opened; then it never will be by this entry. Any thread. */
    @Volatile
    var failed = false
        private set

    // Last, because it begins at once on another thread and reads what stands above.
    private val opened: Deferred<Frontdesk> = scope.async(Dispatchers.IO) { opening() }
    val queue = CallQueue(scope, opened)

    // Pushes and tokens keep their order, beside the app's own calls: a login there may wait for the network.
    private val pushes = CallQueue(scope, opened)

    /** The open client; waits while it opens. Throws what opening threw, every time. */
    suspend fun client(): Frontdesk = opened.await()

    /** Registers with the system. Main thread, once; [late] when activities may be started already. */
    fun start(late: Boolean) {
        app.registerActivityLifecycleCallbacks(watch)
        if (options.overlay) app.registerActivityLifecycleCallbacks(overlay)
        if (late) watch.lookAround()
        scope.launch { networks.start(app) }
        scope.launch {
            val client = client()
            client.setBridgeSink(bridge.sink)
            client.addListener { event -> if (event == LOGGED_OUT) PushNotification.withdraw(app) }
            launch { client.messengerStates.collect(scene::show) }
            launch { network.filterNotNull().collect { client.networkChanged(it) } }
            foreground.filterNotNull().collect { inFront(client, it) }
        }
    }

    /** Runs [call] as soon as the client is open, behind what came by push before it. False when too many wait. */
    fun whenPushed(call: suspend Frontdesk.() -> Unit): Boolean =
        pushes.add(QueuedCall(call) { report("a push", it) })

    /** Runs [call] as soon as the client is open, behind nothing: what a person tapped comes now. */
    fun whenTapped(call: suspend Frontdesk.() -> Unit) {
        scope.launch {
            try {
                client().call()
            } catch (problem: Throwable) {
                currentCoroutineContext().ensureActive()
                report("a tap", problem)
            }
        }
    }

    /** Says in the log what went wrong, by its code alone: a message may name what the app passed in. */
    fun report(what: String, problem: Throwable) {
        if (problem is CancellationException) return
        val code = (problem as? FrontdeskException)?.code ?: problem.javaClass.simpleName
        Log.w(LOG_TAG, "$what failed: $code")
    }

    /** Ends it: one that could not be opened gives way to the next, and tests end theirs. An app's SDK ends with its process. */
    suspend fun stop() {
        app.unregisterActivityLifecycleCallbacks(watch)
        app.unregisterActivityLifecycleCallbacks(overlay)
        queue.close()
        pushes.close()
        networks.stop(app)
        runCatching { client().shutdown() }
        scope.cancel()
    }

    private suspend fun inFront(client: Frontdesk, inFront: Boolean) {
        client.setForeground(inFront)
        try {
            if (inFront) {
                schedule.withdraw()
            } else if (client.pending().queued > 0) {
                schedule.ask()
            }
        } catch (problem: Exception) {
            // A store that cannot be read now, a scheduler that refuses: the next change must be heard all the same.
            currentCoroutineContext().ensureActive()
            report("the delivery job", problem)
        }
    }

    private suspend fun opening(): Frontdesk = try {
        open()
    } catch (problem: Throwable) {
        // Before anybody hears of it: who does may start anew at once.
        failed = true
        throw problem
    }

    private suspend fun open(): Frontdesk {
        // Never in a backup: another device must not come up with this one's session.
        val folder = File(app.noBackupFilesDir, "frontdesk")
        return Frontdesk.open(options.serverUrl, options.appId, options.apiKey) {
            dataDir = folder
            platform = "android"
            locale = app.resources.configuration.locales[0]?.toLanguageTag()
            presenter = this@FrontdeskEntry.presenter
            threads = Threads { MainThread.isCurrent() }
            callbackExecutor = Executor { MainThread.handler.post(it) }
            fastRetry = options.fastRetry
            options.tokenRefresh?.let { tokenRefresh(it) }
        }
    }

    private companion object {
        val LOGGED_OUT = FrontdeskEvent.SessionChanged(SessionState.LOGGED_OUT)
    }
}
