//! What Gradle reads of an artifact before it looks at the `.pom`: its variants and their files.
//!
//! Guarantee: format 1.1 of Gradle's module metadata; sizes and sums are those of the files beside it. Pure.

use serde_json::{Value, json};

use super::maven::{Artifact, GROUP, Published};
use super::pom::Dependency;

/// What kind of library the variants are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Platform {
    /// A jar for every JVM from 8 on.
    Jvm,
    /// An AAR.
    Android,
}

/// The files of one artifact.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) library: Published,
    pub(crate) sources: Published,
    /// Absent when the package was made without.
    pub(crate) documentation: Option<Published>,
}

/// The text of the `.module`.
pub(crate) fn written(
    artifact: &Artifact,
    platform: Platform,
    files: &Files,
    needs: &[Dependency],
) -> String {
    let visible: Vec<&Dependency> = needs.iter().filter(|needed| needed.visible).collect();
    let all: Vec<&Dependency> = needs.iter().collect();
    let mut variants = vec![
        library("apiElements", "java-api", platform, files, &visible),
        library("runtimeElements", "java-runtime", platform, files, &all),
        documentation("sourcesElements", "sources", &files.sources),
    ];
    if let Some(pages) = &files.documentation {
        variants.push(documentation("javadocElements", "javadoc", pages));
    }
    let module = json!({
        "formatVersion": "1.1",
        "component": {
            "group": GROUP,
            "module": artifact.name,
            "version": artifact.version,
            "attributes": {"org.gradle.status": "release"},
        },
        "createdBy": {"frontdesk": {"version": artifact.version}},
        "variants": variants,
    });
    format!("{module:#}\n")
}

fn library(name: &str, usage: &str, platform: Platform, files: &Files, needs: &[&Dependency]) -> Value {
    let mut attributes = json!({
        "org.gradle.category": "library",
        "org.gradle.dependency.bundling": "external",
        "org.gradle.usage": usage,
    });
    let more = match platform {
        Platform::Jvm => json!({
            "org.gradle.libraryelements": "jar",
            "org.gradle.jvm.version": 8,
            "org.jetbrains.kotlin.platform.type": "jvm",
        }),
        Platform::Android => json!({
            "org.gradle.libraryelements": "aar",
            "org.gradle.jvm.environment": "android",
            "org.jetbrains.kotlin.platform.type": "androidJvm",
        }),
    };
    if let (Some(attributes), Value::Object(more)) = (attributes.as_object_mut(), more) {
        attributes.extend(more);
    }
    json!({
        "name": name,
        "attributes": attributes,
        "dependencies": needs.iter().map(|needed| dependency(needed)).collect::<Vec<_>>(),
        "files": [file(&files.library)],
    })
}

fn documentation(name: &str, kind: &str, published: &Published) -> Value {
    json!({
        "name": name,
        "attributes": {
            "org.gradle.category": "documentation",
            "org.gradle.dependency.bundling": "external",
            "org.gradle.docstype": kind,
            "org.gradle.usage": "java-runtime",
        },
        "files": [file(published)],
    })
}

fn dependency(needed: &Dependency) -> Value {
    let mut value = json!({
        "group": needed.group,
        "module": needed.name,
        "version": {"requires": needed.version},
    });
    if let Some((group, module)) = needed.without {
        value["excludes"] = json!([{"group": group, "module": module}]);
    }
    if needed.aar {
        // That library publishes no metadata of Gradle's, so the file must be named.
        value["thirdPartyCompatibility"] =
            json!({"artifactSelector": {"name": needed.name, "type": "aar", "extension": "aar"}});
    }
    value
}

fn file(published: &Published) -> Value {
    json!({
        "name": published.name,
        "url": published.name,
        "size": published.size,
        "sha1": published.sha1,
        "sha256": published.sha256,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::package::maven::described;

    fn module(platform: Platform) -> Value {
        let files = Files {
            library: described("a.aar".into(), b"library"),
            sources: described("a-sources.jar".into(), b"sources"),
            documentation: None,
        };
        let needs = [
            Dependency {
                group: "g",
                name: "seen",
                version: "1".into(),
                visible: true,
                aar: false,
                without: None,
            },
            Dependency {
                group: "g",
                name: "inside",
                version: "2".into(),
                visible: false,
                aar: true,
                without: None,
            },
        ];
        let artifact = Artifact {
            name: "a",
            version: "1".into(),
        };
        serde_json::from_str(&written(&artifact, platform, &files, &needs)).expect("JSON")
    }

    #[test]
    fn what_is_inside_is_needed_to_run_and_not_to_compile() {
        let module = module(Platform::Android);
        let names = |variant: usize| {
            let needs = module["variants"][variant]["dependencies"].as_array();
            needs
                .into_iter()
                .flatten()
                .filter_map(|one| one["module"].as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(0), ["seen"]);
        assert_eq!(names(1), ["seen", "inside"]);
    }

    #[test]
    fn an_aar_and_a_jar_say_what_they_are() {
        let of =
            |platform| module(platform)["variants"][0]["attributes"]["org.gradle.libraryelements"].clone();
        assert_eq!(
            (of(Platform::Android), of(Platform::Jvm)),
            ("aar".into(), "jar".into())
        );
    }
}
