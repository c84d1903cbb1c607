// Stands in for Cordova's own, which needs androidx: the name that config.xml's reader knows it by. Tests only.
package org.apache.cordova;

final class SystemBarPlugin {
    static final String PLUGIN_NAME = "SystemBarPlugin";

    private SystemBarPlugin() {}
}
