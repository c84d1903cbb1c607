// What Robolectric looks for in `androidx.test:monitor`, which Maven Central does not have: the stages of
// activities and of the application, and the places where whoever watches them is registered.
//
// Guarantees only what Robolectric's own instrumentation needs to start. It registers and signals on the main
// looper of a test; nothing else may rely on these classes.
package androidx.test.runner.lifecycle

import android.app.Activity

/** How far an activity has come; the order is the order of its life. */
enum class Stage { PRE_ON_CREATE, CREATED, STARTED, RESUMED, PAUSED, STOPPED, RESTARTED, DESTROYED }

/** How far the application has come. */
enum class ApplicationStage { PRE_ON_CREATE, CREATED }

/** Is told of every stage of every activity. */
fun interface ActivityLifecycleCallback {
    fun onActivityLifecycleChanged(activity: Activity, stage: Stage)
}

/** Knows which activity is in which stage. */
interface ActivityLifecycleMonitor {
    fun addLifecycleCallback(callback: ActivityLifecycleCallback)

    fun removeLifecycleCallback(callback: ActivityLifecycleCallback)

    fun getLifecycleStageOf(activity: Activity): Stage?

    fun getActivitiesInStage(stage: Stage): Collection<Activity>
}

/** Knows the application's stage; nobody here asks. */
interface ApplicationLifecycleMonitor

/** Where the one monitor of activities is registered. */
object ActivityLifecycleMonitorRegistry {
    @Volatile
    private var monitor: ActivityLifecycleMonitor? = null

    @JvmStatic
    fun registerInstance(instance: ActivityLifecycleMonitor?) {
        monitor = instance
    }

    @JvmStatic
    fun getInstance(): ActivityLifecycleMonitor = checkNotNull(monitor) { "no monitor of activities is registered" }
}

/** Where the one monitor of the application is registered. */
object ApplicationLifecycleMonitorRegistry {
    @JvmStatic
    @Suppress("UNUSED_PARAMETER")
    fun registerInstance(instance: ApplicationLifecycleMonitor?) = Unit
}
