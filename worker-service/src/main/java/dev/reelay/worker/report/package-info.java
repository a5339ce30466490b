/// Tells the world where jobs are. A job's row owes a report while its told version is behind.
@NullMarked
package dev.reelay.worker.report;

import org.jspecify.annotations.NullMarked;
