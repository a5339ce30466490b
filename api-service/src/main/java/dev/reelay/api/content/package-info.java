/// The files of a job, served.
@NullMarked
package dev.reelay.api.content;

import org.jspecify.annotations.NullMarked;
