// What Robolectric looks for in `androidx.test:monitor` about intents. No test of this module replaces the
// answer of an intent this way, so a stubber is never loaded. Called on the main looper of a test.
package androidx.test.runner.intent

import android.app.Instrumentation
import android.content.Intent

/** Is told of every intent; nobody here asks. */
interface IntentMonitor

/** Where the one monitor of intents is registered. */
object IntentMonitorRegistry {
    @JvmStatic
    @Suppress("UNUSED_PARAMETER")
    fun registerInstance(instance: IntentMonitor?) = Unit
}

/** Answers an intent in place of the activity it names. */
fun interface IntentStubber {
    fun getActivityResultForIntent(intent: Intent): Instrumentation.ActivityResult?
}

/** Where a stubber would be; there is never one. */
object IntentStubberRegistry {
    @JvmStatic
    fun isLoaded(): Boolean = false

    @JvmStatic
    fun getInstance(): IntentStubber = error("no stubber of intents is loaded")
}
