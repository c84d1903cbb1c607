// What an Android app decides when it starts the SDK. Immutable; made on any thread.
package dev.frontdesk.android

import android.app.Activity
import dev.frontdesk.FrontdeskTokenRefresh

/**
 * The workspace to talk to, and what this app wants different from the usual.
 *
 * Make one with [Builder]. Nothing is checked here: the core refuses what it cannot use when the client opens, and
 * [FrontdeskAndroid.client] throws its typed error. Since 0.1.
 */
public class FrontdeskOptions private constructor(builder: Builder) {
    /** `https://host[:port]` of the server. */
    public val serverUrl: String = builder.serverUrl

    /** The workspace. */
    public val appId: String = builder.appId

    internal val apiKey: String = builder.apiKey
    internal val overlay: Boolean = builder.overlay
    internal val overlayOn: OverlayRule = builder.overlayOn
    internal val labels: FrontdeskLabels = builder.labels
    internal val jobId: Int = builder.jobId
    internal val tokenRefresh: FrontdeskTokenRefresh? = builder.tokenRefresh
    internal val fastRetry: Boolean = builder.fastRetry
    internal val pages: AssetSource? = builder.pages

    /** Two are the same start when they name the same server, workspace and key. */
    internal fun sameAs(other: FrontdeskOptions): Boolean =
        serverUrl == other.serverUrl && appId == other.appId && apiKey == other.apiKey

    /** Names the workspace and never the key. */
    override fun toString(): String = "FrontdeskOptions(appId=$appId)"

    /**
     * Collects the options; not thread-safe, meant to be used and dropped. Since 0.1.
     *
     * @param serverUrl `https://host[:port]`; plain `http` only for this machine.
     * @param appId the workspace.
     * @param apiKey one of the workspace's publishable keys.
     */
    public class Builder(internal val serverUrl: String, internal val appId: String, internal val apiKey: String) {
        internal var overlay = true
        internal var overlayOn = OverlayRule { true }
        internal var labels = FrontdeskLabels()
        internal var jobId = DeliverySchedule.JOB_ID
        internal var tokenRefresh: FrontdeskTokenRefresh? = null
        internal var fastRetry = false
        internal var pages: AssetSource? = null

        /** Whether launcher and in-app messages are drawn over the app's activities at all; true when not said. */
        public fun overlay(drawn: Boolean): Builder = apply { overlay = drawn }

        /** On which activities they are drawn; on all when not said. Asked on the main thread at every resume. */
        public fun overlayOn(rule: OverlayRule): Builder = apply { overlayOn = rule }

        /** The words a screen reader speaks and a notification shows. English when not said. */
        public fun labels(words: FrontdeskLabels): Builder = apply { labels = words }

        /** The number of the delivery job, when the usual one is taken by a job of the app. */
        public fun jobId(number: Int): Builder = apply { jobId = number }

        /** Asked for a fresh JWT when the server found the user's one expired. Never on the main thread. */
        public fun tokenRefresh(source: FrontdeskTokenRefresh): Builder = apply { tokenRefresh = source }

        /** Waits of milliseconds between attempts, for tests alone. */
        internal fun fastRetry(): Builder = apply { fastRetry = true }

        /** The messenger's pages from elsewhere than the app's assets, for tests alone. */
        internal fun pages(source: AssetSource): Builder = apply { pages = source }

        /** The finished options. */
        public fun build(): FrontdeskOptions = FrontdeskOptions(this)
    }
}

/** Says for an activity whether launcher and in-app messages may be drawn over it. Since 0.1. */
public fun interface OverlayRule {
    /** Called on the main thread when [activity] is resumed; must not keep it. */
    public fun drawsOn(activity: Activity): Boolean
}

/** An activity that carries this is never drawn over: a login, a payment, a camera. Since 0.1. */
public interface WithoutFrontdeskOverlay

/**
 * The few words that Android itself speaks or shows; everything else comes from the messenger's pages in the
 * person's language. Give the app's own translations here. Since 0.1.
 *
 * @property open what a screen reader calls the launcher.
 * @property unread the same with conversations that hold something unread; the number is at least 1.
 * @property newMessage the text of a notification that arrived without words of its own.
 * @property channel the name of the notification channel in the system's settings.
 * @property unavailable what the messenger's screen says when the device cannot draw its page.
 */
public class FrontdeskLabels @JvmOverloads constructor(
    public val open: String = "Open messenger",
    public val unread: (Int) -> String = { count -> "Open messenger, $count unread" },
    public val newMessage: String = "New message",
    public val channel: String = "Messages",
    public val unavailable: String = "The messenger cannot be shown right now. Please try again later.",
)
