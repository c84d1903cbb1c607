// The place where Robolectric leaves the instrumentation of a test. Called on the main looper of a test.
package androidx.test.platform.app

import android.app.Instrumentation
import android.os.Bundle

/** Holds the one instrumentation of the process. */
object InstrumentationRegistry {
    @Volatile
    private var instrumentation: Instrumentation? = null

    @JvmStatic
    @Suppress("UNUSED_PARAMETER")
    fun registerInstance(instance: Instrumentation?, arguments: Bundle?) {
        instrumentation = instance
    }

    @JvmStatic
    fun getInstrumentation(): Instrumentation = checkNotNull(instrumentation) { "no instrumentation is registered" }
}
