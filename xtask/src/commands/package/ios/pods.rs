//! The podspecs: one for each Swift module, because a pod is a module.
//!
//! Guarantee: all three take their files from one zip, whose checksum they name, and the same version of each
//! other. Pure text.

use super::{FRAMEWORK, NO_CHECKSUM, OLDEST_IOS, Release};

/// One pod.
pub(super) struct Pod {
    /// Its name, which is its module's.
    pub(super) name: &'static str,
    summary: &'static str,
    /// The pod it needs.
    needs: Option<&'static str>,
    /// Lines of its own.
    own: &'static str,
}

/// All pods, each after what it needs.
pub(super) const ALL: &[Pod] = &[
    Pod {
        name: "FrontdeskCore",
        summary: "The core of the Frontdesk customer messenger; apps take Frontdesk or FrontdeskUI.",
        needs: None,
        own: "  s.vendored_frameworks = 'FrontdeskCoreFFI.xcframework'\n",
    },
    Pod {
        name: "Frontdesk",
        summary: "Frontdesk, an open customer messenger, without a screen: async calls and streams.",
        needs: Some("FrontdeskCore"),
        own: "",
    },
    Pod {
        name: "FrontdeskUI",
        summary: "Frontdesk, an open customer messenger: its screen, launcher and push notifications.",
        needs: Some("Frontdesk"),
        own: "  s.frameworks = 'UIKit', 'WebKit', 'Network', 'UserNotifications'\n  \
              s.resource_bundles = { 'FrontdeskUI' => \
              ['Sources/FrontdeskUI/Resources/messenger', 'Sources/FrontdeskUI/PrivacyInfo.xcprivacy'] }\n",
    },
];

impl Pod {
    /// The podspec.
    pub(super) fn text(&self, release: &Release) -> String {
        let mark = release.mark("#");
        let Self {
            name, summary, own, ..
        } = self;
        let Release {
            version,
            repository,
            url,
            ..
        } = release;
        let zip = zip_name(version);
        let sum = release.pods_checksum.as_deref().unwrap_or(NO_CHECKSUM);
        let (major, minor) = OLDEST_IOS;
        let needs = match self.needs {
            Some(pod) => format!("  s.dependency '{pod}', '{version}'\n"),
            None => String::new(),
        };
        // The C module lies in a folder of its own name inside the XCFramework's headers; whoever imports a module
        // that imports it has to find it too.
        let headers = format!("$(PODS_XCFRAMEWORKS_BUILD_DIR)/FrontdeskCore/Headers/{FRAMEWORK}");
        format!(
            r#"{mark}Pod::Spec.new do |s|
  s.name = '{name}'
  s.version = '{version}'
  s.summary = '{summary}'
  s.homepage = '{repository}'
  s.license = {{ :type => 'MIT OR Apache-2.0', :file => 'LICENSE-MIT' }}
  s.authors = 'The Frontdesk project'
  s.source = {{ :http => '{url}/{zip}', :sha256 => '{sum}' }}
  s.ios.deployment_target = '{major}.{minor}'
  s.swift_versions = ['5', '6']
  s.static_framework = true
  s.source_files = 'Sources/{name}/**/*.swift'
{own}{needs}  s.pod_target_xcconfig = {{ 'SWIFT_INCLUDE_PATHS' => '{headers}' }}
  s.user_target_xcconfig = {{ 'SWIFT_INCLUDE_PATHS' => '{headers}' }}
end
"#
        )
    }
}

/// The zip with everything a pod takes.
pub(super) fn zip_name(version: &str) -> String {
    format!("frontdesk-ios-{version}.zip")
}

#[cfg(test)]
mod tests {
    use super::super::tests::release;
    use super::*;

    #[test]
    fn each_pod_names_the_zip_its_sum_and_its_own_sources() {
        for pod in ALL {
            let text = pod.text(&release());
            assert!(text.contains("https://example.org/files/frontdesk-ios-1.2.3.zip"));
            assert!(text.contains(&"cd".repeat(32)) && !text.contains("DRY RUN"));
            assert!(text.contains(&format!("'Sources/{}/**/*.swift'", pod.name)));
            assert!(text.contains("s.ios.deployment_target = '15.0'"));
        }
    }

    #[test]
    fn every_line_is_ruby_that_ends_where_it_begins() {
        for pod in ALL {
            let text = pod.text(&release());
            assert!(text.starts_with("Pod::Spec.new do |s|\n") && text.ends_with("end\n"));
            for line in text.lines().filter(|line| line.starts_with("  s.")) {
                assert!(line.matches('\'').count() % 2 == 0, "{line}");
                let (open, close) = (line.matches('{').count(), line.matches('}').count());
                assert_eq!(open, close, "{line}");
            }
        }
    }

    #[test]
    fn pods_need_each_other_in_the_same_version() {
        let texts: Vec<_> = ALL.iter().map(|pod| pod.text(&release())).collect();
        assert!(!texts[0].contains("s.dependency"));
        assert!(texts[1].contains("s.dependency 'FrontdeskCore', '1.2.3'"));
        assert!(texts[2].contains("s.dependency 'Frontdesk', '1.2.3'"));
        assert!(texts[2].contains("resource_bundles"));
    }
}
