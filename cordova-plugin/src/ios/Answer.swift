// The one answer to one call, and the page that waits for it.
//
// Guarantees: of everything that wants to answer a call, the first does; a page that leaves gets an answer to each of
// its calls, so that none is left open, and nothing after it. Any thread.

import Foundation
import Frontdesk

#if canImport(Cordova)
    import Cordova
#endif

/// Answers once; every later answer is dropped.
final class Answer: @unchecked Sendable {
    // Sendable by hand: `settled` is read and written under the lock, the rest never changes.
    private let send: @Sendable (CDVPluginResult) -> Void
    private let over: @Sendable (Answer) -> Void
    private let lock = NSLock()
    private var settled = false

    /// - Parameters:
    ///   - send: hands a result to the page.
    ///   - over: told when the call was answered.
    init(send: @escaping @Sendable (CDVPluginResult) -> Void, over: @escaping @Sendable (Answer) -> Void) {
        self.send = send
        self.over = over
    }

    /// Whether the call was answered, or its page left.
    var isSettled: Bool {
        lock.lock()
        defer { lock.unlock() }
        return settled
    }

    /// The call succeeded with nothing (nil), a text, a number, true or false, an object or a list.
    func success(_ value: Any?) {
        settle { CDVPluginResult.of(.ok, value) }
    }

    /// The call failed.
    func failure(_ code: String, _ message: String, field: String? = nil, temporary: Bool = false) {
        var error: [String: Any] = ["code": code, "message": message, "temporary": temporary]
        error["field"] = field
        settle { CDVPluginResult.of(.error, error) }
    }

    /// The call failed with whatever it threw.
    func failure(_ thrown: any Error) {
        switch thrown {
        case let error as FrontdeskError:
            settle { CDVPluginResult.of(.error, members(of: error)) }
        case let fault as Fault:
            failure(fault.code, fault.message, field: fault.field)
        default:
            // The type says what is wrong; its description may hold anything.
            failure("internal", "an internal error in the plugin (\(type(of: thrown)))")
        }
    }

    /// One of many results; the call stays open.
    func tell(_ value: [String: Any]) {
        if isSettled { return }
        let result = CDVPluginResult.of(.ok, value)
        result.setKeepCallbackAs(true)
        send(result)
    }

    /// Closes a call that stays open, without a word: nobody is left to hear it.
    func close() {
        if end() { over(self) }
    }

    /// A completion handler that answers with what `shape` makes of the value.
    func giving<Value>(_ shape: @escaping @Sendable (Value) -> Any?) -> Completion<Value> {
        { result in
            switch result {
            case .success(let value): self.success(shape(value))
            case .failure(let error): self.failure(error)
            }
        }
    }

    /// A completion handler that answers without a value.
    func done<Value>() -> Completion<Value> {
        giving { _ in nil }
    }

    private func settle(_ result: () -> CDVPluginResult) {
        guard end() else { return }
        over(self)
        send(result())
    }

    private func end() -> Bool {
        lock.lock()
        defer { lock.unlock() }
        if settled { return false }
        settled = true
        return true
    }
}

extension CDVPluginResult {
    /// The result with this value.
    fileprivate static func of(_ status: CDVCommandStatus, _ value: Any?) -> CDVPluginResult {
        switch value {
        case nil: CDVPluginResult(status: status)
        case let text as String: CDVPluginResult(status: status, messageAs: text)
        case let flag as Bool: CDVPluginResult(status: status, messageAs: flag)
        case let number as Int: CDVPluginResult(status: status, messageAs: number)
        case let list as [Any]: CDVPluginResult(status: status, messageAs: list)
        case let object as [String: Any]: CDVPluginResult(status: status, messageAs: object)
        default: CDVPluginResult(status: status)
        }
    }
}

/// An error of the SDK, in the words that all platforms share (`docs/errors.md`).
private func members(of error: FrontdeskError) -> [String: Any] {
    var all: [String: Any] = ["code": error.code, "message": error.message, "temporary": error.isTemporary]
    all["field"] = error.field
    all["limit"] = error.limit
    switch error {
    case .contentUnavailable(_, let status, let userMessage, _):
        all["status"] = status
        all["user_message"] = userMessage
    case .unreachable(_, let retryAfter?, _):
        all["retry_after_ms"] = Int(retryAfter * 1000)
    default:
        break
    }
    return all
}
