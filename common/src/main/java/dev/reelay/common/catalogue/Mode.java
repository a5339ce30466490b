package dev.reelay.common.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What a clip is made from. It follows from the inputs of a submission, never from an option.
public enum Mode {
    TEXT,
    IMAGE,
    FRAMES,
    REFERENCE,
    VIDEO;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
