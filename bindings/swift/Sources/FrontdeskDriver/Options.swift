// The command line: the options of `frontdesk drive`, from arguments or the environment.

import Foundation
import Frontdesk

/// Why the program does not begin.
enum Usage: Error {
    /// Somebody asked how to use it.
    case asked
    /// It was used wrongly.
    case wrong(String)
}

/// What the program is told.
struct Options {
    private(set) var configuration: FrontdeskConfiguration

    static let help = """
        Usage: frontdesk-swift drive --server URL --app-id ID --api-key KEY --data DIR [OPTIONS]

        Takes calls as JSON lines on standard input and answers them on standard output, through the Swift package;
        the protocol is that of `frontdesk drive --help`.

          --server URL, --app-id ID, --api-key KEY, --data DIR
              or FRONTDESK_SERVER, FRONTDESK_APP_ID, FRONTDESK_API_KEY, FRONTDESK_DATA
          --durability process|power    What an accepted event survives
          --fast-retry                  Wait 20 to 200 ms between attempts, without the retry budget
          --platform NAME               The platform named to the server
          --linger-ms, --delivery-wait-ms, --request-timeout-ms MS, --max-operations N
        """

    /// - Parameters:
    ///   - arguments: Without the program's name.
    ///   - environment: Where what is missing is looked for.
    init(_ arguments: [String], environment: [String: String]) throws(Usage) {
        if arguments.contains("--help") || arguments.contains("-h") { throw .asked }
        guard arguments.first == "drive" else { throw .wrong("the only command is drive") }
        var values: [String: String] = [:]
        var rest = arguments.dropFirst()
        while let argument = rest.popFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard argument.hasPrefix("--"), Options.known.contains(parts[0]) else {
                throw .wrong("\(argument) is no option")
            }
            if parts[0] == "--fast-retry" {
                values[parts[0]] = ""
            } else if parts.count == 2 {
                values[parts[0]] = parts[1]
            } else if let value = rest.popFirst() {
                values[parts[0]] = value
            } else {
                throw .wrong("\(argument) wants a value")
            }
        }
        func needed(_ option: String, _ variable: String) throws(Usage) -> String {
            guard let value = values[option] ?? environment[variable] else { throw .wrong("\(option) is missing") }
            return value
        }
        func number(_ option: String) throws(Usage) -> UInt64? {
            guard let value = values[option] else { return nil }
            guard let number = UInt64(value) else { throw .wrong("\(option) wants a number") }
            return number
        }
        configuration = FrontdeskConfiguration(
            serverURL: try needed("--server", "FRONTDESK_SERVER"),
            appID: try needed("--app-id", "FRONTDESK_APP_ID"),
            apiKey: try needed("--api-key", "FRONTDESK_API_KEY"))
        configuration.dataDirectory = URL(fileURLWithPath: try needed("--data", "FRONTDESK_DATA"), isDirectory: true)
        configuration.fastRetry = values["--fast-retry"] != nil
        configuration.platform = values["--platform"] ?? "swift"
        switch values["--durability"] {
        case nil, "process": configuration.durability = .process
        case "power": configuration.durability = .power
        default: throw .wrong("--durability is process or power")
        }
        configuration.linger = try number("--linger-ms").map { Double($0) / 1000 }
        configuration.deliveryWait = try number("--delivery-wait-ms").map { Double($0) / 1000 }
        configuration.requestTimeout = try number("--request-timeout-ms").map { Double($0) / 1000 }
        configuration.maxOperations = try number("--max-operations").map { Int(clamping: $0) }
    }

    private static let known: Set<String> = [
        "--server", "--app-id", "--api-key", "--data", "--durability", "--fast-retry", "--platform", "--linger-ms",
        "--delivery-wait-ms", "--request-timeout-ms", "--max-operations",
    ]
}
