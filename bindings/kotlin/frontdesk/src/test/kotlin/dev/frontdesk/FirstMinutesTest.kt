/*
 * What an app does in its first minutes, against the real server.
 */
package dev.frontdesk

import dev.frontdesk.core.Delivery
import dev.frontdesk.core.DeliveryOutcome
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class FirstMinutesTest {
    @Test
    fun `a user logs in, an event arrives, its delivery is announced`() = withDesk { desk ->
        val user = somebody()
        val login = desk.loginUserWithUserAttributes(
            UserAttributes {
                userId = user
                name = "Ada"
                company("acme") { name = "Acme" }
            },
        )
        assertEquals(emptyList<Any>(), login.rejected)
        assertTrue(desk.isUserLoggedIn())
        assertEquals(user, desk.fetchLoggedInUserAttributes().userId)
        assertEquals(SessionState.LOGGED_IN, desk.sessionState.first { it == SessionState.LOGGED_IN })

        val delivered = async(start = CoroutineStart.UNDISPATCHED) { desk.deliveries.first() }
        val id = desk.logEvent("order-item", mapOf("price" to 19.99))
        assertEquals(DeliveryReceipt(id, OperationKind.EVENT, DeliveryOutcome.Delivered), delivered.await())
        assertEquals(listOf("order-item"), MockServer.shared.eventsOf(user))

        assertEquals(Delivery.Delivered(emptyList()), desk.updateUser(mapOf("name" to "Lovelace")).delivery)
        assertEquals(0L, desk.pending().queued)
        desk.logout()
        assertFalse(desk.isUserLoggedIn())
    }

    @Test
    fun `without a login an event is refused with what to do`() = withDesk { desk ->
        val error = failure { desk.logEvent("too early") }
        assertTrue(error is FrontdeskException.NotLoggedIn)
        assertEquals("not_logged_in", error.code)
    }
}
