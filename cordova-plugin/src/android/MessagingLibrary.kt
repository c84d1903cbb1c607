// Firebase Cloud Messaging, when the app has it: most push plugins bring it along. Found by its name, so that this plugin
// depends on nothing of Google's and an app without it builds as before.
//
// Guarantees: the token is Firebase's own of this moment; an app without Firebase, or whose Firebase is not set up, is told
// so by a code and pointed to `sendPushTokenToIntercom`; no token is in a message or a log. Any thread.
package dev.frontdesk.cordova

import android.content.Context
import kotlinx.coroutines.suspendCancellableCoroutine
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Proxy
import kotlin.coroutines.resume

/** The library as the class loader knows it. */
internal class MessagingLibrary private constructor(private val loader: ClassLoader) {
    /** The token of this app on this device; asks Google when there is none yet. */
    suspend fun token(): String {
        val task = try {
            val messaging = loader.loadClass(MESSAGING)
            messaging.getMethod("getToken").invoke(messaging.getMethod("getInstance").invoke(null))
        } catch (_: ReflectiveOperationException) {
            // An app without it; a release build that renamed it; or one without google-services.json, which
            // getInstance answers with an exception of its own.
            throw unavailable()
        } ?: throw unavailable()
        return awaited(task) ?: throw Fault(
            "push_token_failed", null, "Firebase gave no token for this device; it may later", temporary = true,
        )
    }

    /** What a `Task<String>` ends with; null for a failure. */
    private suspend fun awaited(task: Any): String? = suspendCancellableCoroutine { waiting ->
        try {
            val tasks = loader.loadClass(TASK)
            val listener = loader.loadClass(LISTENER)
            val heard = Proxy.newProxyInstance(loader, arrayOf(listener)) { self, method, given ->
                when (method.name) {
                    "onComplete" -> waiting.resume(result(tasks, given[0]))
                    "equals" -> self === given[0]
                    "hashCode" -> System.identityHashCode(self)
                    else -> "Frontdesk"
                }
            }
            tasks.getMethod("addOnCompleteListener", listener).invoke(task, heard)
        } catch (_: ReflectiveOperationException) {
            waiting.resume(null)
        }
    }

    private fun result(tasks: Class<*>, task: Any?): String? = try {
        tasks.getMethod("getResult").invoke(task) as? String
    } catch (_: InvocationTargetException) {
        null
    }

    internal companion object {
        private const val MESSAGING = "com.google.firebase.messaging.FirebaseMessaging"
        private const val TASK = "com.google.android.gms.tasks.Task"
        private const val LISTENER = "com.google.android.gms.tasks.OnCompleteListener"

        /** The library of the app itself. */
        fun of(context: Context): MessagingLibrary =
            MessagingLibrary(context.classLoader ?: MessagingLibrary::class.java.classLoader!!)

        /** The same as another class loader knows it, for tests. */
        fun of(loader: ClassLoader): MessagingLibrary = MessagingLibrary(loader)

        private fun unavailable() = Fault(
            "push_unavailable",
            null,
            "this app has no Firebase Messaging that is set up: hand your push plugin's token to sendPushTokenToIntercom",
        )
    }
}
