// What the app's config.xml says about Frontdesk: the vendor's preferences and our two. Read once, before the first
// activity. Pure but for the app's own resources.
package dev.frontdesk.cordova

import android.content.Context
import dev.frontdesk.android.FrontdeskOptions
import org.apache.cordova.ConfigXmlParser
import org.apache.cordova.CordovaPreferences

/** Names of the preferences. Cordova takes them in any case. */
internal object Preferences {
    const val SERVER_URL = "frontdesk-server-url"
    const val APP_ID = "intercom-app-id"
    const val API_KEY = "intercom-android-api-key"
    const val INITIALIZE = "frontdesk-initialize"

    /** The preferences of config.xml as it is in the app. */
    fun of(context: Context): CordovaPreferences = ConfigXmlParser().also { it.parse(context) }.preferences
}

/** How the SDK starts. */
internal sealed interface Plan {
    /** At once, with these. */
    class Start(val options: FrontdeskOptions) : Plan

    /** When JavaScript calls `initialize`. */
    data object ByHand : Plan

    /** As [ByHand], and until then every call says what config.xml lacks. */
    class Lacking(val fault: Fault) : Plan

    companion object {
        private val NEEDED = listOf(Preferences.SERVER_URL, Preferences.APP_ID, Preferences.API_KEY)

        /** The plan that [preferences] make. */
        fun of(preferences: CordovaPreferences): Plan {
            if (preferences.getString(Preferences.INITIALIZE, "auto").trim().equals("manual", ignoreCase = true)) {
                return ByHand
            }
            val values = NEEDED.associateWith { preferences.getString(it, "").orEmpty().trim() }
            val missing = values.filterValues { it.isEmpty() }.keys.firstOrNull()
            if (missing != null) {
                val sentence = "config.xml has no preference $missing, and initialize was not called"
                return Lacking(Fault("not_initialized", missing, sentence))
            }
            val options = FrontdeskOptions.Builder(
                serverUrl = values.getValue(Preferences.SERVER_URL),
                appId = values.getValue(Preferences.APP_ID),
                apiKey = values.getValue(Preferences.API_KEY),
            )
            return Start(options.build())
        }
    }
}
