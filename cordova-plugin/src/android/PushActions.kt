// Push without a service of our own: the app's push plugin hands tokens and payloads over, so that any of them may
// stand beside this plugin. What a payload says is the core's to read, in every shape in which these plugins hand it
// over.
package dev.frontdesk.cordova

import dev.frontdesk.ContentKind
import dev.frontdesk.ContentRef
import dev.frontdesk.Frontdesk
import dev.frontdesk.JsonText
import dev.frontdesk.PushMessage
import dev.frontdesk.PushProvider
import dev.frontdesk.android.FrontdeskPush
import org.json.JSONArray
import org.json.JSONObject

internal val pushActions: Map<String, Action> = actions(
    // Asks the person, where Android 13 wants that, and hands on the token of the app's own Firebase. It needs no
    // permission for that: who says yes later in the settings is reached from then on.
    "registerForPush" to Action.AtOnce { _, around ->
        around.page.askForNotifications()
        val token = MessagingLibrary.of(around.context).token()
        Desk.client().setPushToken(PushProvider.FCM, token).let { null }
    },
    "sendPushTokenToIntercom" to ask { setPushToken(PushProvider.FCM, it.text(0, "token")) },
    "clearPushToken" to ask { clearPushToken() },
    "isFrontdeskPush" to Action.AtOnce { arguments, _ -> ours(arguments) != null },
    "handlePush" to Action.AtOnce { arguments, around ->
        ours(arguments)?.let { handle(it, JsonText(arguments.raw(0).orEmpty()), around) }
        ours(arguments) != null
    },
)

/** The payload when it came from Frontdesk; everybody else's is left alone, whatever it is. */
private fun ours(arguments: Arguments): JSONObject? {
    val payload = try {
        arguments.parsed(0, "payload") as? JSONObject
    } catch (_: Fault) {
        null
    }
    return payload?.takeIf { Frontdesk.isFrontdeskPush(mapOf(it)) }
}

private suspend fun handle(payload: JSONObject, text: JsonText, around: Surroundings) {
    val client = Desk.client()
    val message = client.handlePush(text) ?: return
    when (moment(payload)) {
        Moment.TAPPED -> client.presentContent(ContentRef(ContentKind.CONVERSATION, listOf(message.conversationId)))
        // The app is on the screen: the messenger shows what is new by itself.
        Moment.IN_FRONT -> Unit
        Moment.UNKNOWN -> FrontdeskPush.handle(around.context, flat(payload, message))
    }
}

private enum class Moment { TAPPED, IN_FRONT, UNKNOWN }

/** Each push plugin has its own way to say that the person tapped a notification. */
private fun moment(payload: JSONObject): Moment {
    val more = payload.optJSONObject("additionalData")
    return when {
        // cordova-plugin-firebasex; Capacitor.
        payload.opt("tap").let { it == true || it is String && it.isNotEmpty() } -> Moment.TAPPED
        payload.optString("actionId") == "tap" -> Moment.TAPPED
        // phonegap-plugin-push and its successors: `false` when a tap brought the app up.
        more?.has("foreground") == true -> if (more.optBoolean("foreground")) Moment.IN_FRONT else Moment.TAPPED
        else -> Moment.UNKNOWN
    }
}

/** As FCM itself would hand it over. */
private fun flat(payload: JSONObject, message: PushMessage): Map<String, String> = buildMap {
    put("frontdesk", "1")
    put("conversation_id", message.conversationId)
    message.partId?.let { put("part_id", it) }
    message.unread?.let { put("unread", it.toString()) }
    // Whom it is for: they may have logged out before the notification is drawn.
    addressee(payload)?.let { put("device_id", it) }
    word(payload, "title")?.let { put("title", it) }
    (word(payload, "body") ?: word(payload, "message"))?.let { put("body", it) }
}

/** The core found the payload's data in one of these. */
private fun addressee(payload: JSONObject): String? = listOf(
    payload,
    payload.optJSONObject("data"),
    payload.optJSONObject("additionalData"),
    payload.optJSONObject("notification")?.optJSONObject("data"),
).firstNotNullOfOrNull { it?.opt("device_id") as? String }

private fun word(payload: JSONObject, name: String): String? = payload.opt(name) as? String

// `Arguments.parsed` has bounded the depth.
private fun mapOf(json: JSONObject): Map<String, Any?> = json.keys().asSequence().associateWith { plain(json.opt(it)) }

private fun plain(value: Any?): Any? = when (value) {
    JSONObject.NULL -> null
    is JSONObject -> mapOf(value)
    is JSONArray -> List(value.length()) { plain(value.opt(it)) }
    else -> value
}
