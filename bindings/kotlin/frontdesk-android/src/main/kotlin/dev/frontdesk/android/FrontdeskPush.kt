// Push without a service of our own: the app's FirebaseMessagingService hands its data over and learns whether it
// was ours. Called on FCM's thread or the main one; the core reads the payload, nothing is guessed here.
package dev.frontdesk.android

import android.content.Context
import android.os.Bundle
import dev.frontdesk.ContentKind
import dev.frontdesk.ContentRef
import dev.frontdesk.Frontdesk
import dev.frontdesk.PushEnvironment
import dev.frontdesk.PushProvider

/**
 * What an app with Firebase Cloud Messaging needs:
 *
 * ```kotlin
 * override fun onNewToken(token: String) = FrontdeskPush.setPushToken(token)
 *
 * override fun onMessageReceived(message: RemoteMessage) {
 *     if (FrontdeskPush.handle(this, message.data)) return
 *     // … the app's own push
 * }
 * ```
 *
 * Frontdesk brings no Firebase and registers no service, so it stands beside any other push library. Since 0.1.
 */
public object FrontdeskPush {
    /** Whether a message's data came from Frontdesk. Needs no client; any thread. Never throws. */
    @JvmStatic
    public fun isFrontdeskPush(data: Map<String, String>): Boolean =
        // Almost every stranger's message ends here, without touching the native library.
        MARK in data && runCatching { Frontdesk.isFrontdeskPush(data) }.getOrDefault(false)

    /** The same for the extras of an intent, where the system leaves the data of a tapped notification. */
    @JvmStatic
    public fun isFrontdeskPush(data: Bundle): Boolean = isFrontdeskPush(texts(data))

    /**
     * Shows a notification for a message of Frontdesk and brings what is known up to date; false, and nothing
     * done, for a message of somebody else. A tap opens the conversation. While the messenger is on the screen or
     * nobody is logged in nothing is shown, and a log-out takes back what was. From Android 13 on the app must hold
     * `POST_NOTIFICATIONS` for it to be seen.
     *
     * Any thread; the work goes on in the background after the return. Without [FrontdeskAndroid.initialize] it
     * answers whether the message is ours and can do no more.
     *
     * @param icon a small icon of the app; its launcher icon when 0.
     */
    @JvmStatic
    @JvmOverloads
    public fun handle(context: Context, data: Map<String, String>, icon: Int = 0): Boolean {
        if (!isFrontdeskPush(data)) return false
        val entry = FrontdeskAndroid.entry ?: return true
        val payload = data.toMap()
        val words = PushWords(title = data["title"], body = data["body"])
        entry.whenPushed {
            val message = handlePush(payload) ?: return@whenPushed
            // On its way when its person logged out: nobody's now.
            if (entry.scene.state?.visible == true || !isUserLoggedIn()) return@whenPushed
            val app = context.applicationContext
            PushNotification(app, entry).show(message, words, icon)
            if (!isUserLoggedIn()) PushNotification.withdraw(app)
        }
        return true
    }

    /** Opens the conversation that a tapped notification of the system names; false when it is not ours. */
    @JvmStatic
    public fun handleTap(extras: Bundle?): Boolean {
        if (extras == null || !isFrontdeskPush(extras)) return false
        val payload = texts(extras)
        val entry = FrontdeskAndroid.entry ?: return true
        entry.whenTapped {
            val message = handlePush(payload) ?: return@whenTapped
            presentContent(ContentRef(ContentKind.CONVERSATION, listOf(message.conversationId)))
        }
        return true
    }

    /** Tells the server where this device is reached; call it for every new token, logged in or not. Any thread. */
    @JvmStatic
    public fun setPushToken(token: String) {
        FrontdeskAndroid.started().whenPushed { setPushToken(PushProvider.FCM, token, PushEnvironment.PRODUCTION) }
    }

    @Suppress("DEPRECATION") // The typed getters throw on a value of another type; a stranger's may be any.
    private fun texts(data: Bundle): Map<String, String> =
        data.keySet().mapNotNull { key -> (data.get(key) as? String)?.let { key to it } }.toMap()

    // FCM's data is flat and its values are text, so our mark can be at the top only.
    private const val MARK = "frontdesk"
}

/** What a push says in words, when it does. */
internal class PushWords(val title: String?, val body: String?)
