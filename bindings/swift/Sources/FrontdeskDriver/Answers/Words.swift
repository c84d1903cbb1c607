// The words of the protocol.
//
// Guarantee: they are the core's own, so that every language's driver says the same.

import Frontdesk

/// Words for the values of enumerations.
enum Word {
    static let liveKinds: KeyValuePairs<String, LiveKind> = [
        "article": .article, "survey": .survey, "carousel": .carousel, "ticket_type": .ticketType, "news": .news,
        "conversation": .conversation, "help_center_collection": .helpCenterCollection,
        "in_app_message": .inAppMessage,
    ]

    static func of(_ state: SessionState) -> String {
        switch state {
        case .loggedOut: "logged_out"
        case .loggingIn: "logging_in"
        case .loggedIn: "logged_in"
        case .loginPending: "login_pending"
        }
    }

    static func of(_ role: Role) -> String {
        switch role {
        case .lead: "lead"
        case .user: "user"
        }
    }

    static func of(_ kind: OperationKind) -> String {
        switch kind {
        case .event: "event"
        case .userUpdate: "user_update"
        case .startConversation: "start_conversation"
        case .reply: "reply"
        case .readMark: "read_mark"
        case .receipt: "receipt"
        case .reaction: "reaction"
        case .ticket: "ticket"
        case .pushBind: "push_bind"
        case .pushUnbind: "push_unbind"
        case .upload: "upload"
        case .other: "other"
        }
    }

    static func of(_ space: Space) -> String {
        switch space {
        case .home: "HOME"
        case .helpCenter: "HELP_CENTER"
        case .messages: "MESSAGES"
        case .tickets: "TICKETS"
        case .news: "NEWS"
        }
    }

    static func of(_ kind: ContentKind) -> String {
        switch kind {
        case .article: "ARTICLE"
        case .carousel: "CAROUSEL"
        case .survey: "SURVEY"
        case .conversation: "CONVERSATION"
        case .helpCenterCollections: "HELP_CENTER_COLLECTIONS"
        case .ticket: "TICKET"
        case .news: "NEWS"
        }
    }

    static func of(_ kind: LiveKind) -> String {
        liveKinds.first { $0.value == kind }?.key ?? "unknown"
    }

    static func of(_ kind: AuthorKind) -> String {
        switch kind {
        case .user: "user"
        case .admin: "admin"
        case .bot: "bot"
        }
    }

    static func of(_ state: ConversationState) -> String {
        switch state {
        case .open: "open"
        case .closed: "closed"
        case .snoozed: "snoozed"
        }
    }

    static func of(_ state: PartState) -> String {
        switch state {
        case .sent: "sent"
        case .seen: "seen"
        case .redacted: "redacted"
        }
    }

    static func of(_ state: TicketState) -> String {
        switch state {
        case .submitted: "submitted"
        case .inProgress: "in_progress"
        case .waitingOnCustomer: "waiting_on_customer"
        case .resolved: "resolved"
        }
    }

    static func of(_ type: TicketAttributeType) -> String {
        switch type {
        case .text: "text"
        case .longText: "long_text"
        case .number: "number"
        case .boolean: "boolean"
        case .list: "list"
        case .date: "date"
        }
    }

    static func of(_ mode: FeedMode) -> String {
        switch mode {
        case .off: "off"
        case .stream: "stream"
        case .longPoll: "long_poll"
        case .waiting: "waiting"
        }
    }
}
