/// Worker-service, as this one asks it.
@NullMarked
package dev.reelay.api.worker;

import org.jspecify.annotations.NullMarked;
