/// `/console`: pages for people. Each shows what the API would tell the same person, by the same
/// readings; nothing is known here that is not known there.
@NullMarked
package dev.reelay.api.console;

import org.jspecify.annotations.NullMarked;
