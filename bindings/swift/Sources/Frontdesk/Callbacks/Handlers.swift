// What the SDK logs, and what the messenger's page hears.
//
// Guarantees: sinks are called on threads of the core, one call after the other, with no lock held; nothing secret or
// personal is logged.

import FrontdeskCore

/// Takes log lines, on the thread `frontdesk-log`: level, the room of the SDK that wrote the line, the line.
public typealias LogHandler = @Sendable (_ level: LogLevel, _ room: String, _ message: String) -> Void

/// Hears what the messenger's page is told without having asked: messages of `contract/bridge.schema.json`.
public typealias BridgeHandler = @Sendable (_ message: String) -> Void

extension Frontdesk {
    /// Sends what the SDK logs to `handler`, down to `level`; `nil`: nothing is logged. One handler for the process;
    /// the last call counts. A slow handler loses lines and is told how many. Since 0.1.
    public static func setLogHandler(_ level: LogLevel, _ handler: LogHandler?) throws(FrontdeskError) {
        try withLibrary { try setLogSink(sink: handler.map(LogAdapter.init), level: level) }
    }

    /// Tells `handler` what the messenger's page must hear; `nil`: nobody. For whoever draws the page; the last call
    /// counts. Called on `frontdesk-events`; must not block. Since 0.1.
    public func setBridgeHandler(_ handler: BridgeHandler?) throws(FrontdeskError) {
        try tell { try $0.setBridgeSink(sink: handler.map(BridgeAdapter.init)) }
    }

    /// Answers one message of the messenger's own page with one message for it (`contract/bridge.schema.json`). What is
    /// refused is an answer, too. Since 0.1.
    public func bridgeRequest(_ message: String) async throws(FrontdeskError) -> String {
        try await ask { try await $0.bridgeRequest(message: message) }
    }

    /// Like ``bridgeRequest(_:)``, for code that is not `async`.
    public func bridgeRequest(_ message: String, completion: @escaping Completion<String>) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.bridgeRequest(message) }
    }
}

final class LogAdapter: LogSink {
    private let handler: LogHandler

    init(_ handler: @escaping LogHandler) {
        self.handler = handler
    }

    func log(level: FrontdeskCore.LogLevel, room: String, message: String) {
        handler(level, room, message)
    }
}

final class BridgeAdapter: BridgeSink {
    private let handler: BridgeHandler

    init(_ handler: @escaping BridgeHandler) {
        self.handler = handler
    }

    func onMessage(json: String) {
        handler(json)
    }
}
