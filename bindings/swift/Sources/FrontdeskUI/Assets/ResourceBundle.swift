// Where the messenger's pages are in an app.
//
// Guarantee: works for an app that takes the package from Swift Package Manager and for one that takes the pod; an
// app whose build left the resources out gets the app's own bundle, in which no pages are found, and no crash. Pure.

import Foundation

extension Bundle {
    /// The bundle with the pages.
    static var frontdeskUI: Bundle {
        #if SWIFT_PACKAGE
            return .module
        #else
            // A pod keeps its resources in a bundle of its own beside its code.
            let beside = Bundle(for: BundleMark.self)
            let inside = beside.url(forResource: "FrontdeskUI", withExtension: "bundle")
            return inside.flatMap(Bundle.init(url:)) ?? beside
        #endif
    }
}

#if !SWIFT_PACKAGE
    private final class BundleMark {}
#endif
