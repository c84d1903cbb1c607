//! A company a user belongs to.

use super::change::Change;
use super::custom::CustomAttributes;
use crate::model::scalar::Scalar;

/// One company of an update: found on the server by its id, created when new, and joined by the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    pub(crate) id: Change<String>,
    pub(crate) name: Change<String>,
    pub(crate) plan: Change<String>,
    pub(crate) monthly_spend: Change<Scalar>,
    pub(crate) created_at: Change<i64>,
    pub(crate) custom_attributes: CustomAttributes,
}

impl Company {
    /// The company with the app's own id of it.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: Change::Set(id.into()),
            name: Change::Keep,
            plan: Change::Keep,
            monthly_spend: Change::Keep,
            created_at: Change::Keep,
            custom_attributes: CustomAttributes::default(),
        }
    }

    /// Sets the name; `None` clears it.
    #[must_use]
    pub fn name(mut self, name: impl Into<Change<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the plan; `None` clears it.
    #[must_use]
    pub fn plan(mut self, plan: impl Into<Change<String>>) -> Self {
        self.plan = plan.into();
        self
    }

    /// Sets what the company pays in a month, at most 2^31 - 1; the server drops fractions.
    #[must_use]
    pub fn monthly_spend(mut self, amount: impl Into<Scalar>) -> Self {
        self.monthly_spend = Change::Set(amount.into());
        self
    }

    /// Sets when the company was created in the app, in unix seconds; `None` clears it.
    #[must_use]
    pub fn created_at(mut self, unix_seconds: impl Into<Change<i64>>) -> Self {
        self.created_at = unix_seconds.into();
        self
    }

    /// Sets a custom attribute of the company; [`Scalar::Null`] clears it.
    #[must_use]
    pub fn custom(mut self, name: impl Into<String>, value: impl Into<Scalar>) -> Self {
        self.custom_attributes.set(name.into(), value.into());
        self
    }
}
