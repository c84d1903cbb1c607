// The messenger's state as the core last told it, for the views that must draw without waiting. Written from the
// core's flow, read and announced on the main thread; it holds no rule of its own.
package dev.frontdesk.android

import android.content.res.Configuration
import dev.frontdesk.MessengerState
import dev.frontdesk.ThemeMode
import java.util.WeakHashMap

/** Draws what the scene says. */
internal interface SceneWatcher {
    /** The state is another one. Main thread. */
    fun onSceneChanged()
}

/** The last state and who draws it. Watchers are held weakly: an activity that is gone is not kept. */
internal class Scene {
    private val watchers = WeakHashMap<SceneWatcher, Unit>()

    /** Null until the client is open. */
    @Volatile
    var state: MessengerState? = null
        private set

    /** How many draw it, for tests. Main thread. */
    val watching: Int get() = watchers.size

    /** A new state, from any thread. */
    fun show(next: MessengerState) = MainThread.run {
        if (next != state) {
            state = next
            watchers.keys.toList().forEach { it.onSceneChanged() }
        }
    }

    /** Tells [watcher] every change until it is unwatched or gone. Main thread. */
    fun watch(watcher: SceneWatcher) {
        watchers[watcher] = Unit
    }

    /** Main thread. */
    fun unwatch(watcher: SceneWatcher) {
        watchers.remove(watcher)
    }

    /** Whether the messenger is dark: the core's wish, or the device's. */
    fun night(configuration: Configuration): Boolean = when (state?.themeMode) {
        ThemeMode.DARK -> true
        ThemeMode.LIGHT -> false
        else -> MessengerActivity.isNight(configuration)
    }
}
