// What a client is made from.
//
// Guarantee: what is absent is the core's default, so that this package has none of its own. Plain values, any thread.

import Dispatch
import Foundation
import FrontdeskCore

/// Everything a client needs; only the first three have no default.
///
/// ```swift
/// let configuration = FrontdeskConfiguration(
///     serverURL: "https://desk.example.com", appID: "abc123", apiKey: "ios_sdk-…")
/// ```
///
/// Since 0.1.
public struct FrontdeskConfiguration: Sendable {
    /// What a successful ``Frontdesk/logEvent(_:metadata:)`` survives.
    public enum Durability: Sendable {
        /// A killed process. The default; about 20 times faster.
        case process
        /// A power cut too.
        case power
    }

    /// `https://host[:port]`; plain `http` only for this machine.
    public var serverURL: String
    /// The workspace.
    public var appID: String
    /// One of the workspace's publishable keys; not a secret.
    public var apiKey: String
    /// The folder for queue and cache; made when missing. One open client per folder and workspace. When `nil`, a
    /// folder `Frontdesk` in the app's Application Support, which is kept out of backups (elsewhere than on Apple's
    /// systems: in `~/.local/share`). Keep a folder of your own out of backups yourself: another device must not come
    /// up with this one's session.
    public var dataDirectory: URL?
    /// The platform named to the server. `ios` on iOS, `macos` on macOS, `linux` elsewhere.
    public var platform: String = FrontdeskConfiguration.thisPlatform
    /// The device's language, for example `de-AT`. When `nil`, the first that the person prefers on Apple's
    /// systems, and none elsewhere.
    public var locale: String?
    /// What a successful ``Frontdesk/logEvent(_:metadata:)`` survives.
    public var durability: Durability?
    /// Certificates trusted beside the public authorities, each PEM or DER.
    public var extraRootCertificates: [Data] = []
    /// Operations kept while the server cannot be reached; one more is refused with `queue_full`.
    public var maxOperations: Int?
    /// How long `updateUser` and its like wait for the server before they answer `queued`, in seconds.
    public var deliveryWait: TimeInterval?
    /// Total time of one request, in seconds.
    public var requestTimeout: TimeInterval?
    /// How long to wait for more events before the first are sent, in seconds.
    public var linger: TimeInterval?
    /// Bytes kept for reading offline.
    public var cacheBytes: Int?
    /// Bytes of one attached file.
    public var attachmentBytes: Int?
    /// Short waits between attempts and no budget of retries: for tests alone.
    public var fastRetry = false
    /// Where completion handlers and observers are called when a call does not name a queue: the main queue on
    /// Apple's systems; a serial queue of the client elsewhere, because nobody may be running the main one.
    public var callbackQueue: DispatchQueue?

    /// - Parameters:
    ///   - serverURL: `https://host[:port]`.
    ///   - appID: The workspace.
    ///   - apiKey: One of the workspace's publishable keys.
    public init(serverURL: String, appID: String, apiKey: String) {
        self.serverURL = serverURL
        self.appID = appID
        self.apiKey = apiKey
    }
}

extension FrontdeskConfiguration {
    static var thisPlatform: String {
        #if os(iOS)
            "ios"
        #elseif os(macOS)
            "macos"
        #else
            "linux"
        #endif
    }

    /// The first language that the person prefers; elsewhere than on Apple's systems nobody was asked.
    static var deviceLanguage: String? {
        #if canImport(Darwin)
            Locale.preferredLanguages.first
        #else
            nil
        #endif
    }

    func core() throws(FrontdeskError) -> CoreConfig {
        CoreConfig(
            serverUrl: try plain(serverURL, "server_url"),
            appId: try plain(appID, "app_id"),
            apiKey: try plain(apiKey, "api_key"),
            dataDir: try dataFolder().path,
            platform: platform,
            locale: locale ?? FrontdeskConfiguration.deviceLanguage,
            durability: durability.map { $0 == .power ? .power : .process },
            fastRetry: fastRetry,
            extraRootCertificates: extraRootCertificates,
            maxOperations: maxOperations.map { UInt64(clamping: $0) },
            deliveryWaitMs: milliseconds(deliveryWait),
            requestTimeoutMs: milliseconds(requestTimeout),
            lingerMs: milliseconds(linger),
            cacheBytes: cacheBytes.map { UInt64(clamping: $0) },
            attachmentBytes: attachmentBytes.map { UInt64(clamping: $0) }
        )
    }

    private func dataFolder() throws(FrontdeskError) -> URL {
        if let dataDirectory { return dataDirectory }
        #if canImport(Darwin)
            let place = FileManager.SearchPathDirectory.applicationSupportDirectory
            guard let base = FileManager.default.urls(for: place, in: .userDomainMask).first else {
                throw .storage(
                    code: "storage_unavailable", limit: nil, message: "there is no folder for application support")
            }
        #else
            let base = FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".local/share")
        #endif
        return FrontdeskConfiguration.keptOutOfBackups(base.appendingPathComponent("Frontdesk", isDirectory: true))
    }

    /// The same folder, made, and marked so that another device does not come up with this one's session and queue.
    private static func keptOutOfBackups(_ folder: URL) -> URL {
        #if canImport(Darwin)
            // A folder that cannot be made is reported by the core when it opens.
            try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var marked = folder
            var values = URLResourceValues()
            values.isExcludedFromBackup = true
            try? marked.setResourceValues(values)
        #endif
        return folder
    }
}

extension FrontdeskConfiguration: CustomStringConvertible {
    /// Names the workspace and never the key.
    public var description: String { "FrontdeskConfiguration(appID: \(appID))" }
}

/// Whole milliseconds of a span in seconds; what is no span at all is none, and the longest is as good as for ever.
func milliseconds(_ seconds: TimeInterval?) -> UInt64? {
    guard let seconds, seconds.isFinite || seconds > 0 else { return nil }
    return UInt64(exactly: (max(0, seconds) * 1000).rounded()) ?? .max
}
