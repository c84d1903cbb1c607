// When the app leaves the screen with operations that are not delivered yet, the system is asked to run
// `DeliveryJobService` as soon as there is a network. Called off the main thread: the scheduler is another process.
package dev.frontdesk.android

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.util.Log

/** Asks for one delivery, never for a repeated one. */
internal class DeliverySchedule(private val context: Context, private val jobId: Int) {
    private val scheduler: JobScheduler? get() = context.getSystemService(JobScheduler::class.java)

    /** Asks unless it is asked already: to ask again would start the system's waiting anew. */
    fun ask() {
        val scheduler = scheduler ?: return
        if (scheduler.getPendingJob(jobId) != null) return
        val job = JobInfo.Builder(jobId, ComponentName(context, DeliveryJobService::class.java))
            .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
            .setBackoffCriteria(FIRST_WAIT_MS, JobInfo.BACKOFF_POLICY_EXPONENTIAL)
            .build()
        val answer = try {
            scheduler.schedule(job)
        } catch (refused: RuntimeException) {
            // The service was taken out of the manifest, or the app has too many jobs: delivery then waits for
            // the next start.
            Log.w(LOG_TAG, "no delivery job: ${refused.javaClass.simpleName}")
            return
        }
        if (answer != JobScheduler.RESULT_SUCCESS) Log.w(LOG_TAG, "the system took no delivery job")
    }

    /** Takes the wish back: there is nothing left, or the app is in front again and delivers itself. */
    fun withdraw() {
        scheduler?.cancel(jobId)
    }

    internal companion object {
        /** Unlikely to be an app's own number; [FrontdeskOptions.Builder.jobId] changes it. */
        const val JOB_ID = 0x46_44_4A_01

        /** The system's own default; it grows to hours on its own. */
        const val FIRST_WAIT_MS = 30_000L
    }
}
