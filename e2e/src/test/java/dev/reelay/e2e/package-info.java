/// System tests: the packaged processes, driven as users drive them.
@NullMarked
package dev.reelay.e2e;

import org.jspecify.annotations.NullMarked;
