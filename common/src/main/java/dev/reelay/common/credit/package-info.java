/// Money, as whole micro-credits.
@NullMarked
package dev.reelay.common.credit;

import org.jspecify.annotations.NullMarked;
