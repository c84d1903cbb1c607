// What is wrong, as the protocol says it.
//
// Guarantee: an error always has `code`, `message` and `field` (null when there is none), as in the driver of the core.

import Frontdesk

/// An error to answer with.
struct Fault: Error {
    let json: JSON

    /// An error of the package.
    init(_ error: FrontdeskError) {
        var members = Fault.members(error.code, error.message, error.field)
        if let limit = error.limit { members.append(("limit", .whole(Int64(limit)))) }
        members.append(("temporary", .bool(error.isTemporary)))
        switch error {
        case .contentUnavailable(_, let status, let userMessage, _):
            members.append(("status", .maybe(status)))
            members.append(("user_message", .text(userMessage)))
        case .unreachable(_, let retryAfter?, _):
            members.append(("retry_after_ms", .whole(Int64(exactly: (retryAfter * 1000).rounded()) ?? .max)))
        default: break
        }
        json = .object(members)
    }

    /// Input that breaks a rule of the protocol.
    init(input code: String, _ field: String, _ advice: String) {
        let message = field.isEmpty ? advice : "\(field): \(advice)"
        self.init(.invalidInput(code: code, field: field, limit: nil, message: message))
    }

    /// A line that is too long.
    static func tooLong(_ limit: Int) -> Fault {
        var members = members("line_too_long", "the line: must not exceed 1 MiB", nil)
        members.append(("limit", .whole(Int64(limit))))
        return Fault(members)
    }

    private init(_ members: [(String, JSON)]) {
        json = .object(members)
    }

    private static func members(_ code: String, _ message: String, _ field: String?) -> [(String, JSON)] {
        [("code", .text(code)), ("message", .text(message)), ("field", .maybe(field))]
    }
}
