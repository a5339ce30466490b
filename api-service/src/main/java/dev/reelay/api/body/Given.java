package dev.reelay.api.body;

/// A value that may be a file or a text too long to hold.
public sealed interface Given {
    record Text(String text) implements Given {}

    /// Text in a temporary file, as UTF-8.
    record LongText(Spool.Spooled spooled) implements Given {}

    /// A file part of a form, in a temporary file.
    record FilePart(Spool.Spooled spooled) implements Given {}

    record Members(Fields fields) implements Given {}
}
