// Who is logged in: login, update, logout, credentials.

import Foundation
import Frontdesk

/// Without options the core says which identity is missing.
private let login = Action.ask { desk, arguments, answer in
    desk.loginUser(with: try arguments.attributes(absent: "{}"), completion: answer.giving(loginOf))
}

private let loginUnidentified = Action.ask { desk, _, answer in
    desk.loginUnidentifiedUser(completion: answer.giving(loginOf))
}

private let setHash = Action.ask { desk, arguments, answer in
    desk.setUserHash(try arguments.text(0, "hash"), completion: answer.done())
}

let sessionActions: [String: Action] = [
    "loginUserWithUserAttributes": login,
    "registerIdentifiedUser": login,
    "loginUnidentifiedUser": loginUnidentified,
    "registerUnidentifiedUser": loginUnidentified,
    // `{force: true}` logs out a visitor too, whose history is then lost to them.
    "logout": .ask { desk, arguments, answer in
        let options = try arguments[0].map { _ in try arguments.members(0, "options") } ?? [:]
        desk.logout(force: try forced(options), unsent: try fate(options), completion: answer.done())
    },
    "updateUser": .ask { desk, arguments, answer in
        desk.updateUser(
            try arguments.attributes(),
            completion: answer.giving { update in
                deliveryOf(update.delivery).merging(["ignored": update.ignored]) { first, _ in first }
            })
    },
    "setUserHash": setHash,
    "setSecureMode": setHash,
    "setUserJwt": .ask { desk, arguments, answer in
        desk.setUserJWT(try arguments.text(0, "jwt"), completion: answer.done())
    },
    "setAuthTokens": .ask { desk, arguments, answer in
        var tokens: [String: String] = [:]
        for (name, token) in try arguments.members(0, "auth_tokens") {
            tokens[name] = try textOf(token, child("auth_tokens", name))
        }
        desk.setAuthTokens(tokens, completion: answer.done())
    },
    // A truth value: that is how the vendor's plugin answers on iOS.
    "isUserLoggedIn": .ask { desk, _, answer in answer.success(try desk.isUserLoggedIn()) },
    "fetchLoggedInUserAttributes": .ask { desk, _, answer in
        let user = try desk.fetchLoggedInUserAttributes()
        var all: [String: Any] = ["role": user.role == .user ? "user" : "lead"]
        all["email"] = user.email
        all["userId"] = user.userId
        answer.success(jsonText(all))
    },
]

private func forced(_ options: [String: Any]) throws -> Bool {
    guard let force = options["force"], !(force is NSNull) else { return false }
    guard numberOf(force) == nil, let truth = force as? Bool else {
        throw Fault.wrongType("force", "must be true or false")
    }
    return truth
}

private func fate(_ options: [String: Any]) throws -> UnsentOperations {
    guard let unsent = options["unsent"], !(unsent is NSNull) else { return .deliver }
    switch try textOf(unsent, "unsent").lowercased() {
    case "purge": return .purge
    case "deliver": return .deliver
    default: throw Fault(code: "unknown_value", field: "unsent", message: "unsent: must be deliver or purge")
    }
}

/// The path of a member in an error, made safe to show, as the core makes it: an app's key may be of any length.
private func child(_ parent: String, _ key: String) -> String {
    let all = key.unicodeScalars
    let control = CharacterSet.controlCharacters
    let shown = all.prefix(40).map { control.contains($0) ? "\u{FFFD}" : String($0) }.joined()
    return shown.isEmpty ? parent : "\(parent).\(shown)\(all.count > 40 ? "…" : "")"
}

@Sendable
private func loginOf(_ login: LoginResult) -> Any? {
    var all: [String: Any] = [
        "merged": login.merged, "from_stored_session": login.fromStoredSession,
        "rejected": rejectedOf(login.rejected), "ignored": login.ignored,
    ]
    all["contact_id"] = login.contactId
    return all
}
