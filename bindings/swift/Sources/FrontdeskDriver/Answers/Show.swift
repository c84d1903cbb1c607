// Sessions, deliveries and presentations as the protocol shows them.

import Frontdesk

/// Values as JSON.
enum Show {
    static func login(_ login: LoginResult) -> JSON {
        var members: [(String, JSON)] = [
            ("contact_id", .maybe(login.contactId)),
            ("merged", .bool(login.merged)),
            ("from_stored_session", .bool(login.fromStoredSession)),
            ("rejected", fields(login.rejected)),
        ]
        if !login.ignored.isEmpty { members.append(("ignored", .texts(login.ignored))) }
        return .object(members)
    }

    static func update(_ result: UpdateResult) -> JSON {
        delivery(result.delivery, ignored: result.ignored)
    }

    static func delivery(_ delivery: Delivery, ignored: [String] = []) -> JSON {
        var members: [(String, JSON)] =
            switch delivery {
            case .delivered(let rejected): [("delivery", .text("delivered")), ("rejected", fields(rejected))]
            case .queued: [("delivery", .text("queued"))]
            }
        if !ignored.isEmpty { members.append(("ignored", .texts(ignored))) }
        return .object(members)
    }

    private static func fields(_ rejected: [RejectedField]) -> JSON {
        .list(rejected.map { .object([("field", .text($0.field)), ("code", .text($0.code))]) })
    }

    static func operation(_ id: OperationID) -> JSON {
        .object([("id", .text(id))])
    }

    static func user(_ user: LoggedInUser) -> JSON {
        .object([
            ("role", .text(Word.of(user.role))), ("user_id", .maybe(user.userId)), ("email", .maybe(user.email)),
        ])
    }

    static func quota(_ quota: UpdateQuota) -> JSON {
        .object([
            ("limit", .whole(Int64(quota.limit))),
            ("remaining", .whole(Int64(quota.remaining))),
            ("next_in_ms", .whole(quota.nextInMs)),
            ("resets_in_ms", .whole(quota.resetsInMs)),
            ("held", .bool(quota.held)),
        ])
    }

    static func pending(_ pending: Pending) -> JSON {
        let rejected = pending.rejected.map { one in
            JSON.object([
                ("id", .text(one.id)),
                ("kind", .text(Word.of(one.kind))),
                ("code", .text(one.code)),
                ("field", .maybe(one.field)),
                ("created_ms", .whole(one.createdMs)),
                ("rejected_ms", .whole(one.rejectedMs)),
                ("body", RawJSON(one.body.utf8) == nil ? .text(one.body) : .raw(one.body)),
            ])
        }
        return .object([
            ("queued", .whole(pending.queued)),
            ("oldest_ms", .maybe(pending.oldestMs)),
            ("waiting_for", .maybe(pending.waitingFor)),
            ("rejected", .list(rejected)),
            ("rejected_count", .whole(pending.rejectedCount)),
        ])
    }

    static func presentation(_ what: Presentation) -> JSON {
        switch what {
        case .space(let space): .object([("space", .text(Word.of(space)))])
        case .content(let content, let title):
            .object([
                ("type", .text(Word.of(content.kind))),
                ("id", .text(content.ids.first ?? "")),
                ("ids", .texts(content.ids)),
                ("title", .maybe(title)),
            ])
        case .composer(let prefilled): .object([("composer", .object([("prefilled", .bool(prefilled))]))])
        case .view: .object([("view", .null)])
        }
    }

    static func push(_ message: PushMessage?) -> JSON {
        guard let message else { return .null }
        return .object([
            ("conversation_id", .text(message.conversationId)),
            ("part_id", .maybe(message.partId)),
            ("seq", .maybe(message.seq)),
            ("unread", .maybe(message.unread)),
        ])
    }

    /// An event as its line; `nil` for one that the protocol does not know.
    static func event(_ event: FrontdeskEvent) -> JSON? {
        func line(_ name: String, _ members: (String, JSON)...) -> JSON {
            .object([("event", .text(name))] + members)
        }
        switch event {
        case .sessionChanged(let state): return line("session_changed", ("state", .text(Word.of(state))))
        case .delivery(let id, let kind, let outcome):
            return .object(
                [("event", .text("delivery")), ("id", .text(id)), ("kind", .text(Word.of(kind)))] + ending(outcome))
        case .conversationChanged(let id): return line("conversation_changed", ("id", .text(id)))
        case .tokenRequired: return line("token_required")
        case .waiting(let code, let ms): return line("waiting", ("code", .text(code)), ("retry_in_ms", .whole(ms)))
        case .messengerStateChanged: return line("messenger_state_changed")
        case .emailSupplied: return nil
        case .shown: return line("shown")
        case .hidden: return line("hidden")
        case .unreadChanged(let count): return line("unread_changed", ("count", .whole(count)))
        case .ticketChanged(let id): return line("ticket_changed", ("id", .text(id)))
        case .typing(let id, let author):
            return line("typing", ("conversation_id", .text(id)), ("author", Show.author(author)))
        case .feedChanged(let mode): return line("feed_changed", ("mode", .text(Word.of(mode))))
        case .storeRecovered(let salvaged, let keptAs):
            return line("store_recovered", ("salvaged", .whole(salvaged)), ("kept_as", .text(keptAs)))
        }
    }

    private static func ending(_ outcome: DeliveryOutcome) -> [(String, JSON)] {
        switch outcome {
        case .delivered: [("outcome", .text("delivered"))]
        case .rejected(let code, let field):
            [("outcome", .text("rejected")), ("code", .text(code))] + (field.map { [("field", .text($0))] } ?? [])
        case .expired: [("outcome", .text("expired"))]
        case .damaged: [("outcome", .text("damaged"))]
        case .coalesced: [("outcome", .text("coalesced"))]
        case .purged: [("outcome", .text("purged"))]
        }
    }
}
