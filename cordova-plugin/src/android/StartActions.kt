// Starting by hand, and hearing what happens: `initialize`, `listen`.
package dev.frontdesk.cordova

import dev.frontdesk.android.FrontdeskOptions
import org.json.JSONObject

internal val startActions: Map<String, Action> = actions(
    // For apps that set `frontdesk-initialize` to `manual`; calls made before it wait.
    "initialize" to Action.AtOnce { arguments, around ->
        val options = arguments.members(0, "options")
        Desk.initialize(
            around.context,
            FrontdeskOptions.Builder(
                serverUrl = options.text("serverUrl", "server_url"),
                appId = options.text("appId", "app_id"),
                apiKey = options.textOrNull("androidApiKey", "android_api_key") ?: options.text("apiKey", "api_key"),
            ).build(),
        )
        // What cannot be opened is this call's error.
        Desk.client()
        null
    },
    "listen" to Action.Open { client, call ->
        call.surroundings.page.listening.begin(client, call.answer)
        CallLine.STAYS_OPEN
    },
)

private fun JSONObject.textOrNull(vararg spellings: String): String? =
    spellings.firstOrNull { has(it) && !isNull(it) }?.let { textOf(opt(it), it) }

private fun JSONObject.text(vararg spellings: String): String = textOrNull(*spellings)
    ?: throw Fault("missing", spellings.first(), "${spellings.first()}: must be given")
