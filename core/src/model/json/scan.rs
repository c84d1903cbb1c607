//! The walk over a JSON text: grammar, depth, keys and duplicates, with the path kept for errors.

use super::number::{self, NumberFault};
use super::string::{self, StringFault};
use super::{JsonLimits, invalid_json};
use crate::model::rejection::{InputError, child, element};
use std::borrow::Cow;
use std::collections::HashSet;

/// One container that is still open.
enum Open<'a> {
    Object {
        seen: HashSet<Cow<'a, str>>,
        key: Cow<'a, str>,
    },
    Array {
        index: usize,
    },
}

/// What the grammar wants next.
enum Next {
    Value,
    /// The first member of an object, or its end.
    FirstKey,
    /// The first element of an array, or its end.
    FirstElement,
    /// A comma or an end.
    AfterValue,
}

/// A scan of one text. Its only state is the position and the open containers.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    root: &'a str,
    limits: &'a JsonLimits,
    open: Vec<Open<'a>>,
    keys: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, root: &'a str, limits: &'a JsonLimits) -> Self {
        Self {
            text,
            at: 0,
            root,
            limits,
            open: Vec::new(),
            keys: 0,
        }
    }

    /// Reads the whole text.
    pub(super) fn run(mut self) -> Result<(), InputError> {
        let mut next = Next::Value;
        loop {
            self.skip_space();
            next = match next {
                Next::Value => self.value()?,
                Next::FirstKey if self.eat(b'}') => self.close(),
                Next::FirstKey => self.key()?,
                Next::FirstElement if self.eat(b']') => self.close(),
                Next::FirstElement => self.value()?,
                Next::AfterValue => match self.open.last_mut() {
                    None if self.at == self.text.len() => return Ok(()),
                    None => return Err(self.syntax()),
                    Some(Open::Array { index }) => {
                        *index += 1;
                        if self.eat(b',') {
                            Next::Value
                        } else if self.eat(b']') {
                            self.close()
                        } else {
                            return Err(self.syntax());
                        }
                    }
                    Some(Open::Object { .. }) => {
                        if self.eat(b',') {
                            self.skip_space();
                            self.key()?
                        } else if self.eat(b'}') {
                            self.close()
                        } else {
                            return Err(self.syntax());
                        }
                    }
                },
            };
        }
    }

    fn value(&mut self) -> Result<Next, InputError> {
        match self.peek() {
            Some(b'{') => {
                self.enter(Open::Object {
                    seen: HashSet::new(),
                    key: "".into(),
                })?;
                Ok(Next::FirstKey)
            }
            Some(b'[') => {
                self.enter(Open::Array { index: 0 })?;
                Ok(Next::FirstElement)
            }
            Some(b'"') => {
                self.string()?;
                Ok(Next::AfterValue)
            }
            Some(b'-' | b'0'..=b'9') => {
                self.at += number::read(self.rest()).map_err(|fault| self.number_error(fault))?;
                Ok(Next::AfterValue)
            }
            _ => {
                let literal = ["true", "false", "null"]
                    .into_iter()
                    .find(|word| self.rest().starts_with(word));
                self.at += literal.ok_or_else(|| self.syntax())?.len();
                Ok(Next::AfterValue)
            }
        }
    }

    fn key(&mut self) -> Result<Next, InputError> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax());
        }
        // A fault inside the key belongs to the object, not to the member before.
        if let Some(Open::Object { key, .. }) = self.open.last_mut() {
            *key = "".into();
        }
        let name = self.string()?;
        self.keys += 1;
        if self.keys > self.limits.max_keys {
            let advice = format!("must not hold more than {} keys", self.limits.max_keys);
            return Err(InputError::over(
                "too_many_keys",
                self.root,
                self.limits.max_keys,
                &advice,
            ));
        }
        let mut fresh = true;
        if let Some(Open::Object { seen, key }) = self.open.last_mut() {
            key.clone_from(&name);
            fresh = seen.insert(name);
        }
        if !fresh {
            return Err(InputError::new(
                "duplicate_key",
                self.path(),
                "must be given once",
            ));
        }
        self.skip_space();
        if self.eat(b':') {
            Ok(Next::Value)
        } else {
            Err(self.syntax())
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, InputError> {
        self.at += 1;
        let (string, length) = string::read(self.rest()).map_err(|fault| match fault {
            StringFault::Syntax => self.syntax(),
            StringFault::Text => InputError::new(
                "invalid_text",
                self.path(),
                "must not hold the character U+0000 or half of a surrogate pair",
            ),
        })?;
        self.at += length;
        Ok(string)
    }

    fn enter(&mut self, container: Open<'a>) -> Result<(), InputError> {
        let max = self.limits.max_depth;
        if self.open.len() >= max {
            let advice = format!("must not be nested deeper than {max} levels");
            return Err(InputError::over("too_deep", self.root, max, &advice));
        }
        self.at += 1;
        self.open.push(container);
        Ok(())
    }

    fn close(&mut self) -> Next {
        self.open.pop();
        Next::AfterValue
    }

    fn number_error(&self, fault: NumberFault) -> InputError {
        match fault {
            NumberFault::Syntax => self.syntax(),
            NumberFault::NotFinite => InputError::new("not_finite", self.path(), "must be a finite number"),
            NumberFault::OutOfRange => InputError::new(
                "number_out_of_range",
                self.path(),
                "must fit 64 bits: send longer numbers as text",
            ),
        }
    }

    fn syntax(&self) -> InputError {
        invalid_json(self.root)
    }

    fn path(&self) -> String {
        self.open
            .iter()
            .fold(self.root.to_owned(), |path, container| match container {
                Open::Object { key, .. } => child(&path, key),
                Open::Array { index } => element(&path, *index),
            })
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }
}
