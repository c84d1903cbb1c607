// Stands in for androidx, which is not on Maven Central: what a plugin may serve to the WebView. Tests only.
package androidx.webkit;

import android.webkit.WebResourceResponse;

/** Only its nested type is used. */
public final class WebViewAssetLoader {
    private WebViewAssetLoader() {}

    /** Answers a path; null for a path it does not know. */
    public interface PathHandler {
        WebResourceResponse handle(String path);
    }
}
