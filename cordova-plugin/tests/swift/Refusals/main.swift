// One answer everywhere: `tests/refusals.json` on the plugin's own Swift, run on Linux. It is compiled with `src/ios`
// against the real modules Frontdesk and FrontdeskUI, the real library and a stand-in for Cordova's classes; the real mock
// server answers. Before the rows: a start that failed for good is every call's error, and corrected settings are taken.
// Arguments: the rows, a folder for the client. FRONTDESK_TEST_SERVER: the server's own line. Ends with 1 at the first
// rows that differ. On the main actor, as Cordova calls.

import Cordova
import Foundation
import Frontdesk

/// The answer to one call, as the page would get it.
@MainActor
func told(_ action: String, _ arguments: [Any]) async -> CDVPluginResult {
    await withCheckedContinuation { heard in
        let page = Page()
        let answer = page.answer { heard.resume(returning: $0) }
        guard let known = Actions.all[action] else { return answer.failure("unknown_action", "", field: "action") }
        Desk.shared.add(Call(action: known, arguments: Arguments(arguments), answer: answer, page: page))
    }
}

/// An error as a line; anything else as itself.
func line(_ result: CDVPluginResult) -> String {
    let error = result.message as? [String: Any]
    guard result.status.uintValue == CDVCommandStatus.error.rawValue, let code = error?["code"] as? String else {
        return "no error but \(result.message ?? "nothing")"
    }
    return "\(code) \(error?["field"] as? String ?? "")"
}

func fail(_ lines: [String]) -> Never {
    FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    exit(1)
}

func read(_ text: String) -> [String: Any] {
    ((try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any]) ?? [:]
}

@MainActor
func everything() async {
    let server = read(ProcessInfo.processInfo.environment["FRONTDESK_TEST_SERVER"] ?? "")
    let rows = read((try? String(contentsOfFile: CommandLine.arguments[1], encoding: .utf8)) ?? "")["rows"] as? [[String: Any]]
    let key = (server["keys"] as? [String: Any])?["ios"] as? String
    guard let rows, rows.count > 100, let url = server["url"] as? String, let app = server["app_id"] as? String, let key
    else { fail(["no rows, or no server"]) }

    let wrong: [String: Any] = ["serverUrl": "no address", "appId": app, "apiKey": key]
    let first = line(await told("initialize", [wrong]))
    let behind = line(await told("isUserLoggedIn", []))
    guard first == "malformed_url server_url", behind == first else { fail(["a wrong start: \(first); \(behind)"]) }
    var settings = FrontdeskConfiguration(serverURL: url, appID: app, apiKey: key)
    settings.dataDirectory = URL(fileURLWithPath: CommandLine.arguments[2])
    let begun: CDVPluginResult = await withCheckedContinuation { heard in
        Desk.shared.start(settings, Page().answer { heard.resume(returning: $0) })
    }
    guard begun.status.uintValue == CDVCommandStatus.ok.rawValue else { fail(["corrected settings: \(line(begun))"]) }
    let login = await told("loginUserWithUserAttributes", [["userId": "refused"]])
    guard login.status.uintValue == CDVCommandStatus.ok.rawValue else { fail(["login: \(line(login))"]) }

    var wrongs: [String] = []
    for row in rows where row["cordova"] == nil {
        let action = row["action"] as? String ?? ""
        let wanted = "\(row["code"] as? String ?? "") \(row["field"] as? String ?? "")"
        let found = line(await told(action, row["args"] as? [Any] ?? []))
        if found != wanted { wrongs.append("\(action) \(row["args"] ?? ""): \(found) instead of \(wanted)") }
    }
    if !wrongs.isEmpty { fail(wrongs) }
    print("\(rows.count) refusals")
    exit(0)
}

Task { @MainActor in await everything() }
dispatchMain()
