// Serves the messenger's files to its web view.
//
// Guarantees: files are read off the main thread; a task that the web view stopped is never touched again (that
// would be an exception of WebKit's); every answer carries the content policy. Called by WebKit on the main thread.

#if canImport(UIKit) && canImport(WebKit)
    import Foundation
    import WebKit

    /// The handler of the messenger's own scheme.
    @MainActor
    final class AssetSchemeHandler: NSObject, WKURLSchemeHandler {
        private let library: AssetLibrary
        private var running: Set<ObjectIdentifier> = []

        init(library: AssetLibrary) {
            self.library = library
            super.init()
        }

        func webView(_ webView: WKWebView, start urlSchemeTask: any WKURLSchemeTask) {
            let method = urlSchemeTask.request.httpMethod ?? "GET"
            guard let url = urlSchemeTask.request.url else {
                urlSchemeTask.didFailWithError(URLError(.badURL))
                return
            }
            let key = ObjectIdentifier(urlSchemeTask)
            running.insert(key)
            let library = self.library
            let address = url.absoluteString
            Task {
                let answer = await Task.detached { library.answer(method: method, address: address) }.value
                guard running.remove(key) != nil else { return }
                deliver(answer, url: url, to: urlSchemeTask)
            }
        }

        func webView(_ webView: WKWebView, stop urlSchemeTask: any WKURLSchemeTask) {
            running.remove(ObjectIdentifier(urlSchemeTask))
        }

        private func deliver(_ answer: AssetLibrary.Answer, url: URL, to task: any WKURLSchemeTask) {
            let status: Int
            let headers: [String: String]
            let body: Data
            switch answer {
            case .found(let found, let bytes): (status, headers, body) = (200, found, bytes)
            case .refused(let code):
                let none = ContentPolicy.headers(contentType: MediaType.unknown, length: 0)
                (status, headers, body) = (code, none, Data())
            }
            guard
                let response = HTTPURLResponse(
                    url: url, statusCode: status, httpVersion: "HTTP/1.1", headerFields: headers)
            else {
                task.didFailWithError(URLError(.badServerResponse))
                return
            }
            task.didReceive(response)
            task.didReceive(body)
            task.didFinish()
        }
    }
#endif
