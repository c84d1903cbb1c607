// The few symbols of cordova-ios that the plugin uses, as Swift sees its headers. Signatures only; see ../README.md.

import Foundation

public struct CDVCommandStatus: Sendable {}

public let CDVCommandStatus_OK = CDVCommandStatus()
public let CDVCommandStatus_ERROR = CDVCommandStatus()

open class CDVPluginResult: NSObject {
    public init(status: CDVCommandStatus) {}
    public init(status: CDVCommandStatus, messageAs message: String) {}
    public init(status: CDVCommandStatus, messageAs message: [Any]) {}
    public init(status: CDVCommandStatus, messageAs message: Int) {}
    public init(status: CDVCommandStatus, messageAs message: Double) {}
    public init(status: CDVCommandStatus, messageAs message: Bool) {}
    public init(status: CDVCommandStatus, messageAs message: [AnyHashable: Any]) {}
    public func setKeepCallbackAs(_ keep: Bool) {}
}

open class CDVInvokedUrlCommand: NSObject {
    public let arguments: [Any]! = nil
    public let callbackId: String! = nil
    public let methodName: String! = nil
}

open class CDVSettingsDictionary: NSObject {
    public func cordovaSetting(forKey key: String!) -> Any! { nil }
}

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
