// The few symbols of cordova-ios that the plugin uses, as Swift sees its headers. Signatures only; see ../README.md.

import Foundation

public enum CDVCommandStatus: UInt, Sendable {
    case noResult, ok, classNotFoundException, illegalAccessException, instantiationException, malformedUrlException
    case ioException, invalidAction, jsonException, error
}

open class CDVPluginResult: NSObject {
    public let status: NSNumber!
    public let message: Any?
    public var keepCallback = NSNumber(value: false)

    private init(_ status: CDVCommandStatus, _ message: Any?) {
        self.status = NSNumber(value: status.rawValue)
        self.message = message
    }

    public convenience init(status: CDVCommandStatus) { self.init(status, nil) }
    public convenience init(status: CDVCommandStatus, messageAs message: String) { self.init(status, message) }
    public convenience init(status: CDVCommandStatus, messageAs message: [Any]) { self.init(status, message) }
    public convenience init(status: CDVCommandStatus, messageAs message: Int) { self.init(status, message) }
    public convenience init(status: CDVCommandStatus, messageAs message: Double) { self.init(status, message) }
    public convenience init(status: CDVCommandStatus, messageAs message: Bool) { self.init(status, message) }
    public convenience init(status: CDVCommandStatus, messageAs message: [AnyHashable: Any]) { self.init(status, message) }
    public func setKeepCallbackAs(_ keep: Bool) { keepCallback = NSNumber(value: keep) }
}

open class CDVInvokedUrlCommand: NSObject {
    public let arguments: [Any]! = nil
    public let callbackId: String! = nil
    public let methodName: String! = nil
}

open class CDVSettingsDictionary: NSDictionary, @unchecked Sendable {}

public protocol CDVCommandDelegate: NSObjectProtocol {
    var settings: CDVSettingsDictionary { get }
    func send(_ result: CDVPluginResult, callbackId: String)
}

open class CDVPlugin: NSObject {
    open weak var commandDelegate: (any CDVCommandDelegate)!
    open func pluginInitialize() {}
    open func onReset() {}
    open func dispose() {}
}
