// What goes with its activity: a call that waits in the process's line holds nothing of the page that made it.
package dev.frontdesk.cordova

import android.content.Context
import android.content.ContextWrapper
import dev.frontdesk.android.eventually
import org.junit.Assert.assertEquals
import org.junit.Test
import java.lang.ref.WeakReference

internal class ForgettingTest : PluginTest() {
    @Test
    fun an_activity_that_went_is_held_by_no_call_that_still_waits() {
        StartProvider.carryOut(app, Plan.of(preferences("frontdesk-initialize" to "manual")))
        val activity = went()
        eventually("the activity is collected") {
            System.gc()
            activity.get() == null
        }
    }

    /** The activity of a page with calls of each kind under way, after both went. */
    private fun went(): WeakReference<Context> {
        val activity = ContextWrapper(app)
        val page = Bridge(activity)
        val calls = listOf(
            page.call("logEvent", args("waits")),
            page.call("listen"),
            page.call("handlePush", """[{"frontdesk":"1","conversation_id":"42"}]"""),
            page.call("registerForPush"),
        )
        page.plugins.onDestroy()
        for (id in calls) assertEquals("bridge_reset", page.answers(id).single().code)
        return WeakReference(activity)
    }
}
