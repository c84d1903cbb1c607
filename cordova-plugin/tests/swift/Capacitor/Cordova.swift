// The same few symbols as Capacitor 7's own module Cordova declares them: without annotations, so that everything may be
// nil, and with preferences as a plain dictionary. Signatures only, for a type check; see ../README.md.

import Foundation

public enum CDVCommandStatus: UInt, Sendable {
    case noResult, ok, classNotFoundException, illegalAccessException, instantiationException, malformedUrlException
    case ioException, invalidAction, jsonException, error
}

open class CDVPluginResult: NSObject {
    public init!(status: CDVCommandStatus) {}
    public init!(status: CDVCommandStatus, messageAs message: String!) {}
    public init!(status: CDVCommandStatus, messageAs message: [Any]!) {}
    public init!(status: CDVCommandStatus, messageAs message: Int) {}
    public init!(status: CDVCommandStatus, messageAs message: Double) {}
    public init!(status: CDVCommandStatus, messageAs message: Bool) {}
    public init!(status: CDVCommandStatus, messageAs message: [AnyHashable: Any]!) {}
    public func setKeepCallbackAs(_ keep: Bool) {}
}

open class CDVInvokedUrlCommand: NSObject {
    public let arguments: [Any]! = nil
    public let callbackId: String! = nil
    public let methodName: String! = nil
}

public protocol CDVCommandDelegate: NSObjectProtocol {
    var settings: [AnyHashable: Any]! { get }
    func send(_ result: CDVPluginResult!, callbackId: String!)
}

open class CDVPlugin: NSObject {
    open weak var commandDelegate: (any CDVCommandDelegate)!
    open func pluginInitialize() {}
    open func onReset() {}
    open func dispose() {}
}
