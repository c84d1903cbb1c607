// Delivery after the app is gone. The system starts it when a network is there; the calls arrive on the main
// thread and only start or stop a coroutine. What is not delivered stays stored and is tried again.
package dev.frontdesk.android

import android.app.job.JobParameters
import android.app.job.JobService
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

/**
 * Empties the outbox as far as the server allows within [TIME_MS], then ends, or asks the system for another try
 * with its growing waits when something is left. Started by the system alone. Since 0.1.
 */
public class DeliveryJobService : JobService() {
    private var work: Job? = null

    /** Main thread; true, because delivery goes on after the return. */
    override fun onStartJob(params: JobParameters): Boolean {
        val entry = FrontdeskAndroid.entry
        if (entry == null) {
            // The app starts the SDK by hand and has not done so in this process; its next start delivers.
            return false
        }
        work = entry.scope.launch {
            val left = try {
                entry.client().flush(TIME_MS).queued
            } catch (problem: Exception) {
                entry.report("delivery in the background", problem)
                null
            }
            // Without a client nobody knows what is left, and a retry would find the same.
            MainThread.run { jobFinished(params, left != null && left > 0) }
        }
        return true
    }

    /** Main thread; the system wants the device back. True: what is left deserves another try. */
    override fun onStopJob(params: JobParameters): Boolean {
        work?.cancel()
        return true
    }

    internal companion object {
        /** Well inside the ten minutes a job gets, and long enough for a slow network. */
        const val TIME_MS = 60_000L
    }
}
