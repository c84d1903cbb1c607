// Who is logged in: login, update, logout, credentials.
package dev.frontdesk.cordova

import dev.frontdesk.LoginResult
import dev.frontdesk.Role
import dev.frontdesk.core.Delivery
import kotlinx.coroutines.withTimeoutOrNull
import org.json.JSONArray
import org.json.JSONObject

/** Without options the core says which identity is missing. */
private val login = ask { loginOf(loginUserWithUserAttributes(it.attributes(absent = "{}"))) }

private val loginUnidentified = ask { loginOf(loginUnidentifiedUser()) }

private val setHash = ask { setUserHash(it.text(0, "hash")) }

/** Time for the server to answer an update; afterwards the answer is `queued`. */
internal object UpdateWait {
    /** Another one for tests, on machines that have much else to do. */
    @Volatile
    var millis = 1_000L
}

internal val sessionActions: Map<String, Action> = actions(
    "loginUserWithUserAttributes" to login,
    "registerIdentifiedUser" to login,
    "loginUnidentifiedUser" to loginUnidentified,
    "registerUnidentifiedUser" to loginUnidentified,
    // `{force: true}` logs out a visitor too, whose history is then lost to them.
    "logout" to ask { arguments ->
        val options = arguments.raw(0)?.let { arguments.members(0, "options") } ?: JSONObject()
        logout(force = forced(options), purgeUnsent = purges(options))
    },
    "updateUser" to ask { arguments ->
        val attributes = arguments.attributes()
        // It is stored before its first wait: who stops waiting knows that it is queued.
        val update = withTimeoutOrNull(UpdateWait.millis) { updateUser(attributes) }
        deliveryOf(update?.delivery ?: Delivery.Queued).put("ignored", JSONArray(update?.ignored.orEmpty()))
    },
    "setUserHash" to setHash,
    "setSecureMode" to setHash,
    "setUserJwt" to ask { setUserJwt(it.text(0, "jwt")) },
    "setAuthTokens" to ask { arguments ->
        val tokens = arguments.members(0, "auth_tokens")
        setAuthTokens(tokens.keys().asSequence().associateWith { textOf(tokens.opt(it), child("auth_tokens", it)) })
    },
    // As text: that is how the vendor's plugin answers on Android.
    "isUserLoggedIn" to ask { isUserLoggedIn().toString() },
    "fetchLoggedInUserAttributes" to ask {
        val user = fetchLoggedInUserAttributes()
        JSONObject().putOpt("email", user.email).putOpt("userId", user.userId)
            .put("role", if (user.role == Role.USER) "user" else "lead")
            .toString()
    },
)

private fun forced(options: JSONObject): Boolean = when (val force = options.opt("force")) {
    null, JSONObject.NULL -> false
    is Boolean -> force
    else -> throw Fault("wrong_type", "force", "force: must be true or false")
}

private fun purges(options: JSONObject): Boolean {
    if (options.isNull("unsent")) return false
    return when (textOf(options.opt("unsent"), "unsent").lowercase()) {
        "purge" -> true
        "deliver" -> false
        else -> throw Fault("unknown_value", "unsent", "unsent: must be deliver or purge")
    }
}

private fun loginOf(login: LoginResult): JSONObject = JSONObject()
    .putOpt("contact_id", login.contactId)
    .put("merged", login.merged)
    .put("from_stored_session", login.fromStoredSession)
    .put("rejected", rejectedOf(login.rejected))
    .put("ignored", JSONArray(login.ignored))
