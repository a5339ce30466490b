/// Kills and stops every process of a running system while clients use it, and then checks what was
/// promised: the run, its history, its evidence, and the invariants over them.
@NullMarked
package dev.reelay.e2e.crash;

import org.jspecify.annotations.NullMarked;
