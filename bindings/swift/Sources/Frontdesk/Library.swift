// Whether the native library belongs to this package.
//
// Guarantee: an app that was put together from two versions gets an error from its first call, not the end of its
// process. Any thread; asked once.

import FrontdeskCore

enum Library {
    private static let matches = libraryMatches()

    /// Must come before every call into the core that needs no client.
    static func check(matches: Bool = Library.matches) throws(FrontdeskError) {
        if !matches {
            throw .internal(
                room: "binding", message: "the native library and this package are of different versions; update both")
        }
    }
}

/// A call into the core that needs no client.
func withLibrary<Value>(_ call: () throws -> Value) throws(FrontdeskError) -> Value {
    try Library.check()
    do { return try call() } catch { throw FrontdeskError(error) }
}
