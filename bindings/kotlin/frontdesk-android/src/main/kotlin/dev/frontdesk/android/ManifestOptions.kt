// What the app's manifest says about Frontdesk. A pure reading of `<meta-data>`: no file, no network. Called by
// the initialiser on the main thread while the process starts.
package dev.frontdesk.android

import android.content.Context
import android.content.pm.PackageManager
import android.os.Bundle

/** The names of the `<meta-data>` elements. */
internal object MetaData {
    const val SERVER_URL = "dev.frontdesk.server_url"
    const val APP_ID = "dev.frontdesk.app_id"
    const val API_KEY = "dev.frontdesk.api_key"
    const val OVERLAY = "dev.frontdesk.overlay"
    const val JOB_ID = "dev.frontdesk.job_id"
}

/** How complete the manifest is. */
internal sealed interface ManifestOptions {
    /** All three are there. */
    data class Complete(val options: FrontdeskOptions) : ManifestOptions

    /** Some are there: a mistake that deserves a sentence. */
    data class Incomplete(val missing: List<String>) : ManifestOptions

    /** None is there: the app starts the SDK itself. */
    data object None : ManifestOptions

    companion object {
        private val NEEDED = listOf(MetaData.SERVER_URL, MetaData.APP_ID, MetaData.API_KEY)

        fun read(context: Context): ManifestOptions {
            val data = metaData(context)
            val values = NEEDED.associateWith { data.text(it) }
            val missing = values.filterValues { it == null }.keys.toList()
            return when (missing.size) {
                0 -> Complete(options(data, values))
                NEEDED.size -> None
                else -> Incomplete(missing)
            }
        }

        private fun options(data: Bundle, values: Map<String, String?>): FrontdeskOptions {
            val builder = FrontdeskOptions.Builder(
                serverUrl = values.getValue(MetaData.SERVER_URL).orEmpty(),
                appId = values.getValue(MetaData.APP_ID).orEmpty(),
                apiKey = values.getValue(MetaData.API_KEY).orEmpty(),
            )
            builder.overlay(data.getBoolean(MetaData.OVERLAY, true))
            if (data.containsKey(MetaData.JOB_ID)) builder.jobId(data.getInt(MetaData.JOB_ID, DeliverySchedule.JOB_ID))
            return builder.build()
        }

        @Suppress("DEPRECATION") // The replacement exists from API 33 on only.
        private fun metaData(context: Context): Bundle = context.packageManager
            .getApplicationInfo(context.packageName, PackageManager.GET_META_DATA)
            .metaData ?: Bundle.EMPTY

        // An id that looks like a number arrives as one: the packager decides by the looks of the value.
        @Suppress("DEPRECATION")
        private fun Bundle.text(name: String): String? = get(name)?.toString()?.trim()?.takeIf { it.isNotEmpty() }
    }
}
