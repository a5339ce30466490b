/// What operators and owners did: recorded before it is done, and never changed.
@NullMarked
package dev.reelay.api.audit;

import org.jspecify.annotations.NullMarked;
