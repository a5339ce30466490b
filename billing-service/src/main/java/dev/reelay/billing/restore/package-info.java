/// What the books say of the time that they forgot when they were set back to a backup.
@NullMarked
package dev.reelay.billing.restore;

import org.jspecify.annotations.NullMarked;
