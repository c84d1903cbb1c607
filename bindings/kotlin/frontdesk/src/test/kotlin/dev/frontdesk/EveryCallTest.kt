/*
 * Every public call once, against the real server, as an app makes it; and that no call of the core is without one.
 */
package dev.frontdesk

import dev.frontdesk.core.AnswerValue
import dev.frontdesk.core.CoreClientInterface
import dev.frontdesk.core.Delivery
import dev.frontdesk.core.FrontdeskEvent
import dev.frontdesk.core.Presentation
import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class EveryCallTest {
    private val server = MockServer.shared

    @Test
    fun `no call of the core is without a public one, and each that suspends has a form with a callback`() {
        val public = Frontdesk::class.java.methods.filter { it.declaringClass.name.startsWith("dev.frontdesk.") }
        val names = public.map { it.name }.toSet()
        val renamed = mapOf("diagnosticsJson" to "diagnostics", "listen" to "addListener")
        val core = CoreClientInterface::class.java.methods.map { it.name.substringBefore('-') }.toSet() - "Companion"
        val missing = core.map { renamed[it] ?: it }
            .filter { it !in names && "get${it.replaceFirstChar(Char::uppercase)}" !in names }
        assertEquals(emptyList<String>(), missing)
        val suspending = public.filter { it.parameterTypes.lastOrNull()?.name == "kotlin.coroutines.Continuation" }
        val answered = public.filter { FrontdeskCallback::class.java in it.parameterTypes }.map { it.name }.toSet()
        assertEquals(emptyList<String>(), suspending.map { it.name }.filter { it !in answered && it != "shutdown" })
        assertTrue(suspending.size > 40, "${suspending.size}")
        assertTrue(suspending.all { it.isSynthetic }, "Java would see both forms")
    }

    @Test
    fun `conversations are started, answered, read, drafted and listed`() = withDesk { desk ->
        desk.loginUserWithUserAttributes(UserAttributes { userId = somebody() })
        val started = desk.startConversation("help")
        val id = started.conversationId
        assertEquals(Delivery.Delivered(emptyList()), started.delivery)
        val file = NewAttachment("a.txt", "text/plain", "abc".toByteArray())
        desk.reply(id, NewReply("see file", listOf(file)))
        assertEquals(0L, desk.flush(DEADLINE_MS).queued)
        val conversation = desk.conversation(id)
        assertEquals(listOf("help", "see file"), conversation.parts.map { it.bodyText?.trim() })
        assertEquals("a.txt", conversation.parts[1].attachments.single().name)
        assertEquals(id, desk.cachedConversation(id)?.id)
        assertNull(desk.cachedConversation("no-such"))
        assertEquals(listOf(id), desk.listConversations().data.map { it.id })
        assertEquals(listOf(id), desk.cachedConversations().data.map { it.id })
        desk.setDraft(id, "half a")
        assertEquals("half a", desk.draft(id))
        desk.setDraft(id, "")
        assertNull(desk.draft(id))
        desk.sendTyping(id)

        val admin = server.operator("GET", "/admins").jsonObject.getValue("admins").jsonArray[0].jsonObject
        val yes = "01936d3c-7e00-7000-8000-0000000000${(10..99).random()}"
        server.operator(
            "POST", "/conversations/$id/reply",
            """{"message_type":"quick_reply","type":"admin","admin_id":${admin.getValue("id")},"body":"Did it?",
                "reply_options":[{"text":"Yes","uuid":"$yes"}]}""",
        )
        assertEquals("Yes", desk.conversation(id).parts.last().quickReplies.single().text)
        assertEquals(1L, desk.fetchUnreadConversationCount())
        assertEquals(1L, desk.unreadCount.first { it == 1L })
        assertEquals(1L, desk.unreadConversationCount())
        assertTrue(desk.markConversationRead(id))
        desk.quickReply(id, yes)
        assertFalse(desk.startConversationWith(NewReply("another", emptyList())).conversationId == id)
        assertEquals("not_found", failure { desk.conversation("999999999") }.code)
    }

    @Test
    fun `the help center, content, receipts and news are read`() = withDesk { desk ->
        desk.loginUserWithUserAttributes(UserAttributes { userId = somebody() })
        val collection = desk.fetchHelpCenterCollections().first()
        assertEquals(collection.title, desk.fetchHelpCenterCollection(collection.collectionId).title)
        val hit = desk.searchHelpCenter("start").first()
        assertEquals("Getting started", desk.article(hit.articleId).title)
        assertTrue(desk.reactToArticle(hit.articleId, Reaction.HAPPY) is Delivery.Delivered)
        assertTrue("questions" in desk.liveContent(LiveKind.SURVEY, "2001").bodyJson)
        assertTrue("screens" in desk.content(Frontdesk.contentRef(mapOf("type" to "carousel", "id" to 3001))).bodyJson)
        val draft = failure { desk.liveContent(LiveKind.SURVEY, "2002") }
        assertTrue(draft is FrontdeskException.ContentUnavailable && draft.status == "draft", draft.toString())
        desk.sendReceipt(ReceiptKind.SURVEY, "2001", ReceiptEvent.SHOWN)
        val answers = listOf(
            Answer("q1", AnswerValue.Number(4.0)),
            Answer("q2", AnswerValue.Text("more of it")),
        )
        desk.sendReceipt(ReceiptKind.SURVEY, "2001", ReceiptEvent.ANSWERED, answers)
        assertEquals(emptyList<Any>(), desk.flush(DEADLINE_MS).rejected)
        server.operator("POST", "/x/news", """{"title":"One","body_html":"<p>1</p>","status":"live"}""")
        assertTrue(desk.listNews().data.any { it.title == "One" })
    }

    @Test
    fun `tickets are made and read`() = withDesk { desk ->
        val type = server.operator(
            "POST", "/x/ticket_types",
            """{"name":"Fault","status":"live","attributes":[
                {"name":"title","label":"What?","type":"text","required":true}]}""",
        ).jsonObject.getValue("id").jsonPrimitive.content
        desk.loginUserWithUserAttributes(UserAttributes { userId = somebody() })
        assertTrue(desk.ticketTypes().single { it.id == type }.attributes.single().required)
        desk.createTicket(type, mapOf("title" to "It is broken"))
        desk.createTicket(type, JsonText("""{"title":"It still is"}"""))
        assertEquals(0L, desk.flush(DEADLINE_MS).queued)
        val tickets = desk.listTickets().data
        assertEquals(2, tickets.size)
        assertEquals(tickets[0].title, desk.ticket(tickets[0].id).title)
    }

    @Test
    fun `the messenger is presented by the app's own presenter and remembers what was decided`() {
        val shown = ConcurrentLinkedQueue<Any>()
        val screen = object : Presenter {
            override fun present(what: Presentation) {
                shown.add(what)
            }

            override fun hide() {
                shown.add("hidden")
            }

            override fun openLink(url: String) = Unit
        }
        withDesk(settings = { presenter = screen }) { desk ->
            assertEquals("not_logged_in", failure { desk.present() }.code)
            desk.loginUserWithUserAttributes(UserAttributes { userId = somebody() })
            val hidden = async(start = CoroutineStart.UNDISPATCHED) {
                desk.events.first { it is FrontdeskEvent.Hidden }
            }
            desk.present()
            desk.presentSpace(Space.HELP_CENTER)
            val article = desk.presentContent(Frontdesk.contentRef(JsonText("""{"type":"ARTICLE","id":"1001"}""")))
            assertEquals("Getting started", (article as Presentation.Content).title)
            desk.presentMessageComposer("Hello")
            desk.hide()
            hidden.await()
            val expected = listOf(
                Presentation.Space(Space.HOME), Presentation.Space(Space.HELP_CENTER), article,
                Presentation.Composer(true), "hidden",
            )
            assertEquals(expected, shown.toList())

            desk.setLauncherVisibility(false)
            desk.setBottomPadding(24)
            desk.setInAppMessageVisibility(false)
            desk.suppressProactiveContent(setOf(ProactiveKind.SURVEY))
            desk.setThemeMode(ThemeMode.DARK)
            desk.setLanguageOverride("de-AT")
            val state = desk.messengerState()
            assertFalse(state.launcherVisible || state.inAppMessagesVisible)
            assertEquals(ThemeMode.DARK, state.themeMode)
            assertEquals("de-AT", state.languageOverride)
            assertEquals(listOf(ProactiveKind.SURVEY), state.suppressedKinds)
            assertEquals("out_of_range", failure { desk.setBottomPadding(-1) }.code)
        }
    }

    @Test
    fun `the messenger's page asks, is answered and hears events`() = withDesk { desk ->
        desk.loginUserWithUserAttributes(UserAttributes { userId = somebody() })
        val heard = ConcurrentLinkedQueue<String>()
        desk.setBridgeSink(object : BridgeSink {
            override fun onMessage(json: String) {
                heard.add(json)
                error("a page that is gone")
            }
        })
        val answer = Json.parseToJsonElement(desk.bridgeRequest("""{"id":"a1","type":"state"}""")).jsonObject
        assertEquals("a1", answer["id"]?.jsonPrimitive?.content)
        val changed = async(start = CoroutineStart.UNDISPATCHED) {
            desk.events.first { it is FrontdeskEvent.MessengerStateChanged }
        }
        desk.setThemeMode(ThemeMode.DARK)
        changed.await()
        desk.setBridgeSink(null)
        assertTrue(heard.all { Json.parseToJsonElement(it).jsonObject.isNotEmpty() })
    }

    @Test
    fun `credentials, device and queue`() = withDesk { desk ->
        assertEquals("not_logged_in", failure { desk.setAuthTokens(mapOf("shop" to "t0k3n")) }.code)
        desk.loginUserWithUserAttributes(JsonText("""{"user_id":"${somebody()}","plan":"no such key"}""")).let {
            assertEquals(listOf("plan"), it.ignored)
        }
        desk.setAuthTokens(mapOf("shop" to "t0k3n"))
        assertEquals("t0k3n", desk.authToken("shop"))
        assertNull(desk.authToken("other"))
        assertTrue(desk.updateQuota().remaining > 0)
        desk.setPushToken(PushProvider.FCM, "fcm-token-0123456789abcdef")
        desk.setForeground(true)
        desk.networkChanged(true)
        assertEquals("42", desk.handlePush(mapOf("frontdesk" to "1", "conversation_id" to "42"))?.conversationId)
        desk.setForeground(false)
        desk.clearPushToken()
        desk.logEvent("json", JsonText("""{"exact":18446744073709551615}"""))
        assertEquals(0L, desk.flush(DEADLINE_MS).queued)
        assertTrue("18446744073709551615" in server.stored().toString())
        assertFalse(desk.dismiss("0199d3f7-0000-7000-8000-000000000000"))
        assertFalse(desk.retryOperation("0199d3f7-0000-7000-8000-000000000000"))
        assertEquals("invalid_id", failure { desk.dismiss("x") }.code)
        assertNotNull(Json.parseToJsonElement(desk.diagnostics()).jsonObject)
        assertEquals("0.1.0", Frontdesk.version())
    }
}
