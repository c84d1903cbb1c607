// Login, logout, credentials; what the app tells, and what is not told yet.

import Frontdesk

/// How long `flush` waits when it is not told, in milliseconds.
private let flushWait: UInt64 = 10_000

func sessionCall(_ name: String, _ members: inout Members) throws(Fault) -> Call? {
    switch name {
    case "login_unidentified_user":
        return call(Show.login) { $0.loginUnidentifiedUser(completion: $1) }
    case "logout":
        let force = try members.flag("force") ?? false
        let unsent: UnsentOperations
        switch try members.text("unsent") {
        case nil, "deliver": unsent = .deliver
        case "purge": unsent = .purge
        default: throw Fault(input: "unknown_value", "unsent", "must be deliver or purge")
        }
        return call { $0.logout(force: force, unsent: unsent, completion: $1) }
    case "set_user_hash":
        let hash = try members.neededText("hash")
        return call { $0.setUserHash(hash, completion: $1) }
    case "set_user_jwt":
        let jwt = try members.neededText("jwt")
        return call { $0.setUserJWT(jwt, completion: $1) }
    case "set_auth_tokens":
        let tokens = try members.texts("tokens")
        return call { $0.setAuthTokens(tokens, completion: $1) }
    case "auth_token":
        let name = try members.neededText("name")
        return atOnce { desk throws(FrontdeskError) in .maybe(try desk.authToken(name)) }
    case "is_user_logged_in":
        return atOnce { desk throws(FrontdeskError) in .bool(try desk.isUserLoggedIn()) }
    case "session_state":
        return atOnce { desk throws(FrontdeskError) in .text(Word.of(try desk.sessionState())) }
    case "fetch_logged_in_user_attributes":
        return atOnce { desk throws(FrontdeskError) in Show.user(try desk.fetchLoggedInUserAttributes()) }
    default: return nil
    }
}

func recordCall(_ name: String, _ members: inout Members) throws(Fault) -> Call? {
    switch name {
    case "log_event":
        let name = try members.neededText("name")
        let metadata = members.take("metadata").map { Metadata(json: $0.text) }
        return call(Show.operation) { $0.logEvent(name, metadata: metadata, completion: $1) }
    case "update_quota":
        return call(Show.quota) { $0.updateQuota(completion: $1) }
    case "pending":
        return call(Show.pending) { $0.pending(completion: $1) }
    case "dismiss":
        let id = try members.neededText("id")
        return call(JSON.bool) { $0.dismiss(id, completion: $1) }
    case "retry_operation":
        let id = try members.neededText("id")
        return call(JSON.bool) { $0.retryOperation(id, completion: $1) }
    case "flush":
        let timeout = try members.number("timeout_ms") ?? flushWait
        return call(Show.pending) { $0.flush(timeout: Double(timeout) / 1000, completion: $1) }
    case "diagnostics":
        return call(JSON.raw) { $0.diagnosticsJSON(completion: $1) }
    default: return nil
    }
}
