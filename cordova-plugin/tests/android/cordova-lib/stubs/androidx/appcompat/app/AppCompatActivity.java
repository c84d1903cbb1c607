// Stands in for androidx, which is not on Maven Central: the type that Cordova gives its activity. Tests only.
package androidx.appcompat.app;

/** An activity and nothing more. */
public class AppCompatActivity extends android.app.Activity {}
