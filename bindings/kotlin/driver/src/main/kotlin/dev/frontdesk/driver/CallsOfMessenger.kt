/*
 * What is shown, and conversations.
 */
package dev.frontdesk.driver

import dev.frontdesk.Frontdesk
import dev.frontdesk.NewAttachment
import dev.frontdesk.NewReply
import dev.frontdesk.ProactiveKind
import dev.frontdesk.SentPart
import dev.frontdesk.ThemeMode
import java.util.Base64
import kotlinx.serialization.json.JsonElement

/** Conversations and tickets of a page when it is not told. */
const val PAGE = 20

fun messengerCall(name: String, members: Members): Call? = when (name) {
    "present" -> Call.Network { presentation(it.present()) }
    "present_space" -> {
        val space = Frontdesk.space(members.neededText("space"))
        Call.Network { presentation(it.presentSpace(space)) }
    }
    "present_message_composer" ->
        members.text("text").let { text -> Call.Network { presentation(it.presentMessageComposer(text)) } }
    "hide" -> network { it.hide() }
    "bridge_request" -> {
        val message = members.take("message")?.text ?: "null"
        Call.Network { parsed(it.bridgeRequest(message)) }
    }
    "messenger_state" -> Call.AtOnce { shown(it.messengerState()) }
    "set_launcher_visibility" -> members.neededFlag("visible").let { flag -> store { it.setLauncherVisibility(flag) } }
    "set_bottom_padding" -> {
        val pixels = members.neededNumber("pixels").coerceAtMost(Int.MAX_VALUE.toLong()).toInt()
        store { it.setBottomPadding(pixels) }
    }
    "set_in_app_message_visibility" ->
        members.neededFlag("visible").let { flag -> store { it.setInAppMessageVisibility(flag) } }
    "suppress_proactive_content" -> {
        val kinds = members.neededList("kinds").map { word ->
            ProactiveKind.entries.find { it.name.lowercase() == word }
                ?: throw Fault("unknown_value", "kinds", "must be survey or carousel")
        }
        store { it.suppressProactiveContent(kinds) }
    }
    "set_theme_mode" -> {
        val mode = members.word("mode", words<ThemeMode>())
        store { it.setThemeMode(mode) }
    }
    "set_language_override" -> members.text("tag").let { tag -> store { it.setLanguageOverride(tag) } }
    else -> null
}

fun conversationCall(name: String, members: Members): Call? = when (name) {
    "list_conversations" -> {
        val limit = limit(members)
        val cursor = members.text("cursor")
        Call.Network { shown(it.listConversations(limit, cursor)) }
    }
    "cached_conversations" -> limit(members).let { limit -> Call.Network { shown(it.cachedConversations(limit)) } }
    "conversation" -> {
        val id = members.neededText("id")
        val before = members.number("before")
        Call.Network { shown(it.conversation(id, before)) }
    }
    "cached_conversation" -> {
        val id = members.neededText("id")
        val before = members.number("before")
        Call.Network { shown(it.cachedConversation(id, before)) }
    }
    "start_conversation" -> members.neededText("body").let { body -> Call.Network { sent(it.startConversation(body)) } }
    "start_conversation_with" ->
        newReply(members).let { first -> Call.Network { sent(it.startConversationWith(first)) } }
    "reply" -> {
        val id = members.neededText("conversation_id")
        val reply = newReply(members)
        Call.Network { sent(it.reply(id, reply)) }
    }
    "quick_reply" -> {
        val id = members.neededText("conversation_id")
        val chosen = members.neededText("quick_reply_id")
        Call.Network { sent(it.quickReply(id, chosen)) }
    }
    "mark_conversation_read" ->
        members.neededText("id").let { id -> Call.Network { shown(it.markConversationRead(id)) } }
    "send_typing" -> members.neededText("id").let { id -> network { it.sendTyping(id) } }
    "draft" -> members.neededText("id").let { id -> Call.Network { shown(it.draft(id)) } }
    "set_draft" -> {
        val id = members.neededText("id")
        val text = members.neededText("text")
        network { it.setDraft(id, text) }
    }
    else -> null
}

/** The words of an enum, as the core writes them. */
inline fun <reified T : Enum<T>> words(): Map<String, T> = enumValues<T>().associateBy { it.name.lowercase() }

/** How many of a page. */
fun limit(members: Members): Int =
    (members.number("limit") ?: PAGE.toLong()).coerceAtMost(Int.MAX_VALUE.toLong()).toInt()

private fun sent(part: SentPart): JsonElement = json(
    "conversation_id" to part.conversationId,
    "part_id" to part.partId,
    "delivery" to delivery(part.delivery),
)

private fun newReply(members: Members): NewReply {
    val body = members.text("body").orEmpty()
    val files = members.take("attachments")?.let { Scan(it.text).elements() ?: throw wrongFiles() }.orEmpty()
    return NewReply(body, files.map(::file))
}

/** A file in an argument: its bytes as text or in base64. */
private fun file(raw: Raw): NewAttachment {
    val all = (Scan(raw.text).members() ?: throw wrongFiles()).associate { (key, value) ->
        key.decoded() to (value.decoded() ?: throw wrongFiles())
    }
    if (!setOf("name", "content_type", "text", "base64").containsAll(all.keys)) throw wrongFiles()
    val text = all["text"]
    val packed = all["base64"]
    val bytes = when {
        text != null && packed == null -> text.toByteArray()
        text == null && packed != null -> unpacked(packed)
        else -> throw wrongFiles()
    }
    return NewAttachment(all["name"] ?: throw wrongFiles(), all["content_type"] ?: throw wrongFiles(), bytes)
}

private fun unpacked(packed: String): ByteArray = try {
    Base64.getDecoder().decode(packed)
} catch (_: IllegalArgumentException) {
    throw wrongFiles()
}

private fun wrongFiles() = Fault("wrong_type", "attachments", "must be a list of files with text or base64")
