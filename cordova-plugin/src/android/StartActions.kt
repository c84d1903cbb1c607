// Starting by hand, and hearing what happens: `initialize`, `listen`.
package dev.frontdesk.cordova

import dev.frontdesk.android.FrontdeskOptions
import org.json.JSONObject

internal val startActions: Map<String, Action> = actions(
    // For apps that set `frontdesk-initialize` to `manual`; calls made before it wait.
    "initialize" to Action.AtOnce { arguments, around ->
        val options = arguments.members(0, "settings")
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

/** Either spelling; errors name it by the wire's. */
private fun JSONObject.textOrNull(camel: String, wire: String): String? =
    listOf(camel, wire).firstOrNull { has(it) && !isNull(it) }?.let { textOf(opt(it), wire) }

private fun JSONObject.text(camel: String, wire: String): String = textOrNull(camel, wire) ?: throw missing(wire)
