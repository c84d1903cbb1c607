/*
 * Hostile input across the boundary: the rows F1, F2, F3, F5 and F6 of the fault matrix, by name.
 */
package dev.frontdesk

import dev.frontdesk.core.FrontdeskEvent
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class BoundaryTest {
    private val half = "a\uD800"

    /** Every call that takes a text, by the field that a fault of this text is told under. */
    private fun texts(desk: Frontdesk): List<Pair<String, suspend (String) -> Any?>> = listOf(
        "name" to { desk.logEvent(it) },
        "metadata.a" to { desk.logEvent("x", mapOf("a" to it)) },
        "metadata" to { desk.logEvent("x", mapOf(it to 1)) },
        "name" to { desk.updateUser(mapOf("name" to it)) },
        "name" to { text -> desk.updateUser(UserAttributes { name = text }) },
        "hash" to { desk.setUserHash(it) },
        "jwt" to { desk.setUserJwt(it) },
        "auth_tokens.a" to { desk.setAuthTokens(mapOf("a" to it)) },
        "token" to { desk.setPushToken(PushProvider.FCM, it) },
        "language_override" to { desk.setLanguageOverride(it) },
        "term" to { desk.searchHelpCenter(it) },
        "text" to { desk.presentMessageComposer(it) },
        "text" to { desk.setDraft("1", it) },
        "body" to { desk.startConversation(it) },
        "body" to { desk.startConversationWith(NewReply(it, emptyList())) },
        "body" to { desk.reply("1", NewReply(it, emptyList())) },
        "attachments[0].name" to { desk.reply("1", NewReply("", listOf(NewAttachment(it, "a/b", ByteArray(1))))) },
        "conversation_id" to { desk.reply(it, NewReply("x", emptyList())) },
        "conversation_id" to { desk.quickReply(it, "1") },
        "quick_reply_id" to { desk.quickReply("1", it) },
        "ticket_type_id" to { desk.createTicket(it) },
        "cursor" to { desk.listConversations(cursor = it) },
        "cursor" to { desk.listNews(it) },
        "space" to { Frontdesk.space(it) },
        "id" to { desk.presentContent(ContentRef(ContentKind.SURVEY, listOf(it))) },
        "id" to { desk.content(ContentRef(ContentKind.SURVEY, listOf(it))) },
        "id" to { desk.liveContent(LiveKind.NEWS, it) },
        "conversation_id" to { desk.conversation(it) },
        "conversation_id" to { desk.cachedConversation(it) },
        "conversation_id" to { desk.markConversationRead(it) },
        "conversation_id" to { desk.sendTyping(it) },
        "conversation_id" to { desk.draft(it) },
        "collection_id" to { desk.fetchHelpCenterCollection(it) },
        "article_id" to { desk.article(it) },
        "article_id" to { desk.reactToArticle(it, Reaction.SAD) },
        "ticket_id" to { desk.ticket(it) },
        "id" to { desk.sendReceipt(ReceiptKind.SURVEY, it, ReceiptEvent.SHOWN) },
        "id" to { desk.dismiss(it) },
        "id" to { desk.retryOperation(it) },
        "id" to { Frontdesk.contentRef(mapOf("type" to "SURVEY", "id" to it)) },
        "api_key" to { key -> Frontdesk.open("http://127.0.0.1:1", "app", key) {} },
    )

    @Test
    fun `F1 half of a surrogate pair is invalid_text with the name of its field, in every text`() = withDesk { desk ->
        desk.loginUnidentifiedUser()
        val wrong = texts(desk).mapIndexedNotNull { index, (field, call) ->
            val error = failure { call(half) }
            assertTrue(half !in error.message.orEmpty())
            // What the core itself refuses as such a text is told alike.
            val core = runCatching { call("a\u0000") }.exceptionOrNull() as? FrontdeskException
            val other = core?.takeIf { it.code == "invalid_text" && it.field != field }
            val same = error.code == "invalid_text" && error.field == field && other == null
            if (same) null else "call $index: ${error.code} ${error.field}, expected $field, the core ${other?.field}"
        }
        assertEquals(emptyList<String>(), wrong)
        // Payloads of strangers are never an error.
        assertEquals(null, desk.handlePush(mapOf("frontdesk" to half)))
        assertTrue("invalid_request" in desk.bridgeRequest(half))
    }

    @Test
    fun `F2 a callback that is absent, half absent or throws harms nothing and is logged once`() {
        val log = ConcurrentLinkedQueue<String>()
        val sink = object : LogSink {
            override fun log(level: LogLevel, room: String, message: String) {
                log.add(message)
            }
        }
        val answered = CountDownLatch(1)
        withDesk(settings = { log(LogLevel.WARN, sink) }) { desk ->
            desk.addListener { throw IllegalStateException("secret of a listener") }
            desk.loginUnidentifiedUser()
            desk.logEvent("without a callback", null, null)
            desk.logEvent("", null, null)
            desk.logEvent("half a callback", null, FrontdeskCallback.of(null, null))
            desk.logEvent("", null, FrontdeskCallback.of(null, null))
            desk.logEvent("throws", null, FrontdeskCallback.of({ throw IllegalArgumentException("secret") }, null))
            desk.pending(FrontdeskCallback.of({ answered.countDown() }, null))
            assertTrue(answered.await(DEADLINE_MS, TimeUnit.MILLISECONDS))
            assertEquals(0, desk.flush().queued)
        }
        val callbacks = log.filter { it.startsWith("a callback threw") }
        assertEquals(1, callbacks.size, log.toString())
        assertTrue(log.any { it.startsWith("a listener threw") })
        assertTrue(log.none { "secret" in it }, log.toString())
    }

    @Test
    fun `F3 calls from inside a listener work, and one that blocks stops no call`() {
        val heard = CountDownLatch(1)
        val release = CountDownLatch(1)
        val inside = ConcurrentLinkedQueue<Any>()
        withDesk { desk ->
            desk.addListener { event ->
                if (event is FrontdeskEvent.Delivery && inside.isEmpty()) {
                    inside.add(runBlocking { desk.logEvent("from inside") })
                    inside.add(runBlocking { desk.updateUser(mapOf("name" to "Ada")).delivery })
                    inside.add(runBlocking { failure { desk.loginUnidentifiedUser() } }.code)
                    heard.countDown()
                    release.await(DEADLINE_MS, TimeUnit.MILLISECONDS)
                }
            }
            val user = somebody()
            desk.loginUserWithUserAttributes(UserAttributes { userId = user })
            desk.logEvent("first")
            assertTrue(heard.await(DEADLINE_MS, TimeUnit.MILLISECONDS))
            // The listener is blocked now: calls are not.
            desk.logEvent("meanwhile")
            assertEquals(0, desk.flush().queued)
            release.countDown()
            assertEquals(listOf("first", "from inside", "meanwhile"), MockServer.shared.eventsOf(user))
            assertEquals("logout_required", inside.last())
        }
    }

    @Test
    fun `F3 closing from inside a listener ends the client without a deadlock`() {
        val closed = CountDownLatch(1)
        withDesk { desk ->
            desk.addListener { event ->
                if (event is FrontdeskEvent.Delivery) {
                    desk.close()
                    closed.countDown()
                }
            }
            desk.loginUnidentifiedUser()
            desk.logEvent("the last")
            assertTrue(closed.await(DEADLINE_MS, TimeUnit.MILLISECONDS))
            assertEquals("shut_down", failure { desk.logEvent("too late") }.code)
        }
    }

    @Test
    fun `F5 a panic of the core is an internal error and later calls work`() = withDesk { desk ->
        desk.loginUnidentifiedUser()
        repeat(3) {
            val sync = failure { desk.logEvent("frontdesk.debug.panic") }
            assertTrue(sync is FrontdeskException.Internal && sync.code == "internal")
            val async = failure { desk.presentMessageComposer("frontdesk.debug.panic") }
            assertTrue(async is FrontdeskException.Internal)
        }
        desk.logEvent("life goes on")
        assertEquals(0, desk.flush().queued)
    }

    @Test
    fun `F6 after close every call says so and nothing else`() = withDesk { desk ->
        desk.loginUnidentifiedUser()
        desk.close()
        desk.close()
        val calls: List<suspend () -> Any?> = listOf(
            { desk.logEvent("x") }, { desk.updateUser(mapOf("name" to "x")) }, { desk.loginUnidentifiedUser() },
            { desk.logout() }, { desk.pending() }, { desk.flush() }, { desk.present() }, { desk.hide() },
            { desk.messengerState() }, { desk.isUserLoggedIn() }, { desk.listConversations() }, { desk.draft("1") },
            { desk.article("1") }, { desk.ticketTypes() }, { desk.bridgeRequest("{}") }, { desk.clearPushToken() },
            { desk.unreadConversationCount() }, { desk.diagnostics() }, { desk.setBridgeSink(null) },
            { desk.setForeground(true) }, { desk.handlePush(mapOf("frontdesk" to 1)) }, { desk.updateQuota() },
        )
        for ((index, call) in calls.withIndex()) {
            assertTrue(failure { call() } is FrontdeskException.ShutDown, "call $index")
        }
        assertTrue(desk.isClosed)
        assertEquals(0L, desk.unreadCount.value)
    }

    @Test
    fun `F6 closing while 64 calls are under way answers each of them once`() {
        val answers = AtomicInteger()
        MockServer().use { server ->
            server.faults("""[{"on":"POST /sdk/v1/*","do":{"delay":2000}}]""")
            withDesk(server) { desk ->
                val under = List(64) {
                    async(Dispatchers.Default) {
                        runCatching { desk.loginUnidentifiedUser() }
                            .onFailure { error -> assertTrue(error is FrontdeskException, error.toString()) }
                        answers.incrementAndGet()
                    }
                }
                desk.close()
                withTimeout(DEADLINE_MS) { under.awaitAll() }
                assertEquals(64, answers.get())
            }
        }
    }

    @Test
    fun `F6 a client that is forgotten is freed with all it holds`() = withFolder { folder ->
        val forget = {
            val desk = MockServer.shared.builder(folder).open()
            desk.addListener { }
            runBlocking { failure { desk.logEvent("refused") } }
        }
        val before = Traces.now()
        forget()
        val after = Traces.settled(before, go = true)
        assertTrue(after.isWithin(before), "$before, then $after")
    }

    @Test
    fun `F6 clients that come and go leave no thread, no file and no handle behind`() {
        val times = Integer.getInteger("frontdesk.lives", 200)
        withFolder { folder ->
            val live: (Int) -> Unit = { number ->
                MockServer.shared.builder(folder).presenter(NoScreen).open().use { desk ->
                    desk.addListener { }
                    runBlocking { failure { desk.logEvent("refused $number") } }
                }
            }
            repeat(20, live)
            val before = Traces.now()
            repeat(times, live)
            // A client that was closed needs no collector.
            val after = Traces.settled(before, go = false)
            assertTrue(after.isWithin(before), "$before, then $after")
        }
    }
}

private object NoScreen : Presenter {
    override fun present(what: dev.frontdesk.core.Presentation) = Unit

    override fun hide() = Unit

    override fun openLink(url: String) = Unit
}
