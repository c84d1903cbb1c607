/*
 * The package's values in the words of the core.
 */
package dev.frontdesk.driver

import dev.frontdesk.Author
import dev.frontdesk.AuthorKind
import dev.frontdesk.ContentKind
import dev.frontdesk.ContentRef
import dev.frontdesk.HelpCenterCollection
import dev.frontdesk.LiveContent
import dev.frontdesk.LiveKind
import dev.frontdesk.OperationKind
import dev.frontdesk.Part
import dev.frontdesk.PartState
import dev.frontdesk.core.DeliveryOutcome
import dev.frontdesk.core.FrontdeskEvent
import dev.frontdesk.core.MessengerView
import dev.frontdesk.core.PartDelivery
import dev.frontdesk.core.Presentation
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class ShownTest {
    @Test
    fun `records are named as in the core and say nothing where it says nothing`() {
        val part = Part(
            "1", 7, Author(AuthorKind.ADMIN, "Grace", null), null, "hi", emptyList(), emptyList(), 3, PartState.SENT,
            PartDelivery.Sent,
        )
        assertEquals(
            """{"id":"1","seq":7,"author":{"type":"admin","name":"Grace","avatar":null},"body_html":null,""" +
                """"body_text":"hi","attachments":[],"created_at":3,"state":"sent"}""",
            shown(part).toString(),
        )
        val failed = part.copy(delivery = PartDelivery.Failed("too_long", null))
        assertEquals(
            """{"status":"failed","code":"too_long","field":null}""",
            shown(failed).jsonObject["delivery"].toString(),
        )
        assertEquals("""{"collectionId":"1","title":"T"}""", shown(HelpCenterCollection("1", "T", " ")).toString())
        val content = LiveContent(LiveKind.IN_APP_MESSAGE, "1", "live", "T", """{"n":1.50}""", false)
        assertEquals(
            """{"kind":"in_app_message","id":"1","status":"live","title":"T","body":{"n":1.50}}""",
            shown(content).toString(),
        )
    }

    @Test
    fun `presentations and events are the lines of frontdesk drive`() {
        val reference = ContentRef(ContentKind.HELP_CENTER_COLLECTIONS, listOf("1", "2"))
        assertEquals(
            """{"type":"HELP_CENTER_COLLECTIONS","id":"1","ids":["1","2"],"title":null}""",
            presentation(Presentation.Content(reference, null)).toString(),
        )
        assertEquals(
            """{"view":{"name":"new_ticket","ticket_type_id":"7"}}""",
            presentation(Presentation.View(MessengerView.NewTicket("7"))).toString(),
        )
        val rejected = DeliveryOutcome.Rejected("id_reused", "id")
        assertEquals(
            """{"event":"delivery","id":"i","kind":"user_update","outcome":"rejected",""" +
                """"code":"id_reused","field":"id"}""",
            event(FrontdeskEvent.Delivery("i", OperationKind.USER_UPDATE, rejected)).toString(),
        )
    }
}
