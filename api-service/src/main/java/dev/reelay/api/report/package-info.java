/// What the worker and billing tell, about jobs and else.
@NullMarked
package dev.reelay.api.report;

import org.jspecify.annotations.NullMarked;
