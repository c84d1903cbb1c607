// What the app tells about the user's doings, and what is not delivered yet.

import Foundation
import Frontdesk

let recordActions: [String: Action] = [
    "logEvent": .ask { desk, arguments, answer in
        let metadata = try arguments[1].map { _ in Metadata(json: try arguments.json(1, "metadata")) }
        // A name is a text, and not the text of a number.
        if let name = arguments[0], !(name is String) { throw Fault.wrongType("name", "must be text") }
        desk.logEvent(try arguments.text(0, "name"), metadata: metadata, completion: answer.giving { $0 })
    },
    "pending": .ask { desk, _, answer in desk.pending(completion: answer.giving(pendingOf)) },
    "flush": .ask { desk, arguments, answer in
        let timeout = try arguments[0].map { _ in try arguments.number(0, "timeout_ms") } ?? 10_000
        desk.flush(timeout: timeout / 1000, completion: answer.giving(pendingOf))
    },
    "diagnostics": .ask { desk, _, answer in
        desk.diagnosticsJSON(
            completion: answer.giving { text in
                try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            })
    },
    "dismiss": .ask { desk, arguments, answer in
        desk.dismiss(try arguments.text(0, "operation"), completion: answer.giving { $0 })
    },
    "retryOperation": .ask { desk, arguments, answer in
        desk.retryOperation(try arguments.text(0, "operation"), completion: answer.giving { $0 })
    },
]

/// `{"delivery": "delivered" | "queued", "rejected": [{"field", "code"}]}`.
func deliveryOf(_ delivery: Delivery) -> [String: Any] {
    switch delivery {
    case .delivered(let rejected): ["delivery": "delivered", "rejected": rejectedOf(rejected)]
    case .queued: ["delivery": "queued", "rejected": [Any]()]
    }
}

func rejectedOf(_ fields: [RejectedField]) -> [Any] {
    fields.map { ["field": $0.field, "code": $0.code] }
}

/// A value as JSON text, for answers that the vendor's plugin gives as text.
func jsonText(_ value: Any) -> String? {
    (try? JSONSerialization.data(withJSONObject: value)).map { String(decoding: $0, as: UTF8.self) }
}

@Sendable
private func pendingOf(_ pending: Pending) -> Any? {
    var all: [String: Any] = ["queued": Int(pending.queued), "rejected_count": Int(pending.rejectedCount)]
    all["oldest_ms"] = pending.oldestMs.map { Int($0) }
    all["waiting_for"] = pending.waitingFor
    all["rejected"] = pending.rejected.map { one in
        var members: [String: Any] = [
            "id": one.id, "kind": word(of: one.kind), "code": one.code, "created_ms": Int(one.createdMs),
            "rejected_ms": Int(one.rejectedMs),
        ]
        members["field"] = one.field
        return members
    }
    return all
}
