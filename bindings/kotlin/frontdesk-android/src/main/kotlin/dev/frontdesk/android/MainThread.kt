// The main looper, which owns every view and every activity callback of this module. Nothing that may touch the
// core's database or the network runs on it; a test counts such calls and finds none.
package dev.frontdesk.android

import android.os.Handler
import android.os.Looper

/** The name under which this module writes to the system's log. Never a token, a hash, an address or a body. */
internal const val LOG_TAG = "Frontdesk"

/** Posts to the main looper. */
internal object MainThread {
    val handler = Handler(Looper.getMainLooper())

    /** Whether the caller is on it. */
    fun isCurrent(): Boolean = Looper.getMainLooper().thread === Thread.currentThread()

    /** Runs on it, after what is already posted; at once when the caller is on it. */
    fun run(block: () -> Unit) {
        if (isCurrent()) block() else handler.post(block)
    }
}
