// Foreground, network and delivery in the background, as the system tells them.
package dev.frontdesk.android

import android.Manifest
import android.app.Activity
import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.net.ConnectivityManager
import android.net.Network
import android.os.Looper
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowJobService
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit.MILLISECONDS

internal class LifecycleTest : AndroidTest() {
    private val scheduler: JobScheduler get() = app.getSystemService(JobScheduler::class.java)!!

    private fun pass(millis: Long) = shadowOf(Looper.getMainLooper()).idleFor(millis, MILLISECONDS)

    @Test
    fun an_app_is_in_front_while_an_activity_is_started_and_a_rotation_does_not_flap() {
        val told = mutableListOf<Boolean>()
        val watch = ForegroundWatch { told += it }
        app.registerActivityLifecycleCallbacks(watch)
        val first = Robolectric.buildActivity(Activity::class.java).setup()
        assertEquals(listOf(true), told)
        first.recreate()
        pass(2 * ForegroundWatch.GRACE_MS)
        assertEquals(listOf(true), told)

        val second = Robolectric.buildActivity(Activity::class.java).create().start().resume()
        first.pause().stop()
        pass(2 * ForegroundWatch.GRACE_MS)
        assertEquals("another activity is started", listOf(true), told)

        second.pause().stop()
        pass(ForegroundWatch.GRACE_MS - 1)
        assertEquals("not left yet", listOf(true), told)
        pass(1)
        assertEquals(listOf(true, false), told)
        second.restart().start()
        assertEquals(listOf(true, false, true), told)
        app.unregisterActivityLifecycleCallbacks(watch)
    }

    @Test
    fun the_core_hears_of_the_foreground_and_asks_the_server_what_is_new() {
        start()
        away("login") { FrontdeskAndroid.client().loginUnidentifiedUser() }
        val before = server.requests().count { it.getString("path").contains("ping") }
        Robolectric.buildActivity(Activity::class.java).setup()
        eventually("a ping") { server.requests().count { it.getString("path").contains("ping") } > before }
    }

    @Test
    fun a_lost_and_a_new_network_are_told() {
        val told = CopyOnWriteArrayList<Boolean>()
        val watch = NetworkWatch { told += it }
        shadowOf(app).grantPermissions(Manifest.permission.ACCESS_NETWORK_STATE)
        assertTrue(watch.start(app))
        val networks = shadowOf(app.getSystemService(ConnectivityManager::class.java))
        assertTrue(watch in networks.networkCallbacks)
        val network = Shadow.newInstanceOf(Network::class.java)
        watch.onLost(network)
        watch.onAvailable(network)
        assertEquals(listOf(false, true), told)
        watch.stop(app)
        assertFalse(watch in networks.networkCallbacks)
    }

    @Test
    fun an_app_that_took_the_permission_away_runs_without_it() {
        shadowOf(app).denyPermissions(Manifest.permission.ACCESS_NETWORK_STATE)
        assertFalse(NetworkWatch { error("never told") }.start(app))
    }

    @Test
    fun leaving_with_something_undelivered_asks_for_one_job_and_coming_back_takes_it_back() {
        start()
        away("login") { FrontdeskAndroid.client().loginUnidentifiedUser() }
        val activity = Robolectric.buildActivity(Activity::class.java).setup()
        server.cutNetwork()
        try {
            away("an event") { FrontdeskAndroid.client().logEvent("leaves") }
            activity.pause().stop()
            pass(ForegroundWatch.GRACE_MS)
            val job: JobInfo = eventual("a job") { scheduler.getPendingJob(DeliverySchedule.JOB_ID) }
            assertEquals(DeliveryJobService::class.java.name, job.service.className)
            assertEquals(JobInfo.NETWORK_TYPE_ANY, job.networkType)
            assertEquals(JobInfo.BACKOFF_POLICY_EXPONENTIAL, job.backoffPolicy)
            assertFalse(job.isPeriodic)
            activity.restart().start().resume()
            eventually("no job") { scheduler.getPendingJob(DeliverySchedule.JOB_ID) == null }
        } finally {
            server.restoreNetwork()
        }
    }

    @Test
    fun leaving_with_everything_delivered_asks_for_nothing() {
        val entry = start()
        away("login") { FrontdeskAndroid.client().loginUnidentifiedUser() }
        val activity = Robolectric.buildActivity(Activity::class.java).setup()
        away("nothing waits") { FrontdeskAndroid.client().flush(10_000) }
        activity.pause().stop()
        pass(ForegroundWatch.GRACE_MS)
        // Whatever would be asked for is asked in the same coroutine, before this call is answered.
        away("the core heard of it") { entry.client().pending() }
        assertNull(scheduler.getPendingJob(DeliverySchedule.JOB_ID))
    }

    @Test
    fun a_job_delivers_what_is_left_and_ends() {
        start()
        away("login") { FrontdeskAndroid.client().loginUnidentifiedUser() }
        away("an event") { FrontdeskAndroid.client().logEvent("delivered-by-job") }
        val service = Robolectric.setupService(DeliveryJobService::class.java)
        assertTrue(service.onStartJob(Shadow.newInstanceOf(android.app.job.JobParameters::class.java)))
        val shadow: ShadowJobService = Shadow.extract(service)
        eventually("the job ends") { shadow.isJobFinished }
        assertFalse(shadow.isRescheduleNeeded)
        assertTrue("delivered-by-job" in server.storedEvents())
    }

    @Test
    fun a_job_that_is_stopped_asks_for_another_try() {
        start()
        away("login") { FrontdeskAndroid.client().loginUnidentifiedUser() }
        server.cutNetwork()
        try {
            away("an event") { FrontdeskAndroid.client().logEvent("waits") }
            val service = Robolectric.setupService(DeliveryJobService::class.java)
            val params = Shadow.newInstanceOf(android.app.job.JobParameters::class.java)
            assertTrue(service.onStartJob(params))
            assertTrue(service.onStopJob(params))
            val left = away("what is left") { FrontdeskAndroid.client().pending() }
            assertTrue(left.queued > 0)
        } finally {
            server.restoreNetwork()
        }
    }

    @Test
    fun a_job_of_a_process_that_never_started_the_sdk_ends_at_once() {
        val service = Robolectric.setupService(DeliveryJobService::class.java)
        assertFalse(service.onStartJob(Shadow.newInstanceOf(android.app.job.JobParameters::class.java)))
        assertNotNull(service)
    }
}
