// The errors an app can see.
//
// Guarantees: every call that fails ends in one `FrontdeskError`; each case says what the caller should *do*; `code`
// is stable across releases and is the same word in every language; no text of an error holds a token, a hash, an
// e-mail address or a body. A defect of the SDK is `.internal`: nothing in this package stops the app.

import Foundation
import FrontdeskCore

/// What went wrong, shaped by what the caller should do about it.
///
/// Switch over the case to act and over ``code`` for details. Every call of ``Frontdesk`` throws this type and no
/// other. Since 0.1.
public enum FrontdeskError: Error, Sendable, Equatable {
    /// The call's arguments break a rule: change the call. Nothing was stored.
    case invalidInput(code: String, field: String, limit: Int?, message: String)
    /// No user is logged in: call a login function first.
    case notLoggedIn(message: String)
    /// The session forbids this call: log out first, or do not log out at all. Codes `logout_required`,
    /// `unidentified_logout`, `superseded`.
    case sessionConflict(code: String, message: String)
    /// The server could not be reached or could not answer; what the app told is kept and tried again. `retryAfter`
    /// is in seconds.
    case unreachable(code: String, retryAfter: TimeInterval?, message: String)
    /// The server understood and said no: fix the key, the hash, the token or the call.
    case refused(code: String, field: String?, message: String)
    /// The content cannot be shown now; `userMessage` is a sentence that an end user may see. `status` is its
    /// status on the server (`draft`, `paused`, `archived`) when it is not live.
    case contentUnavailable(code: String, status: String?, userMessage: String, message: String)
    /// The device cannot store now; earlier operations are intact. Codes `storage_full`, `storage_unavailable`,
    /// `queue_full`, `storage_newer_schema`, `already_open`.
    case storage(code: String, limit: Int?, message: String)
    /// The client was shut down: open a new one.
    case shutDown(message: String)
    /// A defect of the SDK; the operation may or may not have been stored. Later calls work.
    case `internal`(room: String, message: String)
}

extension FrontdeskError {
    /// The stable code, for example `too_long`; the same word in every language.
    public var code: String {
        switch self {
        case .invalidInput(let code, _, _, _), .sessionConflict(let code, _), .unreachable(let code, _, _),
            .refused(let code, _, _), .contentUnavailable(let code, _, _, _), .storage(let code, _, _):
            code
        case .notLoggedIn: "not_logged_in"
        case .shutDown: "shut_down"
        case .internal: "internal"
        }
    }

    /// The field at fault, as a path such as `custom_attributes.plan`.
    public var field: String? {
        switch self {
        case .invalidInput(_, let field, _, _): field.isEmpty ? nil : field
        case .refused(_, let field, _): field
        default: nil
        }
    }

    /// The limit that was exceeded, in the unit its code names.
    public var limit: Int? {
        switch self {
        case .invalidInput(_, _, let limit, _), .storage(_, let limit, _): limit
        default: nil
        }
    }

    /// Whether the same call may succeed later without the app changing anything.
    public var isTemporary: Bool {
        switch self {
        case .unreachable: true
        case .storage(let code, _, _): code == "storage_full" || code == "queue_full"
        default: false
        }
    }

    /// A sentence for developers, without anything personal.
    public var message: String {
        switch self {
        case .invalidInput(_, _, _, let message), .notLoggedIn(let message), .sessionConflict(_, let message),
            .unreachable(_, _, let message), .refused(_, _, let message),
            .contentUnavailable(_, _, _, let message), .storage(_, _, let message), .shutDown(let message),
            .internal(_, let message):
            message
        }
    }
}

extension FrontdeskError: LocalizedError {
    /// The sentence for the end user when there is one, else the one for developers.
    public var errorDescription: String? {
        if case .contentUnavailable(_, _, let userMessage, _) = self { return userMessage }
        return message
    }
}

extension FrontdeskError: CustomStringConvertible {
    /// Code, field and limit.
    public var description: String {
        var words = "frontdesk error \(code)"
        if let field { words += ", field \(field)" }
        if let limit { words += ", limit \(limit)" }
        return words
    }
}

extension FrontdeskError {
    /// The error of a call into the core, whatever it threw.
    init(_ thrown: any Error) {
        switch thrown {
        case let error as FrontdeskError: self = error
        case let error as CoreError: self.init(core: error)
        default:
            // A panic that the core's own wall did not see, or a value that could not be read: a defect of ours.
            // Its words are left out, because nobody has checked what is in them.
            self = .internal(room: "binding", message: "a call failed inside the binding; later calls work")
        }
    }

    private init(core error: CoreError) {
        switch error {
        case .InvalidInput(let code, let field, let limit, let detail):
            self = .invalidInput(code: code, field: field, limit: limit.map { Int(clamping: $0) }, message: detail)
        case .NotLoggedIn(let detail):
            self = .notLoggedIn(message: detail)
        case .SessionConflict(let code, let detail):
            self = .sessionConflict(code: code, message: detail)
        case .Unreachable(let code, let retryAfterMs, let detail):
            self = .unreachable(code: code, retryAfter: retryAfterMs.map { Double($0) / 1000 }, message: detail)
        case .Refused(let code, let field, let detail):
            self = .refused(code: code, field: field, message: detail)
        case .ContentUnavailable(let code, let status, let userMessage, let detail):
            self = .contentUnavailable(code: code, status: status, userMessage: userMessage, message: detail)
        case .Storage(let code, let limit, let detail):
            self = .storage(code: code, limit: limit.map { Int(clamping: $0) }, message: detail)
        case .ShutDown(let detail):
            self = .shutDown(message: detail)
        case .Internal(let room, let detail):
            self = .internal(room: room, message: detail)
        }
    }
}
