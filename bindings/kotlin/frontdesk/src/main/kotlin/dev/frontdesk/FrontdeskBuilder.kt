/*
 * The settings of a client.
 *
 * Guarantee: what is not set is the core's default, so that no language has a default of its own. For one thread.
 */
package dev.frontdesk

import dev.frontdesk.core.CoreClient
import dev.frontdesk.core.CoreConfig
import java.io.File
import java.util.Locale
import java.util.concurrent.Executor

/**
 * Collects the settings of a client and opens it. Properties are for Kotlin, functions of the same names for Java.
 *
 * @since 0.1
 */
@FrontdeskDsl
public class FrontdeskBuilder internal constructor(
    private val serverUrl: String,
    private val appId: String,
    private val apiKey: String,
) {
    /** The folder for queue and cache; created when missing. One open client per folder and workspace. Needed. */
    public var dataDir: File? = null

    /** The platform named to the server. */
    public var platform: String = "jvm"

    /** The device's language as a language tag; the JVM's when it is not set. */
    public var locale: String? = Locale.getDefault().toLanguageTag()

    /** What a successful `logEvent` survives; a killed process when it is not set. */
    public var durability: Durability? = null

    /** Operations kept while the server cannot be reached. */
    public var maxOperations: Long? = null

    /** How long `updateUser` and messages wait for the server before they answer `Queued`. */
    public var deliveryWaitMillis: Long? = null

    /** Total time of one request. */
    public var requestTimeoutMillis: Long? = null

    /** How long to wait for more events before the first are sent. */
    public var lingerMillis: Long? = null

    /** Bytes kept for reading without a network. */
    public var cacheBytes: Long? = null

    /** Bytes of one attached file. */
    public var attachmentBytes: Long? = null

    /** Waits of 20 to 200 ms between attempts and no retry budget: for tests alone. */
    public var fastRetry: Boolean = false

    /** Certificates trusted beside the public authorities, each PEM or DER. */
    public val extraRootCertificates: MutableList<ByteArray> = ArrayList()

    /** How much is logged. The log is the process's: the client that was opened last decides. */
    public var logLevel: LogLevel = LogLevel.WARN

    /** Takes the log; `java.util.logging` under `dev.frontdesk` when it is not set. */
    public var logSink: LogSink? = null

    /** Draws the messenger; without one `present` only changes the messenger's state. */
    public var presenter: Presenter? = null

    /** Hears every event from the first on; more can be added later. */
    public var listener: FrontdeskListener? = null

    /**
     * Runs callbacks; a thread `frontdesk-callbacks` of its own when it is not set. What it refuses runs on that thread;
     * work that it takes and silently drops (`DiscardPolicy`, `shutdownNow`) is lost, which nobody can see from here.
     */
    public var callbackExecutor: Executor? = null

    /** Which threads draw; none on a plain JVM. */
    public var threads: Threads = Threads { false }

    /** How long calls wait for each other; for tests alone. */
    internal var patience: Patience = Patience()

    private var refresh: FrontdeskTokenRefresh? = null
    private var suspendingRefresh: (suspend (TokenRequest) -> Unit)? = null

    /** Gives a fresh JWT when the server finds the old one expired: [ask] fetches one and hands it to the request. */
    @JvmSynthetic
    public fun tokenRefresh(ask: suspend (TokenRequest) -> Unit) {
        suspendingRefresh = ask
    }

    /** Gives a fresh JWT when the server finds the old one expired; for Java. */
    public fun tokenRefresh(refresh: FrontdeskTokenRefresh): FrontdeskBuilder = apply { this.refresh = refresh }

    /** Sets [dataDir]; for Java, as all that follow. */
    public fun dataDir(folder: File): FrontdeskBuilder = apply { dataDir = folder }

    /** Sets [platform]. */
    public fun platform(name: String): FrontdeskBuilder = apply { platform = name }

    /** Sets [locale]. */
    public fun locale(tag: String?): FrontdeskBuilder = apply { locale = tag }

    /** Sets [durability]. */
    public fun durability(durability: Durability): FrontdeskBuilder = apply { this.durability = durability }

    /** Sets [maxOperations]. */
    public fun maxOperations(count: Long): FrontdeskBuilder = apply { maxOperations = count }

    /** Sets [deliveryWaitMillis]. */
    public fun deliveryWaitMillis(millis: Long): FrontdeskBuilder = apply { deliveryWaitMillis = millis }

    /** Sets [requestTimeoutMillis]. */
    public fun requestTimeoutMillis(millis: Long): FrontdeskBuilder = apply { requestTimeoutMillis = millis }

    /** Sets [lingerMillis]. */
    public fun lingerMillis(millis: Long): FrontdeskBuilder = apply { lingerMillis = millis }

    /** Sets [cacheBytes]. */
    public fun cacheBytes(bytes: Long): FrontdeskBuilder = apply { cacheBytes = bytes }

    /** Sets [attachmentBytes]. */
    public fun attachmentBytes(bytes: Long): FrontdeskBuilder = apply { attachmentBytes = bytes }

    /** Sets [fastRetry]. */
    public fun fastRetry(fast: Boolean): FrontdeskBuilder = apply { fastRetry = fast }

    /** Adds to [extraRootCertificates]. */
    public fun extraRootCertificates(certificates: ByteArray): FrontdeskBuilder =
        apply { extraRootCertificates.add(certificates) }

    /** Sets [logLevel] and [logSink]. */
    public fun log(level: LogLevel, sink: LogSink?): FrontdeskBuilder = apply {
        logLevel = level
        logSink = sink
    }

    /** Sets [presenter]. */
    public fun presenter(presenter: Presenter?): FrontdeskBuilder = apply { this.presenter = presenter }

    /** Sets [listener]. */
    public fun listener(listener: FrontdeskListener?): FrontdeskBuilder = apply { this.listener = listener }

    /** Sets [callbackExecutor]. */
    public fun callbackExecutor(executor: Executor?): FrontdeskBuilder = apply { callbackExecutor = executor }

    /** Sets [threads]. */
    public fun threads(threads: Threads): FrontdeskBuilder = apply { this.threads = threads }

    /**
     * Opens the client, on the calling thread, which waits for the disk: not for a thread that draws.
     *
     * @throws FrontdeskException as [Frontdesk.open]
     */
    public fun open(): Frontdesk = contained({ false }) {
        NativeLibrary.ensure()
        val config = config()
        Log.open(logSink, logLevel)
        val announcements = Announcements()
        listener?.let(announcements.listeners::add)
        val tokens = refresher()
        val core = CoreClient.open(config, announcements, presenter?.let(::ContainedPresenter), tokens)
        val executor = callbackExecutor ?: oneThread("frontdesk-callbacks")
        val calls = Calls(core, threads, executor, patience, announcements::isTelling)
        tokens?.calls(calls)
        Frontdesk(core, announcements, calls)
    }

    /** Opens the client in the background and answers [callback]; for Java. */
    public fun open(callback: FrontdeskCallback<Frontdesk>) {
        val executor = InOrder(callbackExecutor ?: oneThread("frontdesk-callbacks"))
        oneThread("frontdesk-open").execute {
            val tell: (FrontdeskCallback<Frontdesk>) -> Unit = try {
                val desk = open()
                ({ it.onSuccess(desk) })
            } catch (error: FrontdeskException) {
                ({ it.onFailure(error) })
            }
            executor.execute { guarded("a callback") { tell(callback) } }
        }
    }

    private fun refresher(): Refresher? {
        val suspending = suspendingRefresh
        val plain = refresh
        return when {
            suspending != null -> Refresher(suspending)
            plain != null -> Refresher { request -> plain.refresh(request) }
            else -> null
        }
    }

    private fun config() = CoreConfig(
        serverUrl = whole("server_url", serverUrl),
        appId = whole("app_id", appId),
        apiKey = whole("api_key", apiKey),
        dataDir = whole("data_dir", dataDir?.path.orEmpty()),
        platform = whole("platform", platform),
        locale = wholeOrNull("locale", locale),
        durability = durability,
        fastRetry = fastRetry,
        extraRootCertificates = extraRootCertificates.toList(),
        maxOperations = count(maxOperations),
        deliveryWaitMs = count(deliveryWaitMillis),
        requestTimeoutMs = count(requestTimeoutMillis),
        lingerMs = count(lingerMillis),
        cacheBytes = count(cacheBytes),
        attachmentBytes = count(attachmentBytes),
    )

    private fun count(value: Long?): ULong? = value?.coerceAtLeast(0)?.toULong()
}
