// Who is logged in: login, update, logout, credentials.

import Foundation
import Frontdesk

/// Without options the core says which identity is missing.
private let login = Action.ask { desk, arguments, answer in
    let attributes = UserAttributes(json: arguments.json(0, absent: "{}"))
    desk.loginUser(with: attributes, completion: answer.giving(loginOf))
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
        let unsent: UnsentOperations = options["unsent"] as? String == "purge" ? .purge : .deliver
        desk.logout(force: options["force"] as? Bool == true, unsent: unsent, completion: answer.done())
    },
    "updateUser": .ask { desk, arguments, answer in
        let attributes = UserAttributes(json: arguments.json(0, absent: "null"))
        desk.updateUser(
            attributes,
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
            tokens[name] = try textOf(token, "auth_tokens.\(name)")
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

@Sendable
private func loginOf(_ login: LoginResult) -> Any? {
    var all: [String: Any] = [
        "merged": login.merged, "from_stored_session": login.fromStoredSession,
        "rejected": rejectedOf(login.rejected), "ignored": login.ignored,
    ]
    all["contact_id"] = login.contactId
    return all
}
