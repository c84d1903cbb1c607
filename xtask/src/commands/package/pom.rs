//! What Maven reads of an artifact: its `.pom`, without a parent, so that nothing else has to be published.
//!
//! Guarantee: the versions are those that the build used, read from `bindings/kotlin/pom.xml`; there is no second
//! list of them. Pure but for that one file.

use std::fs;

use crate::house::House;
use crate::stop::Stop;

use super::maven::{Artifact, GROUP};

/// Where source, licence and issues are.
const HOME: &str = "https://github.com/frontdesk-sdk/frontdesk";

/// Something an artifact needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    pub(crate) version: String,
    /// Whether an app that compiles against us sees it: `compile`, otherwise `runtime`.
    pub(crate) visible: bool,
    /// Android's form of it, with native libraries inside, instead of the jar.
    pub(crate) aar: bool,
    /// What it would bring along and must not.
    pub(crate) without: Option<(&'static str, &'static str)>,
}

/// The versions of the parent that are published.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Versions {
    pub(crate) own: String,
    kotlin: String,
    coroutines: String,
    jna: String,
}

impl Versions {
    /// Reads them.
    ///
    /// # Errors
    /// When the parent does not name one of them, or is of another version than the workspace.
    pub(crate) fn read(house: &House) -> Result<Self, Stop> {
        let parent = fs::read_to_string(house.root.join("bindings/kotlin/pom.xml"))?;
        let versions = Self::of(&parent)?;
        if versions.own != env!("CARGO_PKG_VERSION") {
            return Err(Stop::new(format!(
                "bindings/kotlin is version {}, the workspace {}",
                versions.own,
                env!("CARGO_PKG_VERSION")
            )));
        }
        Ok(versions)
    }

    fn of(parent: &str) -> Result<Self, Stop> {
        let named = |name: &str| {
            element(parent, name)
                .map(str::to_owned)
                .ok_or_else(|| Stop::new(format!("bindings/kotlin/pom.xml has no <{name}>")))
        };
        Ok(Self {
            own: named("version")?,
            kotlin: named("kotlin.runtime.version")?,
            coroutines: named("coroutines.version")?,
            jna: named("jna.version")?,
        })
    }

    /// What the JVM library needs.
    pub(crate) fn of_jvm(&self) -> Vec<Dependency> {
        let mut all = self.of_both();
        all.push(jna(&self.jna, false));
        all
    }

    /// What the AAR needs. JNA comes as its own AAR: the jar has no library for a phone, and both together would
    /// be the same classes twice.
    pub(crate) fn of_android(&self) -> Vec<Dependency> {
        let mut all = vec![Dependency {
            group: GROUP,
            name: "frontdesk",
            version: self.own.clone(),
            visible: true,
            aar: false,
            without: Some(("net.java.dev.jna", "jna")),
        }];
        all.extend(self.of_both());
        all.push(jna(&self.jna, true));
        all
    }

    fn of_both(&self) -> Vec<Dependency> {
        let plain = |group, name, version: &str| Dependency {
            group,
            name,
            version: version.to_owned(),
            visible: true,
            aar: false,
            without: None,
        };
        vec![
            plain("org.jetbrains.kotlin", "kotlin-stdlib", &self.kotlin),
            plain(
                "org.jetbrains.kotlinx",
                "kotlinx-coroutines-core-jvm",
                &self.coroutines,
            ),
        ]
    }
}

fn jna(version: &str, aar: bool) -> Dependency {
    Dependency {
        group: "net.java.dev.jna",
        name: "jna",
        version: version.to_owned(),
        visible: false,
        aar,
        without: None,
    }
}

/// The text of the `.pom`.
pub(crate) fn written(artifact: &Artifact, packaging: &str, about: &str, needs: &[Dependency]) -> String {
    let Artifact { name, version } = artifact;
    let dependencies: String = needs.iter().map(dependency).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- do_not_remove: published-with-gradle-metadata -->
<project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
  <modelVersion>4.0.0</modelVersion>
  <groupId>{GROUP}</groupId>
  <artifactId>{name}</artifactId>
  <version>{version}</version>
  <packaging>{packaging}</packaging>
  <name>{name}</name>
  <description>{about}</description>
  <url>{HOME}</url>
  <licenses>
    <license>
      <name>Apache-2.0</name>
      <url>https://www.apache.org/licenses/LICENSE-2.0</url>
    </license>
    <license>
      <name>MIT</name>
      <url>https://opensource.org/license/mit</url>
    </license>
  </licenses>
  <scm>
    <url>{HOME}</url>
  </scm>
  <dependencies>
{dependencies}  </dependencies>
</project>
"#
    )
}

fn dependency(needed: &Dependency) -> String {
    let scope = if needed.visible { "compile" } else { "runtime" };
    let form = if needed.aar {
        "      <type>aar</type>\n"
    } else {
        ""
    };
    let without = needed.without.map_or(String::new(), |(group, name)| {
        format!(
            "      <exclusions>\n        <exclusion>\n          <groupId>{group}</groupId>\n          \
             <artifactId>{name}</artifactId>\n        </exclusion>\n      </exclusions>\n"
        )
    });
    format!(
        "    <dependency>\n      <groupId>{}</groupId>\n      <artifactId>{}</artifactId>\n      \
         <version>{}</version>\n{form}      <scope>{scope}</scope>\n{without}    </dependency>\n",
        needed.group, needed.name, needed.version
    )
}

/// What stands between the first `<name>` and its end.
pub(crate) fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = text.split_once(&format!("<{name}>"))?;
    behind.split_once('<').map(|(value, _)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: &str = "<version>0.1.0</version><kotlin.runtime.version>2.2.0</kotlin.runtime.version>\
        <coroutines.version>1.11.0</coroutines.version><jna.version>5.19.1</jna.version>";

    #[test]
    fn an_android_app_gets_the_phones_form_of_jna_and_not_the_jar_too() {
        let versions = Versions::of(PARENT).expect("all named");
        let needs = versions.of_android();
        let artifact = Artifact {
            name: "frontdesk-android",
            version: "0.1.0".into(),
        };
        let text = written(&artifact, "aar", "A messenger.", &needs);
        assert_eq!(text.matches("<type>aar</type>").count(), 1);
        assert_eq!(text.matches("<exclusion>").count(), 1);
        assert_eq!(element(&text, "packaging"), Some("aar"));
        assert!(needs.iter().filter(|one| one.name == "jna").all(|one| one.aar));
    }

    #[test]
    fn a_version_that_the_parent_does_not_name_is_missed_by_name() {
        let stop = Versions::of("<version>0.1.0</version>").expect_err("a fault");
        assert!(stop.to_string().contains("kotlin.runtime.version"), "{stop}");
    }
}
