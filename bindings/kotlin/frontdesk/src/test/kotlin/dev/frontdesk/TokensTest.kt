/*
 * Who proves who somebody is: hashes, JWTs, and where a fresh one comes from.
 */
package dev.frontdesk

import dev.frontdesk.core.FrontdeskEvent
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class TokensTest {
    private val expired = """[
        {"on":"POST /sdk/v1/events","times":1,"do":{"error":[401,"session_expired"]}},
        {"on":"POST /sdk/v1/sessions","times":1,"do":{"error":[401,"jwt_expired"]}}
    ]"""

    @Test
    fun `a JWT that ran out is asked for, and what waited is delivered with the fresh one`() {
        verified { server ->
            val answers = ConcurrentLinkedQueue<Boolean>()
            withDesk(server, settings = {
                tokenRefresh { request ->
                    answers.add(request.provide(server.jwt("ada", 7_200)))
                    answers.add(request.provide(server.jwt("ada", 7_200)))
                }
            }) { desk ->
                desk.setUserJwt(server.jwt("ada", 3_600))
                desk.loginUserWithUserAttributes(UserAttributes { userId = "ada" })
                server.faults(expired)
                val delivered = async(start = CoroutineStart.UNDISPATCHED) { desk.deliveries.first() }
                desk.logEvent("kept")
                delivered.await()
                assertEquals(listOf("kept"), server.eventsOf("ada"))
                // The second answer to one question says so.
                assertEquals(listOf(true, false), answers.toList())
            }
        }
    }

    @Test
    fun `a source of JWTs that throws costs nothing, and the app may hand one over itself`() {
        verified { server ->
            val asked = AtomicInteger()
            withDesk(server, settings = {
                tokenRefresh(
                    FrontdeskTokenRefresh {
                        asked.incrementAndGet()
                        error("the app's own server is down")
                    },
                )
            }) { desk ->
                desk.setUserJwt(server.jwt("ada", 3_600))
                desk.loginUserWithUserAttributes(UserAttributes { userId = "ada" })
                server.faults(expired)
                val required = async(start = CoroutineStart.UNDISPATCHED) {
                    desk.events.first { it is FrontdeskEvent.TokenRequired }
                }
                desk.logEvent("kept")
                required.await()
                assertEquals(1L, desk.pending().queued)
                desk.setUserJwt(server.jwt("ada", 7_200))
                assertEquals(0L, desk.flush(DEADLINE_MS).queued)
                assertEquals(1, asked.get())
            }
        }
    }

    @Test
    fun `without proof the server refuses, with its own code, and nothing is temporary about it`() {
        verified { server ->
            withDesk(server) { desk ->
                val error = failure { desk.loginUserWithUserAttributes(UserAttributes { userId = "ada" }) }
                assertTrue(error is FrontdeskException.Refused && !error.isTemporary, error.toString())
                desk.setUserHash(server.hash("ada"))
                desk.loginUserWithUserAttributes(UserAttributes { userId = "ada" })
                assertTrue(desk.isUserLoggedIn())
            }
        }
    }

    private fun verified(test: (MockServer) -> Unit) =
        MockServer("--identity-verification", "on").use(test)
}
