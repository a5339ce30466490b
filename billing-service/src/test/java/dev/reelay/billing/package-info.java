@NullMarked
package dev.reelay.billing;

import org.jspecify.annotations.NullMarked;
