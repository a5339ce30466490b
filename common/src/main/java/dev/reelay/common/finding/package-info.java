/// What each service finds when an operator asks whether anything is left undone.
@NullMarked
package dev.reelay.common.finding;

import org.jspecify.annotations.NullMarked;
