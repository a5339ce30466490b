/// Jobs: what a tenant sees of them, and the row they live in.
@NullMarked
package dev.reelay.api.job;

import org.jspecify.annotations.NullMarked;
