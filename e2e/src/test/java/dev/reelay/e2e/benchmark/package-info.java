/// How fast the running system is, beside what the servers under it can do at most.
@NullMarked
package dev.reelay.e2e.benchmark;

import org.jspecify.annotations.NullMarked;
