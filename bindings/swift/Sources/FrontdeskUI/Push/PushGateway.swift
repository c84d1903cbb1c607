// Which of Apple's two push gateways a build of the app is known to.
//
// Guarantees: the answer is read from the provisioning profile inside the app, which is what the system itself goes
// by, and not guessed from debug or release; an app from the store or TestFlight has no profile and is production;
// a profile that cannot be read is production too, because that is what people have. Pure but for one file.

import Foundation

/// Apple's push gateway.
public enum PushGateway: String, Sendable, Equatable, CaseIterable {
    /// For builds that Xcode puts on a device, and for the simulator.
    case sandbox
    /// For the App Store, TestFlight, ad hoc and enterprise builds.
    case production

    /// Reads the profile of an app.
    ///
    /// - Parameters:
    ///   - profile: the content of `embedded.mobileprovision`; nil when there is none.
    ///   - simulator: whether the app runs in the simulator, which has no profile.
    static func of(profile: Data?, simulator: Bool) -> PushGateway {
        if simulator { return .sandbox }
        guard let profile, let plist = plist(in: profile) else { return .production }
        let entitlements = plist["Entitlements"] as? [String: Any]
        return entitlements?["aps-environment"] as? String == "development" ? .sandbox : .production
    }

    /// A profile is a signed envelope around a property list in plain text.
    private static func plist(in profile: Data) -> [String: Any]? {
        guard let start = profile.range(of: Data("<?xml".utf8)),
            let end = profile.range(of: Data("</plist>".utf8), in: start.lowerBound..<profile.endIndex)
        else { return nil }
        let text = profile.subdata(in: start.lowerBound..<end.upperBound)
        return (try? PropertyListSerialization.propertyList(from: text, format: nil)) as? [String: Any]
    }

    /// The gateway of the app that runs.
    static func ofThisApp() -> PushGateway {
        #if targetEnvironment(simulator)
            return of(profile: nil, simulator: true)
        #else
            let profile = Bundle.main.url(forResource: "embedded", withExtension: "mobileprovision")
                .flatMap { try? Data(contentsOf: $0) }
            return of(profile: profile, simulator: false)
        #endif
    }
}
