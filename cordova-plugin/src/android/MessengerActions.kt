// What is shown, and what the app decides about it.
package dev.frontdesk.cordova

import dev.frontdesk.ContentKind
import dev.frontdesk.ContentRef
import dev.frontdesk.Frontdesk
import dev.frontdesk.ProactiveKind
import dev.frontdesk.Space
import dev.frontdesk.ThemeMode
import org.json.JSONArray
import org.json.JSONObject

private val open = ask { present().nothing() }

private val compose = ask { presentMessageComposer(it.textOrNull(0, "text")).nothing() }

private val hide = ask { hide() }

internal val messengerActions: Map<String, Action> = actions(
    "present" to open,
    "displayMessenger" to open,
    "displayConversationsList" to ask { presentSpace(Space.MESSAGES).nothing() },
    "displayHelpCenter" to ask { presentSpace(Space.HELP_CENTER).nothing() },
    "presentIntercomSpace" to ask { presentSpace(Frontdesk.space(it.text(0, "space"))).nothing() },
    "presentContent" to ask { presentContent(Frontdesk.contentRef(it.json(0, absent = "null"))).nothing() },
    "displayCarousel" to ask { show(ContentKind.CAROUSEL, it) },
    "displayArticle" to ask { show(ContentKind.ARTICLE, it) },
    "displaySurvey" to ask { show(ContentKind.SURVEY, it) },
    "displayHelpCenterCollections" to ask { presentContent(collections(it)).nothing() },
    "presentMessageComposer" to compose,
    "displayMessageComposer" to compose,
    "displayMessageComposerWithInitialMessage" to compose,
    "hideIntercom" to hide,
    "hideMessenger" to hide,
    "startConversation" to ask { arguments ->
        val sent = startConversation(arguments.text(0, "body"))
        deliveryOf(sent.delivery).put("conversation_id", sent.conversationId).put("part_id", sent.partId)
    },
    "unreadConversationCount" to ask { unreadConversationCount() },
    "setLauncherVisibility" to ask { setLauncherVisibility(visible(it)) },
    "setInAppMessageVisibility" to ask { setInAppMessageVisibility(visible(it)) },
    "setBottomPadding" to ask { setBottomPadding(it.number(0, "pixels").coerceIn(-1, Int.MAX_VALUE.toLong()).toInt()) },
    "setThemeMode" to ask { setThemeMode(word<ThemeMode>(it.text(0, "mode"), "mode")) },
    "suppressProactiveContent" to ask { arguments ->
        val kinds = arguments.parsed(0, "kinds") as? JSONArray
            ?: throw Fault("wrong_type", "kinds", "kinds: must be a list of SURVEY and CAROUSEL")
        suppressProactiveContent(textsOf(kinds, "kinds").map { word<ProactiveKind>(it, "kinds") })
    },
)

/** What is shown is told by the event `shown`; the call itself has no value. */
private fun Any.nothing(): Any? = null

private suspend fun Frontdesk.show(kind: ContentKind, arguments: Arguments): Any? =
    presentContent(ContentRef(kind, listOf(arguments.text(0, "id")))).nothing()

/** Two generations, two shapes: a bare list, or an object with `collectionIds`. */
private fun collections(arguments: Arguments): ContentRef {
    val list = when (val given = arguments.parsed(0, "ids")) {
        is JSONArray -> given
        is JSONObject -> given.optJSONArray("collectionIds") ?: given.optJSONArray("ids")
        else -> null
    } ?: throw Fault("wrong_type", "ids", "ids: must be a list of ids")
    return ContentRef(ContentKind.HELP_CENTER_COLLECTIONS, textsOf(list, "ids"))
}

private fun visible(arguments: Arguments): Boolean = when (arguments.text(0, "visibility").uppercase()) {
    "VISIBLE" -> true
    "GONE" -> false
    else -> throw Fault("unknown_value", "visibility", "visibility: must be VISIBLE or GONE")
}

private inline fun <reified T : Enum<T>> word(text: String, field: String): T =
    enumValues<T>().firstOrNull { it.name.equals(text.trim(), ignoreCase = true) }
        ?: throw Fault("unknown_value", field, "$field: must be one of ${enumValues<T>().joinToString { it.name }}")
