// Must not compile: proves that the check of the screens against the stubs can fail. Each line marked with `wrong:`
// is a mistake of another kind; `xtask/src/commands/swift_ui.rs` counts the errors.

#if canImport(UIKit) && canImport(WebKit)
    import UIKit
    import WebKit

    @MainActor
    func wrongCalls(view: UIView, webView: WKWebView) {
        view.addSubView(view)  // wrong: a name
        webView.load(URL(fileURLWithPath: "/"))  // wrong: a type
        view.isHidden = "yes"  // wrong: a value
    }

    func fromAnyThread(view: UIView) {
        view.isHidden = true  // wrong: an actor
    }
#else
    #error("the stubs are not on the import path")
#endif
