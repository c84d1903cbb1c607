//! A Maven repository in a folder: where each file of an artifact lies, and its checksums beside it.
//!
//! Guarantee: a repository is written anew as a whole, so nothing of an earlier run stays in it; every file has its
//! `.sha1` and `.sha256`, which build tools check by themselves.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::stop::Stop;

/// The group of everything that is published.
pub(crate) const GROUP: &str = "dev.frontdesk";

/// The repository's folder.
#[derive(Debug)]
pub(crate) struct Repository {
    pub(crate) root: PathBuf,
}

/// One artifact: a name and a version in our group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Artifact {
    pub(crate) name: &'static str,
    pub(crate) version: String,
}

/// A file as other files name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Published {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) sha1: String,
    pub(crate) sha256: String,
}

impl Artifact {
    /// The name of its file that ends in `ending`, for example `-sources.jar`.
    pub(crate) fn file(&self, ending: &str) -> String {
        format!("{}-{}{ending}", self.name, self.version)
    }
}

impl Repository {
    /// An empty one in `root`; what was there is gone.
    ///
    /// # Errors
    /// When the folder cannot be emptied or made.
    pub(crate) fn fresh(root: PathBuf) -> Result<Self, Stop> {
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        fs::create_dir_all(&root)?;
        Ok(Self { root })
    }

    /// The one in `root`, as it is.
    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder of one version.
    pub(crate) fn folder(&self, artifact: &Artifact) -> PathBuf {
        self.root
            .join(GROUP.replace('.', "/"))
            .join(artifact.name)
            .join(&artifact.version)
    }

    /// Copies `from` to the artifact's file that ends in `ending`.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub(crate) fn take(&self, artifact: &Artifact, ending: &str, from: &Path) -> Result<Published, Stop> {
        self.put(artifact, ending, &fs::read(from)?)
    }

    /// Writes the artifact's file that ends in `ending`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn put(&self, artifact: &Artifact, ending: &str, bytes: &[u8]) -> Result<Published, Stop> {
        let folder = self.folder(artifact);
        let name = artifact.file(ending);
        write_with_sums(&folder.join(&name), bytes)?;
        Ok(described(name, bytes))
    }

    /// Names the one version there is, for tools that ask for the newest.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn list(&self, artifact: &Artifact) -> Result<(), Stop> {
        let Artifact { name, version } = artifact;
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<metadata>\n  <groupId>{GROUP}</groupId>\n  \
             <artifactId>{name}</artifactId>\n  <versioning>\n    <latest>{version}</latest>\n    \
             <release>{version}</release>\n    <versions>\n      <version>{version}</version>\n    </versions>\n  \
             </versioning>\n</metadata>\n"
        );
        let folder = self.folder(artifact);
        let above = folder.parent().unwrap_or(&folder);
        write_with_sums(&above.join("maven-metadata.xml"), text.as_bytes())
    }
}

/// Size and sums of a file called `name`.
pub(crate) fn described(name: String, bytes: &[u8]) -> Published {
    Published {
        name,
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        sha1: hex(&Sha1::digest(bytes)),
        sha256: hex(&Sha256::digest(bytes)),
    }
}

fn write_with_sums(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)?;
    let sums = described(String::new(), bytes);
    for (ending, sum) in [("sha1", sums.sha1), ("sha256", sums.sha256)] {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{ending}"));
        fs::write(name, sum)?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _always_ok = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact() -> Artifact {
        Artifact {
            name: "frontdesk",
            version: "1.2.3".into(),
        }
    }

    #[test]
    fn a_file_lies_where_build_tools_look_for_it_with_its_sums_beside_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let repository = Repository::fresh(dir.path().join("maven")).expect("a repository");
        let published = repository
            .put(&artifact(), "-sources.jar", b"abc")
            .expect("written");
        let file = repository
            .root
            .join("dev/frontdesk/frontdesk/1.2.3/frontdesk-1.2.3-sources.jar");
        assert_eq!(fs::read(&file).expect("the file"), b"abc");
        let sum = fs::read_to_string(file.with_extension("jar.sha1")).expect("a sum");
        assert_eq!(sum, "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(published.sha1, sum);
        assert_eq!((published.size, published.sha256.len()), (3, 64));
    }

    #[test]
    fn nothing_of_an_earlier_run_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("maven");
        let first = Repository::fresh(root.clone()).expect("a repository");
        first.put(&artifact(), ".jar", b"old").expect("written");
        let second = Repository::fresh(root).expect("a repository");
        assert!(!second.folder(&artifact()).exists());
    }
}
