// Questions about input that need no client.
//
// Guarantees: the rules are the core's; nothing is stored. Any thread.

import FrontdeskCore

/// Asks whether input would be taken, without a client: for forms, tests and tools. Since 0.1.
public enum FrontdeskCheck {
    /// Checks the name of an event.
    ///
    /// - Throws: ``FrontdeskError/invalidInput(code:field:limit:message:)``.
    public static func eventName(_ name: String) throws(FrontdeskError) {
        let name = try plain(name, "name")
        try withLibrary { try checkEventName(name: name) }
    }

    /// Checks metadata of an event.
    ///
    /// - Returns: The exact JSON that would be sent.
    /// - Throws: ``FrontdeskError/invalidInput(code:field:limit:message:)``.
    public static func metadata(_ metadata: Metadata) throws(FrontdeskError) -> String {
        try withLibrary { try checkMetadata(json: metadata.json) }
    }

    /// Checks user attributes.
    ///
    /// - Returns: The exact JSON that would be sent, who is meant, and which keys are no attribute.
    /// - Throws: ``FrontdeskError/invalidInput(code:field:limit:message:)``.
    public static func attributes(_ attributes: UserAttributes) throws(FrontdeskError) -> CheckedAttributes {
        try withLibrary { try checkAttributes(json: attributes.text) }
    }
}

extension ContentRef {
    /// A help center article.
    public static func article(_ id: String) -> ContentRef { ContentRef(kind: .article, ids: [id]) }
    /// A carousel.
    public static func carousel(_ id: String) -> ContentRef { ContentRef(kind: .carousel, ids: [id]) }
    /// A survey.
    public static func survey(_ id: String) -> ContentRef { ContentRef(kind: .survey, ids: [id]) }
    /// A conversation of this user.
    public static func conversation(_ id: String) -> ContentRef { ContentRef(kind: .conversation, ids: [id]) }
    /// A ticket of this user.
    public static func ticket(_ id: String) -> ContentRef { ContentRef(kind: .ticket, ids: [id]) }
    /// A news item.
    public static func news(_ id: String) -> ContentRef { ContentRef(kind: .news, ids: [id]) }
    /// Collections of the help center.
    public static func helpCenterCollections(_ ids: [String]) -> ContentRef {
        ContentRef(kind: .helpCenterCollections, ids: ids)
    }

    /// The content that `{"type": …, "id": …}` or `{"type": …, "ids": […]}` names, in every documented spelling.
    ///
    /// - Throws: ``FrontdeskError/invalidInput(code:field:limit:message:)``.
    public static func reading(_ values: Metadata) throws(FrontdeskError) -> ContentRef {
        try withLibrary { try contentRefFromJson(json: values.json) }
    }
}

extension Space {
    /// The space with this name, in every documented spelling.
    ///
    /// - Throws: ``FrontdeskError/invalidInput(code:field:limit:message:)``.
    public static func named(_ name: String) throws(FrontdeskError) -> Space {
        let name = try plain(name, "space")
        return try withLibrary { try spaceFromName(name: name) }
    }
}

extension NewReply {
    /// A message of words, with files beside them when there are any.
    public init(_ body: String, attachments: [NewAttachment] = []) {
        self.init(body: body, attachments: attachments)
    }

    func checked() throws(FrontdeskError) -> NewReply {
        _ = try plain(body, "body")
        for (place, file) in attachments.enumerated() {
            _ = try plain(file.name, "attachments[\(place)].name")
        }
        return self
    }
}

/// What becomes of what is not delivered yet when somebody logs out. Since 0.1.
public enum UnsentOperations: Sendable {
    /// It is still delivered, as of who told it.
    case deliver
    /// It is removed.
    case purge
}
