// Carries out what the core decided to show. The core calls on a thread of its own and must not wait, so every
// method only posts to the main thread.
package dev.frontdesk.android

import android.app.Activity
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.util.Log
import dev.frontdesk.Presenter
import dev.frontdesk.core.Presentation
import java.lang.ref.WeakReference

/**
 * Shows and hides [MessengerActivity]; opens links with whatever the person uses for them. When the system shows nothing
 * it calls `refused` on the main thread: the core must not take for shown what nobody sees.
 */
internal class AndroidPresenter(
    private val app: Context,
    private val front: () -> Activity?,
    private val refused: () -> Unit,
) : Presenter {
    private var shown = WeakReference<MessengerActivity>(null)

    /** What to show is in the messenger's state; the page reads it there. */
    override fun present(what: Presentation) = MainThread.handler.post { show() }.ignored()

    override fun hide() = MainThread.handler.post { shown.get()?.closeByCore() }.ignored()

    override fun openLink(url: String) = MainThread.handler.post { open(url) }.ignored()

    /** A messenger is on the screen, or in the middle of coming. Main thread. */
    fun attached(activity: MessengerActivity) {
        shown = WeakReference(activity)
    }

    /** It is gone. Main thread. */
    fun detached(activity: MessengerActivity) {
        if (shown.get() === activity) shown.clear()
    }

    private fun show() {
        if (shown.get()?.isFinishing == false) return
        val from = front()
        val intent = MessengerActivity.intent(app)
        try {
            if (from != null) {
                from.startActivity(intent)
            } else {
                // No activity of the app is in front; the system may refuse, and then nothing is seen.
                app.startActivity(intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
            }
        } catch (problem: RuntimeException) {
            // The app's manifest leaves the activity out, or a policy of the device forbids it.
            Log.w(LOG_TAG, "the messenger cannot be shown: ${problem.javaClass.simpleName}")
            refused()
        }
    }

    private fun open(url: String) {
        val address = Uri.parse(url)
        // The core judged it; this keeps an `intent:` out even if that judgement were wrong.
        if (address.scheme !in SCHEMES) return
        try {
            app.startActivity(Intent(Intent.ACTION_VIEW, address).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
        } catch (refused: RuntimeException) {
            // None is there, or one that may not be started from here; the app must not end by it.
            Log.w(LOG_TAG, "no app opens a ${address.scheme} link: ${refused.javaClass.simpleName}")
        }
    }

    private fun Boolean.ignored() = Unit

    private companion object {
        val SCHEMES = setOf("https", "http", "mailto", "tel")
    }
}
