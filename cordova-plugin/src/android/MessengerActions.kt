// What is shown, and what the app decides about it.
package dev.frontdesk.cordova

import dev.frontdesk.ContentKind
import dev.frontdesk.ContentRef
import dev.frontdesk.Frontdesk
import dev.frontdesk.ProactiveKind
import dev.frontdesk.Space
import dev.frontdesk.ThemeMode
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
    "presentContent" to ask { presentContent(Frontdesk.contentRef(it.content())).nothing() },
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
    "setBottomPadding" to ask { setBottomPadding(it.number(0, "bottom_padding").coerceIn(-1, Int.MAX_VALUE.toLong()).toInt()) },
    "setThemeMode" to ask { setThemeMode(word<ThemeMode>(it.text(0, "theme_mode"), "theme_mode")) },
    "suppressProactiveContent" to ask { arguments ->
        val words = textsOf(list(arguments.parsed(0, "kinds"), "kinds"), "kinds")
        suppressProactiveContent(words.mapIndexed { at, one -> word<ProactiveKind>(one, "kinds[$at]") })
    },
)

/** What is shown is told by the event `shown`; the call itself has no value. */
private fun Any.nothing(): Any? = null

private suspend fun Frontdesk.show(kind: ContentKind, arguments: Arguments): Any? =
    presentContent(ContentRef(kind, listOf(arguments.text(0, "id")))).nothing()

/** Two generations, two shapes: a bare list, or an object with `collectionIds`. */
private fun collections(arguments: Arguments): ContentRef {
    val given = arguments.parsed(0, "ids")
    val list = if (given is JSONObject) given.opt("collectionIds") ?: given.opt("ids") else given
    return ContentRef(ContentKind.HELP_CENTER_COLLECTIONS, textsOf(list(list, "ids"), "ids"))
}

private fun visible(arguments: Arguments): Boolean = when (arguments.text(0, "visibility").uppercase()) {
    "VISIBLE" -> true
    "GONE" -> false
    else -> throw Fault("unknown_value", "visibility", "visibility: must be VISIBLE or GONE")
}

private inline fun <reified T : Enum<T>> word(text: String, field: String): T =
    enumValues<T>().firstOrNull { it.name.equals(text.trim(), ignoreCase = true) }
        ?: throw Fault("unknown_value", field, "$field: must be one of ${enumValues<T>().joinToString { it.name }}")
