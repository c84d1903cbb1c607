// What the page hears without asking: the open call `listen`, and the core's events as `{"name": …, "data": {…}}`.
//
// Guarantees: the unread count comes at once and at every change; events come in the core's order; a page that left
// hears nothing more and holds nothing; a second `listen` of the same page ends the first. Names in camel case, the
// members of `data` as in the core.

import Foundation
import Frontdesk

/// At most one open `listen` of one page. On the main actor.
@MainActor
final class Listening {
    private var answer: Answer?
    private var events: FrontdeskObservation?
    private var count: Task<Void, Never>?

    nonisolated init() {}

    /// Starts to tell; a page that left while it waited for the client is told nothing.
    func begin(_ client: Frontdesk, _ answer: Answer) {
        if answer.isSettled { return }
        end()
        self.answer = answer
        events = client.observe { event in eventOf(event).map(answer.tell) }
        let counts = client.unreadConversationCounts()
        count = Task {
            for await number in counts { answer.tell(event("unreadCountChanged", ["count": number])) }
        }
    }

    /// Nobody listens any more.
    func end() {
        events?.cancel()
        count?.cancel()
        answer?.close()
        (answer, events, count) = (nil, nil, nil)
    }
}

/// The event for JavaScript; nil for the unread count, which is told apart.
@Sendable
private func eventOf(_ heard: FrontdeskEvent) -> [String: Any]? {
    switch heard {
    case .sessionChanged(let state): event("sessionChanged", ["state": word(of: state)])
    case .delivery(let id, let kind, let outcome): deliveryEvent(id, kind, outcome)
    case .conversationChanged(let id): event("conversationChanged", ["id": id])
    case .tokenRequired: event("tokenRequired")
    case .waiting(let code, let retryInMs): event("waiting", ["code": code, "retry_in_ms": Int(retryInMs)])
    case .messengerStateChanged: event("messengerStateChanged")
    case .emailSupplied: event("emailSupplied")
    case .shown: event("shown")
    case .hidden: event("hidden")
    case .unreadChanged: nil
    case .ticketChanged(let id): event("ticketChanged", ["id": id])
    case .typing(let conversationId, let author):
        event("typing", ["conversation_id": conversationId, "author": authorOf(author)])
    case .feedChanged(let mode): event("feedChanged", ["mode": word(of: mode)])
    case .storeRecovered(let salvaged, let keptAs):
        event("storeRecovered", ["salvaged": Int(salvaged), "kept_as": keptAs])
    }
}

private func event(_ name: String, _ data: [String: Any] = [:]) -> [String: Any] {
    ["name": name, "data": data]
}

private func deliveryEvent(_ id: OperationID, _ kind: OperationKind, _ outcome: DeliveryOutcome) -> [String: Any] {
    var data: [String: Any] = ["operation": id, "kind": word(of: kind)]
    switch outcome {
    case .delivered: data["outcome"] = "delivered"
    case .rejected(let code, let field):
        data["outcome"] = "rejected"
        data["code"] = code
        data["field"] = field
    case .expired: data["outcome"] = "expired"
    case .damaged: data["outcome"] = "damaged"
    case .coalesced(let into):
        data["outcome"] = "coalesced"
        data["into"] = into
    case .purged: data["outcome"] = "purged"
    }
    return event("delivery", data)
}

private func authorOf(_ author: Author) -> [String: Any] {
    var all: [String: Any] = ["type": word(of: author.kind)]
    all["name"] = author.name
    return all
}

/// The core's word for a value: `.loggedIn` is `logged_in`.
func word(of value: some Any) -> String {
    "\(value)".reduce(into: "") { word, letter in
        word += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
    }
}
