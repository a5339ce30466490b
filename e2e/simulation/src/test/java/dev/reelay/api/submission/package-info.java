/// The api's rows as the simulation has them, beside the rules that decide about them.
@NullMarked
package dev.reelay.api.submission;

import org.jspecify.annotations.NullMarked;
