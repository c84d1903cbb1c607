// Puts launcher and in-app messages over the app's activities: into the resumed one's content, and out of it
// again when it stops. Called by the system on the main thread; activities are held weakly, views by their window.
package dev.frontdesk.android

import android.app.Activity
import android.app.Application.ActivityLifecycleCallbacks
import android.os.Bundle
import android.view.ViewGroup
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.widget.FrameLayout
import java.util.WeakHashMap

/** One [OverlayView] per resumed activity that wants one. */
internal class OverlayHost(private val entry: FrontdeskEntry) : ActivityLifecycleCallbacks {
    private val views = WeakHashMap<Activity, OverlayView>()

    /** What is drawn over [activity] now, for tests. */
    fun over(activity: Activity): OverlayView? = views[activity]

    override fun onActivityResumed(activity: Activity) {
        if (views.containsKey(activity) || !wanted(activity)) return
        val content = activity.findViewById<ViewGroup>(android.R.id.content) ?: return
        val overlay = OverlayView(activity, entry)
        views[activity] = overlay
        content.addView(overlay, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
    }

    override fun onActivityStopped(activity: Activity) = takeDown(activity)

    override fun onActivityDestroyed(activity: Activity) = takeDown(activity)

    override fun onActivityCreated(activity: Activity, savedInstanceState: Bundle?) = Unit

    override fun onActivityStarted(activity: Activity) = Unit

    override fun onActivityPaused(activity: Activity) = Unit

    override fun onActivitySaveInstanceState(activity: Activity, outState: Bundle) = Unit

    private fun wanted(activity: Activity): Boolean =
        activity !is MessengerActivity &&
            activity !is WithoutFrontdeskOverlay &&
            entry.options.overlayOn.drawsOn(activity)

    private fun takeDown(activity: Activity) {
        val overlay = views.remove(activity) ?: return
        (overlay.parent as? ViewGroup)?.removeView(overlay)
        overlay.end()
    }
}
