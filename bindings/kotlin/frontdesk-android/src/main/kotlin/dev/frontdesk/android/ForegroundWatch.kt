// Whether a person sees the app, told from the started activities. Registered by the entry on the main thread;
// the system calls it there. It decides nothing: the core is told `true` and `false`, each once per change.
package dev.frontdesk.android

import android.app.Activity
import android.app.ActivityManager
import android.app.Application.ActivityLifecycleCallbacks
import android.os.Bundle
import java.lang.ref.WeakReference
import java.util.Collections
import java.util.WeakHashMap

/**
 * Counts started activities. A rotation stops one activity and starts the next: leaving is told only when
 * [GRACE_MS] later still none is started. Activities are held weakly.
 */
internal class ForegroundWatch(private val changed: (Boolean) -> Unit) : ActivityLifecycleCallbacks {
    private val started: MutableSet<Activity> = Collections.newSetFromMap(WeakHashMap())
    private val left = Runnable { tell(started.isNotEmpty()) }
    private var told: Boolean? = null
    private var resumed = WeakReference<Activity>(null)

    /** The activity in front, to open the messenger from; null while none is. Main thread. */
    val front: Activity? get() = resumed.get()?.takeUnless { it.isFinishing || it.isDestroyed }

    /** For a start in the middle of the app's life, when no callback will come for what is started already. */
    fun lookAround() {
        val me = ActivityManager.RunningAppProcessInfo()
        ActivityManager.getMyMemoryState(me)
        tell(me.importance == ActivityManager.RunningAppProcessInfo.IMPORTANCE_FOREGROUND)
    }

    override fun onActivityStarted(activity: Activity) {
        started += activity
        MainThread.handler.removeCallbacks(left)
        tell(true)
    }

    override fun onActivityResumed(activity: Activity) {
        resumed = WeakReference(activity)
    }

    override fun onActivityPaused(activity: Activity) {
        if (resumed.get() === activity) resumed.clear()
    }

    override fun onActivityStopped(activity: Activity) {
        started -= activity
        if (started.isNotEmpty()) return
        MainThread.handler.removeCallbacks(left)
        MainThread.handler.postDelayed(left, GRACE_MS)
    }

    override fun onActivityCreated(activity: Activity, savedInstanceState: Bundle?) = Unit

    override fun onActivitySaveInstanceState(activity: Activity, outState: Bundle) = Unit

    override fun onActivityDestroyed(activity: Activity) {
        started -= activity
    }

    private fun tell(foreground: Boolean) {
        if (told == foreground) return
        told = foreground
        changed(foreground)
    }

    internal companion object {
        /** Longer than any device takes to recreate an activity, shorter than a person takes to come back. */
        const val GRACE_MS = 700L
    }
}
