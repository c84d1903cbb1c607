/*
 * Login, logout, credentials; what the app tells; what the platform tells.
 */
package dev.frontdesk.driver

import dev.frontdesk.JsonText
import dev.frontdesk.PushEnvironment
import dev.frontdesk.PushProvider

/** How long `flush` waits when it is not told. */
private const val FLUSH_WAIT_MS = 10_000L

fun sessionCall(name: String, members: Members): Call? = when (name) {
    "login_unidentified_user" -> Call.Network { login(it.loginUnidentifiedUser()) }
    "logout" -> {
        val force = members.flag("force")
        val purge = when (members.text("unsent")) {
            null, "deliver" -> false
            "purge" -> true
            else -> throw Fault("unknown_value", "unsent", "must be deliver or purge")
        }
        network { it.logout(force, purge) }
    }
    "set_user_hash" -> members.neededText("hash").let { hash -> store { it.setUserHash(hash) } }
    "set_user_jwt" -> members.neededText("jwt").let { jwt -> store { it.setUserJwt(jwt) } }
    "set_auth_tokens" -> members.texts("tokens").let { tokens -> store { it.setAuthTokens(tokens) } }
    "auth_token" -> members.neededText("name").let { token -> Call.AtOnce { shown(it.authToken(token)) } }
    "is_user_logged_in" -> Call.AtOnce { shown(it.isUserLoggedIn()) }
    "session_state" -> Call.AtOnce { shown(it.sessionState.value) }
    "fetch_logged_in_user_attributes" -> Call.AtOnce { shown(it.fetchLoggedInUserAttributes()) }
    else -> null
}

fun recordCall(name: String, members: Members): Call? = when (name) {
    "log_event" -> {
        val event = members.neededText("name")
        val metadata = members.take("metadata")?.let { JsonText(it.text) }
        Call.Store { json("id" to if (metadata == null) it.logEvent(event) else it.logEvent(event, metadata)) }
    }
    "update_quota" -> Call.Store { quota(it.updateQuota()) }
    "pending" -> Call.Store { pending(it.pending()) }
    "dismiss" -> members.neededText("id").let { id -> Call.Store { shown(it.dismiss(id)) } }
    "retry_operation" -> members.neededText("id").let { id -> Call.Store { shown(it.retryOperation(id)) } }
    "flush" -> {
        val timeout = members.number("timeout_ms") ?: FLUSH_WAIT_MS
        Call.Network { pending(it.flush(timeout)) }
    }
    "diagnostics" -> Call.Network { parsed(it.diagnostics()) }
    else -> null
}

fun deviceCall(name: String, members: Members): Call? = when (name) {
    "set_foreground" -> members.neededFlag("foreground").let { flag -> done { it.setForeground(flag) } }
    "network_changed" -> members.neededFlag("available").let { flag -> done { it.networkChanged(flag) } }
    "set_push_token" -> {
        val words = mapOf(
            "apns" to PushProvider.APNS,
            "fcm" to PushProvider.FCM,
            "webpush" to PushProvider.WEBPUSH,
        )
        val provider = members.word("provider", words)
        val token = members.neededText("token")
        val sandbox = members.flag("sandbox")
        val environment = if (sandbox) PushEnvironment.SANDBOX else PushEnvironment.PRODUCTION
        store { it.setPushToken(provider, token, environment) }
    }
    "clear_push_token" -> store { it.clearPushToken() }
    "unread_conversation_count" -> Call.AtOnce { shown(it.unreadConversationCount()) }
    "fetch_unread_conversation_count" -> Call.Network { shown(it.fetchUnreadConversationCount()) }
    // Events are written from the start anyway.
    "listen" -> done { }
    "shutdown" -> store { it.shutdown() }
    else -> null
}
