// How the SDK comes up in an app: from the manifest, by hand, before anything is ready, and never on the main thread.
package dev.frontdesk.android

import android.os.Bundle
import android.os.Looper
import dev.frontdesk.Frontdesk
import dev.frontdesk.FrontdeskException
import dev.frontdesk.SessionState
import dev.frontdesk.UserAttributes
import kotlinx.coroutines.delay
import kotlinx.coroutines.isActive
import kotlinx.coroutines.withTimeout
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowLog
import java.util.concurrent.CopyOnWriteArrayList

internal class StartTest : AndroidTest() {
    private fun metaData(vararg values: Pair<String, String>) {
        val data = Bundle()
        values.forEach { (name, value) -> data.putString(name, value) }
        shadowOf(app.packageManager).getInternalMutablePackageInfo(app.packageName).applicationInfo!!.metaData = data
    }

    private fun createProvider() = Robolectric.buildContentProvider(FrontdeskInitProvider::class.java).create().get()

    @Test
    fun an_app_with_meta_data_is_started_before_its_first_activity() {
        metaData(
            MetaData.SERVER_URL to server.url,
            MetaData.APP_ID to server.appId,
            MetaData.API_KEY to server.apiKey,
        )
        assertFalse(FrontdeskAndroid.isInitialized)
        createProvider()
        assertTrue(FrontdeskAndroid.isInitialized)
        val client = away("the client opens") { FrontdeskAndroid.client() }
        away("login") { client.loginUserWithUserAttributes(UserAttributes { userId = "provider" }) }
        away("an event") { client.logEvent("opened-app") }
        away("delivery") { client.flush(10_000) }
        assertTrue("opened-app" in server.storedEvents())
        assertTrue(server.requests().any { it.toString().contains("android") })
    }

    @Test
    fun an_app_without_meta_data_starts_nothing_and_a_half_told_one_is_told_what_is_missing() {
        createProvider()
        assertNull(FrontdeskAndroid.entry)
        metaData(MetaData.APP_ID to server.appId)
        createProvider()
        assertNull(FrontdeskAndroid.entry)
        val said = ShadowLog.getLogsForTag(LOG_TAG).last().msg
        assertTrue(said, said.contains(MetaData.SERVER_URL) && said.contains(MetaData.API_KEY))
        assertFalse(said, said.contains(MetaData.APP_ID))
    }

    @Test
    fun a_second_start_with_the_same_workspace_does_nothing_and_another_is_refused() {
        val entry = start()
        FrontdeskAndroid.initialize(app, server.options().build())
        assertSame(entry, FrontdeskAndroid.entry)
        assertThrows(IllegalStateException::class.java) {
            FrontdeskAndroid.initialize(app, FrontdeskOptions.Builder(server.url, "another", "key").build())
        }
    }

    @Test
    fun calls_before_the_client_is_open_run_in_their_order_and_each_failure_is_told_once() {
        start()
        val told = CopyOnWriteArrayList<String>()
        FrontdeskAndroid.whenReady(failed = { told += (it as FrontdeskException).code }) { logEvent("too-early") }
        FrontdeskAndroid.whenReady { loginUnidentifiedUser().also { told += "login" } }
        FrontdeskAndroid.whenReady(failed = { error("an app's own handler fails") }) { error("a call fails") }
        FrontdeskAndroid.whenReady { logEvent("first").also { told += "first" } }
        FrontdeskAndroid.whenReady(ReadyCall { told += "java on ${Looper.myLooper()}" })
        eventually("all calls ended") { told.size == 4 }
        assertEquals(listOf("not_logged_in", "login", "first", "java on null"), told)
    }

    @Test
    fun a_call_that_runs_out_of_time_or_is_not_written_yet_does_not_end_the_line() {
        start()
        val told = CopyOnWriteArrayList<String>()
        FrontdeskAndroid.whenReady(failed = { told += "late" }) { withTimeout(1) { delay(Long.MAX_VALUE) } }
        FrontdeskAndroid.whenReady(failed = { told += "unwritten" }) { TODO() }
        FrontdeskAndroid.whenReady { told += "next" }
        eventually("all calls ended") { told.size == 3 }
        assertEquals(listOf("late", "unwritten", "next"), told)
    }

    @Test
    fun a_client_that_cannot_open_answers_every_caller_with_the_reason() {
        start(FrontdeskOptions.Builder("ftp://nowhere", server.appId, server.apiKey).build())
        val told = CopyOnWriteArrayList<Throwable>()
        repeat(2) { FrontdeskAndroid.whenReady(failed = { told += it }) { error("never runs") } }
        eventually("both heard") { told.size == 2 }
        assertTrue(told.all { it is FrontdeskException.InvalidInput })
        val thrown = away("the client fails") { runCatching { FrontdeskAndroid.client() }.exceptionOrNull() }
        assertTrue("$thrown", thrown is FrontdeskException.InvalidInput)
    }

    @Test
    fun a_start_that_failed_gives_way_to_corrected_settings_and_those_that_work_do_not() {
        val wrong = start(FrontdeskOptions.Builder("ftp://nowhere", server.appId, server.apiKey).build())
        assertTrue(away("it fails") { runCatching { FrontdeskAndroid.client() } }.isFailure)
        FrontdeskAndroid.initialize(app, server.options().build())
        shadowOf(Looper.getMainLooper()).idle()
        assertNotSame(wrong, FrontdeskAndroid.entry)
        away("the client opens") { FrontdeskAndroid.client() }
        eventually("the first ends") { !wrong.scope.isActive }
        assertThrows(IllegalStateException::class.java) {
            FrontdeskAndroid.initialize(app, FrontdeskOptions.Builder(server.url, "another", "key").build())
        }
    }

    @Test
    fun a_call_without_a_start_says_what_to_do() {
        val thrown = assertThrows(IllegalStateException::class.java) { FrontdeskAndroid.whenReady { present() } }
        assertTrue(thrown.message.orEmpty().contains("meta-data"))
    }

    @Test
    fun events_of_a_process_that_died_are_delivered_by_the_next_one() {
        server.cutNetwork()
        try {
            start()
            server.restoreNetwork()
            away("login") { FrontdeskAndroid.client().loginUnidentifiedUser() }
            server.cutNetwork()
            away("an event") { FrontdeskAndroid.client().logEvent("before-the-end") }
            away("the process ends") { FrontdeskAndroid.reset() }
        } finally {
            server.restoreNetwork()
        }
        start()
        val client: Frontdesk = away("the next process") { FrontdeskAndroid.client() }
        assertEquals(SessionState.LOGGED_IN, client.sessionState.value)
        eventually("the event arrives") { "before-the-end" in server.storedEvents() }
    }
}
