/*
 * The client: the one class an app needs.
 *
 * Guarantees, for every call of every room:
 * - it ends in exactly one answer; what fails throws a `FrontdeskException` and nothing else;
 * - it may be made on any thread, from inside a listener or callback, and after `close` (then it answers `ShutDown`);
 * - on a thread that draws (`Threads`) it never waits for a disk or a network; the order of calls is kept;
 * - a coroutine that is cancelled stops waiting and undoes nothing: what was stored is delivered.
 */
package dev.frontdesk

import dev.frontdesk.core.CoreClient
import dev.frontdesk.core.FrontdeskEvent
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asSharedFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.flow.onSubscription
import kotlinx.coroutines.withContext

/**
 * A client of one workspace on one data folder. Open one and keep it as long as the app lives.
 *
 * ```
 * val desk = Frontdesk.open("https://desk.example.com", appId, apiKey) {
 *     dataDir = File(home, "frontdesk")
 * }
 * desk.loginUserWithUserAttributes(UserAttributes { userId = "42" })
 * desk.logEvent("order-item", mapOf("price" to 19.99))
 * ```
 *
 * Every suspend function has a form with a [FrontdeskCallback] for Java. Functions that are not `suspend` and take no
 * callback answer from memory and may be called while drawing. Errors are [FrontdeskException]s.
 *
 * @since 0.1
 */
public class Frontdesk internal constructor(
    core: CoreClient,
    private val announcements: Announcements,
    calls: Calls,
) : DeviceCalls(calls), AutoCloseable {
    init {
        announcements.begin(core.sessionState(), core.unreadConversationCount())
    }

    /** How many conversations hold something unread; the newest value at once, then every change. */
    public val unreadCount: StateFlow<Long> = announcements.unread.asStateFlow()

    /** Whether somebody is logged in; the newest value at once, then every change. */
    public val sessionState: StateFlow<SessionState> = announcements.session.asStateFlow()

    /**
     * Everything the SDK announces, from the moment of collecting on, in order. A collector more than 1,024 events
     * behind loses the oldest; what was lost of deliveries can be asked for with [pending].
     */
    public val events: SharedFlow<FrontdeskEvent> = announcements.events.asSharedFlow()

    /** How operations ended, from the moment of collecting on; otherwise as [events]. */
    public val deliveries: SharedFlow<DeliveryReceipt> = announcements.deliveries.asSharedFlow()

    /** What the messenger's screen renders; the present state at once, then every change, the newest only. */
    public val messengerStates: Flow<MessengerState> = announcements.events
        .onSubscription { emit(FrontdeskEvent.MessengerStateChanged) }
        .filter { it is FrontdeskEvent.MessengerStateChanged }
        .conflate()
        .mapNotNull { stateUnlessClosed() }
        .distinctUntilChanged()

    private fun stateUnlessClosed(): MessengerState? = try {
        messengerState()
    } catch (_: FrontdeskException.ShutDown) {
        null
    }

    /** Lets [listener] hear every event from now on. */
    public fun addListener(listener: FrontdeskListener) {
        announcements.listeners.addIfAbsent(listener)
    }

    /** Lets [listener] hear nothing any more; an event it is just being told is finished. */
    public fun removeListener(listener: FrontdeskListener) {
        announcements.listeners.remove(listener)
    }

    /**
     * Ends the client: waits for the request under way (at most a second), then for the listeners. Everything
     * undelivered stays stored for the next start; further calls answer `ShutDown`. A second call waits until the first
     * has ended, at most five seconds: afterwards the folder is free. On a thread that draws it does not wait.
     */
    override fun close() {
        calls.close()
    }

    /** [close], without holding a thread. */
    @JvmSynthetic
    public suspend fun shutdown(): Unit = withContext(background) { close() }

    /** Whether the client was closed. */
    public val isClosed: Boolean get() = calls.isClosed

    /** Opens clients and answers questions that need none. */
    public companion object {
        private val background: CoroutineDispatcher = Dispatchers.IO

        /**
         * Opens a client: loads the native library, opens the store and starts the worker; the network is not
         * touched. Runs in the background, so that it may be called while drawing.
         *
         * @param serverUrl `https://host[:port]`; plain `http` only for this machine
         * @param appId the workspace
         * @param apiKey one of the workspace's publishable keys
         * @param settings everything else; `dataDir` is needed
         * @throws FrontdeskException the fault of a setting by field, `already_open`, `storage_unavailable` and its
         *   like, or `internal` of the room `library` when the native library is missing or another version
         */
        @JvmSynthetic
        public suspend fun open(
            serverUrl: String,
            appId: String,
            apiKey: String,
            settings: FrontdeskBuilder.() -> Unit,
        ): Frontdesk {
            var opened: Frontdesk? = null
            try {
                return withContext(background) {
                    builder(serverUrl, appId, apiKey).apply(settings).open().also { opened = it }
                }
            } catch (cancelled: CancellationException) {
                // Nobody will ever have this client: it must not keep the folder from the next one.
                opened?.close()
                throw cancelled
            }
        }

        /** Starts the settings of a client; for Java and for whoever opens one in a background thread. */
        @JvmStatic
        public fun builder(serverUrl: String, appId: String, apiKey: String): FrontdeskBuilder =
            FrontdeskBuilder(serverUrl, appId, apiKey)

        /**
         * Whether a push's [payload] was sent by Frontdesk; everything else belongs to the app's other push library.
         * Loads the native library when no client was opened yet.
         */
        @JvmStatic
        public fun isFrontdeskPush(payload: Map<String, Any?>): Boolean {
            val json = pushText(payload) ?: return false
            return question { dev.frontdesk.core.isFrontdeskPush(json) }
        }

        /**
         * The content that `{"type": …, "id": …}` or `{"type": …, "ids": […]}` names, in every documented spelling.
         *
         * @throws FrontdeskException `unknown_content_type`, `missing`, `too_many_ids` and their like, by field
         */
        @JvmStatic
        public fun contentRef(content: Map<String, Any?>): ContentRef {
            val json = shapeText(content)
            return question { dev.frontdesk.core.contentRefFromJson(json) }
        }

        /** The same with the reference as JSON. */
        @JvmStatic
        public fun contentRef(content: JsonText): ContentRef =
            question { dev.frontdesk.core.contentRefFromJson(content.whole) }

        /**
         * The space with this [name], in every documented spelling.
         *
         * @throws FrontdeskException `unknown_space`
         */
        @JvmStatic
        public fun space(name: String): Space {
            whole("space", name)
            return question { dev.frontdesk.core.spaceFromName(name) }
        }

        /** The version of the native library. */
        @JvmStatic
        public fun version(): String = question { dev.frontdesk.core.coreVersion() }

        private fun <T> question(ask: () -> T): T = contained({ false }) {
            NativeLibrary.ensure()
            ask()
        }
    }
}
