// From an address the page asks for to a file of the bundle.
//
// Guarantees: a route names a file below the messenger's folder and never anything else, whatever the address
// holds (`..`, `%2e%2e`, `%2f`, backslashes, NUL, another scheme or host, a query that looks like a path); what
// is not a plain name of a file is refused, not repaired. Pure; asked on the main thread by `AssetSchemeHandler`.

import Foundation

/// A file of the messenger's bundle, by its path below the bundle's folder.
struct AssetRoute: Equatable, Sendable {
    /// The scheme of the messenger's own addresses. Nothing on the web has it.
    static let scheme = "frontdesk-messenger"

    /// The one host below that scheme.
    static let host = "app"

    /// The page that is loaded first.
    static let start = "index.html"

    /// The address of the first page.
    static let startAddress = "\(scheme)://\(host)/\(start)"

    /// The longest path that is looked at; the bundle's own names are far shorter.
    static let longestPath = 512

    /// Path components below the bundle's folder; never empty, none of them `.` or `..`.
    let components: [String]

    /// Reads an address as the page wrote it.
    ///
    /// - Parameter address: the absolute text of the address, still percent-encoded.
    /// - Returns: nil when it is not an address of a file of ours.
    init?(address: String) {
        // Taken apart by hand: Foundation's URL repairs some broken addresses, and repairs differ by release.
        let prefix = "\(Self.scheme)://\(Self.host)/"
        guard address.lowercased().hasPrefix(prefix), address.utf8.count <= Self.longestPath + prefix.utf8.count
        else { return nil }
        let rest = address.dropFirst(prefix.count)
        let path = rest.prefix { $0 != "?" && $0 != "#" }
        guard !path.isEmpty else {
            components = [Self.start]
            return
        }
        var components: [String] = []
        for encoded in path.split(separator: "/", omittingEmptySubsequences: false) {
            guard let name = encoded.removingPercentEncoding, Self.isPlain(name) else { return nil }
            components.append(name)
        }
        self.components = components
    }

    /// The last part of the path.
    var fileName: String { components.last ?? Self.start }

    /// The file in the bundle's folder.
    func file(below folder: URL) -> URL {
        components.reduce(folder) { $0.appendingPathComponent($1, isDirectory: false) }
    }

    /// Letters, digits, `-`, `_`, `.`, `@` and `+`, beginning with none of the signs: what a build tool names files.
    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetterOrDigit(first) || first == UInt8(ascii: "_") else { return false }
        return name.utf8.allSatisfy { isLetterOrDigit($0) || signs.contains($0) }
    }

    private static let signs: Set<UInt8> = Set("-_.@+".utf8)

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return true
        default:
            return false
        }
    }
}
