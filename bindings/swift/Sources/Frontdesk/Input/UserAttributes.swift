// What an app says about a user.
//
// Guarantees: absent, cleared and set are three different things for every field; nothing is checked here, everything
// is handed to the core as one JSON text, which it reads by the rules of every language. Pure, any thread.

import Foundation

/// What an update does to one field. Since 0.1.
public enum Change<Value: Sendable & Equatable>: Sendable, Equatable {
    /// The server's value stays.
    case keep
    /// The server's value is taken away.
    case clear
    /// This is the value now.
    case set(Value)
}

/// What an app says about a user: who it is, standard attributes, custom attributes, companies.
///
/// ```swift
/// var ada = UserAttributes(userID: "42", email: "ada@example.com")
/// ada.customAttributes = ["plan": "pro", "seats": 5]
/// try await desk.loginUser(with: ada)
/// ```
///
/// Since 0.1.
public struct UserAttributes: Sendable, Equatable {
    /// The user's id in your system.
    public var userID: Change<String> = .keep
    /// The e-mail address.
    public var email: Change<String> = .keep
    /// The name.
    public var name: Change<String> = .keep
    /// The telephone number.
    public var phone: Change<String> = .keep
    /// The language of the messenger, as BCP 47 writes it.
    public var languageOverride: Change<String> = .keep
    /// When the user signed up; whole seconds count.
    public var signedUpAt: Change<Date> = .keep
    /// Whether the user wants no e-mails.
    public var unsubscribedFromEmails: Change<Bool> = .keep
    /// The user's picture: its `https` address of at most 2048 characters.
    public var avatar: Change<String> = .keep
    /// Attributes that the workspace has defined; `nil` clears one. Texts, numbers, true and false only.
    public var customAttributes: Metadata = [:]
    /// Companies that the user belongs to.
    public var companies: [Company] = []

    private var json: String?

    /// An update of what is given; everything else is kept.
    public init(userID: String? = nil, email: String? = nil, name: String? = nil, phone: String? = nil) {
        if let userID { self.userID = .set(userID) }
        if let email { self.email = .set(email) }
        if let name { self.name = .set(name) }
        if let phone { self.phone = .set(phone) }
    }

    /// JSON text from elsewhere, an object with keys in either documented spelling (`userId` or `user_id`), handed to
    /// the core as it is. The other members of this value do not count then.
    public init(json: String) {
        self.json = json
    }

    /// The JSON text that the core is given.
    var text: String {
        if let json { return json }
        var text = JSONText()
        var object = JSONObject(into: &text)
        object.add("user_id", userID, into: &text) { $0.text($1) }
        object.add("email", email, into: &text) { $0.text($1) }
        object.add("name", name, into: &text) { $0.text($1) }
        object.add("phone", phone, into: &text) { $0.text($1) }
        object.add("language_override", languageOverride, into: &text) { $0.text($1) }
        object.add("signed_up_at", signedUpAt, into: &text) { $0.seconds($1) }
        object.add("unsubscribed_from_emails", unsubscribedFromEmails, into: &text) { $0.plain($1 ? "true" : "false") }
        object.add("avatar", avatar, into: &text) { $0.text($1) }
        object.addUnlessEmpty("custom_attributes", customAttributes, into: &text)
        if !companies.isEmpty {
            object.key("companies", into: &text)
            text.plain("[")
            for (place, company) in companies.enumerated() {
                if place > 0 { text.plain(",") }
                company.write(into: &text)
            }
            text.plain("]")
        }
        text.plain("}")
        return text.string
    }
}

extension UserAttributes: CustomStringConvertible {
    /// Says nothing about the person: for logs.
    public var description: String { "UserAttributes" }
}

/// A company that a user belongs to. Since 0.1.
public struct Company: Sendable, Equatable {
    /// Its id in your system.
    public var id: String
    /// Its name.
    public var name: Change<String> = .keep
    /// Its plan.
    public var plan: Change<String> = .keep
    /// What it spends a month.
    public var monthlySpend: Change<Double> = .keep
    /// When it came to be; whole seconds count.
    public var createdAt: Change<Date> = .keep
    /// Attributes that the workspace has defined.
    public var customAttributes: Metadata = [:]

    /// - Parameters:
    ///   - id: Its id in your system.
    ///   - name: Its name.
    public init(id: String, name: String? = nil) {
        self.id = id
        if let name { self.name = .set(name) }
    }

    fileprivate func write(into text: inout JSONText) {
        var object = JSONObject(into: &text)
        object.add("id", .set(id), into: &text) { $0.text($1) }
        object.add("name", name, into: &text) { $0.text($1) }
        object.add("plan", plan, into: &text) { $0.text($1) }
        object.add("monthly_spend", monthlySpend, into: &text) { $0.number($1) }
        object.add("created_at", createdAt, into: &text) { $0.seconds($1) }
        object.addUnlessEmpty("custom_attributes", customAttributes, into: &text)
        text.plain("}")
    }
}

/// The members of one object, with commas between them.
private struct JSONObject {
    private var begun = false

    init(into text: inout JSONText) {
        text.plain("{")
    }

    mutating func key(_ key: String, into text: inout JSONText) {
        if begun { text.plain(",") }
        begun = true
        text.text(key)
        text.plain(":")
    }

    mutating func add<Value>(
        _ key: String, _ change: Change<Value>, into text: inout JSONText, _ write: (inout JSONText, Value) -> Void
    ) {
        switch change {
        case .keep: return
        case .clear:
            self.key(key, into: &text)
            text.plain("null")
        case .set(let value):
            self.key(key, into: &text)
            write(&text, value)
        }
    }

    mutating func addUnlessEmpty(_ key: String, _ metadata: Metadata, into text: inout JSONText) {
        if metadata.content == .members([]) { return }
        self.key(key, into: &text)
        text.value(.object(metadata))
    }
}

extension JSONText {
    /// Whole unix seconds; a date beyond them as it is, for the core to refuse.
    fileprivate mutating func seconds(_ date: Date) {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        if let whole = Int64(exactly: seconds) { raw("\(whole)") } else { number(seconds) }
    }
}
