/*
 * A call with its arguments, ready to be made.
 *
 * Each is made of the package's public functions alone: what a scenario proves of the driver holds for an app.
 */
package dev.frontdesk.driver

import dev.frontdesk.Frontdesk
import dev.frontdesk.JsonText
import kotlinx.serialization.json.JsonElement

/** What a call touches, which says on which thread the driver makes it. */
sealed class Call {
    /** It answers from memory: made by the main thread, before the next line is read. */
    class AtOnce(val answer: (Frontdesk) -> JsonElement) : Call()

    /** It touches the store: made on a thread of its own. */
    class Store(val answer: suspend (Frontdesk) -> JsonElement) : Call()

    /** It waits: begun by the main thread, before the next line is read. */
    class Network(val answer: suspend (Frontdesk) -> JsonElement) : Call()
}

/** A call that touches the store and gives nothing. */
fun store(work: suspend (Frontdesk) -> Unit): Call = Call.Store {
    work(it)
    NOTHING
}

/** A call that waits and gives nothing. */
fun network(work: suspend (Frontdesk) -> Unit): Call = Call.Network {
    work(it)
    NOTHING
}

/** A call that answers from memory and gives nothing. */
fun done(work: (Frontdesk) -> Unit): Call = Call.AtOnce {
    work(it)
    NOTHING
}

/** Arguments that the core reads as one value. */
fun whole(arguments: Raw?): JsonText = JsonText(arguments?.text ?: "{}")

/** The call with this name. */
fun readCall(name: String, arguments: Raw?): Call {
    readWhole(name, arguments)?.let { return it }
    val members = Members.read(arguments)
    val call = sessionCall(name, members)
        ?: recordCall(name, members)
        ?: messengerCall(name, members)
        ?: conversationCall(name, members)
        ?: libraryCall(name, members)
        ?: deviceCall(name, members)
        ?: throw Fault("unknown_call", "call", "is no call; see frontdesk drive --help")
    members.finish()
    return call
}

/** Calls that say which keys they left out instead of refusing them, as the core does. */
private fun readWhole(name: String, arguments: Raw?): Call? {
    val text = whole(arguments)
    return when (name) {
        "login_user_with_user_attributes" -> Call.Network { login(it.loginUserWithUserAttributes(text)) }
        "update_user" -> Call.Network { it.updateUser(text).let { done -> delivery(done.delivery, done.ignored) } }
        "present_content" -> {
            val content = Frontdesk.contentRef(text)
            Call.Network { presentation(it.presentContent(content)) }
        }
        "content" -> {
            val content = Frontdesk.contentRef(text)
            Call.Network { shown(it.content(content)) }
        }
        "handle_push" -> Call.AtOnce { shown(it.handlePush(text)) }
        else -> null
    }
}
