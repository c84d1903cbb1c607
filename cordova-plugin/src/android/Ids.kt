// Ids inside the objects that the core judges, looked at before it does: here arguments come from JavaScript, which has
// rounded a number beyond 2^53 before the plugin sees it, and it may be somebody else's by then. The core takes such a
// number, because in Kotlin and Rust it may be exact. Our own JavaScript refuses it, too; the vendor's does not. Pure.
package dev.frontdesk.cordova

import dev.frontdesk.JsonText
import org.json.JSONArray
import org.json.JSONObject

/** A user's attributes for the core to judge; [absent] stands for none. */
internal fun Arguments.attributes(absent: String? = null): JsonText {
    objectOrNull()?.let { given ->
        refuseRounded(given, USER_IDS)
        val companies = given.opt("companies") as? JSONArray ?: return@let
        for (at in 0 until companies.length()) {
            (companies.opt(at) as? JSONObject)?.let { refuseRounded(it, COMPANY_IDS, "companies[$at].") }
        }
    }
    return if (absent != null && raw(0) == null) JsonText(absent) else json(0, "attributes")
}

/** A piece of content for the core to judge. */
internal fun Arguments.content(): JsonText {
    objectOrNull()?.let { given ->
        refuseRounded(given, CONTENT_IDS)
        (given.opt("ids") as? JSONArray)?.let { ids ->
            for (at in 0 until ids.length()) if (isRounded(ids.opt(at))) throw rounded("ids[$at]")
        }
    }
    return json(0, "content")
}

/** Spellings, and the wire's. */
private val USER_IDS = mapOf("userId" to "user_id", "user_id" to "user_id")
private val COMPANY_IDS = mapOf("id" to "id", "company_id" to "id", "companyId" to "id")
private val CONTENT_IDS = mapOf("id" to "id")

private fun refuseRounded(members: JSONObject, ids: Map<String, String>, path: String = "") {
    for ((spelling, field) in ids) if (isRounded(members.opt(spelling))) throw rounded(path + field)
}

/** What is no object, or too deep to be read here, is refused by the core. */
private fun Arguments.objectOrNull(): JSONObject? = try {
    parsed(0, "attributes") as? JSONObject
} catch (_: Fault) {
    null
}
