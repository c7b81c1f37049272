//! The settings that the command line declares.

use clap::{Arg, ArgAction, Command, Id, builder::ValueParser};

/// Something that can be set by a flag, a variable, or in the file.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(super) id: Id,
    /// In the file: the flag without dashes at its front, and underscores instead of dashes.
    pub(crate) name: String,
    pub(crate) variable: String,
    /// What holds unless it is set.
    pub(crate) default: Option<String>,
    /// What a value is called in the help, such as `ADDRESS`; none for a switch.
    pub(crate) value: Option<String>,
    pub(crate) meaning: String,
    /// Values are never repeated.
    pub(crate) secret: bool,
    pub(super) parser: ValueParser,
}

impl Setting {
    /// Every setting of a command line, once, in the order of its commands.
    pub(crate) fn all(command: &Command) -> Vec<Self> {
        let mut settings = Self::of(command);
        for subcommand in command.get_subcommands() {
            for setting in Self::all(subcommand) {
                if settings.iter().all(|known| known.name != setting.name) {
                    settings.push(setting);
                }
            }
        }
        settings
    }

    /// The settings of a command itself.
    pub(super) fn of(command: &Command) -> Vec<Self> {
        command.get_arguments().filter_map(Self::read).collect()
    }

    fn read(arg: &Arg) -> Option<Self> {
        let variable = arg.get_env()?.to_str()?.to_owned();
        let long = arg.get_long()?;
        let switch = matches!(arg.get_action(), ArgAction::SetTrue);
        let default = arg.get_default_values().first().filter(|_| !switch);
        let value = arg
            .get_value_names()
            .and_then(|names| names.first())
            .filter(|_| !switch);
        Some(Self {
            id: arg.get_id().clone(),
            name: long.replace('-', "_"),
            variable,
            default: default.map(|text| text.to_string_lossy().into_owned()),
            value: value.map(ToString::to_string),
            meaning: arg.get_help().map(ToString::to_string).unwrap_or_default(),
            secret: arg.is_hide_env_values_set(),
            parser: arg.get_value_parser().clone(),
        })
    }

    /// What would be right.
    pub(super) fn expected(&self) -> String {
        let kind = match &self.value {
            Some(value) => format!("<{value}>"),
            None => "`true` or `false`".to_owned(),
        };
        let example = self
            .default
            .as_ref()
            .map(|default| format!(" (default `{default}`)"))
            .unwrap_or_default();
        format!("expected is {kind}{example}: {}", self.meaning)
    }
}
