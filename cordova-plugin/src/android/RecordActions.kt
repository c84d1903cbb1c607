// What the app tells about the user's doings, and what is not delivered yet.
package dev.frontdesk.cordova

import dev.frontdesk.Pending
import dev.frontdesk.RejectedField
import dev.frontdesk.core.Delivery
import org.json.JSONArray
import org.json.JSONObject

internal val recordActions: Map<String, Action> = actions(
    "logEvent" to ask { arguments ->
        // A name is a text, and not the text of a number.
        if (arguments.raw(0)?.startsWith('"') == false) throw Fault("wrong_type", "name", "name: must be text")
        val name = arguments.text(0, "name")
        if (arguments.raw(1) == null) logEvent(name) else logEvent(name, arguments.json(1, "metadata"))
    },
    "pending" to ask { pendingOf(pending()) },
    "flush" to ask { arguments ->
        val timeout = arguments.numberOrNull(0, "timeout_ms")
        pendingOf(if (timeout == null) flush() else flush(timeout))
    },
    "diagnostics" to ask { JSONObject(diagnostics()) },
    "dismiss" to ask { dismiss(it.text(0, "operation")) },
    "retryOperation" to ask { retryOperation(it.text(0, "operation")) },
)

/** `{"delivery": "delivered" | "queued", "rejected": [{"field", "code"}]}`. */
internal fun deliveryOf(delivery: Delivery): JSONObject = when (delivery) {
    is Delivery.Delivered ->
        JSONObject().put("delivery", "delivered").put("rejected", rejectedOf(delivery.rejected))
    is Delivery.Queued -> JSONObject().put("delivery", "queued").put("rejected", JSONArray())
}

internal fun rejectedOf(fields: List<RejectedField>): JSONArray =
    JSONArray(fields.map { JSONObject().put("field", it.field).put("code", it.code) })

private fun pendingOf(pending: Pending): JSONObject = JSONObject()
    .put("queued", pending.queued)
    .putOpt("oldest_ms", pending.oldestMs)
    .putOpt("waiting_for", pending.waitingFor)
    .put("rejected_count", pending.rejectedCount)
    .put(
        "rejected",
        JSONArray(
            pending.rejected.map {
                JSONObject().put("id", it.id).put("kind", it.kind.word).put("code", it.code)
                    .putOpt("field", it.field).put("created_ms", it.createdMs).put("rejected_ms", it.rejectedMs)
            },
        ),
    )
