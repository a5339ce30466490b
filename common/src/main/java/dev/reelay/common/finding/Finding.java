package dev.reelay.common.finding;

import java.util.List;

/// Something that is outside the invariants.
///
/// @param check the id of the check that found it
/// @param count how often, {@link Check#MOST} for that often or more
/// @param examples ids, or a few words, of the first ones
/// @param advice what to do
public record Finding(String check, String what, int count, List<String> examples, String advice) {}
